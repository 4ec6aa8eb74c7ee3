import { besideFan, compareSettings, curveFan } from "@lab/training";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import stored from "../reference/training_compare.json" with { type: "json" };

Deno.test("curveFan() takes mean, lowest and highest at each iteration", () => {
  const iteration = [0, 50, 100];
  const fan = curveFan([
    { iteration, smoothedLossNats: [100, 70, 61] },
    { iteration, smoothedLossNats: [100, 76, 52] },
    { iteration, smoothedLossNats: [100, 73, 55] },
  ]);
  assertEquals(fan, { iteration, mean: [100, 73, 56], low: [100, 70, 52], high: [100, 76, 61] });
});

Deno.test("curveFan() rejects curves recorded at different iterations, and none", () => {
  const a = { iteration: [0, 50], smoothedLossNats: [9, 8] };
  const b = { iteration: [0, 60], smoothedLossNats: [9, 8] };
  assertThrows(() => curveFan([a, b]), TypeError, "at the same iterations");
  assertThrows(() => curveFan([]), TypeError, "at the same iterations");
});

Deno.test("compareSettings() agrees with NumPy, which tries every way to deal out the results", () => {
  for (const { first, second, ...expected } of stored) {
    const found = compareSettings(first, second);
    for (const key of ["firstMean", "secondMean", "widestSpread", "chanceOfAlways"] as const) {
      assertAlmostEquals(found[key], expected[key], 1e-12);
    }
    const { pairs, secondLower, lowerMean, verdict } = expected;
    assertEquals(
      [found.pairs, found.secondLower, found.lowerMean, found.verdict],
      [pairs, secondLower, lowerMean, verdict],
    );
  }
});

Deno.test("compareSettings() gives a verdict only where every run of one is below every run of the other", () => {
  const verdictOf = (first: number[], second: number[]): string =>
    compareSettings(first, second).verdict;
  assertEquals(verdictOf([5, 6], [3, 4.9]), "second always lower");
  assertEquals(verdictOf([5, 6], [3, 5]), "overlapping");
  assertEquals(verdictOf([3, 4.9], [5, 6]), "first always lower");
  assertEquals(verdictOf([3, 5], [5, 6]), "overlapping");
});

Deno.test("compareSettings() says which mean is lower, whatever the pairs say", () => {
  const lowerOf = (first: number[], second: number[]): string =>
    compareSettings(first, second).lowerMean;
  assertEquals(lowerOf([1, 1, 9], [3, 3, 3]), "second");
  assertEquals(lowerOf([3, 3, 3], [1, 1, 9]), "first");
  assertEquals(lowerOf([2, 4], [3]), "neither");
});

Deno.test("compareSettings() counts pairs, ties for none of the two, and refuses empty lists", () => {
  const { pairs, secondLower } = compareSettings([5, 7], [6, 5, 2]);
  assertEquals([pairs, secondLower], [6, 4]);
  assertThrows(() => compareSettings([], [1]), RangeError, "current counts are 0 and 1");
  assertThrows(() => compareSettings([1], []), RangeError, "current counts are 1 and 0");
});

Deno.test("besideFan() counts losses strictly above all runs, the start left out", () => {
  const fan = { iteration: [0, 10, 20], mean: [9, 5, 4], low: [9, 4, 3], high: [9, 6, 5] };
  const beside = (...losses: number[]): number[] => {
    const points = losses.map((smoothedLossNats, k) => ({ iteration: 10 * k, smoothedLossNats }));
    const { compared, above } = besideFan(points, fan);
    return [compared, above];
  };
  assertEquals(beside(99, 6.1, 5.1), [2, 2]);
  assertEquals(beside(99, 6, 5), [2, 0]);
  assertEquals(beside(99, 6.1, 3), [2, 1]);
  assertThrows(() => beside(9, 5, 4, 3), RangeError, "current value is 30");
});
