/** Scores side by side, calibration and mixtures against NumPy, on both sides of each decision. */
import {
  calibrate,
  chooseElsewhere,
  compareScores,
  mixSurprisals,
  partitionText,
  temperSurprisals,
} from "@lab/analysis";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import stored from "../../reference/analysis/scores.json" with { type: "json" };

const [N, V] = [6000, 4];

/** Park and Miller's numbers, as scores.py makes them. */
function uniforms(count: number, seed: number): Float64Array {
  let x = seed;
  return Float64Array.from({ length: count }, () => (x = x * 16807 % 2147483647) / 2147483647);
}

const u = uniforms(3 * N, 1);
const classes = Int8Array.from({ length: N }, (_, n) => n * 7 % 3);
const first = u.slice(0, N).map((x) => 3 * x);
const second = first.map((nats, n) => {
  const slow = u[2 * N + Math.floor(n / 200)];
  return nats + 0.6 * (u[N + n] - 0.5) + 0.5 * (slow - 0.5) + [0, 0.1, -0.12][classes[n]];
});

const raw = uniforms(N * V, 2).map((x) => x ** 3);
const probs = raw.map((x, at) => {
  const row = raw.subarray(at - at % V, at - at % V + V);
  return x / row.reduce((sum, each) => sum + each);
});
const draws = uniforms(N, 3);
const targets = Int32Array.from(draws, (draw, n) => {
  const flat = probs.slice(n * V, (n + 1) * V).map((p) => p ** 0.6);
  const total = flat.reduce((sum, each) => sum + each);
  let [k, end] = [0, flat[0] / total];
  while (end < draw) end += flat[++k] / total;
  return k;
});
const mean = (values: Float64Array): number => values.reduce((sum, x) => sum + x) / values.length;

function assertInterval(found: readonly number[], expected: readonly number[]): void {
  const width = expected[1] - expected[0];
  found.forEach((end, k) => assertAlmostEquals(end, expected[k], 0.08 * width, `${found}`));
}

Deno.test("compareScores() are NumPy's scores, differences and intervals, class by class", () => {
  const partition = { by: "turn", names: ["a", "b", "c"], classes };
  const { whole, parts } = compareScores(first, second, [partition]);
  assertAlmostEquals(whole.difference, stored.whole.difference, 1e-9);
  assertInterval(whole.interval, stored.whole.interval);
  assertEquals(whole.winner, "not told apart");
  stored.rows.forEach((row, k) => {
    const found = parts[0].classes[k];
    assertEquals(found.characters, row.characters);
    assertAlmostEquals(found.first, row.first, 1e-9);
    assertAlmostEquals(found.second, row.second, 1e-9);
    assertAlmostEquals(found.difference, row.difference, 1e-9);
    assertInterval(found.interval, row.interval);
  });
  assertEquals(parts[0].classes.map(({ winner }) => winner), ["not told apart", "first", "second"]);
});

Deno.test("compareScores() with the models exchanged has the other winners", () => {
  const partition = { by: "turn", names: ["a", "b", "c"], classes };
  const { parts: [{ classes: rows }] } = compareScores(second, first, [partition]);
  assertEquals(rows.map(({ winner }) => winner), ["not told apart", "second", "first"]);
});

Deno.test("compareScores() of two models that differ by chance names a winner in few of many classes", () => {
  const names = Array.from({ length: 40 }, (_, k) => `${k}`);
  const many = Int8Array.from(first, (_, n) => n % 40);
  const noise = uniforms(N, 9);
  const other = first.map((nats, n) => nats + noise[n] - 0.5);
  const { parts } = compareScores(first, other, [{ by: "class", names, classes: many }]);
  const told = parts[0].classes.filter(({ winner }) => winner !== "not told apart");
  assert(told.length <= 1, `${told.length}`);
});

Deno.test("compareScores() leaves out classes with fewer than 50 characters, and decides nothing on little text", () => {
  const few = Int8Array.from(first, (_, n) => n < 49 ? 0 : n < 99 ? 1 : 2);
  const [{ classes: rows }] =
    compareScores(first, second, [{ by: "size", names: ["49", "50", "rest"], classes: few }]).parts;
  assertEquals(rows.map(({ name }) => name), ["50", "rest"]);
  const short = compareScores(new Float64Array(300), new Float64Array(300).fill(1));
  assertEquals(short.whole.winner, "not told apart");
  assertThrows(() => compareScores([1], [1, 2]), TypeError, "current numbers are 1 and 2");
});

Deno.test("calibrate() is NumPy's, and finds a model that is too sure", () => {
  const found = calibrate(probs, targets);
  assertAlmostEquals(found.said, stored.calibration.said, 1e-9);
  assertAlmostEquals(found.came, stored.calibration.came, 1e-9);
  assertInterval(found.interval, stored.calibration.interval);
  assertEquals(found.verdict, "too sure");
  assertEquals(
    found.bins.map(({ places }) => places),
    stored.calibration.bins.map((b) => b.places),
  );
  stored.calibration.bins.forEach(({ said, came }, k) => {
    assertAlmostEquals(found.bins[k].said, said, 1e-9);
    assertAlmostEquals(found.bins[k].came, came, 1e-9);
  });
});

Deno.test("calibrate() tells a model that is right from one that is not sure enough", () => {
  const flatter = (power: number): Float64Array =>
    probs.map((_, at) => {
      const row = probs.subarray(at - at % V, at - at % V + V).map((p) => p ** power);
      return row[at % V] / row.reduce((sum, each) => sum + each);
    });
  assertEquals(calibrate(flatter(0.6), targets).verdict, "as sure as it may be");
  assertEquals(calibrate(flatter(0.4), targets).verdict, "not sure enough");
  assertThrows(() => calibrate(probs.subarray(1), targets), TypeError, "6000 characters and 23999");
});

Deno.test("temperSurprisals() and mixSurprisals() are NumPy's", () => {
  for (const [temperature, expected] of Object.entries(stored.tempered)) {
    assertAlmostEquals(mean(temperSurprisals(probs, targets, Number(temperature))), expected, 1e-9);
  }
  assertAlmostEquals(mean(mixSurprisals(first, second, 0.3)), stored.mixed, 1e-9);
  assertAlmostEquals(mean(mixSurprisals(first, second, 1)), mean(first), 1e-12);
  // Far beyond where e to the minus nats is 0
  assertAlmostEquals(
    mixSurprisals([2000], [2001], 0.5)[0],
    2000 + Math.log(2 / (1 + 1 / Math.E)),
    1e-9,
  );
});

Deno.test("chooseElsewhere() scores each half with what the other half chose", () => {
  const candidates = Object.keys(stored.tempered).map(Number).sort((a, b) => a - b);
  const { nats, choices } = chooseElsewhere(candidates, (t) => temperSurprisals(probs, targets, t));
  assertEquals([...choices], stored.choices);
  assertAlmostEquals(mean(nats), stored.elsewhere, 1e-9);
  assertThrows(() => chooseElsewhere([], () => first), RangeError, "at least one candidate");
});

Deno.test("partitionText() counts letters from the word's and characters from the line's beginning", () => {
  const text = [..."\nIt wasn't the \u00dcbung-\n  1st"];
  const [kinds, words, lines] = partitionText(text, 0);
  const nameAt = ({ names, classes }: typeof kinds, at: number): string | undefined =>
    names[classes[at]];
  const named = (partition: typeof kinds, ats: number[]): (string | undefined)[] =>
    ats.map((at) => nameAt(partition, at));
  assertEquals(named(kinds, [0, 1, 2, 3, 8, 15, 20]), [
    ...["line break", "capital letter", "small letter", "space", "any other", "capital letter"],
    "any other",
  ]);
  assertEquals(named(words, [0, 1, 2, 4, 7, 8, 9, 18, 19]), [
    ...[undefined, "1st letter", "2nd letter", "1st letter", "4th to 6th letter", undefined],
    ...["1st letter", "4th to 6th letter", "4th to 6th letter"],
  ]);
  assertEquals(named(lines, [0, 1, 2, 5, 6, 21, 22, 23]), [
    ...["1st of the line", "1st of the line", "2nd to 5th", "2nd to 5th", "6th to 20th"],
    ...["later in the line", "1st of the line", "2nd to 5th"],
  ]);
  // Letters of a script that has no capitals are of a kind of their own; CR is a blank.
  const [other] = partitionText([..."Aم一\r\n"], 0);
  assertEquals(named(other, [0, 1, 2, 3, 4]), [
    ...["capital letter", "letter without case", "letter without case", "space", "line break"],
  ]);
  const wordless = partitionText(text, 0, { pieceLength: 7 });
  assertEquals(wordless.map(({ by }) => by), ["kind", "place in the line"]);
  const [, later] = partitionText(text, 5);
  assertEquals([...later.classes], [...words.classes.subarray(5)]);
});
