/** The report's mask against chance. */
import {
  compareWithChance,
  type MaskComparison,
  type MaskEffects,
  type ModeComparison,
} from "@lab/analysis";
import { type Block, table } from "@lab/figures";
import { inWords } from "@lab/text";
import { capital } from "./behaviour.ts";

/** What the report's mask does better than how many random masks. */
export const chanceInWords = ({ keep, remove, randomMasks }: MaskComparison): string =>
  `kept, the mask stays closer to the network than ${keep.better} of ${randomMasks} random ` +
  `masks; removed, it does more harm than ${remove.better}`;

/**
 * The report's mask beside random masks of the same size.
 * @param effects what keeping and removing the masked weights does
 * @returns a table with the finding as its title
 * @example
 * ```ts
 * import { activationMasks, measureMasks } from "@lab/analysis";
 * import { maskEffectTable } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 4, vocabularySize: 2 });
 * const model = { parameters, vocabulary: Vocabulary.of("a:") };
 * const effects = measureMasks(model, activationMasks(model, "a:"), { characters: "a" });
 * assertStringIncludes(maskEffectTable(effects).text, "closer to the network than 0 of 20 random");
 * ```
 */
export function maskEffectTable(effects: MaskEffects): Block {
  const compared = compareWithChance(effects);
  const event = `P(${inWords(effects.report.keep.characters.map(({ character }) => character))})`;
  const sentence = chanceInWords(compared);
  const row = (what: string, mode: ModeComparison): (string | number)[] => [
    what,
    mode.klBits,
    mode.randomKlBits,
    mode.totalVariation,
    mode.probability,
    mode.randomProbability,
  ];
  return table({
    title: capital(sentence),
    caption:
      `Last step of “${effects.prefix}”; random masks have as many units, the same input and ` +
      `the same outputs. The full network has ${event} = ${compared.fullProbability.toFixed(3)}.`,
    columns: [
      "what runs",
      { label: "KL", unit: "bits", digits: 2 },
      { label: "KL, random (median)", unit: "bits", digits: 2 },
      { label: "total variation", digits: 3 },
      { label: event, digits: 3 },
      { label: "random (median)", digits: 3 },
    ],
    rows: [
      row("only the masked weights", compared.keep),
      row("all but the masked weights", compared.remove),
    ],
  });
}
