/**
 * Two models in one, and constants that are scored where they were not chosen.
 *
 * A mixture with weight w says `w p + (1 − w) q`; a temperature divides logits, which are the logarithms
 * of probabilities up to a constant. Both constants are chosen on one half of a text and scored on the
 * other, and the other way round, so that all of the text is scored and none of it twice used.
 * @see F. Jelinek and R. L. Mercer, "Interpolated estimation of Markov source parameters from sparse
 * data" (1980), for weights chosen on held-out text
 */

/**
 * What a mixture of two models needs.
 * @param first `[N]` the first model's surprisals, in nats
 * @param second `[N]` the second one's, of the same characters
 * @param weight w, the first model's share, 0 … 1
 * @returns `[N]` nats: −ln(w p + (1 − w) q)
 * @example
 * ```ts
 * import { mixSurprisals } from "@lab/analysis";
 * import { assertAlmostEquals } from "@std/assert";
 * const [nats] = mixSurprisals([-Math.log(0.5)], [-Math.log(0.1)], 0.25);
 * assertAlmostEquals(nats, -Math.log(0.2), 1e-12);
 * ```
 */
export function mixSurprisals(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  weight: number,
): Float64Array {
  return Float64Array.from(first, (nats, n) => {
    // From the smaller surprisal on, so that nothing vanishes.
    const least = Math.min(nats, second[n]);
    const sum = weight * Math.exp(least - nats) + (1 - weight) * Math.exp(least - second[n]);
    return least - Math.log(sum);
  });
}

/**
 * What a model needs at a temperature.
 * @param probs `[N, V]` the distribution before each character, at temperature 1
 * @param targets `[N]` the numbers of the characters that came
 * @param temperature τ > 0
 * @returns `[N]` nats
 * @example
 * ```ts
 * import { temperSurprisals } from "@lab/analysis";
 * import { assertAlmostEquals } from "@std/assert";
 * // p² at τ = 1/2: 0.64 and 0.04 of 0.68
 * const [nats] = temperSurprisals(Float64Array.of(0.8, 0.2), [1], 0.5);
 * assertAlmostEquals(nats, -Math.log(0.04 / 0.68), 1e-12);
 * ```
 */
export function temperSurprisals(
  probs: Float64Array,
  targets: ArrayLike<number>,
  temperature: number,
): Float64Array {
  const V = probs.length / targets.length;
  return Float64Array.from(targets, (target, n) => {
    const true_ = probs[n * V + target];
    let sum = 0;
    for (let at = n * V; at < (n + 1) * V; at++) sum += (probs[at] / true_) ** (1 / temperature);
    return Math.log(sum);
  });
}

/** A score with constants that were chosen elsewhere. */
export interface ChosenElsewhere {
  /** `[N]` nats: each half with the constant that the other half chose. */
  readonly nats: Float64Array;
  /** What was chosen for the first half, and for the second. */
  readonly choices: readonly [first: number, second: number];
}

/**
 * Scores a text with a constant that its other half chose.
 * @param candidates the constants to choose from
 * @param scoreAt what each character needs with a constant, `[N]` nats
 * @returns the scores and the two choices
 * @throws {RangeError} when there is no candidate
 * @example
 * ```ts
 * import { chooseElsewhere, mixSurprisals } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const first = Float64Array.from({ length: 100 }, (_, n) => n < 50 ? 1 : 2);
 * const second = new Float64Array(100).fill(1.5);
 * const { choices } = chooseElsewhere([0, 1], (w) => mixSurprisals(first, second, w));
 * assertEquals(choices, [0, 1]); // each half gets what was good for the other
 * ```
 */
export function chooseElsewhere(
  candidates: readonly number[],
  scoreAt: (candidate: number) => Float64Array,
): ChosenElsewhere {
  if (candidates.length === 0) {
    throw new RangeError(
      "Cannot choose as there must be at least one candidate: current number is 0",
    );
  }
  const scores = candidates.map(scoreAt);
  const N = scores[0].length;
  const half = Math.floor(N / 2);
  const bestOver = (from: number, to: number): number => {
    const means = scores.map((nats) => nats.subarray(from, to).reduce((sum, x) => sum + x, 0));
    return means.indexOf(Math.min(...means));
  };
  const [forFirst, forSecond] = [bestOver(half, N), bestOver(0, half)];
  const nats = new Float64Array(N);
  nats.set(scores[forFirst].subarray(0, half));
  nats.set(scores[forSecond].subarray(half), half);
  return { nats, choices: [candidates[forFirst], candidates[forSecond]] };
}
