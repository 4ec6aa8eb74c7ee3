/** Drawing a character from a distribution. */
import type { Random } from "./random.ts";

/**
 * Draws an index with the given probabilities, by inverting the cumulative sum.
 * @param probs `[V]` probabilities ≥ 0 that sum to 1 within rounding
 * @param random where the draw comes from; one `uniform()` is used
 * @returns an index 0 … V − 1; never one whose probability is 0
 * @throws {RangeError} when the probabilities do not sum to 1 within 1e-6
 * @example
 * ```ts
 * import { drawIndex, Random } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * assertEquals(drawIndex(Float64Array.of(0, 1, 0), new Random(1)), 1);
 * ```
 */
export function drawIndex(probs: ArrayLike<number>, random: Random): number {
  let sum = 0;
  for (let i = 0; i < probs.length; i++) sum += probs[i];
  if (!(Math.abs(sum - 1) < 1e-6)) {
    throw new RangeError(
      `Cannot draw a character as the probabilities must sum to 1: current sum is ${sum}`,
    );
  }
  const threshold = random.uniform() * sum;
  let cumulative = 0;
  let last = 0;
  for (let i = 0; i < probs.length; i++) {
    if (probs[i] === 0) continue;
    cumulative += probs[i];
    last = i;
    if (threshold < cumulative) return i;
  }
  return last;
}
