/** Rank tests against NumPy, which tries every order: tests/reference/ranks.py made the values. */
import { rankSum, signTest } from "@lab/numerics";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import stored from "../reference/ranks.json" with { type: "json" };

Deno.test("rankSum() agrees with NumPy, which deals the numbers out in every possible way", () => {
  for (const { first, second, level, interval, ...expected } of stored.rankSum) {
    const found = rankSum(first, second, level);
    assertEquals(found.differences.length, first.length * second.length);
    for (const key of ["secondLower", "firstLower"] as const) {
      assertEquals(found[key], expected[key]);
    }
    for (
      const key of [
        ...["shift", "chanceSecondLower", "chanceFirstLower", "chance", "smallestChance"] as const,
      ]
    ) assertAlmostEquals(found[key], expected[key], 1e-12);
    const ends = [interval[0] ?? -Infinity, interval[1] ?? Infinity];
    found.interval.forEach((end, k) =>
      Number.isFinite(end) ? assertAlmostEquals(end, ends[k], 1e-12) : assertEquals(end, ends[k])
    );
    assertEquals(found.level, level);
  }
});

Deno.test("rankSum() leaves 0 out of its interval exactly where the two-sided p is at most 1 − level", () => {
  // Of 12,870 deals, as many as 64 − 13 pairs come to one side with p just below 0.05.
  const first = [10, 20, 30, 40, 50, 60, 70, 80];
  for (let shift = -81; shift <= 81; shift += 3) {
    const { chance, interval: [low, high] } = rankSum(first, first.map((value) => value + shift));
    assertEquals(low > 0 || high < 0, chance <= 0.05, `shift ${shift}: p = ${chance}`);
  }
});

Deno.test("rankSum() is the same from the other side, with all signs changed", () => {
  const [first, second] = [[3, 8, 9.5, 11, 20], [1, 2, 8, 8.5, 9, 10]];
  const [there, back] = [rankSum(first, second, 0.9), rankSum(second, first, 0.9)];
  assertEquals([back.secondLower, back.firstLower], [there.firstLower, there.secondLower]);
  assertAlmostEquals(back.chanceSecondLower, there.chanceFirstLower, 1e-15);
  assertEquals(back.shift, -there.shift);
  assertEquals(back.interval, [-there.interval[1], -there.interval[0]]);
});

Deno.test("rankSum() finds no end of an interval where even a clean sweep is not rare enough", () => {
  const sweep = rankSum([4, 5, 6], [1, 2, 3]);
  assertEquals(sweep.interval, [-Infinity, Infinity]);
  assertAlmostEquals(sweep.chance, 0.1, 1e-15);
  assertEquals(sweep.chance, sweep.smallestChance);
  const { interval: [low, high] } = rankSum([4, 5, 6], [1, 2, 3], 0.9);
  assertEquals([low, high], [-5, -1]);
  assert(rankSum([1], [2]).smallestChance === 1);
});

Deno.test("rankSum() of the same numbers twice finds no shift, and refuses an empty sample", () => {
  const { shift, chance, interval: [low, high] } = rankSum([1, 2, 3, 4], [1, 2, 3, 4]);
  assertEquals([shift, chance], [0, 1]);
  assertEquals([low, high], [-3, 3]);
  assertThrows(() => rankSum([], [1]), RangeError, "current counts are 0 and 1");
  assertThrows(() => rankSum([1, 2], []), RangeError, "current counts are 2 and 0");
});

Deno.test("rankSum() decides by the interval, for either side, and not at all where 0 is inside", () => {
  const first = [41, 42, 43, 44, 45];
  const verdictOf = (shift: number): string =>
    rankSum(first, first.map((value) => value + shift)).verdict;
  assertEquals([-4.5, -4, 4, 4.5].map(verdictOf), [
    ...["second lower", "second lower", "first lower", "first lower"],
  ]);
  // 2.5: 22 of 25 pairs, p = 0.056; 3.5: 24 of 25 pairs.
  assertEquals([-2.5, 0, 2.5].map(verdictOf), new Array(3).fill("not decided"));
  assertEquals([-3.5, 3.5].map(verdictOf), ["second lower", "first lower"]);
});

Deno.test("rankSum() does not decide where an end of the interval is 0", () => {
  const { interval: [low], verdict } = rankSum([1, 2, 3, 4], [4, 5, 6, 7]);
  assertEquals([low, verdict], [0, "not decided"]);
  assertEquals(rankSum([4, 5, 6, 7], [1, 2, 3, 4]).verdict, "not decided");
});

Deno.test("rankSum() decides nothing from three of each, not even by a clean sweep", () => {
  assertEquals(rankSum([7, 8, 9], [1, 2, 3]).verdict, "not decided");
  assertEquals(rankSum([6, 7, 8, 9], [1, 2, 3, 4]).verdict, "second lower");
});

Deno.test("signTest() agrees with NumPy, which tries every sign of every difference", () => {
  for (const { differences, level, interval, ...expected } of stored.signTest) {
    const found = signTest(differences, level);
    assertEquals([found.below, found.above], [expected.below, expected.above]);
    for (const key of ["median", "chanceAbove", "chanceBelow", "chance"] as const) {
      assertAlmostEquals(found[key], expected[key], 1e-12);
    }
    const ends = [interval[0] ?? -Infinity, interval[1] ?? Infinity];
    assertEquals([...found.interval], ends);
    assertEquals(found.level, level);
  }
});

Deno.test("signTest() decides where the whole interval lies on one side of 0, and needs six pairs for 95 %", () => {
  const verdictOf = (...differences: number[]): string => signTest(differences).verdict;
  assertEquals(verdictOf(1, 2, 3, 4, 5, 6), "above 0");
  assertEquals(verdictOf(-1, -2, -3, -4, -5, -6), "below 0");
  assertEquals(verdictOf(1, 2, 3, 4, 5), "not decided");
  assertEquals(verdictOf(-1, 2, 3, 4, 5, 6), "not decided");
  assertEquals(verdictOf(0, 2, 3, 4, 5, 6), "not decided");
  assertEquals(verdictOf(-1, 2, 3, 4, 5, 6, 7, 8, 9), "above 0");
  assertEquals(verdictOf(1, 2, 3, Infinity, Infinity, Infinity), "above 0");
  assertThrows(() => signTest([]), RangeError, "at least one difference");
});

Deno.test("signTest() leaves zeros to neither side", () => {
  const { below, above, median, chance } = signTest([0, 0, -2, 1, 3, 4, 6]);
  assertEquals([below, above, median], [1, 4, 1]);
  assertEquals(chance, 2 * 6 / 32); // 4 or 5 heads of 5 coins
});
