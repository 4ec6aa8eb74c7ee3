import { rankSum } from "@lab/numerics";
import { besideRuns, compareSettings, curveFan, decideTogether } from "@lab/training";
import { assertEquals, assertThrows } from "@std/assert";

Deno.test("curveFan() takes mean, lowest and highest at each iteration", () => {
  const iteration = [0, 50, 100];
  const fan = curveFan([
    { iteration, smoothedLossNats: [100, 70, 61] },
    { iteration, smoothedLossNats: [100, 76, 52] },
    { iteration, smoothedLossNats: [100, 73, 55] },
  ]);
  assertEquals(fan, { iteration, mean: [100, 73, 56], low: [100, 70, 52], high: [100, 76, 61] });
  assertEquals(curveFan([{ iteration, smoothedLossNats: [100, 70, 61] }]).high, [100, 70, 61]);
});

Deno.test("curveFan() rejects curves recorded at different iterations, and none", () => {
  const a = { iteration: [0, 50], smoothedLossNats: [9, 8] };
  const b = { iteration: [0, 60], smoothedLossNats: [9, 8] };
  assertThrows(() => curveFan([a, b]), TypeError, "at the same iterations");
  assertThrows(() => curveFan([]), TypeError, "at the same iterations");
});

Deno.test("compareSettings() adds means and spread to the rank-sum test of the two", () => {
  const [first, second] = [[45, 46, 49], [44, 44.5, 51]];
  const { firstMean, secondMean, widestSpread, ...test } = compareSettings(first, second);
  assertEquals([firstMean, secondMean, widestSpread], [140 / 3, 46.5, 7]);
  assertEquals(test, rankSum(first, second));
});

Deno.test("decideTogether() decides only what both scores decide alike", () => {
  const [first, second, none] = ["first lower", "second lower", "not decided"] as const;
  const together = (one: typeof first | typeof second | typeof none, other: typeof one) =>
    Object.values(decideTogether({ verdict: one }, { verdict: other }));
  assertEquals(together(first, first), [first, 2]);
  assertEquals(together(second, second), [second, 2]);
  assertEquals(together(first, second), [none, 2]);
  assertEquals(together(none, second), [none, 1]);
  assertEquals(together(first, none), [none, 1]);
  assertEquals(together(none, none), [none, 0]);
});

Deno.test("besideRuns() counts losses strictly outside all runs, the start left out", () => {
  const curves = [[9, 4, 5], [9, 6, 3]].map((smoothedLossNats) => ({
    iteration: [0, 10, 20],
    smoothedLossNats,
  }));
  const beside = (...losses: number[]): number[] => {
    const points = losses.map((smoothedLossNats, k) => ({ iteration: 10 * k, smoothedLossNats }));
    const { runs, compared, above, below } = besideRuns(points, curves);
    return [runs, compared, above, below];
  };
  assertEquals(beside(99, 6.1, 5.1), [2, 2, 2, 0]);
  assertEquals(beside(99, 6, 5), [2, 2, 0, 0]);
  assertEquals(beside(99, 4, 3), [2, 2, 0, 0]);
  assertEquals(beside(99, 3.9, 5.1), [2, 2, 1, 1]);
  assertThrows(() => beside(9, 5, 4, 3), RangeError, "current value is 30");
  const curve = { iteration: [1, 7], smoothedLossNats: [8, 5] };
  const points = [{ iteration: 0, smoothedLossNats: 99 }, { iteration: 1, smoothedLossNats: 9 }];
  const { runs, compared, above } = besideRuns(points, [curve, curve, curve]);
  assertEquals([runs, compared, above], [3, 1, 1]);
});

Deno.test("besideRuns() finds one run outside of 39 others, and of 38 not", () => {
  const verdictOf = (runs: number, ...losses: number[]): string => {
    const points = losses.map((smoothedLossNats, k) => ({
      iteration: 10 + 10 * k,
      smoothedLossNats,
    }));
    const curves = Array.from({ length: runs }, (_, k) => ({
      iteration: [0, 10, 20],
      smoothedLossNats: [9, 5 + k / 100, 4 + k / 100],
    }));
    return besideRuns(points, curves).verdict;
  };
  assertEquals(verdictOf(39, 6, 6), "above");
  assertEquals(verdictOf(39, 6), "above");
  assertEquals(verdictOf(39, 3, 3), "below");
  assertEquals(verdictOf(38, 6, 6), "not decided");
  assertEquals(verdictOf(39, 6, 4.1), "not decided");
  assertEquals(verdictOf(39), "not decided");
});
