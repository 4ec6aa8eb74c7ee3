/** The forward pass. H: hidden units, V: characters, T: time steps. */
import { addMatVec, checkTemperature, softmax } from "@lab/numerics";
import type { ModelParameters } from "./parameters.ts";

/** Everything that a forward pass computes, as the backward pass and the analyses need it. */
export interface ForwardPass {
  /** T, the number of time steps. */
  readonly steps: number;
  /** `[T]` the numbers of the characters read, 0 … V − 1. */
  readonly inputs: Int32Array;
  /** `[H]` the state before the first character. */
  readonly hPrev: Float64Array;
  /** `[T, H]` the hidden states, row t after the character t. */
  readonly hs: Float64Array;
  /** `[T, V]` the logits `y_t = Why h_t + by`, before the division by τ. */
  readonly logits: Float64Array;
  /** `[T, V]` the next character's probabilities `p_t = softmax(y_t / τ)`. */
  readonly probs: Float64Array;
  /** τ, which divides the logits. */
  readonly temperature: number;
}

/**
 * One step of the recurrence: `h_t = tanh(Wxh x_t + Whh h_{t−1} + bh)`.
 *
 * As `x_t` is a 1-of-V code, `Wxh x_t` is the column of Wxh that belongs to the character.
 * @param parameters the network's parameters
 * @param h `[H]` the state before the character, h_{t−1}
 * @param index the character's number, 0 … V − 1; not checked here
 * @param out `[H]` where to write, not `h` itself; a new array when left out
 * @returns `[H]` the state after the character, h_t
 * @see the report, section "RNN unit"
 * @example
 * ```ts
 * import { initialParameters, nextHidden } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const h = nextHidden(parameters, new Float64Array(5), 2);
 * assertAlmostEquals(h[4], Math.tanh(parameters.Wxh[4 * 3 + 2]), 1e-15);
 * ```
 */
export function nextHidden(
  parameters: ModelParameters,
  h: Float64Array,
  index: number,
  out: Float64Array = new Float64Array(parameters.hiddenSize),
): Float64Array {
  const { Wxh, Whh, bh, vocabularySize: V } = parameters;
  for (let i = 0; i < out.length; i++) out[i] = Wxh[i * V + index] + bh[i];
  addMatVec(Whh, h, out);
  for (let i = 0; i < out.length; i++) out[i] = Math.tanh(out[i]);
  return out;
}

/**
 * The logits of the next character: `y_t = Why h_t + by`.
 * @param parameters the network's parameters
 * @param h `[H]` the state h_t
 * @param out `[V]` where to write; a new array when left out
 * @returns `[V]` unnormalised log-probabilities
 * @example
 * ```ts
 * import { outputLogits, zeroParameters } from "@lab/model";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 3 });
 * assertEquals(outputLogits(parameters, new Float64Array(5)), Float64Array.of(0, 0, 0));
 * ```
 */
export function outputLogits(
  parameters: ModelParameters,
  h: Float64Array,
  out: Float64Array = new Float64Array(parameters.vocabularySize),
): Float64Array {
  out.set(parameters.by);
  return addMatVec(parameters.Why, h, out);
}

/**
 * Throws unless every number names a character.
 * @param indices the numbers to check
 * @param vocabularySize V
 * @param name what they are called, for the message
 * @throws {RangeError} with the first number that is not an integer from 0 to V − 1
 * @example
 * ```ts
 * import { checkIndices } from "@lab/model";
 * import { assertThrows } from "@std/assert";
 * checkIndices([0, 1, 2], 3, "inputs");
 * assertThrows(() => checkIndices([0, 1, 3], 3, "inputs"), RangeError, "from 0 to 2");
 * ```
 */
export function checkIndices(
  indices: ArrayLike<number>,
  vocabularySize: number,
  name: string,
): void {
  for (let t = 0; t < indices.length; t++) {
    if (!Number.isInteger(indices[t]) || indices[t] < 0 || indices[t] >= vocabularySize) {
      throw new RangeError(
        `Cannot run the network as '${name}' must be integers from 0 to ${vocabularySize - 1}: ` +
          `current value at ${t} is ${indices[t]}`,
      );
    }
  }
}

/**
 * Throws unless a state has one number for each hidden unit.
 * @param h the state
 * @param hiddenSize H
 * @param name what it is called, for the message
 * @throws {TypeError} when its length is not H
 * @example
 * ```ts
 * import { checkState } from "@lab/model";
 * import { assertThrows } from "@std/assert";
 * checkState(new Float64Array(5), 5, "hPrev");
 * assertThrows(() => checkState(new Float64Array(4), 5, "hPrev"), TypeError, "must hold [5]");
 * ```
 */
export function checkState(h: Float64Array, hiddenSize: number, name: string): void {
  if (h.length !== hiddenSize) {
    throw new TypeError(
      `Cannot run the network as '${name}' must hold [${hiddenSize}] numbers: current length is ` +
        `${h.length}`,
    );
  }
}

/**
 * The forward pass over a sequence:
 * `h_t = tanh(Wxh x_t + Whh h_{t−1} + bh)`, `y_t = Why h_t + by`, `p_t = softmax(y_t / τ)`.
 * @param parameters the network's parameters
 * @param inputs `[T]` the numbers of the characters, 0 … V − 1
 * @param hPrev `[H]` the state before the first character; zeros at the start of a text
 * @param temperature τ > 0
 * @returns states, logits and probabilities of every time step
 * @throws {RangeError} when an input is not a character's number or τ can't be used
 * @throws {TypeError} when `hPrev` has the wrong length
 * @see the report, sections "RNN unit" and "Softmax"
 * @example
 * ```ts
 * import { forward, zeroParameters } from "@lab/model";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 4 });
 * const { probs } = forward(parameters, [3, 1], new Float64Array(5));
 * assertAlmostEquals(probs[0], 1 / 4, 1e-15);
 * ```
 */
export function forward(
  parameters: ModelParameters,
  inputs: ArrayLike<number>,
  hPrev: Float64Array,
  temperature = 1,
): ForwardPass {
  const { hiddenSize: H, vocabularySize: V } = parameters;
  checkTemperature(temperature, "run the forward pass");
  checkIndices(inputs, V, "inputs");
  checkState(hPrev, H, "hPrev");
  const T = inputs.length;
  const hs = new Float64Array(T * H);
  const logits = new Float64Array(T * V);
  const probs = new Float64Array(T * V);
  let h = hPrev;
  for (let t = 0; t < T; t++) {
    h = nextHidden(parameters, h, inputs[t], hs.subarray(t * H, (t + 1) * H));
    const y = outputLogits(parameters, h, logits.subarray(t * V, (t + 1) * V));
    softmax(y, temperature, probs.subarray(t * V, (t + 1) * V));
  }
  return {
    steps: T,
    inputs: Int32Array.from(inputs),
    hPrev: hPrev.slice(),
    hs,
    logits,
    probs,
    temperature,
  };
}
