/** Several runs of the same setting, and two settings against each other. */
import { extent, max, mean, min } from "d3-array";
import type { LossCurve } from "@lab/model";

/** The loss curves of several runs of one setting, summed up at each iteration. */
export interface CurveFan {
  /** `[n]` iterations done. */
  iteration: number[];
  /** `[n]` the mean over the runs, in nats summed over T. */
  mean: number[];
  /** `[n]` the lowest of the runs. */
  low: number[];
  /** `[n]` the highest of the runs. */
  high: number[];
}

/**
 * The mean and the range of several loss curves.
 * @param curves the curves, at least one, all recorded at the same iterations
 * @returns mean, lowest and highest at each iteration
 * @throws {TypeError} when the curves were recorded at different iterations, or there is none
 * @example
 * ```ts
 * import { curveFan } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const fan = curveFan([
 *   { iteration: [0, 100], smoothedLossNats: [103, 80] },
 *   { iteration: [0, 100], smoothedLossNats: [103, 84] },
 * ]);
 * assertEquals(fan.mean, [103, 82]);
 * assertEquals(fan.high, [103, 84]);
 * ```
 */
export function curveFan(curves: readonly LossCurve[]): CurveFan {
  const iteration = curves[0]?.iteration ?? [];
  const same = ({ iteration: other }: LossCurve): boolean =>
    other.length === iteration.length && other.every((n, k) => n === iteration[k]);
  if (iteration.length === 0 || !curves.every(same)) {
    throw new TypeError(
      "Cannot sum up loss curves as they must be recorded at the same iterations: current lengths " +
        `are ${curves.map((curve) => curve.iteration.length).join(", ")}`,
    );
  }
  const across = (pick: (losses: number[]) => number | undefined): number[] =>
    iteration.map((_, n) => pick(curves.map((curve) => curve.smoothedLossNats[n]))!);
  return {
    iteration: [...iteration],
    mean: across((losses) => mean(losses)),
    low: across((losses) => min(losses)),
    high: across((losses) => max(losses)),
  };
}

/** Two settings, each run several times, compared by a number that should be low. */
export interface Comparison {
  /** How many pairs of a run of the first and a run of the second setting there are. */
  pairs: number;
  /** In how many pairs the run of the second setting is the lower. */
  secondLower: number;
  /** The mean of the first setting's results. */
  firstMean: number;
  /** The mean of the second setting's results. */
  secondMean: number;
  /** Which mean is the lower. */
  lowerMean: "first" | "second" | "neither";
  /** The largest difference between two runs of the same setting. */
  widestSpread: number;
  /** Whether one setting is the lower in every pair, which needs no assumption but the runs. */
  verdict: "first always lower" | "second always lower" | "overlapping";
  /** How probable it is that a given setting is always the lower, if settings made no difference. */
  chanceOfAlways: number;
}

/** In how many ways k of n things can be chosen. */
function choices(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = ways * (n - k + i) / i;
  return ways;
}

/**
 * Compares two settings run by run: one that wins every pair is better whatever the seed, one that
 * wins some could have looked either way in a single run of each.
 * @param first the results of the first setting, at least one
 * @param second the results of the second setting, at least one
 * @returns how many pairs the second wins, the means, the spread within a setting, the verdict
 * @throws {RangeError} when a list is empty
 * @see H. B. Mann and D. R. Whitney, "On a test of whether one of two random variables is
 * stochastically larger than the other", Ann. Math. Stat. 18 (1947): `secondLower` is their U
 * @example
 * ```ts
 * import { compareSettings } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const { secondLower, verdict } = compareSettings([45, 46], [43, 45.5]);
 * assertEquals([secondLower, verdict], [3, "overlapping"]);
 * ```
 */
export function compareSettings(first: readonly number[], second: readonly number[]): Comparison {
  if (first.length === 0 || second.length === 0) {
    throw new RangeError(
      `Cannot compare settings as each must have at least one result: current counts are ` +
        `${first.length} and ${second.length}`,
    );
  }
  const [ofFirst, ofSecond] = [first, second].map((values) => {
    const [low, high] = extent(values);
    return { low: low!, high: high!, mean: mean(values)! };
  });
  return {
    pairs: first.length * second.length,
    secondLower: first.flatMap((a) => second.filter((b) => b < a)).length,
    firstMean: ofFirst.mean,
    secondMean: ofSecond.mean,
    lowerMean: ofFirst.mean < ofSecond.mean
      ? "first"
      : ofSecond.mean < ofFirst.mean
      ? "second"
      : "neither",
    widestSpread: Math.max(ofFirst.high - ofFirst.low, ofSecond.high - ofSecond.low),
    verdict: ofFirst.high < ofSecond.low
      ? "first always lower"
      : ofSecond.high < ofFirst.low
      ? "second always lower"
      : "overlapping",
    chanceOfAlways: 1 / choices(first.length + second.length, first.length),
  };
}

/** A loss at one iteration, such as one that a report prints. */
export interface LossPoint {
  /** Iterations done. */
  iteration: number;
  /** The smoothed loss, in nats summed over T. */
  smoothedLossNats: number;
}

/** Where single losses lie beside a fan of runs, the start left out. */
export interface BesideFan {
  /** How many losses were compared: those after iteration 0. */
  compared: number;
  /** How many lie above every run at their iteration. */
  above: number;
}

/**
 * Where single losses lie beside the runs of a fan.
 * @param losses the losses; those at iteration 0, where all runs begin alike, do not count
 * @param fan the runs, recorded at these iterations
 * @returns how many losses there are, and how many of them lie above all runs
 * @throws {RangeError} when the fan has no point at a loss's iteration
 * @example
 * ```ts
 * import { besideFan } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const fan = { iteration: [0, 100], mean: [103, 60], low: [103, 58], high: [103, 61] };
 * const losses = [{ iteration: 0, smoothedLossNats: 104 }, { iteration: 100, smoothedLossNats: 62 }];
 * assertEquals(besideFan(losses, fan), { compared: 1, above: 1 });
 * ```
 */
export function besideFan(losses: readonly LossPoint[], fan: CurveFan): BesideFan {
  const later = losses.filter(({ iteration }) => iteration > 0).map((loss) => {
    const k = fan.iteration.indexOf(loss.iteration);
    if (k >= 0) return { loss: loss.smoothedLossNats, highest: fan.high[k] };
    throw new RangeError(
      `Cannot compare losses as the runs must be recorded at each one's iteration: current value ` +
        `is ${loss.iteration}`,
    );
  });
  return {
    compared: later.length,
    above: later.filter(({ loss, highest }) => loss > highest).length,
  };
}
