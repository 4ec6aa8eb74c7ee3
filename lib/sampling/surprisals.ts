/** How surprising each character of a text is. H: hidden units, N: characters. */
import { type Network, type NetworkOptions, openNetwork } from "@lab/engines";
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
  return networkSurprisals(openNetwork(parameters, options), indices, temperature);
}

/**
 * The same of a network that is open, which goes on from its state and reads all of the text.
 * @param network the network
 * @param indices `[N]` the numbers of the text's characters, 0 … V − 1; not checked here
 * @param temperature τ > 0
 * @returns `[N]` in nats
 * @example
 * ```ts
 * import { openNetwork } from "@lab/engines";
 * import { zeroParameters } from "@lab/model";
 * import { networkSurprisals } from "@lab/sampling";
 * import { assertAlmostEquals } from "@std/assert";
 * const network = openNetwork(zeroParameters({ hiddenSize: 2, vocabularySize: 4 }));
 * assertAlmostEquals(networkSurprisals(network, [3, 0, 1])[2], Math.log(4), 1e-15);
 * ```
 */
export function networkSurprisals(
  network: Network,
  indices: ArrayLike<number>,
  temperature = 1,
): Float64Array {
  const nats = new Float64Array(indices.length);
  let logits: Float64Array | undefined;
  for (let t = 0; t < indices.length; t++) {
    logits = network.logits(logits);
    for (let k = 0; k < logits.length; k++) logits[k] /= temperature;
    nats[t] = logSumExp(logits) - logits[indices[t]];
    network.step(indices[t]);
  }
  return nats;
}
