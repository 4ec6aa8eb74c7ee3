/** Who computes the iterations of a training run: the seam between the loop and the engines. */
import { backward, clipGradients, crossEntropy, forward } from "@lab/model";
import { adagradUpdate } from "./adagrad.ts";
import type { TrainingSettings } from "./options.ts";
import { copyState, nextWindow, smoothLoss, type TrainingState } from "./state.ts";

/** A training run inside an engine. */
export interface EngineRun {
  /** Where the run stands; cheap to read. */
  readonly iteration: number;
  /** The smoothed loss, in nats summed over T; cheap to read. */
  readonly smoothedLossNats: number;
  /**
   * Does some iterations.
   * @param iterations how many, ≥ 1
   * @param onIteration called after each with the smoothed loss and the loss, in nats summed over T
   */
  advance(
    iterations: number,
    onIteration?: (iteration: number, smoothedLossNats: number, lossNats: number) => void,
  ): void;
  /** A copy of the state, from which any engine can go on. */
  state(): TrainingState;
}

/** Something that can do training iterations. */
export interface TrainingEngine {
  /** What it is called in results and reports, e.g. `"reference (float64)"`. */
  readonly name: string;
  /**
   * Starts a run from a state, which it copies.
   * @param state where to start
   * @param indices `[N]` the numbers of the text's characters
   * @param settings sizes, rates and limits
   */
  start(state: TrainingState, indices: Int32Array, settings: TrainingSettings): EngineRun;
}

/** The reference engine's run: plain TypeScript in float64, one call for each equation. */
class ReferenceRun implements EngineRun {
  readonly #state: TrainingState;
  readonly #indices: Int32Array;
  readonly #settings: TrainingSettings;

  constructor(state: TrainingState, indices: Int32Array, settings: TrainingSettings) {
    this.#state = copyState(state);
    this.#indices = indices;
    this.#settings = settings;
  }

  get iteration(): number {
    return this.#state.iteration;
  }

  get smoothedLossNats(): number {
    return this.#state.smoothedLossNats;
  }

  advance(iterations: number, onIteration?: Parameters<EngineRun["advance"]>[1]): void {
    for (let n = 0; n < iterations; n++) {
      const lossNats = this.#step();
      const state = this.#state;
      state.smoothedLossNats = smoothLoss(state.smoothedLossNats, lossNats);
      state.iteration++;
      onIteration?.(state.iteration, state.smoothedLossNats, lossNats);
    }
  }

  /** Forward, backward, clip, update: the loss of one iteration in nats. */
  #step(): number {
    const state = this.#state;
    const { sequenceLength: T, temperature, clip, learningRate } = this.#settings;
    const { position, restarts } = nextWindow(state, T, this.#indices.length);
    if (restarts) state.hPrev.fill(0);
    const inputs = this.#indices.subarray(position, position + T);
    const targets = this.#indices.subarray(position + 1, position + T + 1);

    const pass = forward(state.parameters, inputs, state.hPrev, temperature);
    const lossNats = crossEntropy(pass, targets);
    const gradients = clipGradients(backward(state.parameters, pass, targets), clip);
    adagradUpdate(state.parameters, gradients, state.memory, learningRate);

    state.hPrev.set(pass.hs.subarray(-state.hPrev.length));
    state.position = position + T;
    return lossNats;
  }

  state(): TrainingState {
    return copyState(this.#state);
  }
}

/** The engine that the tests trust: plain TypeScript in float64 that reads like the equations. */
export const referenceEngine: TrainingEngine = {
  name: "reference (float64)",
  start: (state, indices, settings) => new ReferenceRun(state, indices, settings),
};
