/** Results made by hand, for the tests of what is decided on them. */
import {
  ContextInformation,
  type ContextInformationResult,
  type MaskedPart,
  type MaskPart,
  type MaskTest,
} from "@lab/analysis";
import { zeroParameters } from "@lab/model";
import { Vocabulary } from "@lab/text";

/** A part kept or removed at steps of which so many are beyond and worse than chance. */
export const maskedParts = (n: number, beyond: number, worse = 0): MaskedPart[] =>
  Array.from({ length: n }, (_, k) => ({
    ...{ size: 3, of: 7, klBits: k, randomKlBits: 10 * k },
    chanceAsGood: k < beyond ? 0.05 : 0.055,
    chanceAsBad: k >= n - worse ? 0.05 : 0.055,
  }));

/** Tests of n steps; of each part, at how many it is beyond chance when kept and when removed. */
export const maskTestWith = (
  n: number,
  beyond: Partial<Record<MaskPart, readonly [keep: number, remove: number]>>,
  togetherBits: (k: number) => number = (k) => k,
): MaskTest => {
  const modes = (part: MaskPart) => {
    const [keep, remove] = beyond[part] ?? [n, n];
    return { keep: maskedParts(n, keep), remove: maskedParts(n, remove) };
  };
  const parts = { before: modes("before"), after: modes("after"), outputs: modes("outputs") };
  const at = (part: MaskPart, k: number) => ({
    keep: parts[part].keep[k],
    remove: parts[part].remove[k],
  });
  return {
    randomMasks: 199,
    steps: Array.from({ length: n }, (_, k) => ({
      ...{ prefix: `${k}`, togetherBits: togetherBits(k) },
      ...{ before: at("before", k), after: at("after", k), outputs: at("outputs", k) },
    })),
  };
};

/** Contexts after “a”, “b” and “:” of two characters; each context gives a probability of the first. */
export function informationOf(
  contexts: Readonly<Record<string, readonly number[]>>,
  targets = Object.keys(contexts)[0],
): ContextInformationResult {
  const characters = Object.keys(contexts);
  const vocabulary = new Vocabulary(characters);
  const V = vocabulary.size;
  const model = { vocabulary, parameters: zeroParameters({ hiddenSize: 1, vocabularySize: V }) };
  const information = new ContextInformation(model, { targets });
  for (let row = 0; row < contexts[characters[0]].length; row++) {
    const probs = new Float64Array(V * V);
    for (const character of characters) {
      const k = vocabulary.indexOf(character);
      const p = contexts[character][row];
      probs.set([p, 1 - p], k * V);
    }
    information.add(probs);
  }
  return information.result();
}

/** Every other context on one side of a half, by so much. */
export const swinging = (by: number, contexts = 60): number[] =>
  Array.from({ length: contexts }, (_, k) => 0.5 + (k % 2 === 0 ? by : -by));
