/** Training in float32: whole iterations inside WebAssembly. */
import type { ModelParameters, ParameterArrays } from "@lab/model";
import {
  countIterations,
  type Trainer,
  type TrainerOptions,
  type TrainerStart,
} from "../engine.ts";
import { type Build, Instance } from "./instance.ts";

/** A call's characters stay below this, so that its memory does, however short the sequences. */
const TOKENS_PER_CALL = 16_384;

/**
 * Training in float32 and in memory of its own: what it computes is what the reference computes, rounded
 * to float32 at every step.
 */
export class FastTrainer implements Trainer {
  readonly #instance: Instance;
  readonly #options: TrainerOptions;
  readonly maxIterations: number;

  /**
   * Lays out the run.
   * @param build the compiled module
   * @param start parameters, Adagrad's memory and state
   * @param options sequence length, rate, temperature, limit
   * @throws {RangeError} when a size is not an integer ≥ 1 or the memory can't be had
   */
  constructor(build: Build, start: TrainerStart, options: TrainerOptions) {
    const { sequenceLength: T } = options;
    const { hiddenSize, vocabularySize } = start.parameters;
    this.maxIterations = Math.max(1, Math.floor(TOKENS_PER_CALL / T));
    this.#instance = new Instance(build, {
      hiddenSize,
      vocabularySize,
      steps: T,
      tokens: this.maxIterations * T + 1,
      numbers: this.maxIterations,
    }, true);
    this.#options = { ...options };
    this.#instance.write(0, start.parameters);
    this.#instance.write(1, start.memory);
    this.hPrev = start.hPrev;
  }

  advance(indices: Int32Array): Float64Array {
    const { sequenceLength: T } = this.#options;
    const count = countIterations(indices.length, T, this.maxIterations);
    this.#run(indices, count, false);
    return this.#instance.numbers(count).slice();
  }

  gradients(indices: Int32Array): { lossNats: number; gradients: ParameterArrays } {
    countIterations(indices.length, this.#options.sequenceLength, 1);
    // A character that did not occur keeps the gradient of an earlier call.
    this.#instance.clear(2);
    this.#run(indices, 1, true);
    return { lossNats: this.#instance.numbers(1)[0], gradients: this.#instance.read(2) };
  }

  parameters(): ModelParameters {
    return this.#instance.read(0);
  }

  memory(): ParameterArrays {
    return this.#instance.read(1);
  }

  get hPrev(): Float64Array {
    return this.#instance.state();
  }

  set hPrev(state: Float64Array) {
    this.#instance.setState(state, "hPrev");
  }

  /** How many bytes the trainer holds; the same from its making to its end. */
  get byteLength(): number {
    return this.#instance.exports.memory.buffer.byteLength;
  }

  #run(indices: Int32Array, count: number, gradientsOnly: boolean): void {
    const { learningRate, temperature, clip } = this.#options;
    this.#instance.setTokens(indices);
    this.#instance.exports.train(count, learningRate, temperature, clip, gradientsOnly);
  }
}
