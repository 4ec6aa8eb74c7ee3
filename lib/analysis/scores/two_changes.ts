/**
 * What two changes of a training do, each without and with the other.
 *
 * Runs with neither change, with one, with the other and with both, each from the same seeds. The effect
 * of a change is taken within a seed, so that what a seed does to all of its runs falls out.
 *
 * Claim: of trainings like these, from other seeds. What it leaves out: whether other settings, tuned for
 * each of the four, would make an effect larger or smaller.
 * @see R. A. Fisher, "The design of experiments" (1935), chapter 6, for trying all combinations
 */
import { type Interval, meanOfFew } from "@lab/numerics";

/** `[n]` the scores of the same n seeds, in nats per character, for each combination. */
export interface TwoChangesScores {
  /** Without either change. */
  readonly neither: readonly number[];
  /** With the first alone. */
  readonly first: readonly number[];
  /** With the second alone. */
  readonly second: readonly number[];
  /** With both. */
  readonly both: readonly number[];
}

/** What one change does to the loss. */
export interface ChangeEffect {
  /** How much higher the loss is with the change than without it: below 0 it helps. */
  readonly difference: number;
  /** The interval of the difference, so wide that all four hold together in 95 of 100 cases. */
  readonly interval: Interval;
  /** Decided where the interval leaves 0 out. */
  readonly verdict: "helps" | "harms" | "not decided";
}

/** Each change without and with the other. */
export interface TwoChanges {
  /** The first change, where the second is not made. */
  readonly firstAlone: ChangeEffect;
  /** The first change, where the second is made, too. */
  readonly firstWithSecond: ChangeEffect;
  /** The second change, where the first is not made. */
  readonly secondAlone: ChangeEffect;
  /** The second change, where the first is made, too. */
  readonly secondWithFirst: ChangeEffect;
  /** How sure each interval is by itself. */
  readonly level: number;
}

/** How sure each of the four effects is, so that all hold together in 95 of 100 cases. */
const LEVEL = 1 - 0.05 / 4;

function effect(without: readonly number[], withIt: readonly number[]): ChangeEffect {
  const { mean, interval } = meanOfFew(withIt.map((score, k) => score - without[k]), LEVEL);
  const verdict = interval[1] < 0 ? "helps" : interval[0] > 0 ? "harms" : "not decided";
  return { difference: mean, interval, verdict };
}

/**
 * What each of two changes does to a loss, without and with the other.
 * @param scores four lists of scores of the same seeds, in the same order, at least two of each
 * @returns four effects with intervals and verdicts
 * @throws {TypeError} when the lists have different lengths, or fewer than two scores
 * @example
 * ```ts
 * import { judgeTwoChanges } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const found = judgeTwoChanges({
 *   neither: [2, 2.01, 2.02, 2.01],
 *   first: [1.8, 1.82, 1.81, 1.81],
 *   second: [1.7, 1.72, 1.71, 1.71],
 *   both: [1.69, 1.72, 1.72, 1.71],
 * });
 * assertEquals([found.firstAlone.verdict, found.firstWithSecond.verdict], ["helps", "not decided"]);
 * ```
 */
export function judgeTwoChanges(scores: TwoChangesScores): TwoChanges {
  const { neither, first, second, both } = scores;
  const lengths = [neither, first, second, both].map(({ length }) => length);
  if (lengths[0] < 2 || lengths.some((length) => length !== lengths[0])) {
    throw new TypeError(
      "Cannot judge two changes as each combination must have the scores of the same seeds, at " +
        `least two: current numbers are ${lengths.join(", ")}`,
    );
  }
  return {
    firstAlone: effect(neither, first),
    firstWithSecond: effect(second, both),
    secondAlone: effect(neither, second),
    secondWithFirst: effect(first, both),
    level: LEVEL,
  };
}
