/** How surprising each character of a text is. H: hidden units, N: characters. */
import { type NetworkOptions, openNetwork } from "@lab/engines";
import { checkIndices, type ModelParameters } from "@lab/model";
import { checkTemperature, logSumExp } from "@lab/numerics";

/**
 * The surprisal of each character of a text: −ln p, each predicted from the characters before it and the
 * state before the text.
 * @param parameters the network's parameters
 * @param indices `[N]` the numbers of the text's characters
 * @param options the state before the text, such as `encode` gives, who computes, and `temperature`: τ > 0;
 * 1 when left out
 * @returns `[N]` in nats; the first depends on the state before the text alone
 * @throws {RangeError} when a number is not an integer from 0 to V − 1 or τ can't be used
 * @throws {TypeError} when `h` has the wrong length
 * @example
 * ```ts
 * import { zeroParameters } from "@lab/model";
 * import { surprisals } from "@lab/sampling";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 4 });
 * const nats = surprisals(parameters, [3, 0, 1]);
 * assertAlmostEquals(nats[2], Math.log(4), 1e-15);
 * ```
 */
export function surprisals(
  parameters: ModelParameters,
  indices: ArrayLike<number>,
  options: NetworkOptions & { temperature?: number } = {},
): Float64Array {
  const { temperature = 1 } = options;
  checkIndices(indices, parameters.vocabularySize, "indices");
  checkTemperature(temperature, "score");
  const network = openNetwork(parameters, options);
  const nats = new Float64Array(indices.length);
  const logits = new Float64Array(parameters.vocabularySize);
  for (let t = 0; t < indices.length; t++) {
    network.logits(logits);
    for (let k = 0; k < logits.length; k++) logits[k] /= temperature;
    nats[t] = logSumExp(logits) - logits[indices[t]];
    network.step(indices[t]);
  }
  return nats;
}
