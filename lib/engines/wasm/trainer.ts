/** Training on the fast kernels: whole iterations inside WebAssembly. H, V as ever, T time steps. */
import { Instance } from "./instance.ts";
import type { Kernels } from "./load.ts";
import type { NetworkArrays } from "./types.ts";

/** The numbers that decide what an iteration computes. */
export interface FastTrainerOptions {
  /** T, how many characters an iteration reads and back-propagates through, ≥ 1. */
  sequenceLength: number;
  /** η > 0, Adagrad's learning rate. */
  learningRate: number;
  /** τ > 0, which divides the logits. */
  temperature: number;
  /** Gradients are limited to ± this, > 0. */
  clip: number;
}

/** Where a trainer starts. */
export interface FastTrainerStart {
  /** The weights and biases; copied, and rounded to float32. */
  parameters: NetworkArrays;
  /** Adagrad's memory, the sum of the squared gradients. */
  memory: NetworkArrays;
  /** `[H]` the hidden state before the first iteration. */
  hPrev: Float64Array;
}

/** A call's characters stay below this, so that its memory does, however short the sequences. */
const TOKENS_PER_CALL = 16_384;

/**
 * Truncated back-propagation through time with clipping and Adagrad, in float32 and in memory of its own.
 *
 * One call does many iterations: forward pass, softmax and loss, backward pass, clipping and update. What
 * it computes is what the reference engine computes, rounded to float32 at every step.
 * @example
 * ```ts
 * import { FastTrainer, loadKernels } from "@lab/engines";
 * import { initialParameters, zeroParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * const dimensions = { hiddenSize: 7, vocabularySize: 5 };
 * const trainer = new FastTrainer(await loadKernels(), {
 *   parameters: initialParameters(dimensions, new Random(1)),
 *   memory: zeroParameters(dimensions),
 *   hPrev: new Float64Array(7),
 * }, { sequenceLength: 3, learningRate: 0.1, temperature: 1, clip: 5 });
 * const losses = trainer.advance([0, 1, 2, 3, 4, 0, 1]); // two iterations
 * assertEquals(losses.length, 2);
 * assertAlmostEquals(losses[0], 3 * Math.log(5), 0.01);
 * ```
 */
export class FastTrainer {
  readonly #instance: Instance;
  readonly #options: FastTrainerOptions;
  /** How many iterations a call of `advance` can do, ≥ 1. */
  readonly maxIterations: number;

  /**
   * Lays out the run in a memory of its own.
   * @param kernels the compiled kernels
   * @param start parameters, Adagrad's memory and state
   * @param options sequence length, rate, temperature, limit
   * @throws {RangeError} when a size is not an integer ≥ 1 or the memory can't be had
   */
  constructor(kernels: Kernels, start: FastTrainerStart, options: FastTrainerOptions) {
    const { sequenceLength: T } = options;
    const { hiddenSize, vocabularySize } = start.parameters;
    this.maxIterations = Math.max(1, Math.floor(TOKENS_PER_CALL / T));
    this.#instance = new Instance(kernels, {
      hiddenSize,
      vocabularySize,
      steps: T,
      tokens: this.maxIterations * T + 1,
      numbers: this.maxIterations,
    });
    this.#options = { ...options };
    this.#instance.write(0, start.parameters);
    this.#instance.write(1, start.memory);
    this.#instance.h = start.hPrev;
  }

  /**
   * Iterations over a stretch of text, the state carried from each to the next.
   * @param indices `[n T + 1]` the numbers of the characters: the inputs and, one further, the targets;
   * n from 1 to `maxIterations`
   * @returns `[n]` the loss of each iteration, in nats summed over T
   * @throws {RangeError} when the length is not n T + 1 or a number is out of range
   */
  advance(indices: ArrayLike<number>): Float64Array {
    const count = this.#iterations(indices);
    this.#run(indices, count, false);
    return this.#instance.numbers(count).slice();
  }

  /**
   * The clipped gradients of one iteration; nothing is updated, but the state is carried on.
   * @param indices `[T + 1]` the numbers of the characters
   * @returns the loss in nats summed over T, and the gradients in nats per unit of the parameter
   * @throws {RangeError} when the length is not T + 1 or a number is out of range
   */
  gradients(indices: ArrayLike<number>): { lossNats: number; gradients: NetworkArrays } {
    if (indices.length !== this.#options.sequenceLength + 1) this.#refuse(indices.length);
    // A character that did not occur keeps the gradient of an earlier call.
    this.#instance.clear(2);
    this.#run(indices, 1, true);
    return { lossNats: this.#instance.numbers(1)[0], gradients: this.#instance.read(2) };
  }

  /** The weights and biases now: new arrays. */
  parameters(): NetworkArrays {
    return this.#instance.read(0);
  }

  /** Adagrad's memory now: new arrays. */
  memory(): NetworkArrays {
    return this.#instance.read(1);
  }

  /** `[H]` the state before the next iteration. */
  get hPrev(): Float64Array {
    return this.#instance.h;
  }

  set hPrev(state: Float64Array) {
    this.#instance.h = state;
  }

  /** How many bytes the trainer holds; the same from its making to its end. */
  get byteLength(): number {
    return this.#instance.exports.memory.buffer.byteLength;
  }

  #run(indices: ArrayLike<number>, count: number, gradientsOnly: boolean): void {
    const { learningRate, temperature, clip } = this.#options;
    this.#instance.setTokens(indices);
    this.#instance.exports.train(count, learningRate, temperature, clip, gradientsOnly);
  }

  #iterations(indices: ArrayLike<number>): number {
    const count = (indices.length - 1) / this.#options.sequenceLength;
    if (!Number.isInteger(count) || count < 1 || count > this.maxIterations) {
      this.#refuse(indices.length);
    }
    return count;
  }

  #refuse(length: number): never {
    const { sequenceLength: T } = this.#options;
    throw new RangeError(
      `Cannot train as 'indices' must hold n * ${T} + 1 numbers, n from 1 to ` +
        `${this.maxIterations}: current length is ${length}`,
    );
  }
}
