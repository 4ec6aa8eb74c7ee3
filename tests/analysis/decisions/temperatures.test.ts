/** What the temperature does: each decision on both sides. */
import {
  compareDensity,
  compareMadeUp,
  comparePaths,
  compareSpacing,
  compareTrainedAt,
  coursesOf,
  leastSurprising,
  type TemperatureScore,
  type TrainedAt,
  type WordStatistics,
  writingTrend,
} from "@lab/analysis";
import { softmax } from "@lab/numerics";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const words = (knownShare: number, differentShare: number): WordStatistics => ({
  ...{ words: 100, meanLength: 4, shortShare: 0.2 },
  ...{ knownShare, differentShare },
});

Deno.test("writingTrend() compares the ends, whatever lies between", () => {
  assertEquals(writingTrend([words(0.8, 0.2), words(0.9, 0.9), words(0.1, 0.1), words(0.7, 0.3)]), {
    coolKnown: 0.8,
    hotKnown: 0.7,
    knownRange: [0.1, 0.9],
    known: "falls",
    variety: "grows",
    mostKnown: 1,
    mostVaried: 1,
  });
});

Deno.test("writingTrend() tells falling, growing and staying apart", () => {
  const { known, variety } = writingTrend([words(0.5, 0.5), words(0.5001, 0.4999)]);
  assertEquals([known, variety], ["grows", "falls"]);
  const same = writingTrend([words(0.5, 0.25), words(0.5, 0.25)]);
  assertEquals([same.known, same.variety], ["stays", "stays"]);
});

Deno.test("leastSurprising() finds the lowest score and says whether it lies at an end", () => {
  const scores = (...nats: number[]): TemperatureScore[] =>
    nats.map((natsPerChar, k) => ({ temperature: k + 1, natsPerChar }));
  assertEquals(leastSurprising(scores(3, 1, 2)), {
    temperature: 2,
    natsPerChar: 1,
    place: "between others",
  });
  assertEquals(leastSurprising(scores(1, 2, 3)).place, "lowest tried");
  assertEquals(leastSurprising(scores(3, 2, 1)).place, "highest tried");
});

Deno.test("compareSpacing() calls words denser or sparser only where the interval leaves out 0", () => {
  const text = [100, 101, 102, 103];
  const denser = compareSpacing(text, [104, 105, 106, 107]);
  assertEquals([denser.verdict, denser.share], ["denser", 4 / 101.5]);
  assertAlmostEquals(denser.chance, 2 / 70, 1e-15);
  assertEquals(denser.interval, [1 / 101.5, 7 / 101.5]);
  assertEquals(compareSpacing(text, [96, 97, 98, 99]).verdict, "sparser");
  assertEquals(compareSpacing(text, [102.5, 105, 106, 107]).verdict, "not decided");
  assertEquals(compareSpacing(text, [96, 97, 98, 100.5]).verdict, "not decided");
  assertEquals(compareSpacing(text, [200]).interval, [-Infinity, Infinity]);
});

const trainedAt = (temperature: number, ...lossNats: number[]): TrainedAt => ({
  ...{ temperature, lossNats, natsPerChar: lossNats.map((loss) => loss / 25) },
  words: lossNats.map((_, k) => 100 * temperature + k),
});

Deno.test("compareTrainedAt() takes the mean for the lowest loss, and 1 for the reference", () => {
  const text = [100, 101, 102, 103];
  const { lowest, others } = compareTrainedAt([
    trainedAt(0.5, 60, 61, 62, 63),
    trainedAt(1, 50, 51, 52, 53),
    trainedAt(5, 49, 49, 49, 55),
  ], text);
  assertEquals(lowest, 5); // 50.5 beside 51.5
  assertEquals(others.map(({ temperature }) => temperature), [0.5, 5]);
  assertEquals(others.map(({ loss }) => loss.verdict), ["first lower", "not decided"]);
  assertEquals(others.map(({ prediction }) => prediction.verdict), ["first lower", "not decided"]);
  assertEquals(others[0].loss.shift, 10);
  assertAlmostEquals(others[0].prediction.shift, 0.4);
  assertEquals(others.map(({ spacing }) => spacing.verdict), ["sparser", "denser"]);
  assertEquals(compareTrainedAt([trainedAt(1, 50), trainedAt(2, 51)], text).lowest, 1);
});

Deno.test("compareTrainedAt() needs networks trained at 1", () => {
  assertThrows(
    () => compareTrainedAt([trainedAt(2, 50), trainedAt(5, 50)], [1]),
    RangeError,
    "Cannot compare temperatures as 1 must be among them: current temperatures are 2, 5",
  );
  assertThrows(() => compareTrainedAt([], [1]), RangeError, "current temperatures are none");
});

Deno.test("comparePaths() finds the first difference, however small, and the largest of five and of all", () => {
  const path = [9, 8, 7, 6, 5, 4, 3];
  assertEquals(comparePaths(path, path), { first: undefined, early: 0, largest: 0 });
  assertEquals(comparePaths(path, [9, 8, 7, 6, 4, 6, 3]), { first: 5, early: 1, largest: 2 });
  assertEquals(comparePaths(path, [9, 8, 7, 6, 5, 6, 3]), { first: 6, early: 0, largest: 2 });
  assertEquals(comparePaths([1], [1 + 2 ** -52]).first, 1);
});

Deno.test("comparePaths() needs two trainings of the same length", () => {
  const says = "they must have equally many losses, at least one: current numbers are ";
  assertThrows(() => comparePaths([1], [1, 2]), RangeError, `${says}1 and 2`);
  assertThrows(() => comparePaths([], []), RangeError, `${says}0 and 0`);
});

Deno.test("compareDensity() counts words, blanks and letters", () => {
  const text = ["to be, or not", "to bee or not", "to be\nor  not", "too be or not"];
  const { words, blanks, letters } = compareDensity(text, Array(4).fill("I am\tas thou  art"));
  assertEquals([words.share, words.verdict], [1 / 4, "denser"]);
  assertEquals(blanks.share, 2 / 3); // five, beside three or four
  assertAlmostEquals(letters.share, 0.025 / 2.375); // 12 / 5, beside 9 / 4 and 10 / 4
});

Deno.test("compareMadeUp() calls a fall smaller or larger only beyond chance", () => {
  const written = [0.5, 0.6, 0.7, 0.8];
  const narrower = (trained: number[]) => compareMadeUp({ written, trained }, []).narrower;
  assertEquals(narrower([0.1, 0.2, 0.3, 0.4]), "smaller");
  assertEquals(narrower([0.1, 0.2, 0.3, 0.55]), "not told apart");
  assertEquals(narrower([0.85, 0.9, 0.95, 1]), "larger");
});

Deno.test("compareMadeUp() calls a number of words nearer only where all of its interval is", () => {
  const between = (low: number, high: number) => ({
    ...{ share: (low + high) / 2, interval: [low, high] as const, chance: 0.01 },
    verdict: "not decided" as const,
  });
  const verdict = (trained: [number, number], written: [number, number] = [0.2, 0.3]) =>
    compareMadeUp({ written: [1], trained: [1] }, [
      { temperature: 5, written: between(...written), trained: between(...trained) },
    ]).spacing[0].verdict;
  assertEquals(verdict([0.1, 0.19]), "nearer");
  assertEquals(verdict([-0.19, 0.1]), "nearer"); // on the other side, but never as far
  assertEquals(verdict([-0.21, 0.1]), "not told apart");
  assertEquals(verdict([0.1, 0.2]), "not told apart");
  assertEquals(verdict([0.31, 0.4]), "farther");
  assertEquals(verdict([-0.4, -0.31]), "farther");
  assertEquals(verdict([0, 0.01], [-0.1, 0.3]), "not told apart"); // 0 is among the first, too
});

Deno.test("coursesOf() is what the mean logit says: above it a character shrinks, below it grows", () => {
  const logits = Float64Array.of(1.5, 0.5, -1);
  const taus = Array.from({ length: 60 }, (_, k) => 0.5 * 1.1 ** k);
  const shares = taus.map((tau) => softmax(logits, tau));
  assertEquals(coursesOf(shares), ["shrinks", "grows, then shrinks", "grows"]);
  const peak = shares.findIndex((share, k) => k + 1 === taus.length || shares[k + 1][1] < share[1]);
  const mean = (k: number): number => shares[k].reduce((sum, p, i) => sum + p * logits[i], 0);
  assertEquals([mean(peak - 1) > 0.5, mean(peak + 1) < 0.5], [true, true]);
  assertEquals(coursesOf([[0.5, 0.5], [0.5, 0.5]]), ["shrinks", "shrinks"]); // nothing grows
});
