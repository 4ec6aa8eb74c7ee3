/**
 * The encoder and the decoder: reading a text into a state, and writing on from a state.
 * H: hidden units, V: characters.
 */
import { FastNetwork, type Kernels } from "@lab/engines";
import {
  type CharacterModel,
  checkIndices,
  checkState,
  type ModelParameters,
  nextHidden,
  outputLogits,
} from "@lab/model";
import { checkTemperature, Random, softmax } from "@lab/numerics";
import { drawIndex } from "./draw.ts";

/**
 * The encoder: the state after a text.
 *
 * Encoding a text in one go or in pieces, each from the state after the one before, gives the same
 * bits.
 * @param parameters the network's parameters
 * @param indices `[T]` the numbers of the text's characters
 * @param h `[H]` the state before the text; zeros when left out
 * @returns `[H]` the state after the text; a new array
 * @throws {RangeError} when a number is not an integer from 0 to V − 1
 * @throws {TypeError} when `h` has the wrong length
 * @see the report, section "Encoder and decoder"
 * @example
 * ```ts
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { encode } from "@lab/sampling";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * assertEquals(encode(parameters, [0, 2, 1]), encode(parameters, [1], encode(parameters, [0, 2])));
 * ```
 */
export function encode(
  parameters: ModelParameters,
  indices: ArrayLike<number>,
  h: Float64Array = new Float64Array(parameters.hiddenSize),
): Float64Array {
  checkIndices(indices, parameters.vocabularySize, "indices");
  checkState(h, parameters.hiddenSize, "h");
  let state: Float64Array = h.slice();
  let spare: Float64Array = new Float64Array(parameters.hiddenSize);
  for (let t = 0; t < indices.length; t++) {
    nextHidden(parameters, state, indices[t], spare);
    [state, spare] = [spare, state];
  }
  return state;
}

/** What a continuation starts from and how it draws. */
export interface GenerateOptions {
  /** `[H]` the state to write on from. */
  h: Float64Array;
  /** How many characters to write, ≥ 0. */
  length: number;
  /** τ > 0, which divides the logits; 1 when left out. */
  temperature?: number;
  /** Where the draws come from: one `uniform()` a character. */
  random: Random;
  /** Draws on the fast engine, in float32; in float64 when left out. */
  kernels?: Kernels;
}

/**
 * The decoder: draws characters one by one, each fed back as the next input.
 * @param parameters the network's parameters
 * @param options state, length, temperature and random numbers
 * @returns `indices` `[length]` the characters' numbers, and `h` `[H]` the state after the last one
 * @throws {RangeError} when τ is not finite and > 0 or `length` is not an integer ≥ 0
 * @throws {TypeError} when `h` has the wrong length
 * @example
 * ```ts
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { generate } from "@lab/sampling";
 * import { assert, assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const h = new Float64Array(5);
 * const { indices } = generate(parameters, { h, length: 20, random: new Random(2) });
 * assertEquals(indices.length, 20);
 * assert(indices.every((index) => index >= 0 && index < 3));
 * ```
 */
export function generate(
  parameters: ModelParameters,
  options: GenerateOptions,
): { indices: Int32Array; h: Float64Array } {
  const { length, temperature = 1, random } = options;
  checkTemperature(temperature, "sample");
  checkState(options.h, parameters.hiddenSize, "h");
  if (!Number.isSafeInteger(length) || length < 0) {
    throw new RangeError(
      `Cannot sample as 'length' must be an integer >= 0: current value is ${length}`,
    );
  }
  if (options.kernels !== undefined) {
    const network = new FastNetwork(options.kernels, parameters);
    network.h = options.h;
    return { indices: network.sample(random, length, temperature), h: network.h };
  }
  const indices = new Int32Array(length);
  const probs = new Float64Array(parameters.vocabularySize);
  const logits = new Float64Array(parameters.vocabularySize);
  let h: Float64Array = options.h.slice();
  let spare: Float64Array = new Float64Array(parameters.hiddenSize);
  for (let t = 0; t < length; t++) {
    softmax(outputLogits(parameters, h, logits), temperature, probs);
    indices[t] = drawIndex(probs, random);
    nextHidden(parameters, h, indices[t], spare);
    [h, spare] = [spare, h];
  }
  return { indices, h };
}

/** How to continue a text. */
export interface ContinueOptions {
  /** How many characters to write, ≥ 0; 200 when left out. */
  length?: number;
  /** τ > 0, which divides the logits; 1 when left out. */
  temperature?: number;
  /** Seed of the draws; 1 when left out. */
  seed?: number;
  /** `[H]` the state before the prefix; zero when left out, which not every network knows. */
  h?: Float64Array;
  /**
   * Feed the prefix's last character a second time before the first draw, as the report's decoder
   * does; false when left out, which is right.
   */
  refeedLast?: boolean;
  /** Draws on the fast engine, in float32; in float64 when left out. */
  kernels?: Kernels;
}

/**
 * Continues a text: encodes the prefix, then draws characters one by one.
 * @param model parameters and vocabulary
 * @param prefix the text to continue; when empty, the state stays as it starts
 * @param options length, temperature, seed
 * @returns the continuation, without the prefix
 * @throws {RangeError} when the prefix has a character that the vocabulary lacks, or an option is out
 * of range
 * @see the report, section "Encoder and decoder"
 * @example
 * ```ts
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { continueText } from "@lab/sampling";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const vocabulary = Vocabulary.of("abc");
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary };
 * assertEquals(continueText(model, "ab", { length: 12 }).length, 12);
 * ```
 */
export function continueText(
  model: CharacterModel,
  prefix: string,
  options: ContinueOptions = {},
): string {
  const { length = 200, temperature = 1, seed = 1, refeedLast = false, kernels } = options;
  const { parameters, vocabulary } = model;
  const indices = vocabulary.encode(prefix);
  let h = encode(parameters, indices, options.h);
  if (refeedLast && indices.length > 0) h = encode(parameters, indices.subarray(-1), h);
  const random = new Random(seed);
  return vocabulary.decode(
    generate(parameters, { h, length, temperature, random, kernels }).indices,
  );
}
