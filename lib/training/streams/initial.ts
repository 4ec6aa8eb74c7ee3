/** The weights before training on streams. H: hidden units, V: characters, N: characters of the text. */
import { type ModelParameters, type StreamSettings, zeroParameters } from "@lab/model";
import { Random, randomOrthogonal } from "@lab/numerics";

/**
 * Weights for training on streams: Wxh drawn evenly from ± `inputScale`, Whh `recurrentScale` times a
 * random orthogonal matrix, Why drawn evenly from ± 1/√H, bh zero, by the logarithm of how often each
 * character occurs, so that the first loss is the unigrams'.
 * @param indices `[N]` the numbers of the text's characters
 * @param vocabularySize V
 * @param settings H, the two scales and the seed
 * @returns new parameters
 * @see A. M. Saxe and others, ICLR (2014), for the orthogonal matrix; A. Karpathy, "A recipe for
 * training neural networks" (2019), for the last bias
 * @example
 * ```ts
 * import { initialStreamParameters, STREAM_RECIPES } from "@lab/training";
 * import { assertAlmostEquals } from "@std/assert";
 * const settings = { ...STREAM_RECIPES.quick, hiddenSize: 5 };
 * const { Whh, by } = initialStreamParameters(Int32Array.of(0, 1, 1, 1), 2, settings);
 * assertAlmostEquals(Math.hypot(...Whh.subarray(0, 5)), 0.9, 1e-12);
 * assertAlmostEquals(by[1] - by[0], Math.log(4 / 2), 1e-12); // each counted once more
 * ```
 */
export function initialStreamParameters(
  indices: ArrayLike<number>,
  vocabularySize: number,
  settings: Pick<StreamSettings, "hiddenSize" | "inputScale" | "recurrentScale" | "seed">,
): ModelParameters {
  const { hiddenSize, inputScale, recurrentScale, seed } = settings;
  const random = new Random(seed);
  const parameters = zeroParameters({ hiddenSize, vocabularySize });
  const evenly = (weights: Float64Array, scale: number): void => {
    for (let i = 0; i < weights.length; i++) weights[i] = (2 * random.uniform() - 1) * scale;
  };
  evenly(parameters.Wxh, inputScale);
  parameters.Whh.set(randomOrthogonal(hiddenSize, random).map((w) => w * recurrentScale));
  evenly(parameters.Why, 1 / Math.sqrt(hiddenSize));
  parameters.by.fill(1);
  for (let n = 0; n < indices.length; n++) parameters.by[indices[n]]++;
  const total = indices.length + vocabularySize;
  for (let k = 0; k < vocabularySize; k++) parameters.by[k] = Math.log(parameters.by[k] / total);
  return parameters;
}
