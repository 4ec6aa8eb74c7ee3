/** Runs at two temperatures, one of each from the same seeds, beside those that the report prints. */
import { REPORTED } from "@lab/analysis";
import { formatNumber } from "@lab/figures";
import type { LossPoint } from "@lab/model";
import type { TrainingResult } from "@lab/training";

/** A run that has ended: its loss curve and its last smoothed loss. */
export type EndedRun = Pick<TrainingResult, "curve" | "smoothedLossNats">;

/** Runs at two temperatures, one from each seed, and what a report prints of its own two. */
export interface TwoTemperatures {
  /** The two temperatures τ. */
  readonly temperatures: readonly [first: number, second: number];
  /** The seeds. */
  readonly seeds: readonly number[];
  /** The runs at each temperature, in the order of the seeds, recorded at the same iterations. */
  readonly runs: readonly [first: readonly EndedRun[], second: readonly EndedRun[]];
  /**
   * The score of each run on text that none was trained on, at its own temperature, in nats per
   * character.
   */
  readonly heldOut: readonly [first: readonly number[], second: readonly number[]];
  /** The losses that the report prints for each temperature. */
  readonly printed: readonly [first: readonly LossPoint[], second: readonly LossPoint[]];
}

/**
 * Runs at τ = 1 and τ = 2 beside the two that the report prints.
 * @param runs first those at τ = 1, then as many at τ = 2, from the same seeds in the same order
 * @param heldOut the score of each run on text that none was trained on, in nats per character
 * @returns what the figures and sentences about the two temperatures take
 * @throws {RangeError} when the runs are not two of each seed, one at each temperature
 * @example
 * ```ts
 * import { besideReport } from "@lab/findings";
 * import { train } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const text = "to be or not to be, that is the question. ".repeat(3);
 * const runs = await Promise.all([1, 2].map((temperature) =>
 *   train(text, { hiddenSize: 4, iterations: 10, temperature })
 * ));
 * assertEquals(besideReport(runs, [3, 3]).seeds, [1]);
 * ```
 */
export function besideReport(
  runs: readonly (EndedRun & Pick<TrainingResult, "settings">)[],
  heldOut: readonly number[],
): TwoTemperatures {
  const half = runs.length / 2;
  const parts = [runs.slice(0, half), runs.slice(half)] as const;
  const seeds = parts.map((part) => part.map(({ settings }) => settings.seed));
  const isPaired = parts.every((part, k) =>
    part.every(({ settings }, n) => settings.temperature === k + 1 && settings.seed === seeds[0][n])
  );
  if (half === 0 || !isPaired) {
    throw new RangeError(
      `Cannot compare with the report as 'runs' must be some at τ = 1 and then as many at τ = 2, from ` +
        `the same seeds: current seeds are ${seeds.map((each) => each.join(", ")).join(" and ")}`,
    );
  }
  return {
    temperatures: [1, 2],
    seeds: seeds[0],
    runs: parts,
    heldOut: [heldOut.slice(0, half), heldOut.slice(half)],
    printed: REPORTED.losses,
  };
}

export const lossesOf = ({ runs }: TwoTemperatures): [first: number[], second: number[]] => [
  runs[0].map((run) => run.smoothedLossNats),
  runs[1].map((run) => run.smoothedLossNats),
];

/** `100,000 iterations`: how long the runs are. */
export const lengthOf = ({ runs }: TwoTemperatures): string =>
  `${formatNumber(runs[0][0].curve.iteration.at(-1)!)} iterations`;

export const LOSS_UNIT = "nats for 25 characters";
