/**
 * Training on many streams of text at once. B: streams, H: hidden units, V: characters, T: time steps.
 *
 * ```text
 * h_t = tanh(Wxh x_t + Whh (m ⊙ h_{t−1}) + bh)      y_t = Why (d_t ⊙ h_t) + by
 * loss = mean over T · B of −ln softmax(y_t)[target]
 * ```
 *
 * Each of the B streams has a state and masks of its own; all have the same weights.
 */
import {
  type ModelParameters,
  type ParameterArrays,
  type ParameterName,
  type StreamSettings,
  zeroParameters,
} from "@lab/model";

/** How many streams are read at once, and how far a window of them goes. */
export type StreamShape = Pick<StreamSettings, "streams" | "sequenceLength">;

/** The numbers that decide what a window computes. */
export interface StreamOptions
  extends
    Readonly<StreamShape>,
    Readonly<Pick<StreamSettings, "seed" | "recurrentDropout" | "outputDropout" | "clipNorm">>,
    Readonly<Pick<StreamSettings, "beta1" | "beta2" | "epsilon">> {
  /** η > 0 of each parameter at the schedule's peak: Adam's step, in units of the parameter. */
  readonly rates: Readonly<Record<ParameterName, number>>;
  /**
   * How many threads the fast engine may take, ≥ 1; as many as there are cores when left out, and one
   * on a page's main thread. What is computed does not depend on it, to the bit.
   */
  readonly threads?: number;
}

/** Where a trainer of streams stands: all that is needed to go on, to the bit. */
export interface StreamState {
  /** The weights and biases. */
  readonly parameters: ModelParameters;
  /** Adam's running mean of the gradients. */
  readonly firstMoment: ParameterArrays;
  /** Adam's running mean of the squared gradients. */
  readonly secondMoment: ParameterArrays;
  /** `[B, H]` the state of each stream before the next window. */
  readonly hPrev: Float64Array;
  /** How many windows have updated the weights; it also names the next window's masks. */
  readonly updates: number;
}

/**
 * Back-propagation through time over B streams: masks, loss, gradients, their norm's limit and Adam,
 * many windows a call.
 */
export interface StreamTrainer {
  /** How many windows a call of `advance` can do, ≥ 1. */
  readonly maxWindows: number;

  /** How many windows have updated the weights. */
  readonly updates: number;

  /** `[B, H]` a copy of the states before the next window; they can be set. */
  hPrev: Float64Array;

  /**
   * Windows one after the other, each stream's state carried from each to the next.
   * @param indices `[n T + 1, B]` the numbers of the characters, step by step, the streams side by side:
   * the inputs and, one row further, the targets; n from 1 to `maxWindows`
   * @param scales `[n]` what each window's rates are multiplied by: the schedule, ≥ 0
   * @returns `[n]` the loss of each window before its update, in nats per character
   * @throws {RangeError} when the lengths do not fit or a number is out of range
   */
  advance(indices: Int32Array, scales: ArrayLike<number>): Float64Array;

  /**
   * The gradients of the next window, before their norm's limit, with the masks that `advance` would
   * draw; nothing changes.
   * @param indices `[T + 1, B]` the numbers of the characters
   * @returns the loss in nats per character, and its gradients
   * @throws {RangeError} when the length is not (T + 1) B or a number is out of range
   */
  gradients(indices: Int32Array): { natsPerChar: number; gradients: ParameterArrays };

  /** The weights and biases now: new arrays. */
  parameters(): ModelParameters;

  /** A copy of where the trainer stands, from which any engine can go on. */
  state(): StreamState;

  /** Lets its workers and its memory go; it can't be used afterwards. */
  close(): void;
}

/**
 * Where a trainer of streams stands before its first window.
 * @param parameters the weights and biases to start from
 * @param streams B ≥ 1
 * @returns a state with zero moments and zero hidden states
 * @example
 * ```ts
 * import { newStreamState } from "@lab/engines";
 * import { zeroParameters } from "@lab/model";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 3 });
 * assertEquals(newStreamState(parameters, 4).hPrev.length, 20);
 * ```
 */
export function newStreamState(parameters: ModelParameters, streams: number): StreamState {
  return {
    parameters,
    firstMoment: zeroParameters(parameters),
    secondMoment: zeroParameters(parameters),
    hPrev: new Float64Array(streams * parameters.hiddenSize),
    updates: 0,
  };
}

/**
 * How many windows a stretch of streams holds.
 * @param indices `[n T + 1, B]` the numbers of the characters
 * @param shape B and T
 * @param maxWindows how many windows it may hold
 * @returns n
 * @throws {RangeError} when the length is not (n T + 1) B, n from 1 to `maxWindows`
 */
export function countWindows(
  indices: ArrayLike<number>,
  { streams, sequenceLength }: StreamShape,
  maxWindows: number,
): number {
  const count = (indices.length / streams - 1) / sequenceLength;
  if (!Number.isInteger(count) || count < 1 || count > maxWindows) {
    throw new RangeError(
      `Cannot train as 'indices' must hold (n * ${sequenceLength} + 1) * ${streams} numbers, n ` +
        `from 1 to ${maxWindows}: current length is ${indices.length}`,
    );
  }
  return count;
}

/**
 * Throws unless there is one scale ≥ 0 for each window.
 * @param scales what each window's rates are multiplied by
 * @param windows how many there are
 * @throws {RangeError} when there are more or fewer, or one is negative or no number
 */
export function checkScales(scales: ArrayLike<number>, windows: number): void {
  if (scales.length === windows && Array.from(scales).every((scale) => scale >= 0)) return;
  throw new RangeError(
    `Cannot train as 'scales' must be ${windows} numbers >= 0: current values are ` +
      Array.from(scales).join(", "),
  );
}
