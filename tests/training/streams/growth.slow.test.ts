/**
 * What more units and more text do to the quick recipe on the bundled play: the stored numbers, measured
 * once more, take some ten minutes. `UPDATE_GROWTH=1` writes them anew.
 */
import { NgramModel, type Smoothing } from "@lab/baselines";
import { loadBundledText } from "@lab/data";
import { chooseEngine } from "@lab/engines";
import { evaluate } from "@lab/sampling";
import { loadGrowth, type StoredGrowth } from "@lab/snapshots";
import { Vocabulary } from "@lab/text";
import { train } from "@lab/training";
import { assertAlmostEquals, assertEquals } from "@std/assert";

const engine = chooseEngine("auto", "fastest");
const { text } = await loadBundledText();
const characters = [...text];
const M = Math.floor(0.9 * characters.length);
const heldOut = characters.slice(M).join("");

const SIZES = [16, 32, 64, 128, 256];
const AMOUNTS = [10_000, 20_000, 40_000, 80_000, M];
const READINGS = [6, 12, 24, 48];
const SEEDS = [1, 2, 3];

/** A network of the quick recipe, and what it pays for a text; characters that it never met are left out. */
async function pay(
  learned: string,
  scored: string,
  options: { hiddenSize: number; epochs: number; seed: number },
): Promise<number> {
  const { parameters, vocabulary, h } = await train(learned, { recipe: "quick", ...options });
  const { indices } = vocabulary.encodeLong(scored, "skip");
  return Number(evaluate(parameters, indices, { h, engine }).natsPerChar.toFixed(4));
}

/** What counting pays for the same characters. */
function count(learned: string, smoothing: Smoothing, order: number): number {
  const vocabulary = Vocabulary.of(learned);
  const context = vocabulary.encode(learned);
  const model = new NgramModel({ vocabularySize: vocabulary.size, order, smoothing });
  model.read(context);
  const nats = model.surprisals(vocabulary.encodeLong(heldOut, "skip").indices, { context });
  return Number((nats.reduce((sum, one) => sum + one, 0) / nats.length).toFixed(4));
}

/** The number of readings that serves the last tenth of a text best, after learning from the rest. */
async function chooseReadings(learned: string): Promise<number> {
  const cut = Math.floor(0.9 * learned.length);
  const scores: number[] = [];
  for (const epochs of READINGS) {
    const options = { hiddenSize: 128, epochs, seed: 1 };
    scores.push(await pay(learned.slice(0, cut), learned.slice(cut), options));
  }
  return READINGS[scores.indexOf(Math.min(...scores))];
}

async function bySeeds(learned: string, hiddenSize: number, epochs: number): Promise<number[]> {
  const scores: number[] = [];
  for (const seed of SEEDS) scores.push(await pay(learned, heldOut, { hiddenSize, epochs, seed }));
  return scores;
}

async function measureGrowth(): Promise<StoredGrowth> {
  const learned = (amount: number): string => characters.slice(M - amount, M).join("");
  const bySize: number[][] = [];
  for (const size of SIZES) bySize.push(await bySeeds(learned(M), size, 12));
  const readings: number[] = [];
  const byAmount: number[][] = [];
  for (const amount of AMOUNTS) {
    const epochs = await chooseReadings(learned(amount));
    readings.push(epochs);
    byAmount.push(await bySeeds(learned(amount), 128, epochs));
  }
  return {
    ...{
      seeds: SEEDS,
      sizes: SIZES,
      bySize,
      hiddenSize: 128,
      amounts: AMOUNTS,
      readings,
      byAmount,
    },
    wittenBell: AMOUNTS.map((amount) => count(learned(amount), "witten-bell", 5)),
    kneserNey: AMOUNTS.map((amount) => count(learned(amount), "kneser-ney", 7)),
  };
}

Deno.test("more units and more text do to the quick recipe what the stored numbers say", async () => {
  const { bySize, byAmount, ...measured } = await measureGrowth();
  if (Deno.env.get("UPDATE_GROWTH") === "1") {
    const json = JSON.stringify({ ...measured, bySize, byAmount }, null, 1)
      .replace(/\[[^[\]]*\]/g, (row) => row.replace(/\s+/g, " "));
    const name = "../../../data/snapshots/the-book-of-yesterdays-growth.json";
    await Deno.writeTextFile(new URL(name, import.meta.url), json + "\n");
  }
  const { bySize: storedBySize, byAmount: storedByAmount, ...stored } = await loadGrowth();
  assertEquals(measured, stored);
  // The same bits on the same kind of processor; elsewhere relaxed SIMD may round differently.
  for (const [now, then] of [[bySize, storedBySize], [byAmount, storedByAmount]]) {
    assertEquals(now.length, then.length);
    now.flat().forEach((nats, k) => assertAlmostEquals(nats, then.flat()[k], 0.01));
  }
});
