/** Several runs of the same setting, and two settings against each other. */
// @ts-types="@types/d3-array"
import { extent, max, mean, min } from "d3-array";
import type { LossCurve } from "./train.ts";

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
  /** Mean of the first setting's runs minus mean of the second's. */
  meanDifference: number;
  /** The largest difference between two runs of the same setting. */
  widestSpread: number;
}

/**
 * Compares two settings run by run: one that wins every pair is better whatever the seed, one that
 * wins some could have looked either way in a single run of each.
 * @param first the results of the first setting, at least one
 * @param second the results of the second setting, at least one
 * @returns how many pairs the second wins, the difference of the means, the spread within a setting
 * @throws {RangeError} when a list is empty
 * @see H. B. Mann and D. R. Whitney, "On a test of whether one of two random variables is
 * stochastically larger than the other", Ann. Math. Stat. 18 (1947): `secondLower` is their U
 * @example
 * ```ts
 * import { compareSettings } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * assertEquals(compareSettings([45, 46], [43, 45.5]).secondLower, 3);
 * ```
 */
export function compareSettings(first: readonly number[], second: readonly number[]): Comparison {
  if (first.length === 0 || second.length === 0) {
    throw new RangeError(
      `Cannot compare settings as each must have at least one result: current counts are ` +
        `${first.length} and ${second.length}`,
    );
  }
  const spread = (values: readonly number[]): number => {
    const [low, high] = extent(values);
    return high! - low!;
  };
  return {
    pairs: first.length * second.length,
    secondLower: first.flatMap((a) => second.filter((b) => b < a)).length,
    meanDifference: mean(first)! - mean(second)!,
    widestSpread: Math.max(spread(first), spread(second)),
  };
}
