/**
 * What rounding does to a softmax that does not subtract the largest logit first. H: hidden units,
 * V: characters.
 *
 * Claim: the largest difference at any character of a text, in float64. What it leaves out: networks whose
 * logits reach 709.8, where `exp` is infinite and no probability is left.
 */
import { type EngineOption, openNetwork } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { softmax } from "@lab/numerics";
import { checkModel, checkPrefix } from "../checks.ts";

/** The two softmaxes over a text. */
export interface SoftmaxRounding {
  /** The largest size of a logit. */
  readonly largestLogit: number;
  /** The largest relative difference of a probability; NaN where the plain softmax overflows. */
  readonly largestError: number;
}

/** Softmax as the formula has it. */
function plainSoftmax(logits: Float64Array): Float64Array {
  const powers = logits.map(Math.exp);
  const sum = powers.reduce((total, each) => total + each, 0);
  return powers.map((each) => each / sum);
}

/**
 * Compares the softmax with and without the largest logit subtracted, after each character of a text.
 * @param model parameters and vocabulary
 * @param text at least one character
 * @param options who computes
 * @returns the largest logit and the largest relative difference of a probability
 * @throws {RangeError} when the text is empty or the vocabulary lacks one of its characters
 * @example
 * ```ts
 * import { softmaxRounding } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assert, assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * parameters.by.set([700, 699]);
 * assert(softmaxRounding(model, "ab").largestError < 1e-12);
 * parameters.by.set([710, 709]);
 * assertEquals(softmaxRounding(model, "ab"), { largestLogit: 710, largestError: NaN });
 * ```
 */
export function softmaxRounding(
  model: CharacterModel,
  text: string,
  options: EngineOption = {},
): SoftmaxRounding {
  checkModel(model, "compare softmaxes");
  const { parameters, vocabulary } = model;
  const indices = checkPrefix(text, vocabulary, "compare softmaxes");
  const network = openNetwork(parameters, options);
  const logits = new Float64Array(vocabulary.size);
  let [largestLogit, largestError] = [0, 0];
  for (const index of indices) {
    network.step(index);
    network.logits(logits);
    const [plain, right] = [plainSoftmax(logits), softmax(logits)];
    right.forEach((p, k) => {
      largestLogit = Math.max(largestLogit, Math.abs(logits[k]));
      // Both may be 0, far below the largest; NaN stays.
      largestError = Math.max(largestError, Math.abs(plain[k] - p) / (p || 1));
    });
  }
  return { largestLogit, largestError };
}
