/** Two predictors together: a weighted mean of their probabilities. */

/**
 * What each character costs under a mixture of two predictors.
 * @param a `[N]` the first predictor's surprisals, in nats
 * @param b `[N]` the second's, of the same characters
 * @param weight the first one's share, 0 … 1
 * @returns `[N]` nats: −ln(weight e^−a + (1 − weight) e^−b)
 * @throws {RangeError} when the weight is not a number from 0 to 1
 * @throws {TypeError} when the two differ in length
 * @example
 * ```ts
 * import { mixSurprisals } from "@lab/baselines";
 * import { assertAlmostEquals } from "@std/assert";
 * const [nats] = mixSurprisals([-Math.log(0.5)], [-Math.log(0.1)], 0.75);
 * assertAlmostEquals(nats, -Math.log(0.4), 1e-12);
 * ```
 */
export function mixSurprisals(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  weight: number,
): Float64Array {
  checkPair(a, b);
  if (!(weight >= 0 && weight <= 1)) {
    throw new RangeError(
      `Cannot mix as 'weight' must be a number from 0 to 1: current value is ${weight}`,
    );
  }
  return Float64Array.from(
    a,
    (nats, n) => -Math.log(weight * Math.exp(-nats) + (1 - weight) * Math.exp(-b[n])),
  );
}

/** Steps of {@linkcode chooseWeight}; the weight is then known to about 1e-9. */
const STEPS = 45;

/**
 * The weight at which a mixture predicts best. Choose it on one part of a text and score it on another.
 *
 * The mean cost is convex in the weight, so that thirds of the interval can be left out one by one.
 * @param a `[N]` the first predictor's surprisals, in nats
 * @param b `[N]` the second's, of the same characters
 * @returns the first one's share, 0 … 1
 * @throws {TypeError} when the two differ in length
 * @example
 * ```ts
 * import { chooseWeight } from "@lab/baselines";
 * import { assertAlmostEquals } from "@std/assert";
 * const nats = (...p: number[]) => p.map((each) => -Math.log(each));
 * // Two of three characters are certain for the first and impossible for the second, one the other way.
 * assertAlmostEquals(chooseWeight(nats(1, 1, 0), nats(0, 0, 1)), 2 / 3, 1e-7);
 * ```
 */
export function chooseWeight(a: ArrayLike<number>, b: ArrayLike<number>): number {
  checkPair(a, b);
  const cost = (weight: number): number =>
    mixSurprisals(a, b, weight).reduce((sum, nats) => sum + nats, 0);
  let [low, high] = [0, 1];
  for (let step = 0; step < STEPS; step++) {
    const third = (high - low) / 3;
    if (cost(low + third) < cost(high - third)) high -= third;
    else low += third;
  }
  return (low + high) / 2;
}

function checkPair(a: ArrayLike<number>, b: ArrayLike<number>): void {
  if (a.length === b.length) return;
  throw new TypeError(
    `Cannot mix as both must have the same length: current lengths are ${a.length} and ${b.length}`,
  );
}
