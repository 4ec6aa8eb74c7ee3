/**
 * The report's claims about the deciding weights, decided on measured numbers.
 * @see the report's last section
 */
import type { Behaviour } from "./causes/behaviour.ts";
import { inputOf } from "./causes/measure.ts";
import { type CutResult, type OtherInputs, otherInputs } from "./causes/cuts.ts";
import type { SearchResult } from "./causes/search.ts";
import type { ContextInformationResult } from "./context/context.ts";
import { type InformationRank, rankInformation } from "./context/ranking.ts";
import type { MaskEffects } from "./masks/mask_effects.ts";
import {
  compareWithChance,
  type MaskComparison,
  type MaskSelectivity,
  maskSelectivity,
} from "./masks/mask_findings.ts";
import type { UnitStatisticsResult } from "./walk/statistics.ts";

/** Less information than this counts as little, in bits. */
export const LITTLE_BITS = 0.05;
/** A probability that falls by less than this counts as kept. */
export const LITTLE_FALL = 0.05;
/** A character is set apart where less than this share of the characters has less information. */
export const FEW = 0.1;
/** Characters with fewer contexts than this are not ranked by their information. */
export const ENOUGH_CONTEXTS = 50;

/** What the verdicts are drawn from. */
export interface VerdictEvidence {
  /** The behaviour that is asked about: P(targets) after one character. */
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

/** Whether the targets are likely after a character whatever came before. */
export interface WhateverCameBefore extends OtherInputs {
  /** What the context says about whether a target follows, in bits. */
  readonly bits: number;
  /**
   * Within this text where the bits are below {@link LITTLE_BITS}; anywhere where the probability
   * after another text has fallen by less than {@link LITTLE_FALL} as well.
   */
  readonly verdict: "anywhere" | "within this text" | "no";
}

/** One verdict for each of the report's claims, with the numbers that it follows from. */
export interface Verdicts {
  /** What is above the threshold decides. */
  readonly mask: MaskSelectivity;
  /** The weights between the masked units are the main ones. */
  readonly weights: MaskComparison;
  /** After the character, the targets are likely whatever came before. */
  readonly whatever: WhateverCameBefore;
  /** The state before has little effect: bits about which target follows. */
  readonly which: { readonly bits: number; readonly verdict: "little" | "more than a little" };
  /** This sets the character apart: few characters leave the context less to say. */
  readonly apart: InformationRank & { readonly verdict: "apart" | "not apart" };
  /** Which units carry it. */
  readonly units: SearchResult["best"] & { readonly verdict: "found" | "not found" };
}

function whateverCameBefore(inputs: OtherInputs, bits: number): WhateverCameBefore {
  const kept = inputs.otherText > inputs.full - LITTLE_FALL;
  const verdict = bits < LITTLE_BITS ? kept ? "anywhere" : "within this text" : "no";
  return { ...inputs, bits, verdict };
}

/** The character that the claims are about. */
function characterBefore(behaviour: Behaviour): string {
  const character = inputOf(behaviour);
  if (character !== undefined) return character;
  throw new RangeError(
    "Cannot decide the report's claims as 'behaviour' must be after one character: it is " +
      behaviour.label,
  );
}

/**
 * Decides the report's claims about a behaviour.
 * @param evidence the results of the analyses
 * @returns one verdict for each claim
 * @throws {RangeError} when the behaviour is not after one character, the information lacks that one, or
 * a cut is missing
 * @example
 * ```ts
 * import * as analysis from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = analysis.collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const masks = analysis.activationMasks(model, "a:");
 * const verdicts = analysis.decideVerdicts({
 *   behaviour,
 *   statistics: analysis.unitStatistics(model, "a: a: "),
 *   effects: analysis.measureMasks(model, masks, { characters: " " }),
 *   cuts: analysis.cutInputs(behaviour),
 *   information: analysis.contextInformation(model, "a: a: ", { targets: " " }),
 *   search: analysis.searchUnits(...analysis.splitOccurrences(behaviour)),
 * });
 * assertEquals([verdicts.mask.verdict, verdicts.whatever.verdict], ["leaves units out", "anywhere"]);
 * ```
 */
export function decideVerdicts(evidence: VerdictEvidence): Verdicts {
  const { behaviour, statistics, effects, cuts, information, search } = evidence;
  const rank = rankInformation(information, characterBefore(behaviour), ENOUGH_CONTEXTS);
  const { targetOrNot, whichTarget } = rank.own;
  const apart = rank.lower < FEW * rank.compared.length;
  return {
    mask: maskSelectivity(statistics),
    weights: compareWithChance(effects),
    whatever: whateverCameBefore(otherInputs(cuts), targetOrNot),
    which: {
      bits: whichTarget,
      verdict: whichTarget < LITTLE_BITS ? "little" : "more than a little",
    },
    apart: { ...rank, verdict: apart ? "apart" : "not apart" },
    units: { ...search.best, verdict: search.best.heldOutMet ? "found" : "not found" },
  };
}
