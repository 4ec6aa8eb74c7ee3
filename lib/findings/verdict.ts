/** The report's claims about the deciding weights, each beside what was measured. */
import {
  type Behaviour,
  decideVerdicts,
  ENOUGH_CONTEXTS,
  type VerdictEvidence,
  type Verdicts,
} from "@lab/analysis";
import { type Block, formatShare, table } from "@lab/figures";
import { characterName, inWords } from "@lab/text";
import { capital } from "./behaviour.ts";
import { chanceInWords } from "./chance.ts";

type Row = [claim: string, measured: string, verdict: string];

const maskRows = ({ mask, weights }: Verdicts, threshold: number): Row[] => [
  [
    `What is above ${threshold} decides`,
    `${formatShare(mask.inMask)} of the units are above it at a time, over the whole text`,
    {
      "holds nearly all": "no: nearly everything is",
      "leaves units out": "possible: the mask leaves units out",
    }[mask.verdict],
  ],
  [
    "The weights between them are the main ones",
    chanceInWords(weights),
    {
      "beyond chance": "yes, beyond chance",
      "as chance": "not shown: chance does about as well",
    }[weights.verdict],
  ],
];

const contextRows = (
  { whatever, which, apart }: Verdicts,
  { label, targets }: Behaviour,
): Row[] => [
  [
    `${capital(label)}, ${inWords(targets)} is likely whatever came before`,
    `P = ${whatever.full.toFixed(3)}, after another text ${whatever.otherText.toFixed(3)}; over ` +
    `the text, the context says ${whatever.bits.toFixed(3)} bits about it`,
    {
      "anywhere": "yes",
      "within this text": "within this text; after just any text, less so",
      "no": "not in this model",
    }[whatever.verdict],
  ],
  [
    "So the state before has little effect",
    `it says ${which.bits.toFixed(3)} bits about which of them follows`,
    { "little": "yes", "more than a little": "true of whether, not of which" }[which.verdict],
  ],
  [
    `This sets ${characterName(apart.own.character)} apart`,
    `the context says less after ${apart.lower} of the ${apart.compared.length} characters with ` +
    `${ENOUGH_CONTEXTS} contexts or more`,
    { "apart": "yes", "not apart": "no: after others it matters less" }[apart.verdict],
  ],
];

function unitRow({ verdict, size, units, heldOut }: Verdicts["units"], hiddenSize: number): Row {
  const { kept, removed, resampled } = heldOut;
  const set = size <= 10 ? `units ${units.join(", ")}` : `a set of ${size} units`;
  return [
    "Which units carry it? (the report does not ask)",
    `${set}: kept alone P = ${kept.toFixed(3)}, silenced ${removed.toFixed(3)}, with values from ` +
    `elsewhere ${resampled.toFixed(3)}, where the search did not look`,
    {
      "found": `${size} of ${hiddenSize} units do`,
      "not found": `no set of up to ${size} units found`,
    }[verdict],
  ];
}

/**
 * The report's claims about the weights that decide, each with what was measured and what follows.
 * @param evidence the results of the analyses
 * @returns a table; every verdict follows from the numbers beside it
 * @see the report's last section
 * @example
 * ```ts
 * import * as analysis from "@lab/analysis";
 * import { verdictTable } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = analysis.collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const masks = analysis.activationMasks(model, "a:");
 * const verdicts = verdictTable({
 *   behaviour,
 *   statistics: analysis.unitStatistics(model, "a: a: "),
 *   effects: analysis.measureMasks(model, masks, { characters: " " }),
 *   cuts: analysis.cutInputs(behaviour),
 *   information: analysis.contextInformation(model, "a: a: ", { targets: " " }),
 *   search: analysis.searchUnits(...analysis.splitOccurrences(behaviour)),
 * });
 * assertStringIncludes(verdicts.text, "possible: the mask leaves units out");
 * ```
 */
export function verdictTable(evidence: VerdictEvidence): Block {
  const { behaviour, statistics } = evidence;
  const verdicts = decideVerdicts(evidence);
  return table({
    title: "The report's claims, and this model's numbers",
    columns: ["claim", "measured here", "verdict"],
    rows: [
      ...maskRows(verdicts, statistics.threshold),
      ...contextRows(verdicts, behaviour),
      unitRow(verdicts.units, behaviour.mean.length),
    ],
  });
}
