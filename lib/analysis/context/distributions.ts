/** Comparing next-character distributions. V: characters. */
import type { Vocabulary } from "@lab/text";
import { checkCharacters } from "../checks.ts";

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

/**
 * The total variation distance `½ Σ |p − q|`: the largest difference that any event's probability
 * can have.
 * @param p `[V]` probabilities
 * @param q `[V]` probabilities
 * @returns a number from 0 (the same) to 1 (nothing in common)
 * @example
 * ```ts
 * import { totalVariation } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(totalVariation([0.5, 0.5, 0], [0.5, 0, 0.5]), 0.5);
 * ```
 */
export function totalVariation(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < p.length; k++) sum += Math.abs(p[k] - q[k]);
  return sum / 2;
}

/** How far a changed distribution is from the one before the change. */
export interface DistributionChange {
  /** Divergence of the changed distribution from the first, in bits. */
  readonly klBits: number;
  /** Total variation distance, 0 … 1. */
  readonly totalVariation: number;
  /** The chosen characters with their probabilities before and after. */
  readonly characters: readonly {
    readonly character: string;
    readonly before: number;
    readonly after: number;
  }[];
}

/**
 * Compares two distributions over the same vocabulary.
 * @param before `[V]` the distribution without the change
 * @param after `[V]` the distribution with it
 * @param vocabulary what the numbers 0 … V − 1 mean
 * @param characters the characters to follow, such as `" \n"`
 * @returns divergence, distance and the chosen probabilities
 * @throws {RangeError} when the vocabulary lacks a character
 * @example
 * ```ts
 * import { compareDistributions } from "@lab/analysis";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const change = compareDistributions([0.5, 0.5], [0.75, 0.25], Vocabulary.of("ab"), "b");
 * assertEquals(change.characters, [{ character: "b", before: 0.5, after: 0.25 }]);
 * ```
 */
export function compareDistributions(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  vocabulary: Vocabulary,
  characters: Iterable<string>,
): DistributionChange {
  const chosen = checkCharacters(characters, vocabulary, "characters", "compare distributions");
  return {
    klBits: klBits(before, after),
    totalVariation: totalVariation(before, after),
    characters: chosen.map((character) => {
      const k = vocabulary.indexOf(character);
      return { character, before: before[k], after: after[k] };
    }),
  };
}
