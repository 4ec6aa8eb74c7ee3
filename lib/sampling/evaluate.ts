/** Scoring a model on a text. */
import { FastNetwork, type Kernels } from "@lab/engines";
import {
  checkIndices,
  checkState,
  type ModelParameters,
  nextHidden,
  outputLogits,
} from "@lab/model";
import { checkTemperature, logSumExp } from "@lab/numerics";

/** How well a model predicts a text. */
export interface Evaluation {
  /** How many characters were predicted: one fewer than the text has. */
  characters: number;
  /** Mean cross-entropy in nats per character. */
  natsPerChar: number;
  /** Mean cross-entropy in bits per character. */
  bitsPerChar: number;
  /** `[H]` the state after the last but one character. */
  h: Float64Array;
}

/**
 * The mean cross-entropy of a text: one pass from left to right, the state carried along.
 * @param parameters the network's parameters
 * @param indices `[N]` the numbers of the text's characters, N ≥ 2
 * @param options `h` `[H]`: the state before the text (zeros when left out); `temperature`: τ > 0;
 * `kernels`: computes on the fast engine, in float32, which is some tens of times as fast
 * @returns nats and bits per character
 * @throws {RangeError} when the text has fewer than two characters, a number is out of range or τ
 * can't be used
 * @throws {TypeError} when `h` has the wrong length
 * @example
 * ```ts
 * import { zeroParameters } from "@lab/model";
 * import { evaluate } from "@lab/sampling";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 4 });
 * assertAlmostEquals(evaluate(parameters, [0, 1, 2, 3]).bitsPerChar, 2, 1e-12);
 * ```
 */
export function evaluate(
  parameters: ModelParameters,
  indices: ArrayLike<number>,
  options: { h?: Float64Array; temperature?: number; kernels?: Kernels } = {},
): Evaluation {
  const { h: start = new Float64Array(parameters.hiddenSize), temperature = 1 } = options;
  if (indices.length < 2) {
    throw new RangeError(
      `Cannot evaluate as the text must have at least 2 characters: current length is ` +
        `${indices.length}`,
    );
  }
  checkTemperature(temperature, "evaluate");
  checkIndices(indices, parameters.vocabularySize, "indices");
  checkState(start, parameters.hiddenSize, "h");
  const characters = indices.length - 1;
  const { nats, h } = options.kernels === undefined
    ? score(parameters, indices, start, temperature)
    : fastScore(options.kernels, parameters, indices, start, temperature);
  const natsPerChar = nats / characters;
  return { characters, natsPerChar, bitsPerChar: natsPerChar / Math.LN2, h };
}

/** Nats summed over the text and the state after it, in float64. */
function score(
  parameters: ModelParameters,
  indices: ArrayLike<number>,
  start: Float64Array,
  temperature: number,
): { nats: number; h: Float64Array } {
  const logits = new Float64Array(parameters.vocabularySize);
  let h: Float64Array = start.slice();
  let spare: Float64Array = new Float64Array(parameters.hiddenSize);
  let nats = 0;
  for (let t = 0; t + 1 < indices.length; t++) {
    nextHidden(parameters, h, indices[t], spare);
    [h, spare] = [spare, h];
    outputLogits(parameters, h, logits);
    for (let k = 0; k < logits.length; k++) logits[k] /= temperature;
    nats += logSumExp(logits) - logits[indices[t + 1]];
  }
  return { nats, h };
}

/** The same on the fast engine, in float32. */
function fastScore(
  kernels: Kernels,
  parameters: ModelParameters,
  indices: ArrayLike<number>,
  start: Float64Array,
  temperature: number,
): { nats: number; h: Float64Array } {
  const network = new FastNetwork(kernels, parameters);
  network.h = start;
  return { nats: network.crossEntropy(indices, temperature), h: network.h };
}
