/**
 * The encoder and the decoder: reading a text into a state, and writing on from a state.
 * H: hidden units, V: characters.
 */
import { type EngineOption, type NetworkOptions, openNetwork } from "@lab/engines";
import type { CharacterModel, ModelParameters } from "@lab/model";
import { checkTemperature, Random } from "@lab/numerics";

/**
 * The encoder: the state after a text.
 *
 * Encoding a text in one go or in pieces, each from the state after the one before, gives the same
 * bits.
 * @param parameters the network's parameters
 * @param indices `[T]` the numbers of the text's characters
 * @param options the state before the text, and who computes
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
 * const h = encode(parameters, [0, 2]);
 * assertEquals(encode(parameters, [1], { h }), encode(parameters, [0, 2, 1]));
 * ```
 */
export function encode(
  parameters: ModelParameters,
  indices: ArrayLike<number>,
  options: NetworkOptions = {},
): Float64Array {
  const network = openNetwork(parameters, options);
  network.read(indices);
  return network.state();
}

/** What a continuation starts from and how it draws. */
export interface GenerateOptions extends EngineOption {
  /** `[H]` the state to write on from. */
  h: Float64Array;
  /** How many characters to write, ≥ 0. */
  length: number;
  /** τ > 0, which divides the logits; 1 when left out. */
  temperature?: number;
  /** Where the draws come from: one `uniform()` a character. */
  random: Random;
}

/**
 * The decoder: draws characters one by one, each fed back as the next input.
 * @param parameters the network's parameters
 * @param options state, length, temperature, random numbers, and who computes
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
  if (!Number.isSafeInteger(length) || length < 0) {
    throw new RangeError(
      `Cannot sample as 'length' must be an integer >= 0: current value is ${length}`,
    );
  }
  const network = openNetwork(parameters, options);
  return { indices: network.sample(random, length, temperature), h: network.state() };
}

/** How to continue a text. */
export interface ContinueOptions extends EngineOption {
  /** `[H]` the state before the prefix; the model's own `h` when left out, else zeros. */
  h?: Float64Array;
  /** How many characters to write, ≥ 0; 200 when left out. */
  length?: number;
  /** τ > 0, which divides the logits; 1 when left out. */
  temperature?: number;
  /** Seed of the draws; 1 when left out. */
  seed?: number;
  /**
   * Feed the prefix's last character a second time before the first draw, as the report's decoder
   * does; false when left out, which is right.
   */
  refeedLast?: boolean;
}

/**
 * Continues a text: encodes the prefix, then draws characters one by one.
 * @param model parameters and vocabulary
 * @param prefix the text to continue; when empty, the state stays as it starts
 * @param options length, temperature, seed, the state before the prefix, and who computes
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
  const { length = 200, temperature = 1, seed = 1, refeedLast = false, engine } = options;
  const { parameters, vocabulary } = model;
  const indices = vocabulary.encode(prefix);
  let h = encode(parameters, indices, { h: options.h ?? model.h, engine });
  if (refeedLast) h = encode(parameters, indices.subarray(-1), { h, engine });
  const random = new Random(seed);
  return vocabulary.decode(
    generate(parameters, { h, length, temperature, random, engine }).indices,
  );
}
