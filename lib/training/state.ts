/** The state of a training run: all that is needed to go on with it. V: characters, T: time steps. */
import {
  initialParameters,
  type ModelParameters,
  type ParameterArrays,
  zeroParameters,
} from "@lab/model";
import { Random } from "@lab/numerics";
import type { TrainingSettings } from "./options.ts";

/** All that is needed to go on with a training run. */
export interface TrainingState {
  /** The weights and biases so far. */
  parameters: ModelParameters;
  /** Adagrad's memory: the sum of the squared gradients. */
  memory: ParameterArrays;
  /** `[H]` the hidden state carried into the next iteration. */
  hPrev: Float64Array;
  /** Where in the text the next iteration reads, 0-based. */
  position: number;
  /** How many iterations are done. */
  iteration: number;
  /** The smoothed loss: `0.999 s + 0.001 loss`, from `T ln V`, in nats summed over T. */
  smoothedLossNats: number;
}

/**
 * The state before the first iteration.
 * @param vocabularySize V, ≥ 1
 * @param settings sizes and seed
 * @returns a state with random weights, zero biases and a smoothed loss of `T ln V` nats
 * @example
 * ```ts
 * import { completeSettings, initialState } from "@lab/training";
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(initialState(62, completeSettings({})).smoothedLossNats, 103.178, 5e-4);
 * ```
 */
export function initialState(vocabularySize: number, settings: TrainingSettings): TrainingState {
  const dimensions = { hiddenSize: settings.hiddenSize, vocabularySize };
  return {
    parameters: initialParameters(dimensions, new Random(settings.seed)),
    memory: zeroParameters(dimensions),
    hPrev: new Float64Array(settings.hiddenSize),
    position: 0,
    iteration: 0,
    smoothedLossNats: settings.sequenceLength * Math.log(vocabularySize),
  };
}

/**
 * Where the next iteration reads: the sweep goes from left to right in steps of T and starts again
 * at 0, with a zero state, when the text ends.
 * @param state position and iteration
 * @param sequenceLength T
 * @param textLength N, ≥ T + 1
 * @returns `position` of the first input; `restarts` when the state is to be set to zero
 * @see the report, listing 1, whose rule this is to the letter
 * @example
 * ```ts
 * import { nextWindow } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * assertEquals(nextWindow({ position: 75, iteration: 3 }, 25, 101), {
 *   position: 0,
 *   restarts: true,
 * });
 * ```
 */
export function nextWindow(
  state: { position: number; iteration: number },
  sequenceLength: number,
  textLength: number,
): { position: number; restarts: boolean } {
  const restarts = state.iteration === 0 || state.position + sequenceLength + 1 >= textLength;
  return { position: restarts ? 0 : state.position, restarts };
}

/**
 * The smoothed loss after one more iteration.
 * @param smoothedLossNats the smoothed loss so far, in nats summed over T
 * @param lossNats the loss of the iteration, in nats summed over T
 * @returns `0.999 · smoothedLossNats + 0.001 · lossNats`
 * @see the report, listing 1
 * @example
 * ```ts
 * import { smoothLoss } from "@lab/training";
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(smoothLoss(100, 50), 99.95, 1e-9);
 * ```
 */
export function smoothLoss(smoothedLossNats: number, lossNats: number): number {
  return smoothedLossNats * 0.999 + lossNats * 0.001;
}
