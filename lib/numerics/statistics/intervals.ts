/** How far a measured number can be from the true one: standard errors and intervals of 95 %. */
import { deviation, mean } from "d3-array";

/** An interval that holds the true number in 95 of 100 cases. */
export type Interval = readonly [low: number, high: number];

/** So many standard errors on either side are 95 % of the normal distribution. */
const NORMAL_95 = 1.959963984540054;

/** A mean and how far it can be from the true one. */
export interface MeanWithError {
  /** The mean. */
  readonly mean: number;
  /** The standard error of the mean; NaN for a single value. */
  readonly error: number;
  /** The interval of 95 % for the true mean. */
  readonly interval: Interval;
}

/**
 * The interval of 95 % around a number with a normal error.
 * @param value the number
 * @param error its standard error
 * @returns the number ± 1.96 standard errors
 * @example
 * ```ts
 * import { intervalAround } from "@lab/numerics";
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(intervalAround(5, 1)[0], 3.04, 1e-3);
 * ```
 */
export function intervalAround(value: number, error: number): Interval {
  return [value - NORMAL_95 * error, value + NORMAL_95 * error];
}

/**
 * The mean of independent values, with its standard error.
 * @param values at least one number; where neighbours hang together, the means of stretches of a text
 * @returns mean, standard error and interval
 * @throws {RangeError} when there is no value
 * @example
 * ```ts
 * import { meanWithError } from "@lab/numerics";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * const { mean, error, interval } = meanWithError([1, 2, 3, 4]);
 * assertEquals(mean, 2.5);
 * assertAlmostEquals(error, Math.sqrt(5 / 3) / 2, 1e-15);
 * assertAlmostEquals(interval[1], 2.5 + 1.96 * error, 1e-4);
 * ```
 */
export function meanWithError(values: ArrayLike<number>): MeanWithError {
  if (values.length === 0) {
    throw new RangeError(
      "Cannot take a mean as there must be at least one value: current number is 0",
    );
  }
  const list = Array.from(values);
  const middle = mean(list)!;
  const error = (deviation(list) ?? NaN) / Math.sqrt(list.length);
  return { mean: middle, error, interval: intervalAround(middle, error) };
}

/** P(|T| ≤ t) of Student's distribution with whole degrees of freedom (Abramowitz and Stegun, 26.7.3 f.). */
function studentWithin(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const isOdd = degrees % 2 === 1;
  let [term, sum] = [isOdd ? Math.cos(angle) : 1, 0];
  for (let k = isOdd ? 3 : 2; k <= degrees; k += 2) {
    sum += term;
    term *= Math.cos(angle) ** 2 * (k - 1) / k;
  }
  return isOdd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/**
 * Where one more value like these would fall in 95 of 100 cases: Student's prediction interval. It assumes
 * independent values with a normal spread.
 * @param values at least two
 * @returns the mean of the values, and the interval for one more
 * @throws {RangeError} when there are fewer than two values
 * @see R. A. Fisher, "Statistical methods for research workers" (1925), on Student's t
 * @example
 * ```ts
 * import { nextValue } from "@lab/numerics";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * const { value, interval } = nextValue([1, 2, 3, 4, 5, 6]);
 * assertEquals(value, 3.5);
 * // Student's t of 95 % with 5 degrees of freedom is 2.5706.
 * assertAlmostEquals(interval[1], 3.5 + 2.5706 * Math.sqrt(3.5) * Math.sqrt(7 / 6), 1e-3);
 * ```
 */
export function nextValue(values: ArrayLike<number>): { value: number; interval: Interval } {
  const n = values.length;
  if (n < 2) {
    throw new RangeError(
      `Cannot foretell a value as there must be at least two: current number is ${n}`,
    );
  }
  const { mean: value, error } = meanWithError(values);
  let [low, high] = [0, 1e3];
  for (let halvings = 0; halvings < 60; halvings++) {
    const middle = (low + high) / 2;
    if (studentWithin(middle, n - 1) < 0.95) low = middle;
    else high = middle;
  }
  const half = low * error * Math.sqrt(n + 1);
  return { value, interval: [value - half, value + half] };
}

/**
 * A mean over the characters of a text, with an error that allows for neighbours hanging together:
 * it comes from the means of stretches, which are nearly independent.
 * @param values `[N]` a number for each character, N ≥ 1
 * @param stretch about how many characters make a stretch, ≥ 1; 200 when left out
 * @returns the mean over all characters; its standard error is NaN where they make one stretch only
 * @throws {RangeError} when there is no character
 * @example
 * ```ts
 * import { meanOverText } from "@lab/numerics";
 * import { assertAlmostEquals } from "@std/assert";
 * const halves = Array.from({ length: 400 }, (_, n) => n < 200 ? 1 : 3);
 * assertAlmostEquals(meanOverText(halves).error, 1, 1e-12);
 * ```
 */
export function meanOverText(values: ArrayLike<number>, stretch = 200): MeanWithError {
  const N = values.length;
  const list = Float64Array.from(values);
  const count = Math.max(1, Math.floor(N / stretch));
  const begin = (k: number): number => Math.floor(k * N / count);
  const stretches = Array.from({ length: count }, (_, k) => list.subarray(begin(k), begin(k + 1)));
  const { error } = meanWithError(stretches.map((part) => mean(part) ?? NaN));
  const { mean: middle } = meanWithError(list);
  return { mean: middle, error, interval: intervalAround(middle, error) };
}

/**
 * The interval of a share that was counted, after Wilson: it stays within 0 … 1 and is not empty where
 * all or none were counted.
 * @param count how many were counted, 0 … `of`
 * @param of how many there are, ≥ 1
 * @returns the interval of 95 % for the true share
 * @throws {RangeError} when a number is out of range
 * @see E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
 * (1927)
 * @example
 * ```ts
 * import { shareInterval } from "@lab/numerics";
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(shareInterval(0, 10)[1], 0.2775, 1e-4);
 * assertAlmostEquals(shareInterval(5, 10)[0], 0.2366, 1e-4);
 * ```
 */
export function shareInterval(count: number, of: number): Interval {
  if (!(Number.isInteger(of) && of >= 1 && Number.isInteger(count) && count >= 0 && count <= of)) {
    throw new RangeError(
      `Cannot find a share's interval as 'count' must be an integer from 0 to 'of', and that at least ` +
        `1: current values are ${count} and ${of}`,
    );
  }
  const square = NORMAL_95 ** 2;
  const middle = (count + square / 2) / (of + square);
  const half = NORMAL_95 / (of + square) * Math.sqrt(count * (of - count) / of + square / 4);
  // Rounding must not put the ends beyond what was counted.
  return [count === 0 ? 0 : middle - half, count === of ? 1 : middle + half];
}

/**
 * The interval of bootstrap draws: what lies between the lowest and the highest 2.5 % of them.
 * @param draws the number, measured again on each redrawn sample; at least 40
 * @returns the interval of 95 %; its ends are draws
 * @throws {RangeError} when there are fewer than 40 draws
 * @see B. Efron, "Bootstrap methods: another look at the jackknife", Ann. Stat. 7 (1979)
 * @example
 * ```ts
 * import { drawnInterval } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * assertEquals(drawnInterval(Array.from({ length: 200 }, (_, k) => k)), [5, 194]);
 * ```
 */
export function drawnInterval(draws: ArrayLike<number>): Interval {
  if (draws.length < 40) {
    throw new RangeError(
      `Cannot find an interval as there must be at least 40 draws: current number is ${draws.length}`,
    );
  }
  const sorted = Float64Array.from(draws).sort();
  const cut = Math.floor(0.025 * sorted.length);
  return [sorted[cut], sorted[sorted.length - 1 - cut]];
}

/**
 * How often fair coins show so many heads or more: a one-sided sign test.
 * @param heads how many heads, ≥ 0
 * @param coins how many coins, ≥ 0
 * @returns a probability, 0 … 1
 * @example
 * ```ts
 * import { headsChance } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * assertEquals(headsChance(3, 4), 5 / 16); // 3 or 4 heads: 4 + 1 of 16
 * ```
 */
export function headsChance(heads: number, coins: number): number {
  let [ways, total] = [1, 0];
  for (let k = 0; k <= coins; k++) {
    if (k >= heads) total += ways;
    ways = ways * (coins - k) / (k + 1);
  }
  return total / 2 ** coins;
}

/**
 * How often chance alone makes a first group's share as large as it is, or larger, when all that were counted
 * fall on two groups at random: Fisher's exact test, one-sided.
 * @param first how many were counted in the first group, and how many it has
 * @param second the same of the second
 * @returns a probability, 0 … 1
 * @see R. A. Fisher, "The design of experiments" (1935), on the lady tasting tea
 * @example
 * ```ts
 * import { sharesChance } from "@lab/numerics";
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(sharesChance([4, 4], [0, 4]), 1 / 70); // she names all eight cups rightly
 * ```
 */
export function sharesChance(
  [count, of]: readonly [count: number, of: number],
  [other, otherOf]: readonly [count: number, of: number],
): number {
  const counted = count + other;
  /** In how many ways k things can be chosen from n. */
  const ways = (n: number, k: number): number => {
    let product = k < 0 || k > n ? 0 : 1;
    for (let i = 1; i <= k; i++) product *= (n - k + i) / i;
    return product;
  };
  let total = 0;
  for (let k = count; k <= Math.min(of, counted); k++) {
    total += ways(of, k) * ways(otherOf, counted - k);
  }
  return total / ways(of + otherOf, counted);
}
