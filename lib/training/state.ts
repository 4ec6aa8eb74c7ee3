/** The state of a training run: all that is needed to go on with it. V: characters, T: time steps. */
import {
  initialParameters,
  type ModelParameters,
  type TrainingRecord,
  type TrainingSettings,
  zeroParameters,
} from "@lab/model";
import { Random } from "@lab/numerics";

/** Where a training run stands; see `TrainingRecord` for the fields. */
export interface TrainingState
  extends Pick<TrainingRecord, "memory" | "h" | "position" | "iterations" | "smoothedLossNats"> {
  /** The weights and biases so far. */
  readonly parameters: ModelParameters;
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
    h: new Float64Array(settings.hiddenSize),
    position: 0,
    iterations: 0,
    smoothedLossNats: settings.sequenceLength * Math.log(vocabularySize),
  };
}

/**
 * Where the next iteration reads: the sweep goes from left to right in steps of T and starts again
 * at 0, with a zero state, when the text ends.
 * @param state position and iterations done
 * @param sequenceLength T
 * @param textLength N, ≥ T + 1
 * @returns `position` of the first input; `restarts` when the state is to be set to zero
 * @see the report, listing 1, whose rule this is to the letter
 * @example
 * ```ts
 * import { nextWindow } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * assertEquals(nextWindow({ position: 75, iterations: 3 }, 25, 101), {
 *   position: 0,
 *   restarts: true,
 * });
 * ```
 */
export function nextWindow(
  state: { position: number; iterations: number },
  sequenceLength: number,
  textLength: number,
): { position: number; restarts: boolean } {
  const restarts = state.iterations === 0 || state.position + sequenceLength + 1 >= textLength;
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

/**
 * When iterations start from a zero state: the gaps between resets are drawn from the seed, so that a
 * run that goes on meets the same ones.
 * @example
 * ```ts
 * import { Resets } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const often = new Resets({ seed: 1, resetProbability: 1 }, 7);
 * assertEquals([often.next, often.after(7)], [7, 8]);
 * assertEquals(new Resets({ seed: 1, resetProbability: 0 }, 7).next, Infinity);
 * ```
 */
export class Resets {
  readonly #random: Random;
  readonly #probability: number;
  /** The next iteration that starts from a zero state, counted from 0; Infinity when none does. */
  next: number;

  /**
   * Finds the first reset from some iteration on.
   * @param settings the seed and how likely a reset is
   * @param iterations how many iterations are done
   */
  constructor(settings: Pick<TrainingSettings, "seed" | "resetProbability">, iterations: number) {
    this.#probability = settings.resetProbability;
    // Not the stream of the initial weights, which has the seed itself.
    this.#random = new Random(new Random(settings.seed).bits());
    this.next = this.#gap();
    while (this.next < iterations) this.after(this.next);
  }

  /**
   * Goes to the next reset after one that was met.
   * @param iteration the iteration that started from a zero state
   * @returns the next one that does
   */
  after(iteration: number): number {
    this.next = iteration + 1 + this.#gap();
    return this.next;
  }

  /** How many iterations go by before the next reset: geometrically distributed. */
  #gap(): number {
    const p = this.#probability;
    return p === 0 ? Infinity : Math.floor(Math.log1p(-this.#random.uniform()) / Math.log1p(-p));
  }
}
