/** Entropy and divergence of next-character distributions. V: characters. */

/**
 * The entropy of a distribution, `−Σ p log₂ p`.
 * @param p `[V]` probabilities; a zero counts as nothing
 * @returns bits, from 0 to log₂ V
 * @example
 * ```ts
 * import { entropyBits } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(entropyBits([0.25, 0.25, 0.5, 0]), 1.5);
 * ```
 */
export function entropyBits(p: ArrayLike<number>): number {
  let bits = 0;
  for (let k = 0; k < p.length; k++) if (p[k] > 0) bits -= p[k] * Math.log2(p[k]);
  return bits;
}

/**
 * The Kullback-Leibler divergence `Σ p log₂ (p / q)`: the bits lost by expecting q where p holds.
 * @param p `[V]` the distribution that holds
 * @param q `[V]` the distribution that is expected
 * @returns bits ≥ 0; Infinity where q rules out what p does not
 * @example
 * ```ts
 * import { klBits } from "@lab/analysis";
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(klBits([1, 0], [0.25, 0.75]), 2, 1e-12);
 * ```
 */
export function klBits(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let bits = 0;
  for (let k = 0; k < p.length; k++) if (p[k] > 0) bits += p[k] * Math.log2(p[k] / q[k]);
  return Math.max(0, bits);
}
