/** Intervals against values of other programs, and how often they hold what they should. */
import {
  drawnInterval,
  headsChance,
  meanOverText,
  meanWithError,
  nextValue,
  Random,
  shareInterval,
  sharesChance,
} from "@lab/numerics";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

Deno.test("shareInterval() ends where the score test at 95 % just bears the share", () => {
  for (const [count, of] of [[5, 10], [19, 20], [1, 200], [0, 10], [40, 40]]) {
    const interval = shareInterval(count, of);
    for (const share of interval.filter((share) => share > 0 && share < 1)) {
      const errors = Math.abs(count / of - share) / Math.sqrt(share * (1 - share) / of);
      assertAlmostEquals(errors, 1.959963984540054, 1e-9);
    }
    assert(interval[0] <= count / of && count / of <= interval[1]);
  }
  assertEquals([shareInterval(0, 10)[0], shareInterval(40, 40)[1]], [0, 1]);
  assertThrows(() => shareInterval(3, 2), RangeError, "current values are 3 and 2");
  assertThrows(() => shareInterval(0, 0), RangeError, "at least 1");
  assertThrows(() => shareInterval(-1, 2), RangeError);
  assertThrows(() => shareInterval(0.5, 2), RangeError);
});

Deno.test("meanWithError() holds the true mean in 95 of 100 cases", () => {
  const random = new Random(11);
  const held = Array.from({ length: 1000 }, () => {
    const values = Array.from({ length: 50 }, () => 3 + 2 * random.normal());
    const [low, high] = meanWithError(values).interval;
    return low < 3 && 3 < high;
  }).filter(Boolean).length;
  assert(held > 915 && held < 970, `${held}`);
  assertEquals(meanWithError([7]).mean, 7);
  assertEquals(meanWithError([7]).error, NaN);
  assertThrows(() => meanWithError([]), RangeError, "at least one value");
});

Deno.test("drawnInterval() leaves a fortieth out on either side", () => {
  const draws = Array.from({ length: 400 }, (_, k) => (k * 7) % 400);
  assertEquals(drawnInterval(draws), [10, 389]);
  assertEquals(drawnInterval(draws.slice(0, 0).concat(Array.from({ length: 40 }, (_, k) => k))), [
    1,
    38,
  ]);
  assertThrows(() => drawnInterval([1, 2]), RangeError, "current number is 2");
});

Deno.test("meanOverText() allows for neighbours that hang together", () => {
  const random = new Random(1);
  const blocks = Array.from({ length: 50 }, () => random.normal());
  const values = blocks.flatMap((value) => new Array<number>(200).fill(value));
  const { error } = meanOverText(values);
  assert(error > 0.1 && error < 0.2, `${error}`); // 1 / √50 = 0.14, not 1 / √10000
});

Deno.test("meanOverText() uses every character, also those beyond the last whole stretch", () => {
  const { mean, error, interval } = meanOverText([1, 1, 1, 5, 5, 5, 5], 3);
  assertAlmostEquals(mean, 23 / 7, 1e-15);
  assertAlmostEquals(error, 2, 1e-15); // stretches of 3 and 4 characters, with the means 1 and 5
  assertAlmostEquals(interval[1] - mean, 1.96 * error, 1e-3);
  assertEquals(meanOverText([1, 2], 3).error, NaN);
  assertThrows(() => meanOverText([]), RangeError, "at least one value");
});

Deno.test("headsChance() counts the throws of some coins that show so many heads", () => {
  for (const [heads, coins] of [[0, 0], [0, 3], [2, 5], [5, 5], [6, 5], [4, 9]]) {
    const throws = Array.from(
      { length: 2 ** coins },
      (_, bits) => bits.toString(2).replaceAll("0", ""),
    );
    const many = throws.filter((ones) => ones.length >= heads).length;
    assertAlmostEquals(headsChance(heads, coins), many / 2 ** coins, 1e-15);
  }
});

Deno.test("sharesChance() counts the ways in which chance deals so many to the first group", () => {
  for (
    const [count, of, other, otherOf] of [[3, 4, 0, 8], [1, 3, 2, 4], [0, 2, 3, 5], [2, 2, 1, 6]]
  ) {
    const n = of + otherOf;
    const deals = Array.from({ length: 2 ** n }, (_, bits) => bits.toString(2).padStart(n, "0"))
      .filter((deal) => deal.replaceAll("0", "").length === count + other);
    const many = deals.filter((deal) => deal.slice(0, of).replaceAll("0", "").length >= count);
    assertAlmostEquals(
      sharesChance([count, of], [other, otherOf]),
      many.length / deals.length,
      1e-12,
    );
  }
});

Deno.test("nextValue() goes as far as Student's t says, for even and odd degrees of freedom", () => {
  // Student's t of 95 %, two-sided, from tables.
  const table = [[2, 12.706205], [3, 4.302653], [4, 3.182446], [6, 2.570582], [9, 2.306004]];
  for (const [n, t] of table) {
    const values = Array.from({ length: n }, (_, k) => k * k);
    const { mean, error } = meanWithError(values);
    const { value, interval } = nextValue(values);
    assertEquals(value, mean);
    assertAlmostEquals((interval[1] - mean) / (error * Math.sqrt(n + 1)), t, 1e-5);
    assertAlmostEquals(interval[0] + interval[1], 2 * mean, 1e-9);
  }
  assertThrows(() => nextValue([1]), RangeError, "at least two: current number is 1");
});

Deno.test("nextValue() holds the next value in 95 of 100 cases", () => {
  const random = new Random(5);
  const held = Array.from({ length: 2000 }, () => {
    const [next, ...values] = Array.from({ length: 7 }, () => random.normal());
    const [low, high] = nextValue(values).interval;
    return low < next && next < high;
  }).filter(Boolean).length;
  assert(held > 1860 && held < 1940, `${held}`);
});
