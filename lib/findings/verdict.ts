/** The report's claims about the deciding weights, each beside what was measured. */
import {
  type Apart,
  type ContextEvidence,
  type ContextVerdicts,
  decideContext,
  type Decided,
  LITTLE_BITS,
  maskSelectivity,
  type MaskTest,
  type SearchResult,
  summariseMasks,
  type UnitStatisticsResult,
} from "@lab/analysis";
import { type Block, formatNumber, formatShare, table } from "@lab/figures";
import { characterName, inWords } from "@lab/text";
import { knownInWords, lowerInWords } from "./context/information.ts";
import { intervalInWords } from "./intervals.ts";
import { chanceInWords, partsWith } from "./masks/chance.ts";
import { foundInWords, shareInWords } from "./sets/search.ts";

/** How a number was come by: looked at in the text, or brought about. */
type Asked = "observation" | "intervention";
type Row = [claim: string, asked: Asked, measured: string, verdict: string];

const withInterval = ({ value, interval }: Decided<string, string>): string =>
  `${formatNumber(value, 3)} (${intervalInWords(interval, 3)})`;

function selectivityRow(statistics: UnitStatisticsResult): Row {
  const { inMask, verdict } = maskSelectivity(statistics);
  return [
    `What is above ${statistics.threshold} decides`,
    "observation",
    `${formatShare(inMask)} of the units are above it at a time, over the whole text`,
    {
      "holds nearly all": "no: nearly everything is",
      "leaves units out": "possible: the mask leaves units out",
    }[verdict],
  ];
}

function weightsRow(masks: MaskTest): Row {
  const weights = summariseMasks(masks);
  return [
    "The weights between them are the main ones",
    "intervention",
    `${weights.steps} steps, beside ${weights.randomMasks} random masks each; ${
      chanceInWords(weights)
    }`,
    {
      "yes": "beyond chance",
      "no": `not the ${
        partsWith(weights, "no")
      }: not beyond chance at most steps, kept and removed`,
      "not decided": "not decided",
    }[weights.verdict],
  ];
}

/** The interval of a difference taken the other way round. */
const flipped = (
  { interval: [low, high] }: Decided<string, string>,
): [number, number] => [-high, -low];

function whateverRow({ whatever }: ContextVerdicts, name: string, targets: readonly string[]): Row {
  const { inText, bits, fall, verdict } = whatever;
  return [
    `After ${name}, ${inWords(targets)} is likely whatever came before`,
    "intervention",
    `P = ${withInterval(inText)} in the text, where the context says ${
      withInterval(bits)
    } bits about ` +
    `it; in states from anywhere, P is ${
      fall.value < -5e-4
        ? `higher by ${withInterval({ ...fall, value: -fall.value, interval: flipped(fall) })}`
        : `lower by ${withInterval(fall)}`
    }`,
    {
      "anywhere": "yes",
      "within this text": "within this text; after just any text, less so",
      "no": "not in this model",
      "not decided": "not decided",
    }[verdict],
  ];
}

const effectInWords = ({ verdict }: ContextVerdicts["which"]["fed"]): string => ({
  "little": `yes: less than ${LITTLE_BITS} bits`,
  "more than a little": "not on which of them follows",
  "not decided": "not decided",
}[verdict]);

const apartInWords = ({ verdict }: Apart): string => ({
  "apart": "yes",
  "not apart": "no: after others it matters less",
  "not decided": "not decided",
}[verdict]);

function contextRows({ which, apart }: ContextVerdicts, name: string): Row[] {
  const knows = apart.observed.own.knows === undefined
    ? ""
    : `, and knows ${knownInWords(apart.observed.own, "whichTarget")}`;
  return [
    [
      "So the state before has little effect",
      "intervention",
      `fed to states from anywhere, it says ${
        withInterval(which.fed)
      } bits about which of them follows`,
      effectInWords(which.fed),
    ],
    [
      "The same, in the contexts of the text",
      "observation",
      `it says ${withInterval(which.observed)} bits about it${knows}`,
      effectInWords(which.observed),
    ],
    [
      `This sets ${name} apart`,
      "intervention",
      `fed to the same states, the context says less after ${lowerInWords(apart.fed)}`,
      apartInWords(apart.fed),
    ],
    [
      "The same, in the contexts of the text",
      "observation",
      `the context says less after ${lowerInWords(apart.observed)}`,
      apartInWords(apart.observed),
    ],
  ];
}

function unitRow(search: SearchResult, hiddenSize: number): Row {
  const claim = "Which units carry it? (the report does not ask)";
  const verdict = foundInWords(search, hiddenSize);
  if (search.best === undefined) return [claim, "intervention", "–", verdict];
  const { size, units, heldOut: { kept, removed } } = search.best;
  const set = size <= 10 ? `units ${units.join(", ")}` : `a set of ${size} units`;
  const [keptWords, leftWords] = [kept, removed].map((by) =>
    `${shareInWords(by.mean)} (mean) and ${shareInWords(by.resample)} (resampled)`
  );
  return [
    claim,
    "intervention",
    `${set}: kept alone they keep ${keptWords} of it, silenced they leave ${leftWords}, where the ` +
    `search did not look`,
    verdict,
  ];
}

const claimsTable = (title: string, rows: Row[]): Block =>
  table({
    title,
    caption:
      "Observation: what the text shows. Intervention: what happens when something is changed. " +
      "In brackets: intervals of 95 %; a verdict holds for all of its interval.",
    columns: ["claim", "asked by", "measured here", "verdict"],
    rows,
  });

/** What the verdict on the mask is drawn from. */
export interface MaskEvidence {
  /** How often units are in the mask. */
  readonly statistics: UnitStatisticsResult;
  /** The report's masks at several steps beside random ones. */
  readonly masks: MaskTest;
  /** The set of units found for both purposes. */
  readonly search: SearchResult;
}

/**
 * The report's claims about its mask, and the units that were found instead.
 * @param evidence the results of the analyses
 * @returns a table; every verdict follows from the numbers beside it
 * @see the report's last section
 * @example
 * ```ts
 * import * as analysis from "@lab/analysis";
 * import { maskVerdictTable } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = analysis.collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const verdicts = maskVerdictTable({
 *   statistics: analysis.unitStatistics(model, "a: a: "),
 *   masks: analysis.testMasks(model, analysis.masksAt(behaviour)),
 *   search: await analysis.searchUnits(...analysis.splitOccurrences(behaviour)),
 * });
 * assertStringIncludes(verdicts.text, "possible: the mask leaves units out");
 * ```
 */
export function maskVerdictTable({ statistics, masks, search }: MaskEvidence): Block {
  return claimsTable("The report's claims on its mask, and this model's numbers", [
    selectivityRow(statistics),
    weightsRow(masks),
    unitRow(search, statistics.units.length),
  ]);
}

/**
 * The report's claims about a character and what stands before it.
 * @param evidence what the context is worth, observed and brought about
 * @returns a table; every verdict follows from the numbers beside it
 * @throws {RangeError} when the character was not read
 * @see the report's last section
 * @example
 * ```ts
 * import * as analysis from "@lab/analysis";
 * import { contextVerdictTable } from "@lab/findings";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const { pool } = analysis.collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const verdicts = contextVerdictTable({
 *   character: ":",
 *   observed: analysis.contextInformation(model, "a: a: ", { targets: " " }),
 *   fed: analysis.contextInformationAfter(model, pool, { targets: " " }),
 * });
 * assertStringIncludes(verdicts.text, "not decided");
 * ```
 */
export function contextVerdictTable(evidence: ContextEvidence): Block {
  const verdicts = decideContext(evidence);
  const name = characterName(evidence.character);
  return claimsTable("The report's claims on what came before, and this model's numbers", [
    whateverRow(verdicts, name, evidence.observed.targets),
    ...contextRows(verdicts, name),
  ]);
}
