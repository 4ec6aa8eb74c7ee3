/** A training run: the sweep over the text, the restarts and the smoothed loss, on any engine. */
import type { Engine, Trainer } from "@lab/engines";
import type { TrainingSettings } from "@lab/model";
import type { CharacterNumbers } from "@lab/text";
import { nextWindow, Resets, smoothLoss, type TrainingState } from "./state.ts";

/**
 * A training run that is under way.
 * @example
 * ```ts
 * import { referenceEngine } from "@lab/engines";
 * import { completeSettings, initialState, TrainingRun } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const settings = completeSettings({ hiddenSize: 3, sequenceLength: 2 });
 * const indices = Int32Array.of(0, 1, 2, 0, 1, 2, 0);
 * const run = new TrainingRun(referenceEngine, initialState(3, settings), indices, settings);
 * run.advance(3);
 * assertEquals([run.iteration, run.state().position], [3, 2]); // it began again after two
 * ```
 */
export class TrainingRun {
  readonly #trainer: Trainer;
  readonly #indices: CharacterNumbers;
  readonly #sequenceLength: number;
  readonly #resets: Resets;
  #iteration: number;
  #position: number;
  #smoothedLossNats: number;

  /**
   * Starts from a state, which it copies.
   * @param engine who computes
   * @param state where to start
   * @param indices `[N]` the numbers of the text's characters, N ≥ T + 1
   * @param settings sizes, rates and limits
   */
  constructor(
    engine: Engine,
    state: TrainingState,
    indices: CharacterNumbers,
    settings: TrainingSettings,
  ) {
    this.#trainer = engine.trainer({ ...state, hPrev: state.h }, settings);
    this.#resets = new Resets(settings, state.iterations);
    this.#indices = indices;
    this.#sequenceLength = settings.sequenceLength;
    this.#iteration = state.iterations;
    this.#position = state.position;
    this.#smoothedLossNats = state.smoothedLossNats;
  }

  /** How many iterations are done. */
  get iteration(): number {
    return this.#iteration;
  }

  /** The smoothed loss, in nats summed over T. */
  get smoothedLossNats(): number {
    return this.#smoothedLossNats;
  }

  /**
   * Does some iterations.
   * @param iterations how many, ≥ 1
   * @param onIteration told of each, in order: the smoothed loss and the loss, in nats summed over T
   */
  advance(
    iterations: number,
    onIteration?: (iteration: number, smoothedLossNats: number, lossNats: number) => void,
  ): void {
    for (let left = iterations; left > 0;) {
      const losses = this.#stretch(left);
      for (const lossNats of losses) {
        this.#smoothedLossNats = smoothLoss(this.#smoothedLossNats, lossNats);
        this.#iteration++;
        onIteration?.(this.#iteration, this.#smoothedLossNats, lossNats);
      }
      left -= losses.length;
    }
  }

  /** The losses of as many iterations as one call can do before the state is set to zero. */
  #stretch(limit: number): Float64Array {
    const T = this.#sequenceLength;
    const { position, restarts } = nextWindow(
      { position: this.#position, iterations: this.#iteration },
      T,
      this.#indices.length,
    );
    const resets = this.#iteration === this.#resets.next;
    if (resets) this.#resets.after(this.#iteration);
    if (restarts || resets) this.#trainer.hPrev = new Float64Array(this.#trainer.hPrev.length);
    // Of the iterations after the first one, the last that does not restart reads up to N − 2.
    const untilRestart = 1 + Math.max(0, Math.ceil((this.#indices.length - 1 - position) / T) - 2);
    const untilReset = this.#resets.next - this.#iteration;
    const count = Math.min(limit, untilRestart, untilReset, this.#trainer.maxIterations);
    this.#position = position + count * T;
    return this.#trainer.advance(
      new Int32Array(this.#indices.subarray(position, this.#position + 1)),
    );
  }

  /** A copy of the state, from which any engine can go on. */
  state(): TrainingState {
    return {
      parameters: this.#trainer.parameters(),
      memory: this.#trainer.memory(),
      h: this.#trainer.hPrev,
      position: this.#position,
      iterations: this.#iteration,
      smoothedLossNats: this.#smoothedLossNats,
    };
  }
}
