/** Means of a few values, such as those of a few seeds: intervals that know how few there are. */
import { type MeanWithError, meanWithError } from "./intervals.ts";

/** P(|t| ≤ x) for Student's t with a whole number of degrees of freedom, in closed form. */
function within(x: number, freedom: number): number {
  const angle = Math.atan(x / Math.sqrt(freedom));
  const [sine, square] = [Math.sin(angle), Math.cos(angle) ** 2];
  const isOdd = freedom % 2 === 1;
  let [sum, term] = [0, isOdd ? Math.cos(angle) : 1];
  for (let k = isOdd ? 3 : 2; k <= freedom; k += 2) {
    sum += term;
    term *= square * (k - 1) / k;
  }
  return isOdd ? 2 / Math.PI * (angle + sine * sum) : sine * sum;
}

/** Half the width of an interval, in standard errors. */
function studentHalf(freedom: number, level: number): number {
  let [low, high] = [0, 12.8];
  while (within(high, freedom) < level) high *= 2;
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (within(middle, freedom) < level) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * The mean of a few independent values with its interval, of 95 % when nothing else is asked for, by Student's t: as the spread is known
 * from these few only, the interval is wider than ±1.96 standard errors, ±4.3 of them with three values.
 * It assumes that the values are spread about normally.
 * @param values at least one number, such as the scores of the seeds of one setting
 * @param level how sure the interval is, > 0 and < 1
 * @returns mean, standard error and interval; the last two are NaN for a single value
 * @throws {RangeError} when there is no value
 * @see Student, "The probable error of a mean", Biometrika 6 (1908); M. Abramowitz and I. A. Stegun,
 * "Handbook of mathematical functions", 26.7.3 and 26.7.4
 * @example
 * ```ts
 * import { meanOfFew } from "@lab/numerics";
 * import { assertAlmostEquals } from "@std/assert";
 * const { mean, error, interval } = meanOfFew([1, 2, 3]);
 * assertAlmostEquals(interval[1], mean + 4.3027 * error, 1e-4);
 * ```
 */
export function meanOfFew(values: ArrayLike<number>, level = 0.95): MeanWithError {
  const { mean, error } = meanWithError(values);
  const half = values.length > 1 ? studentHalf(values.length - 1, level) * error : NaN;
  return { mean, error, interval: [mean - half, mean + half] };
}
