/**
 * What every engine offers: networks that read, are asked and write, and trainers.
 * H: hidden units, V: characters, T: time steps.
 */
import type { ModelParameters, ParameterArrays, TrainingSettings } from "@lab/model";
import type { Random } from "@lab/numerics";
import type { StreamOptions, StreamState, StreamTrainer } from "./streams/streams.ts";

/** A network that reads, is asked what comes next, and writes. It carries one state, zero at first. */
export interface Network {
  /**
   * The state that the next call starts from.
   * @param out `[H]` where to write; a new array when left out
   * @returns `[H]` a copy
   */
  state(out?: Float64Array): Float64Array;

  /**
   * Goes on from another state.
   * @param h `[H]` the state; copied
   * @throws {TypeError} when it has the wrong length
   */
  setState(h: Float64Array): void;

  /**
   * Reads one character.
   * @param index its number, 0 … V − 1; not checked here
   */
  step(index: number): void;

  /**
   * Reads characters one after the other.
   * @param indices `[n]` the characters' numbers
   * @throws {RangeError} when a number is not an integer from 0 to V − 1
   */
  read(indices: ArrayLike<number>): void;

  /**
   * What comes next, as the network sees it.
   * @param out `[V]` where to write; a new array when left out
   * @returns `[V]` the logits of the next character
   */
  logits(out?: Float64Array): Float64Array;

  /**
   * The cross-entropy of a text: each character but the first is predicted from those before it.
   * @param indices `[n]` the characters' numbers; all but the last one are read
   * @param temperature τ > 0, which divides the logits
   * @returns nats, summed over the n − 1 predictions
   * @throws {RangeError} when a number is not an integer from 0 to V − 1
   */
  crossEntropy(indices: ArrayLike<number>, temperature: number): number;

  /**
   * Draws characters one by one, each read before the next one is drawn.
   * @param random where the draws come from; one `uniform()` a character
   * @param length how many characters, ≥ 0
   * @param temperature τ > 0: below 1 sharpens the distribution, above 1 flattens it
   * @returns `[length]` the characters' numbers
   */
  sample(random: Random, length: number, temperature: number): Int32Array;
}

/** The numbers that decide what a training iteration computes. */
export type TrainerOptions = Pick<
  TrainingSettings,
  "sequenceLength" | "learningRate" | "temperature" | "clip"
>;

/** Where a trainer starts; all of it is copied. */
export interface TrainerStart {
  /** The weights and biases. */
  parameters: ModelParameters;
  /** Adagrad's memory, the sum of the squared gradients. */
  memory: ParameterArrays;
  /** `[H]` the hidden state before the first iteration. */
  hPrev: Float64Array;
}

/**
 * Truncated back-propagation through time with clipping and Adagrad: forward pass, softmax and loss,
 * backward pass, clipping and update, many iterations a call.
 */
export interface Trainer {
  /** How many iterations a call of `advance` can do, ≥ 1. */
  readonly maxIterations: number;

  /** `[H]` a copy of the state before the next iteration; it can be set. */
  hPrev: Float64Array;

  /**
   * Iterations over a stretch of text, the state carried from each to the next.
   * @param indices `[n T + 1]` the numbers of the characters: the inputs and, one further, the targets;
   * n from 1 to `maxIterations`
   * @returns `[n]` the loss of each iteration, in nats summed over T
   * @throws {RangeError} when the length is not n T + 1 or a number is out of range
   */
  advance(indices: Int32Array): Float64Array;

  /**
   * The clipped gradients of one iteration; nothing is updated, but the state is carried on.
   * @param indices `[T + 1]` the numbers of the characters
   * @returns the loss in nats summed over T, and the gradients in nats per unit of the parameter
   * @throws {RangeError} when the length is not T + 1 or a number is out of range
   */
  gradients(indices: Int32Array): { lossNats: number; gradients: ParameterArrays };

  /** The weights and biases now: new arrays. */
  parameters(): ModelParameters;

  /** Adagrad's memory now: new arrays. */
  memory(): ParameterArrays;
}

/** Something that runs and trains networks. */
export interface Engine {
  /** What it is called in results and reports, e.g. `"reference (float64)"`. */
  readonly name: string;

  /**
   * A network, its state zero.
   * @param parameters the weights and biases, which must not change while the network is in use
   * @throws {RangeError} when a size is not an integer ≥ 1 or the memory can't be had
   */
  network(parameters: ModelParameters): Network;

  /**
   * A trainer.
   * @param start parameters, Adagrad's memory and state
   * @param options sequence length, rate, temperature, limit
   * @throws {RangeError} when a size is not an integer ≥ 1 or the memory can't be had
   */
  trainer(start: TrainerStart, options: TrainerOptions): Trainer;

  /**
   * A trainer of many streams at once; one that has workers waits until they are there.
   * @param start where to start; copied
   * @param options shape, masks, limit, rates
   * @throws {TypeError} when the states have the wrong length
   * @throws {RangeError} when a size is not an integer ≥ 1 or the memory can't be had
   */
  streamTrainer(start: StreamState, options: StreamOptions): Promise<StreamTrainer>;
}

/**
 * Throws unless a stretch of text holds whole iterations.
 * @param length how many characters there are
 * @param sequenceLength T
 * @param maxIterations how many iterations it may hold
 * @returns n, the number of iterations
 * @throws {RangeError} when the length is not n T + 1, n from 1 to `maxIterations`
 */
export function countIterations(
  length: number,
  sequenceLength: number,
  maxIterations: number,
): number {
  const count = (length - 1) / sequenceLength;
  if (!Number.isInteger(count) || count < 1 || count > maxIterations) {
    throw new RangeError(
      `Cannot train as 'indices' must hold n * ${sequenceLength} + 1 numbers, n from 1 to ` +
        `${maxIterations}: current length is ${length}`,
    );
  }
  return count;
}
