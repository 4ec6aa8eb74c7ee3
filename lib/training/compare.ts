/** Several runs of the same setting, and two settings against each other. */
import { max, mean, min } from "d3-array";
import type { LossCurve, LossPoint } from "@lab/model";
import { type RankSum, rankSum, type RankSumVerdict } from "@lab/numerics";

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
export interface Comparison extends RankSum {
  /** The mean of the first setting's results. */
  firstMean: number;
  /** The mean of the second setting's results. */
  secondMean: number;
  /** The largest difference between two runs of the same setting. */
  widestSpread: number;
}

/**
 * Compares two settings run by run, by the exact rank-sum test and its interval of 95 %.
 *
 * It speaks of runs like these: of this length, on this text, from other seeds.
 * @param first the results of the first setting, at least one
 * @param second the results of the second setting, at least one
 * @returns the differences of all pairs, their median with its interval, p, the verdict
 * @throws {RangeError} when a list is empty
 * @see {@linkcode rankSum}
 * @example
 * ```ts
 * import { compareSettings } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const { secondLower, verdict } = compareSettings([45, 46], [43, 44]);
 * assertEquals([secondLower, verdict], [4, "not decided"]); // four pairs of four, by chance once in six
 * ```
 */
export function compareSettings(first: readonly number[], second: readonly number[]): Comparison {
  const spread = (values: readonly number[]): number => max(values)! - min(values)!;
  return {
    ...rankSum(first, second),
    firstMean: mean(first)!,
    secondMean: mean(second)!,
    widestSpread: Math.max(spread(first), spread(second)),
  };
}

/** What two scores of the same runs say together. */
export interface Agreement {
  /** Which setting ends lower by both scores. */
  verdict: RankSumVerdict;
  /** How many of the two scores decide. */
  decided: number;
}

/**
 * What two scores of the same runs say together: a setting is the lower one only where both say so.
 * @param one the runs compared by one score
 * @param other the same runs compared by another
 * @returns the verdict that both share, and how many of them decide
 * @example
 * ```ts
 * import { compareSettings, decideTogether } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const apart = compareSettings([6, 7, 8, 9], [1, 2, 3, 4]);
 * const mixed = compareSettings([6, 7, 8, 9], [5, 6, 7, 8]);
 * assertEquals(decideTogether(apart, mixed), { verdict: "not decided", decided: 1 });
 * ```
 */
export function decideTogether(
  one: Pick<Comparison, "verdict">,
  other: Pick<Comparison, "verdict">,
): Agreement {
  return {
    verdict: one.verdict === other.verdict ? one.verdict : "not decided",
    decided: Number(one.verdict !== "not decided") + Number(other.verdict !== "not decided"),
  };
}

/** Where the losses of one run lie beside those of several others. */
export interface BesideRuns {
  /** How many other runs there are. */
  runs: number;
  /** How many losses were compared: those after iteration 0, where all runs begin alike. */
  compared: number;
  /** How many of them lie above all other runs at their iteration. */
  above: number;
  /** How many lie below all of them. */
  below: number;
  /**
   * Two-sided p of a run that lies outside of all n others, on whichever side: 2/(n + 1). The losses along
   * one run are no independent witnesses, so it is the same for one of them and for all.
   */
  smallestChance: number;
  /** Whether all losses lie on one side of all runs and so many runs make that rarer than 5 %. */
  verdict: "above" | "below" | "not decided";
}

/** What chance gives no more often than this counts as decided. */
const CHANCE = 0.05;

/**
 * Where the losses of one run lie beside other runs.
 * @param losses the losses of the one; those at iteration 0 do not count
 * @param curves the other runs, recorded at these iterations, at least one
 * @returns how many of the losses lie above and below all runs, and what that can show at most
 * @throws {RangeError} when the curves have no point at a loss's iteration
 * @throws {TypeError} when the curves were recorded at different iterations, or there is none
 * @example
 * ```ts
 * import { besideRuns } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const curves = [58, 61].map((end) => ({ iteration: [0, 100], smoothedLossNats: [103, end] }));
 * const { above, verdict } = besideRuns([{ iteration: 100, smoothedLossNats: 62 }], curves);
 * assertEquals([above, verdict], [1, "not decided"]); // the highest of three: once in three times
 * ```
 */
export function besideRuns(
  losses: readonly LossPoint[],
  curves: readonly LossCurve[],
): BesideRuns {
  const fan = curveFan(curves);
  const later = losses.filter(({ iteration }) => iteration > 0).map((loss) => {
    const k = fan.iteration.indexOf(loss.iteration);
    if (k >= 0) return { loss: loss.smoothedLossNats, low: fan.low[k], high: fan.high[k] };
    throw new RangeError(
      `Cannot compare losses as the runs must be recorded at each one's iteration: current value ` +
        `is ${loss.iteration}`,
    );
  });
  const above = later.filter(({ loss, high }) => loss > high).length;
  const below = later.filter(({ loss, low }) => loss < low).length;
  const smallestChance = 2 / (curves.length + 1);
  const all = (count: number): boolean =>
    smallestChance <= CHANCE && later.length > 0 && count === later.length;
  return {
    runs: curves.length,
    compared: later.length,
    above,
    below,
    smallestChance,
    verdict: all(above) ? "above" : all(below) ? "below" : "not decided",
  };
}
