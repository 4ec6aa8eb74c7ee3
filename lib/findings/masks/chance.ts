/** The report's masks against chance: each alone beside random masks, and beside other prefixes' masks. */
import {
  type MaskMode,
  type MaskPart,
  type MaskSummary,
  type MaskTest,
  type ModeSummary,
  type PrefixOverlap,
  summariseMasks,
} from "@lab/analysis";
import { type Block, formatNumber, formatShare, type Prose, prose, table } from "@lab/figures";
import { quoted } from "@lab/text";
import { capital } from "../behaviour.ts";
import { intervalInWords } from "../intervals.ts";

const PARTS: Readonly<Record<MaskPart, string>> = {
  before: "units before",
  after: "units after",
  outputs: "outputs",
};
const MODES: Readonly<Record<MaskMode, string>> = {
  keep: "only these kept",
  remove: "these removed",
};

/** “units before, units after and outputs”: the masks with a verdict. */
export const partsWith = (summary: MaskSummary, verdict: MaskSummary["verdict"]): string =>
  new Intl.ListFormat("en-GB").format(
    (Object.keys(PARTS) as MaskPart[]).filter((part) => summary[part].verdict === verdict)
      .map((part) => PARTS[part]),
  );

/** Which of the three masks hold more of what decides than chance does. */
export const chanceInWords = (summary: MaskSummary): string =>
  Object.entries({
    "more than chance": partsWith(summary, "yes"),
    "not beyond chance at most steps, kept and removed": partsWith(summary, "no"),
    "not decided": partsWith(summary, "not decided"),
  }).filter(([, parts]) => parts !== "").map(([said, parts]) => `${said}: ${parts}`).join("; ");

/** “16 of 40 (26 to 55 %)”. */
const countInWords = ({ beyond, testable, beyondShare }: ModeSummary): string =>
  `${beyond} of ${testable} (${
    beyondShare.map((share) => (100 * share).toFixed(0)).join(" to ")
  } %)`;

/**
 * Each of the report's three masks alone, the others left whole, beside random masks of its size.
 * @param test the masks of several steps beside random masks
 * @returns a table with the finding as its title
 * @example
 * ```ts
 * import { activationMasks, testMasks } from "@lab/analysis";
 * import { maskTestTable } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 4, vocabularySize: 2 });
 * const model = { parameters, vocabulary: Vocabulary.of("a:") };
 * const steps = Array.from({ length: 9 }, () => activationMasks(model, "a:"));
 * const { text } = maskTestTable(testMasks(model, steps));
 * assertStringIncludes(text, "Not decided: units before, units after and outputs");
 * ```
 */
export function maskTestTable(test: MaskTest): Block {
  const summary = summariseMasks(test);
  const { steps, randomMasks, medianTogetherBits } = summary;
  const rows = (Object.keys(PARTS) as MaskPart[]).flatMap((part) =>
    (Object.keys(MODES) as MaskMode[]).map((mode) => {
      const of = summary[part][mode];
      const { klBits, randomKlBits, worse } = of;
      return [`${PARTS[part]}, ${MODES[mode]}`, klBits, randomKlBits, countInWords(of), worse];
    })
  );
  return table({
    title: capital(chanceInWords(summary)),
    caption: `${steps} steps, each mask alone and beside ${randomMasks} random ones of its size. ` +
      "KL: how far the distribution moves from the full network's, in the median; kept, a good mask " +
      "moves it little, removed, far. Beyond chance: at so many of the steps where there are enough " +
      "masks of its size (not nearly all or nothing), 5 % of the random ones or fewer do as well; masks " +
      "drawn by lot would be so at 5 % of the steps. The outputs' mask is chosen by the distribution " +
      "that it is tested on.",
    columns: [
      "what stays",
      { label: "KL", unit: "bits", digits: 4 },
      { label: "KL, random", unit: "bits", digits: 4 },
      "beyond chance at (interval)",
      "worse than chance at",
    ],
    rows: [...rows, ["all three at once, only these kept", medianTogetherBits, null, null, null]],
  });
}

/**
 * What the mask of the outputs does to the report's test, in two sentences.
 * @param test the masks of several steps
 * @returns the sentences
 * @example
 * ```ts
 * import { activationMasks, testMasks } from "@lab/analysis";
 * import { outputMaskProse } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 4, vocabularySize: 2 });
 * const model = { parameters, vocabulary: Vocabulary.of("a:") };
 * const test = testMasks(model, [activationMasks(model, "a:"), activationMasks(model, ":a")]);
 * assertStringIncludes(`${outputMaskProse(test)}`, "moves the distribution by 0.00 bits");
 * ```
 */
export function outputMaskProse(test: MaskTest): Prose {
  const { togetherBits, outputsBits, addedByUnits, cost } = summariseMasks(test);
  return prose(
    `Keeping all three masks at once moves the distribution by ${
      formatNumber(togetherBits, 2)
    } bits ` +
      `on average (the table has the median); keeping **all** units and only the masked outputs, by ` +
      `${formatNumber(outputsBits, 2)}. The units' masks add ${
        formatNumber(addedByUnits.mean, 2)
      } bits ` +
      `(${intervalInWords(addedByUnits.interval, 2)}): ` + {
      "the outputs": "what the three cost at once is the cost of the outputs" +
        (addedByUnits.interval[1] < 0
          ? ", of which the units' masks make up for some: it is no cost of the units."
          : ", and tells nothing of the units."),
      "the units too": "what the three cost at once is a cost of the units too.",
      "not decided": "whether the units' masks cost something is not decided.",
    }[cost],
  );
}

/**
 * How much of the masks after other prefixes is in the report's mask, and how much would be by chance.
 * @param overlap the masks of the prefixes beside the report's
 * @param prefix the text that the report's mask was built for
 * @returns a table with the finding as its title
 * @example
 * ```ts
 * import { overlapMasks } from "@lab/analysis";
 * import { overlapTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const mask = { units: [0, 1, 2] };
 * const overlap = overlapMasks(mask, [{ prefix: "b:", units: [0, 1, 3] }], [0, 1, 2, 3]);
 * assertStringIncludes(overlapTable(overlap, "a:").text, "0 of 1 prefixes' masks share more units");
 * ```
 */
export function overlapTable(overlap: readonly PrefixOverlap[], prefix: string): Block {
  const more = overlap.filter(({ verdict }) => verdict === "more than chance").length;
  const share = (part: number, of: number): string => of === 0 ? "–" : formatShare(part / of);
  return table({
    title: `${more} of ${overlap.length} prefixes' masks share more units with the mask of ` +
      `${quoted(prefix)} than chance would`,
    caption:
      "By chance: what two unrelated masks of these sizes share in the mean, ± one standard " +
      "deviation (hypergeometric); more or less than chance: where a lot does so in 2.5 % of the cases " +
      "at most.",
    columns: [
      "prefix",
      "units in its mask",
      "of these in that mask",
      "by chance",
      { label: "observed / expected", digits: 2 },
      "which is",
    ],
    rows: overlap.map((row) => [
      JSON.stringify(row.prefix),
      row.units,
      `${row.shared} (${share(row.shared, row.units)})`,
      `${row.expected.toFixed(1)} ± ${row.spread.toFixed(1)} (${share(row.expected, row.units)})`,
      row.ratio,
      row.verdict,
    ]),
  });
}
