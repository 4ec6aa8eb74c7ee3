/** What the order of numbers says: two samples against each other, and pairs. */
import { median } from "d3-array";
import { headsChance } from "./intervals.ts";

/** Two samples compared by the differences of all their pairs; n and m are their sizes. */
export interface RankSum {
  /** `[n m]` every number of the second sample minus every one of the first, ascending. */
  readonly differences: readonly number[];
  /** In how many pairs the second is the lower: Mann and Whitney's U. Equal numbers are not lower. */
  readonly secondLower: number;
  /** In how many pairs the first is the lower. */
  readonly firstLower: number;
  /** The median of the differences: Hodges and Lehmann's estimate of the shift. */
  readonly shift: number;
  /** The interval for the shift; infinite where the samples are too small for its level. */
  readonly interval: readonly [low: number, high: number];
  /** How sure the interval is at least, such as 0.95. */
  readonly level: number;
  /** One-sided p: how often chance deals at least as many pairs to the second as are here. */
  readonly chanceSecondLower: number;
  /** One-sided p for the first. */
  readonly chanceFirstLower: number;
  /** Two-sided p: twice the smaller of the two, at most 1. */
  readonly chance: number;
  /** The smallest two-sided p that samples of these sizes can give: that of a clean sweep. */
  readonly smallestChance: number;
  /** Which sample is the lower one, where the interval leaves out 0. */
  readonly verdict: RankSumVerdict;
}

/** Which of two samples is the lower one, as far as they decide it. */
export type RankSumVerdict = "first lower" | "second lower" | "not decided";

/** `[n m + 1]` how probable each U is, if all orders of the n + m numbers are equally probable. */
function chancesOfU(n: number, m: number): number[] {
  // ways[k][u]: choices of k of the ranks so far, of which u pairs stand below ranks not chosen.
  const ways = Array.from({ length: n + 1 }, () => new Array<number>(n * m + 1).fill(0));
  ways[0][0] = 1;
  for (let seen = 0; seen < n + m; seen++) {
    for (let k = Math.min(n, seen + 1); k >= 1; k--) {
      const others = seen - (k - 1);
      for (let u = n * m; u >= others; u--) ways[k][u] += ways[k - 1][u - others];
    }
  }
  const total = ways[n].reduce((a, b) => a + b);
  return ways[n].map((count) => count / total);
}

/**
 * Compares two samples by the order of their numbers alone: the exact rank-sum test, and the interval
 * for the shift between them that goes with it.
 *
 * It assumes that the numbers are independent, and for shift and interval that the two samples would be
 * spread alike but for a shift. Equal numbers count for neither sample, which keeps p on the safe side.
 * @param first `[n]` the first sample, not empty
 * @param second `[m]` the second sample, not empty
 * @param level how sure the interval should be, 0 … 1
 * @returns pairs, shift, interval, one-sided and two-sided p; the interval leaves 0 out exactly where the
 * two-sided p is at most 1 − level
 * @throws {RangeError} when a sample is empty
 * @see H. B. Mann and D. R. Whitney, Ann. Math. Stat. 18 (1947); J. L. Hodges and E. L. Lehmann,
 * "Estimates of location based on rank tests", Ann. Math. Stat. 34 (1963)
 * @example
 * ```ts
 * import { rankSum } from "@lab/numerics";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * const { secondLower, shift, chance, interval } = rankSum([7, 8, 9], [4, 5, 6.5]);
 * assertEquals([secondLower, shift], [9, -3]);
 * assertAlmostEquals(chance, 2 / 20, 1e-15); // 20 ways to deal six numbers out, two are clean sweeps
 * assertEquals(interval, [-Infinity, Infinity]); // three of each can't show anything at 95 %
 * ```
 */
export function rankSum(
  first: readonly number[],
  second: readonly number[],
  level = 0.95,
): RankSum {
  const [n, m] = [first.length, second.length];
  if (n === 0 || m === 0) {
    throw new RangeError(
      `Cannot compare samples as each must have at least one number: current counts are ${n} and ${m}`,
    );
  }
  const differences = second.flatMap((b) => first.map((a) => b - a)).sort((a, b) => a - b);
  const secondLower = differences.filter((difference) => difference < 0).length;
  const firstLower = differences.filter((difference) => difference > 0).length;
  const chances = chancesOfU(n, m);
  const atMost: number[] = [];
  chances.reduce((sum, chance, u) => atMost[u] = sum + chance, 0);
  // By symmetry P(U ≥ u) is P(U ≤ n m − u).
  const chanceOf = (lower: number): number => atMost[n * m - lower];
  // Rounding must not decide between 0.05 and 1 − 0.95.
  const beyond = atMost.filter((chance) => 2 * chance <= 1 - level + 1e-12).length;
  const [low, high] = beyond === 0
    ? [-Infinity, Infinity]
    : [differences[beyond - 1], differences[n * m - beyond]];
  const [chanceSecondLower, chanceFirstLower] = [secondLower, firstLower].map(chanceOf);
  return {
    differences,
    secondLower,
    firstLower,
    shift: median(differences)!,
    interval: [low, high],
    level,
    chanceSecondLower,
    chanceFirstLower,
    chance: Math.min(1, 2 * Math.min(chanceSecondLower, chanceFirstLower)),
    smallestChance: Math.min(1, 2 * chances[0]),
    verdict: low > 0 ? "first lower" : high < 0 ? "second lower" : "not decided",
  };
}

/** Differences of pairs, tested by their signs alone. */
export interface SignTest {
  /** `[n]` the differences, ascending. */
  readonly differences: readonly number[];
  /** How many are below 0. */
  readonly below: number;
  /** How many are above 0. */
  readonly above: number;
  /** The median of the differences. */
  readonly median: number;
  /** The interval for the median; infinite where there are too few differences for its level. */
  readonly interval: readonly [low: number, high: number];
  /** How sure the interval is at least, such as 0.95. */
  readonly level: number;
  /** One-sided p: how often coins for those that are not 0 fall at least so often on the side above. */
  readonly chanceAbove: number;
  /** One-sided p for the side below. */
  readonly chanceBelow: number;
  /** Two-sided p: twice the smaller of the two, at most 1. */
  readonly chance: number;
  /** On which side of 0 the whole interval lies. */
  readonly verdict: "below 0" | "above 0" | "not decided";
}

/**
 * Tests differences of pairs by their signs: the exact sign test, and the interval for their median that
 * goes with it. It assumes nothing of the differences but that the pairs are independent.
 * @param differences one for each pair, at least one; may be infinite, not NaN
 * @param level how sure the interval should be, 0 … 1
 * @returns signs, median, interval and p
 * @throws {RangeError} when there is no difference
 * @see W. J. Dixon and A. M. Mood, "The statistical sign test", J. Am. Stat. Assoc. 41 (1946)
 * @example
 * ```ts
 * import { signTest } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * const { chance, interval, verdict } = signTest([3, 1, 4, 1, 5, 9]);
 * assertEquals(chance, 2 / 64); // six coins, all heads or all tails
 * assertEquals([...interval, verdict], [1, 9, "above 0"]);
 * assertEquals(signTest([3, 1, 4, 1, 5]).verdict, "not decided"); // five coins: 2 / 32
 * ```
 */
export function signTest(differences: readonly number[], level = 0.95): SignTest {
  const n = differences.length;
  if (n === 0) {
    throw new RangeError("Cannot test signs as there must be at least one difference");
  }
  const sorted = differences.toSorted((a, b) => a - b);
  const below = sorted.filter((difference) => difference < 0).length;
  const above = sorted.filter((difference) => difference > 0).length;
  const [chanceAbove, chanceBelow] = [above, below].map((k) => headsChance(k, below + above));
  let beyond = 0;
  while (2 * headsChance(n - beyond, n) <= 1 - level) beyond++;
  const [low, high] = beyond === 0
    ? [-Infinity, Infinity]
    : [sorted[beyond - 1], sorted[n - beyond]];
  return {
    differences: sorted,
    below,
    above,
    // d3's median of infinite numbers is NaN.
    median: (sorted[Math.floor((n - 1) / 2)] + sorted[Math.floor(n / 2)]) / 2,
    interval: [low, high],
    level,
    chanceAbove,
    chanceBelow,
    chance: Math.min(1, 2 * Math.min(chanceAbove, chanceBelow)),
    verdict: low > 0 ? "above 0" : high < 0 ? "below 0" : "not decided",
  };
}
