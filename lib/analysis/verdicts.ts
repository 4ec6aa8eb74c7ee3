/**
 * The report's claims about what a character does whatever stood before it, decided on measured numbers. A verdict holds for the
 * whole interval of its number, else it is "not decided"; it says whether the number was observed in the
 * text or brought about.
 * @see the report's last section
 */
import type { Interval } from "@lab/numerics";
import type { ContextInformationResult } from "./context/context.ts";
import {
  type Apart,
  decideApart,
  frequentCharacters,
  type InformationRank,
  rankInformation,
  type SaysAndKnows,
  saysAndKnows,
} from "./context/ranking.ts";

/** Less information than this counts as little, in bits. */
export const LITTLE_BITS = 0.05;
/** A probability that falls by less than this counts as kept. */
export const LITTLE_FALL = 0.05;

/** What the verdicts are drawn from. */
export interface ContextEvidence {
  /** The character that the claims are about. */
  readonly character: string;
  /** What the context is worth after each character, in the contexts that the text gives it. */
  readonly observed: ContextInformationResult;
  /** What it is worth where each character is fed to the same states. */
  readonly fed: ContextInformationResult;
}

/** A number, its interval, and on which side of a limit all of that is. */
export interface Decided<Below extends string, Above extends string> {
  /** The number. */
  readonly value: number;
  /** The interval of 95 % around the number. */
  readonly interval: Interval;
  /** Not decided where the interval has the limit in it. */
  readonly verdict: Below | Above | "not decided";
}

/** Whether the targets are likely after the character whatever came before. */
export interface WhateverCameBefore {
  /** P(targets) in the contexts of the text. */
  readonly inText: Decided<"unlikely", "likely">;
  /** What these contexts say about whether a target follows, in bits. */
  readonly bits: Decided<"little", "more than a little">;
  /** By how much P(targets) is lower where the character is fed to states from anywhere. */
  readonly fall: Decided<"kept", "falls">;
  /**
   * Within this text where the targets are likely and the bits below {@link LITTLE_BITS}; anywhere where
   * P(targets) falls by less than {@link LITTLE_FALL} as well.
   */
  readonly verdict: "anywhere" | "within this text" | "no" | "not decided";
}

/** One verdict from what was observed, and one from what was brought about. */
export interface TwoQuestions<Answer> {
  /** In the contexts that the text gives the character. */
  readonly observed: Answer;
  /** Where it is fed to the same states as all others. */
  readonly fed: Answer;
}

/** One verdict for each of the report's claims about a character and what stands before it. */
export interface ContextVerdicts {
  /** After the character, the targets are likely whatever came before. */
  readonly whatever: WhateverCameBefore;
  /** The state before has little effect: bits about which target follows. */
  readonly which: TwoQuestions<Decided<"little", "more than a little">>;
  /** What the network says of the context beside what it knows; undefined where nothing follows. */
  readonly knows: SaysAndKnows | undefined;
  /** This sets the character apart: few characters leave the context less to say. */
  readonly apart: TwoQuestions<Apart>;
}

/**
 * On which side of a limit a whole interval is.
 * @param value the number
 * @param interval its interval
 * @param limit a number at the limit counts as above
 * @param sides what to say below and above
 * @returns the number with the side that all of the interval is on, if it is on one
 * @example
 * ```ts
 * import { decide } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const bits = (low: number, high: number) => decide(0, [low, high], 0.05, ["little", "much"]).verdict;
 * assertEquals([bits(0, 0.04), bits(0.05, 1), bits(0.04, 0.06)], ["little", "much", "not decided"]);
 * ```
 */
export function decide<Below extends string, Above extends string>(
  value: number,
  interval: Interval,
  limit: number,
  sides: readonly [Below, Above],
): Decided<Below, Above> {
  const [below, above] = sides;
  const [low, high] = interval;
  return { value, interval, verdict: high < limit ? below : low >= limit ? above : "not decided" };
}

const amountOfBits = (
  { own }: InformationRank,
  part: "targetOrNot" | "whichTarget",
): Decided<"little", "more than a little"> =>
  decide(own[part], own.intervals[part], LITTLE_BITS, ["little", "more than a little"]);

/**
 * Whether the targets are likely after a character whatever came before.
 * @param observed the character's information in the contexts of the text
 * @param fed the same in states from anywhere
 * @returns P(targets), the bits about it, the fall of P, and the verdict
 * @example
 * ```ts
 * import { type InformationRank, whateverCameBefore } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const rank = (p: number, bits: number) => ({
 *   own: {
 *     ...{ targetProbability: p, targetOrNot: bits },
 *     intervals: { targetProbability: [p - 0.01, p + 0.01], targetOrNot: [bits, bits] },
 *   },
 * } as unknown as InformationRank);
 * assertEquals(whateverCameBefore(rank(0.98, 0.01), rank(0.97, 0.1)).verdict, "anywhere");
 * assertEquals(whateverCameBefore(rank(0.98, 0.01), rank(0.8, 0.1)).verdict, "within this text");
 * ```
 */
export function whateverCameBefore(
  observed: InformationRank,
  fed: InformationRank,
): WhateverCameBefore {
  const [here, there] = [observed, fed].map(({ own }) => own.targetProbability);
  const [inHere, inThere] = [observed, fed].map(({ own }) => own.intervals.targetProbability);
  const inText = decide(here, inHere, 0.5, ["unlikely", "likely"]);
  const bits = amountOfBits(observed, "targetOrNot");
  const widest = [inHere[0] - inThere[1], inHere[1] - inThere[0]] as const;
  const fall = decide(here - there, widest, LITTLE_FALL, ["kept", "falls"]);
  const no = inText.verdict === "unlikely" || bits.verdict === "more than a little";
  const open = [inText, bits, fall].some(({ verdict }) => verdict === "not decided");
  const where = fall.verdict === "kept" ? "anywhere" : "within this text";
  return { inText, bits, fall, verdict: no ? "no" : open ? "not decided" : where };
}

/**
 * Decides the report's claims about a character and what stands before it.
 * @param evidence what the context is worth, observed and brought about
 * @returns one verdict for each claim
 * @throws {RangeError} when the character was not read
 * @example
 * ```ts
 * import * as analysis from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const { pool } = analysis.collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const { whatever } = analysis.decideContext({
 *   character: ":",
 *   observed: analysis.contextInformation(model, "a: a: ", { targets: " " }),
 *   fed: analysis.contextInformationAfter(model, pool, { targets: " " }),
 * });
 * assertEquals(whatever.verdict, "not decided"); // after two colons nothing can be
 * ```
 */
export function decideContext(evidence: ContextEvidence): ContextVerdicts {
  const { character } = evidence;
  const among = frequentCharacters(evidence.observed);
  const observed = rankInformation(evidence.observed, character, { among });
  const fed = rankInformation(evidence.fed, character, { among });
  return {
    whatever: whateverCameBefore(observed, fed),
    which: {
      observed: amountOfBits(observed, "whichTarget"),
      fed: amountOfBits(fed, "whichTarget"),
    },
    knows: saysAndKnows(observed.own),
    apart: { observed: decideApart(observed), fed: decideApart(fed) },
  };
}
