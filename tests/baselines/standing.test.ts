/** Whether a network is better than counting: decided by an interval, on both sides. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { NgramModel, sayStanding, type Standing, standingOf } from "@lab/baselines";
import { loadBundledText } from "@lab/data";
import { Random } from "@lab/numerics";
import { Vocabulary } from "@lab/text";

const { text } = await loadBundledText();
const vocabulary = Vocabulary.of(text);
const indices = vocabulary.encode(text.slice(0, 60_000));
const [before, scored] = [indices.subarray(0, 50_000), indices.subarray(50_000)];
const given = { before, scored, vocabularySize: vocabulary.size };

/** The surprisals of a Kneser-Ney model, each moved by the same number and by noise. */
function near(shift: number, noise: number): Float64Array {
  const model = new NgramModel({ vocabularySize: vocabulary.size });
  model.read(before);
  const random = new Random(2);
  return model.surprisals(scored, { context: before }).map((nats) =>
    nats + shift + noise * random.normal()
  );
}

const verdictOf = (nats: Float64Array): string =>
  standingOf(nats, given).find(({ name }) => name === "Kneser-Ney")!.verdict;

Deno.test("standingOf() says better or worse only where the interval leaves out 0", () => {
  assertEquals(verdictOf(near(-0.05, 1)), "better");
  assertEquals(verdictOf(near(0.05, 1)), "worse");
  assertEquals(verdictOf(near(-0.01, 2)), "not told apart");
  assertEquals(verdictOf(near(0.01, 2)), "not told apart");
});

Deno.test("standingOf() gives each model's own score and the difference to it", () => {
  const rows = standingOf(near(0.25, 0), given);
  assertEquals(rows.map(({ name }) => name), ["Witten-Bell", "Kneser-Ney"]);
  assertAlmostEquals(rows[1].difference.mean, 0.25, 1e-9);
  assert(rows[0].natsPerChar > rows[1].natsPerChar);
  const wittenBell = new NgramModel({ ...given, order: 5, smoothing: "witten-bell" });
  wittenBell.read(before);
  const nats = wittenBell.surprisals(scored, { context: before });
  assertAlmostEquals(
    rows[0].natsPerChar,
    nats.reduce((sum, each) => sum + each) / nats.length,
    1e-12,
  );
});

Deno.test("standingOf() decides nothing on a single stretch of text", () => {
  const few = { ...given, scored: scored.subarray(0, 150) };
  const verdicts = standingOf(new Float64Array(150), few).map(({ verdict }) => verdict);
  assertEquals(verdicts, ["not told apart", "not told apart"]);
});

Deno.test("standingOf() refuses surprisals of other characters", () => {
  assertThrows(() => standingOf([1], given), TypeError, "current numbers are 1 and 10000");
});

Deno.test("sayStanding() says better, worse, and not told apart, each with what counting needs", () => {
  const row = (name: string, verdict: Standing["verdict"], mean: number): Standing => (
    { name, natsPerChar: 1.626, verdict, difference: { mean, error: 0.01, interval: [0, 0] } }
  );
  assertEquals(
    sayStanding([
      row("a", "better", -0.096),
      row("b", "worse", 0.031),
      row("c", "not told apart", 0),
    ]),
    "0.10 better than a (1.63), 0.03 worse than b (1.63), not told apart from c (1.63)",
  );
  const few = { mean: 7, error: NaN, interval: [NaN, NaN] as const };
  assertEquals(
    sayStanding([{ ...row("d", "not told apart", 7), difference: few }]),
    "over too few characters to be told apart from d (1.63)",
  );
});
