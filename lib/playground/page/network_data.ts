/** A trained network as plain JSON, for a page that runs it. H: hidden units, V: characters. */
import {
  type CharacterModel,
  type ModelParameters,
  PARAMETER_NAMES,
  type ParameterName,
} from "@lab/model";
import { Vocabulary } from "@lab/text";

/** A network and the state that it starts from; numbers are float32, little-endian, in base64. */
export interface NetworkData extends Record<ParameterName, string> {
  /** The V characters in the order of their numbers. */
  characters: string;
  /** `[H]` the state to start from. */
  start: string;
}

/**
 * Packs numbers, rounded to float32.
 * @param values the numbers
 * @returns base64
 */
export function packNumbers(values: Float64Array): string {
  return new Uint8Array(Float32Array.from(values).buffer).toBase64();
}

/**
 * Unpacks numbers.
 * @param base64 what `packNumbers` gave
 * @returns the numbers, as they are in float32
 */
export function unpackNumbers(base64: string): Float64Array {
  return Float64Array.from(new Float32Array(Uint8Array.fromBase64(base64).buffer));
}

/**
 * Packs a network; its numbers are rounded to float32.
 * @param model parameters and vocabulary
 * @param start `[H]` the state that the page starts from
 * @returns plain JSON
 * @example
 * ```ts
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { packNetwork, unpackNetwork } from "@lab/playground";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("abc") };
 * const { model: read } = unpackNetwork(packNetwork(model, new Float64Array(5)));
 * assertEquals(read.parameters.Whh[0], Math.fround(parameters.Whh[0]));
 * ```
 */
export function packNetwork(
  { parameters, vocabulary }: CharacterModel,
  start: Float64Array,
): NetworkData {
  const packed = PARAMETER_NAMES.map((name) => [name, packNumbers(parameters[name])]);
  return {
    characters: vocabulary.characters.join(""),
    start: packNumbers(start),
    ...Object.fromEntries(packed) as Record<ParameterName, string>,
  };
}

/**
 * Unpacks a network.
 * @param data what `packNetwork` gave
 * @returns `model`: parameters and vocabulary; `start` `[H]`: the state to start from
 * @example
 * ```ts
 * import { zeroParameters } from "@lab/model";
 * import { packNetwork, unpackNetwork } from "@lab/playground";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("abc") };
 * assertEquals(unpackNetwork(packNetwork(model, new Float64Array(2))).model, model);
 * ```
 */
export function unpackNetwork(
  data: NetworkData,
): { model: CharacterModel; start: Float64Array } {
  const vocabulary = new Vocabulary(data.characters);
  const start = unpackNumbers(data.start);
  const arrays = PARAMETER_NAMES.map((name) => [name, unpackNumbers(data[name])]);
  const parameters = {
    hiddenSize: start.length,
    vocabularySize: vocabulary.size,
    ...Object.fromEntries(arrays),
  } as ModelParameters;
  return { model: { parameters, vocabulary }, start };
}
