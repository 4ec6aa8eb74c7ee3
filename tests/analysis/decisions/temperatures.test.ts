/** What the temperature does: each decision on both sides. */
import {
  comparePaths,
  compareSpacing,
  compareTrainedAt,
  leastSurprising,
  type TemperatureScore,
  type TrainedAt,
  type WordStatistics,
  writingTrend,
} from "@lab/analysis";
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
