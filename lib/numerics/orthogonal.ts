/** Random orthogonal matrices. */
import type { Random } from "./random.ts";

/**
 * An orthogonal matrix, drawn evenly from all of them: rows of normal numbers, each made orthogonal to
 * those before it and scaled to length 1 (Gram and Schmidt, in the modified order, twice).
 * @param size n ≥ 1
 * @param random where the draws come from
 * @returns `[n, n]` Q with Q Qᵀ = 1, flat and row-major
 * @see F. Mezzadri, "How to generate random matrices from the classical compact groups", Notices of the
 * AMS 54 (2007)
 * @example
 * ```ts
 * import { Random, randomOrthogonal } from "@lab/numerics";
 * import { assertAlmostEquals } from "@std/assert";
 * const Q = randomOrthogonal(2, new Random(1));
 * assertAlmostEquals(Q[0] * Q[2] + Q[1] * Q[3], 0, 1e-15);
 * assertAlmostEquals(Math.abs(Q[0] * Q[3] - Q[1] * Q[2]), 1, 1e-15);
 * ```
 */
export function randomOrthogonal(size: number, random: Random): Float64Array {
  const Q = Float64Array.from({ length: size * size }, () => random.normal());
  const row = (i: number): Float64Array => Q.subarray(i * size, (i + 1) * size);
  for (let i = 0; i < size; i++) {
    const own = row(i);
    for (let round = 0; round < 2; round++) {
      for (let k = 0; k < i; k++) {
        const other = row(k);
        let product = 0;
        for (let j = 0; j < size; j++) product += own[j] * other[j];
        for (let j = 0; j < size; j++) own[j] -= product * other[j];
      }
    }
    const length = Math.hypot(...own);
    for (let j = 0; j < size; j++) own[j] /= length;
  }
  return Q;
}
