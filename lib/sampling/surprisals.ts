/** How surprising each character of a text is. H: hidden units, N: characters. */
import {
  checkIndices,
  checkState,
  type ModelParameters,
  nextHidden,
  outputLogits,
} from "@lab/model";
import { logSumExp } from "@lab/numerics";

/**
 * The surprisal of each character of a text that goes on from a state: −ln p, each predicted from the
 * state and the characters before it.
 * @param parameters the network's parameters
 * @param indices `[N]` the numbers of the text's characters
 * @param h `[H]` the state before the text, such as `encode` gives
 * @returns `[N]` in nats; the first depends on `h` alone
 * @throws {RangeError} when a number is not an integer from 0 to V − 1
 * @throws {TypeError} when `h` has the wrong length
 * @example
 * ```ts
 * import { zeroParameters } from "@lab/model";
 * import { surprisals } from "@lab/sampling";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 4 });
 * const nats = surprisals(parameters, [3, 0, 1], new Float64Array(2));
 * assertAlmostEquals(nats[2], Math.log(4), 1e-15);
 * ```
 */
export function surprisals(
  parameters: ModelParameters,
  indices: ArrayLike<number>,
  h: Float64Array,
): Float64Array {
  checkIndices(indices, parameters.vocabularySize, "indices");
  checkState(h, parameters.hiddenSize, "h");
  const nats = new Float64Array(indices.length);
  const logits = new Float64Array(parameters.vocabularySize);
  let state: Float64Array = h.slice();
  let spare: Float64Array = new Float64Array(h.length);
  for (let t = 0; t < indices.length; t++) {
    outputLogits(parameters, state, logits);
    nats[t] = logSumExp(logits) - logits[indices[t]];
    nextHidden(parameters, state, indices[t], spare);
    [state, spare] = [spare, state];
  }
  return nats;
}
