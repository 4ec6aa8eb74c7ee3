import { compareSettings, curveFan } from "@lab/training";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

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

Deno.test("compareSettings() counts the pairs that the second setting wins, ties not", () => {
  const { pairs, secondLower, meanDifference, widestSpread } = compareSettings([5, 7], [6, 5, 2]);
  assertEquals([pairs, secondLower], [6, 4]);
  assertAlmostEquals(meanDifference, 6 - 13 / 3, 1e-12);
  assertEquals(widestSpread, 4);
  assertThrows(() => compareSettings([], [1]), RangeError, "current counts are 0 and 1");
});
