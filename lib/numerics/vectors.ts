/** What vectors have in common, and the order of their numbers. */

/**
 * The cosine of the angle between two vectors.
 * @param a `[n]`
 * @param b `[n]`
 * @returns −1 … 1; 0 where one of them is zero
 * @example
 * ```ts
 * import { cosine } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * assertEquals(cosine([3, 0], [2, 0]), 1);
 * assertEquals(cosine([3, 0], [0, 0]), 0);
 * ```
 */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let product = 0, squareA = 0, squareB = 0;
  for (let i = 0; i < a.length; i++) {
    product += a[i] * b[i];
    squareA += a[i] * a[i];
    squareB += b[i] * b[i];
  }
  return product === 0 ? 0 : product / Math.sqrt(squareA * squareB);
}

/**
 * A quantile that is one of the values, of two in the middle the upper one; d3-array and NumPy put a
 * number between the two that was never measured.
 * @param values numbers in any order, at least one
 * @param q 0 … 1: 0.5 for the median
 * @returns the value below which ⌊q n⌋ of the n values lie
 * @example
 * ```ts
 * import { upperQuantile } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * assertEquals(upperQuantile([4, 1, 3, 2], 0.5), 3);
 * assertEquals(upperQuantile([4, 1, 3, 2], 1), 4);
 * ```
 */
export function upperQuantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}
