/** What pairs say by the signs and the order of their differences. */
import { median } from "d3-array";

/** Differences of pairs, tested by the means of all two of them; n is their number. */
export interface SignedRank {
  /** `[n]` the differences, ascending. */
  readonly differences: readonly number[];
  /** How many of the n (n + 1) / 2 means of two, each with itself too, are below 0. */
  readonly meansBelow: number;
  /** How many of the means are above 0: Wilcoxon's W where no two are equal. */
  readonly meansAbove: number;
  /** The median of the means: Hodges and Lehmann's estimate of the shift. */
  readonly shift: number;
  /** The interval for the shift; infinite where there are too few pairs for its level. */
  readonly interval: readonly [low: number, high: number];
  /** How sure the interval is at least, such as 0.95. */
  readonly level: number;
  /** Two-sided p: how often random signs of the differences are as one-sided. */
  readonly chance: number;
  /** The smallest two-sided p that so many pairs can give: that of a clean sweep. */
  readonly smallestChance: number;
  /** On which side of 0 the whole interval lies. */
  readonly verdict: "below 0" | "above 0" | "not decided";
}

/** `[n (n + 1) / 2 + 1]` how probable each sum of ranks with a plus is, if all signs are. */
function chancesOfW(n: number): number[] {
  const chances = new Array<number>(n * (n + 1) / 2 + 1).fill(0);
  chances[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    for (let w = chances.length - 1; w >= 0; w--) {
      chances[w] = (chances[w] + (w >= rank ? chances[w - rank] : 0)) / 2;
    }
  }
  return chances;
}

/**
 * Tests differences of pairs by their signs and sizes: the exact signed-rank test, and the interval for
 * their shift that goes with it.
 *
 * It assumes that the pairs are independent, and that without an effect a difference is as likely to be
 * −d as d, which holds where the two of a pair could change places. Means of 0 count for neither side,
 * which keeps p on the safe side.
 * @param differences `[n]` one for each pair, at least one, finite
 * @param level how sure the interval should be, 0 … 1
 * @returns shift, interval and p; the interval leaves 0 out exactly where p is at most 1 − level
 * @throws {RangeError} when there is no difference
 * @see F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945); J. W. Tukey,
 * "The simplest signed-rank tests" (1949), for the means of two
 * @example
 * ```ts
 * import { signedRank } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * const { chance, shift, interval, verdict } = signedRank([3, 1, 4, 1, 5, 9]);
 * assertEquals([chance, shift], [2 / 64, 3.5]); // of 64 ways to choose signs, two are clean sweeps
 * assertEquals([...interval, verdict], [1, 9, "above 0"]);
 * assertEquals(signedRank([3, 1, 4, 1, 5]).verdict, "not decided"); // five pairs: 2 / 32
 * ```
 */
export function signedRank(differences: readonly number[], level = 0.95): SignedRank {
  const n = differences.length;
  if (n === 0) {
    throw new RangeError("Cannot test signed ranks as there must be at least one difference");
  }
  const sorted = differences.toSorted((a, b) => a - b);
  const means = sorted.flatMap((a, i) => sorted.slice(i).map((b) => (a + b) / 2))
    .sort((a, b) => a - b);
  const meansBelow = means.filter((value) => value < 0).length;
  const meansAbove = means.filter((value) => value > 0).length;
  const atMost: number[] = [];
  chancesOfW(n).reduce((sum, chance, w) => atMost[w] = sum + chance, 0);
  // By symmetry P(W ≥ w) is P(W ≤ M − w), with M means in all.
  const chance = 2 * atMost[means.length - Math.max(meansBelow, meansAbove)];
  // Rounding must not decide between 0.05 and 1 − 0.95.
  const beyond = atMost.filter((chance) => 2 * chance <= 1 - level + 1e-12).length;
  const [low, high] = beyond === 0
    ? [-Infinity, Infinity]
    : [means[beyond - 1], means[means.length - beyond]];
  return {
    differences: sorted,
    meansBelow,
    meansAbove,
    shift: median(means)!,
    interval: [low, high],
    level,
    chance: Math.min(1, chance),
    smallestChance: Math.min(1, 2 * atMost[0]),
    verdict: low > 0 ? "above 0" : high < 0 ? "below 0" : "not decided",
  };
}
