/** Drawing stretches of a text again and again: how far a ratio of sums over it can be from the true one. */
import { quantileSorted } from "d3-array";
import type { Interval } from "./statistics/intervals.ts";
import { Random } from "./random.ts";

/** How to redraw. */
export interface BootstrapOptions {
  /** About how many characters make a stretch, ≥ 1; 200 when left out. */
  stretch?: number;
  /** How many times the text is redrawn; 2000 when left out. */
  draws?: number;
  /** Seed of the draws; 1 when left out. */
  seed?: number;
  /** Among how many ratios one looks for those that differ: all intervals hold together; 1 when left out. */
  among?: number;
}

/** What is summed over a text, character by character, and by what the sum is divided. */
export interface Ratio {
  /** `[N]` what is summed. */
  readonly values: ArrayLike<number>;
  /** `[N]` what the sum is divided by the sum of; the number of characters when left out. */
  readonly weights?: ArrayLike<number>;
}

/** A ratio and how far it can be from the true one. */
export interface RatioInterval {
  /** The ratio over the whole text. */
  readonly ratio: number;
  /** What holds the true one in 95 of 100 cases; from −∞ to ∞ where there are fewer than 8 stretches. */
  readonly interval: Interval;
}

/** With fewer stretches than this their redrawing says nothing. */
const LEAST_STRETCHES = 8;

/** Sums over stretches of nearly equal length. */
function sums(values: ArrayLike<number> | undefined, N: number, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const [from, to] = [Math.floor(k * N / count), Math.floor((k + 1) * N / count)];
    for (let n = from; n < to; n++) out[k] += values?.[n] ?? 1;
  }
  return out;
}

/**
 * The block bootstrap of a ratio of two sums over a text, such as a mean over the characters of one
 * kind. Neighbours hang together, so whole stretches of the text are drawn, with replacement, as many
 * as there are; the interval holds the middle 95 % of the ratios of such texts.
 * @param ratio what is summed, and by what the sum is divided
 * @param options stretches, draws, seed, and among how many ratios one looks
 * @returns the ratio and its interval; NaN where nothing is divided by
 * @throws {RangeError} when there is no character, or not as many weights as values
 * @see H. R. Künsch, "The jackknife and the bootstrap for general stationary observations", Ann. Stat. 17
 * (1989); for `among`, Bonferroni's rule
 * @example
 * ```ts
 * import { bootstrapRatio } from "@lab/numerics";
 * import { assert, assertAlmostEquals } from "@std/assert";
 * const values = Array.from({ length: 4000 }, (_, n) => n % 2);
 * const { ratio, interval } = bootstrapRatio({ values });
 * assertAlmostEquals(ratio, 0.5);
 * assert(interval[0] === 0.5 && interval[1] === 0.5); // all stretches are alike
 * ```
 */
export function bootstrapRatio(
  { values, weights }: Ratio,
  options: BootstrapOptions = {},
): RatioInterval {
  const { stretch = 200, draws = 2000, seed = 1, among = 1 } = options;
  const N = values.length;
  if (N === 0 || (weights !== undefined && weights.length !== N)) {
    throw new RangeError(
      `Cannot redraw a text as it must have characters, each with its weight: current numbers are ` +
        `${N} and ${weights?.length ?? N}`,
    );
  }
  const count = Math.max(1, Math.floor(N / stretch));
  const [above, below] = [sums(values, N, count), sums(weights, N, count)];
  const total = (list: Float64Array): number => list.reduce((sum, each) => sum + each, 0);
  const ratio = total(above) / total(below);
  if (count < LEAST_STRETCHES) return { ratio, interval: [-Infinity, Infinity] };
  const random = new Random(seed);
  const drawn = Array.from({ length: draws }, () => {
    let [a, b] = [0, 0];
    for (let k = 0; k < count; k++) {
      const which = random.integer(count);
      a += above[which];
      b += below[which];
    }
    return a / b;
  }).sort((a, b) => a - b);
  const tail = 0.025 / among;
  return { ratio, interval: [quantileSorted(drawn, tail)!, quantileSorted(drawn, 1 - tail)!] };
}
