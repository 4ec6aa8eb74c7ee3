/** The dropout masks of a window, drawn by their place. B: streams, H: hidden units, T: time steps. */
import { type Key, keyedBits, keyOf } from "@lab/numerics";

/** What a mask is for, as its key says. */
const PURPOSES = { recurrent: 1, output: 2 } as const;

/** One of the two masks of a window: who is hidden, and how much the others count. */
export interface Dropout {
  /** Whose sequence the bits come from. */
  readonly key: Key;
  /** A place is hidden when its bits, an integer from 0 to 2³² − 1, are below this. */
  readonly threshold: number;
  /** What a place that is not hidden is multiplied by, 1 / (1 − p). */
  readonly scale: number;
}

/**
 * A mask of a window.
 *
 * The place of stream b and unit j is b H + j in the recurrent mask, which holds for the whole window,
 * and (t B + b) H + j at step t in the output's.
 * @param purpose which of the two
 * @param p the chance that a place is hidden, 0 ≤ p < 1
 * @param seed the seed of the run
 * @param updates how many windows have updated the weights before this one
 * @returns the mask's key, threshold and scale
 * @example
 * ```ts
 * import { windowDropout } from "@lab/engines";
 * import { assertEquals } from "@std/assert";
 * const { threshold, scale } = windowDropout("output", 0.25, 1, 0);
 * assertEquals([threshold, scale], [2 ** 30, 4 / 3]);
 * ```
 */
export function windowDropout(
  purpose: "recurrent" | "output",
  p: number,
  seed: number,
  updates: number,
): Dropout {
  return {
    key: keyOf(seed, PURPOSES[purpose], updates),
    threshold: Math.floor(p * 2 ** 32),
    scale: 1 / (1 - p),
  };
}

/**
 * A stretch of a mask.
 * @param dropout the mask
 * @param from the first place
 * @param length how many places
 * @returns `[length]` 0 where a place is hidden, else 1 / (1 − p)
 * @example
 * ```ts
 * import { maskAt, windowDropout } from "@lab/engines";
 * import { assertEquals } from "@std/assert";
 * const none = windowDropout("recurrent", 0, 1, 0);
 * assertEquals(maskAt(none, 100, 3), Float64Array.of(1, 1, 1));
 * ```
 */
export function maskAt(
  { key, threshold, scale }: Dropout,
  from: number,
  length: number,
): Float64Array {
  return Float64Array.from(
    { length },
    (_, j) => keyedBits(key, from + j) < threshold ? 0 : scale,
  );
}
