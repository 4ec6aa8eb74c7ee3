/** The report's claims about the deciding weights, each beside what was measured. */
import type {
  Behaviour,
  ContextInformationResult,
  CutResult,
  MaskEffects,
  SearchResult,
  UnitStatisticsResult,
} from "@lab/analysis";
import { type Block, formatShare, table } from "@lab/figures";
import { characterName, inWords } from "@lab/text";

/** What the verdicts are drawn from. */
export interface VerdictEvidence {
  /** The behaviour that is asked about. */
  readonly behaviour: Behaviour;
  /** How often units are in the mask. */
  readonly statistics: UnitStatisticsResult;
  /** The report's mask beside random ones. */
  readonly effects: MaskEffects;
  /** The step with either input cut. */
  readonly cuts: readonly CutResult[];
  /** What the context is worth after each character. */
  readonly information: ContextInformationResult;
  /** The set of units found for both purposes. */
  readonly search: SearchResult;
}

/** A mask that holds more than this of all units at a time tells nothing apart. */
const NEARLY_ALL = 0.8;
/** Less information than this counts as little, in bits. */
const LITTLE_BITS = 0.05;
/** A probability that falls by less than this counts as kept. */
const LITTLE = 0.05;

type Row = [claim: string, measured: string, verdict: string];

function maskRows({ statistics, effects }: VerdictEvidence): Row[] {
  const { keep, remove } = effects.report;
  const closer = effects.random.keep.filter((mask) => mask.klBits > keep.klBits).length;
  const worse = effects.random.remove.filter((mask) => mask.klBits < remove.klBits).length;
  const n = effects.random.keep.length;
  return [
    [
      `What is above ${statistics.threshold} decides`,
      `${formatShare(statistics.inMask)} of the units are above it at a time, over the whole text`,
      statistics.inMask > NEARLY_ALL
        ? "no: nearly everything is"
        : "possible: the mask leaves units out",
    ],
    [
      "The weights between them are the main ones",
      `kept, the mask stays closer to the network than ${closer} of ${n} random masks; removed, it ` +
      `does more harm than ${worse}`,
      Math.min(closer, worse) >= 0.95 * n
        ? "yes, beyond chance"
        : "not shown: chance does about as well",
    ],
  ];
}

function contextRows({ behaviour, cuts, information }: VerdictEvidence): Row[] {
  const { after, targets } = behaviour;
  const full = cuts.find((row) => row.cut === "nothing")?.probability ?? NaN;
  const elsewhere = cuts.find((row) => row.cut === "Whh" && row.by === "resample")?.probability ??
    NaN;
  const own = information.characters.find(({ character }) => character === after);
  if (own === undefined) return [];
  const often = information.characters.filter((entry) => entry.contexts >= 50);
  const lower = often.filter((entry) => entry.bits < own.bits).length;
  return [
    [
      `After ${characterName(after)}, ${inWords(targets)} is likely whatever came before`,
      `P = ${full.toFixed(3)}, after another text ${
        elsewhere.toFixed(3)
      }; over the text, the context ` +
      `says ${own.targetOrNot.toFixed(3)} bits about it`,
      elsewhere > full - LITTLE && own.targetOrNot < LITTLE_BITS
        ? "yes"
        : own.targetOrNot < LITTLE_BITS
        ? "within this text; after just any text, less so"
        : "not in this model",
    ],
    [
      "So the state before has little effect",
      `it says ${own.whichTarget.toFixed(3)} bits about which of them follows`,
      own.whichTarget < LITTLE_BITS ? "yes" : "true of whether, not of which",
    ],
    [
      `This sets ${characterName(after)} apart`,
      `the context says less after ${lower} of the ${often.length} characters with 50 contexts or more`,
      lower < 0.1 * often.length ? "yes" : "no: after others it matters less",
    ],
  ];
}

function searchRow({ behaviour, search }: VerdictEvidence): Row {
  const { best } = search;
  const { kept, removed, resampled } = best.heldOut;
  const H = behaviour.mean.length;
  const units = best.size <= 10 ? `units ${best.units.join(", ")}` : `a set of ${best.size} units`;
  return [
    "Which units carry it? (the report does not ask)",
    `${units}: kept alone P = ${kept.toFixed(3)}, silenced ${
      removed.toFixed(3)
    }, with values from ` +
    `elsewhere ${resampled.toFixed(3)}, where the search did not look`,
    best.heldOutMet ? `${best.size} of ${H} units do` : `no set of up to ${best.size} units found`,
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
  return table({
    title: "The report's claims, and this model's numbers",
    columns: ["claim", "measured here", "verdict"],
    rows: [...maskRows(evidence), ...contextRows(evidence), searchRow(evidence)],
  });
}
