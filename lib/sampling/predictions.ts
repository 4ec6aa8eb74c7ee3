/** What a network expects before each character of a text. H: hidden units, N: characters, V: alphabet. */
import { type NetworkOptions, openNetwork } from "@lab/engines";
import { checkIndices, type ModelParameters } from "@lab/model";
import { checkTemperature, softmax } from "@lab/numerics";

/**
 * The distribution before each character of a text.
 * @param parameters the network's parameters
 * @param indices `[N]` the numbers of the text's characters
 * @param options the state before the text, who computes, and `temperature`: τ > 0; 1 when left out
 * @returns `[N, V]` probabilities; each row sums to 1 and knows only the characters before its own
 * @throws {RangeError} when a number is not an integer from 0 to V − 1 or τ can't be used
 * @throws {TypeError} when `h` has the wrong length
 * @example
 * ```ts
 * import { zeroParameters } from "@lab/model";
 * import { predictions } from "@lab/sampling";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 4 });
 * assertEquals(predictions(parameters, [3, 0]), new Float64Array(8).fill(0.25));
 * ```
 */
export function predictions(
  parameters: ModelParameters,
  indices: ArrayLike<number>,
  options: NetworkOptions & { temperature?: number } = {},
): Float64Array {
  const { temperature = 1 } = options;
  const V = parameters.vocabularySize;
  checkIndices(indices, V, "indices");
  checkTemperature(temperature, "predict");
  const network = openNetwork(parameters, options);
  const logits = new Float64Array(V);
  const probs = new Float64Array(indices.length * V);
  for (let t = 0; t < indices.length; t++) {
    softmax(network.logits(logits), temperature, probs.subarray(t * V, (t + 1) * V));
    network.step(indices[t]);
  }
  return probs;
}
