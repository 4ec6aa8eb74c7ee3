/** Tests and intervals for a few values against NumPy: tests/reference/ranks.py made the values. */
import { meanOfFew, signedRank } from "@lab/numerics";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import stored from "../reference/ranks.json" with { type: "json" };

Deno.test("signedRank() agrees with NumPy, which gives the differences every possible sign", () => {
  for (const { differences, level, interval, ...expected } of stored.signedRank) {
    const found = signedRank(differences, level);
    for (const key of ["meansBelow", "meansAbove"] as const) {
      assertEquals(found[key], expected[key]);
    }
    for (const key of ["shift", "chance", "smallestChance"] as const) {
      assertAlmostEquals(found[key], expected[key], 1e-12);
    }
    const ends = [interval[0] ?? -Infinity, interval[1] ?? Infinity];
    found.interval.forEach((end, k) =>
      Number.isFinite(end) ? assertAlmostEquals(end, ends[k], 1e-12) : assertEquals(end, ends[k])
    );
    assertEquals(found.level, level);
  }
});

Deno.test("signedRank() leaves 0 out of its interval exactly where p is at most 1 − level", () => {
  const sizes = [1, 2, 4, 8, 16, 32, 64, 128];
  for (let signs = 0; signs < 256; signs++) {
    const { chance, verdict } = signedRank(sizes.map((size, k) => signs >> k & 1 ? size : -size));
    assertEquals(verdict !== "not decided", chance <= 0.05, `signs ${signs}: p = ${chance}`);
  }
});

Deno.test("signedRank() turns round with all signs, counts zeros and ties for neither side", () => {
  const values = [3, -1, 4, 1.5, 5, 9, -2];
  const [there, back] = [signedRank(values, 0.85), signedRank(values.map((v) => -v), 0.85)];
  assertEquals([back.meansBelow, back.shift], [there.meansAbove, -there.shift]);
  assertEquals(back.interval, [-there.interval[1], -there.interval[0]]);
  assertEquals([there.verdict, back.verdict], ["above 0", "below 0"]);
  const none = signedRank([0, 0, 0, 0, 0, 0, 0, 0]);
  assertEquals([none.meansBelow, none.meansAbove, none.chance, none.shift], [0, 0, 1, 0]);
  const tied = signedRank([-1, 1, 2]);
  assertEquals([tied.meansBelow, tied.meansAbove], [1, 4]); // −1 and 1 have the mean 0
  assertEquals(signedRank([1]).smallestChance, 1);
  assertThrows(() => signedRank([]), RangeError, "at least one difference");
});

Deno.test("meanOfFew() is as wide as Student's t has it, for odd and even degrees of freedom", () => {
  for (const { freedom, half } of stored.student) {
    const values = Array.from({ length: freedom + 1 }, (_, k) => k % 3);
    const { mean, error, interval: [low, high] } = meanOfFew(values);
    assertAlmostEquals((high - mean) / error, half, 1e-9 * half);
    assertAlmostEquals((mean - low) / error, half, 1e-9 * half);
  }
  assertEquals(meanOfFew([7]), { mean: 7, error: NaN, interval: [NaN, NaN] });
  assertThrows(() => meanOfFew([]), RangeError, "at least one value");
});
