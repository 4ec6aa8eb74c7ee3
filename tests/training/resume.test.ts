/** Going on: from a run and from a file, at any place, with other settings, after resets. */
import { loadBundledText } from "@lab/data";
import { loadSnapshot, snapshotToNpz, snapshotToSafetensors } from "@lab/snapshots";
import { Resets, resumed, train, type TrainingOptions } from "@lab/training";
import { forward } from "@lab/model";
import { Random } from "@lab/numerics";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { stateOf } from "./record.ts";

const { text } = await loadBundledText();
const short = text.slice(0, 900);
const SMALL = { hiddenSize: 11, sequenceLength: 7, seed: 5, recordEvery: 13 };

Deno.test("train() resumed from a file gives the bits of a run in one go, wherever it was cut", async () => {
  const random = new Random(1);
  for (const engine of ["reference", "fast"] as const) {
    // Beyond the text's end, so that cuts lie before and after a restart; with resets, too.
    const options: TrainingOptions = { ...SMALL, engine, resetProbability: 0.05 };
    const whole = await train(short, { ...options, iterations: 300 });
    for (let k = 0; k < 30; k++) {
      const cut = random.integer(300);
      const run = { ...await train(short, { ...options, iterations: cut }), metadata: {} };
      const bytes = k % 2 === 0 ? await snapshotToNpz(run) : snapshotToSafetensors(run);
      const resume = await loadSnapshot(bytes);
      const rest = await train(short, { resume, engine, recordEvery: 13, iterations: 300 });
      assertEquals(stateOf(rest), stateOf(whole), `${engine}, cut at ${cut}`);
    }
  }
});

Deno.test("train() resumed takes other settings, and reads another text from its start", async () => {
  const half = await train(short, { ...SMALL, iterations: 20 });
  const slower = await train(short, { resume: half, learningRate: 1e-9, iterations: 40 });
  assertEquals(slower.settings, { ...half.settings, learningRate: 1e-9 });
  slower.parameters.Whh.forEach((w, i) => assertAlmostEquals(w, half.parameters.Whh[i], 1e-6));
  const other = await train(short.slice(100, 500), { resume: half, iterations: 21 });
  assertEquals(other.position, 7);
  assertNotEquals(other.trainedOn, half.trainedOn);
  const same = await train(short, { resume: half, iterations: 21 });
  assertEquals([same.position, same.trainedOn], [half.position + 7, half.trainedOn]);
  assertEquals(half.trainedOn.characters, 900);
});

Deno.test("train() resumed refuses another size, seed or alphabet, and a network without its training", async () => {
  const run = await train(short, { ...SMALL, iterations: 3 });
  const refuses = (options: TrainingOptions, words: string, read = short): Promise<Error> =>
    assertRejects(() => train(read, { iterations: 5, ...options }), Error, words);
  await refuses({ resume: run, hiddenSize: 12 }, "'hiddenSize' must stay 11: current value is 12");
  await refuses({ resume: run, sequenceLength: 8 }, "'sequenceLength' must stay 7");
  await refuses({ resume: run, seed: 6 }, "'seed' must stay 5: current value is 6");
  await refuses({ resume: run, clip: 0 }, "'clip' must be > 0: current value is 0");
  await refuses({ resume: run }, 'character 0 is "~"', `~${short}`);
  const { parameters, vocabulary } = run;
  await refuses(
    { resume: { parameters, vocabulary } },
    "come with its training: it has no 'memory'",
  );
  await refuses({ resume: { ...run, h: undefined } }, "it has no 'h'");
  await refuses({ resume: { ...run, h: undefined, position: undefined } }, "it has no 'h'");
  const settings = { ...run.settings, hiddenSize: 3 };
  await refuses({ resume: { ...run, settings } }, "with hiddenSize 11: it is 3");
  assertEquals(resumed(run, { hiddenSize: 11, temperature: 2 }).settings.temperature, 2);
});

Deno.test("train() with resetProbability 0 is the report's run, with 1 it starts each iteration from zero", async () => {
  const options = { ...SMALL, iterations: 60, engine: "reference" } as const;
  const plain = await train(short, options);
  assertEquals(stateOf(await train(short, { ...options, resetProbability: 0 })), stateOf(plain));
  const always = await train(short, { ...options, resetProbability: 1 });
  assertNotEquals(always.parameters, plain.parameters);
  const [once, twice] = [1, 2].map((iterations) => ({
    ...options,
    resetProbability: 1,
    iterations,
  }));
  const { parameters, vocabulary } = await train(short, once);
  const second = vocabulary.encode(short.slice(7, 14));
  const { hs } = forward(parameters, second, new Float64Array(11));
  assertEquals((await train(short, twice)).h, hs.slice(-11));
  await assertRejects(() => train(short, { resetProbability: 1.5 }), RangeError, "from 0 to 1");
});

Deno.test("Resets come as often as they are likely, and are the same ones after a cut", () => {
  const settings = { seed: 3, resetProbability: 0.02 };
  const resets = new Resets(settings, 0);
  const found: number[] = [];
  while (resets.next < 100_000) {
    found.push(resets.next);
    resets.after(resets.next);
  }
  assert(found.every((at, k) => k === 0 || at > found[k - 1]));
  // 2,000 expected; the standard deviation is √(n p (1 − p)) = 44.
  assert(Math.abs(found.length - 2000) < 3 * 44, `${found.length}`);
  for (const cut of [0, found[0], found[0] + 1, 12_345, found[77]]) {
    assertEquals(new Resets(settings, cut).next, found.find((at) => at >= cut));
  }
});
