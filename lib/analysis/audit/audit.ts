/**
 * The report's claims, each beside what was measured. A verdict is the interval's: a claim holds where all
 * of the interval makes it true, it does not where none of it does, and else it is not decided.
 */
import type { Interval, RankSum } from "@lab/numerics";
import type { OtherInputs } from "../causes/cuts.ts";
import type { Apart } from "../context/ranking.ts";
import type { MaskSummary } from "../masks/mask_findings.ts";
import { type Claim, type ClaimId, claimsOf } from "./claims.ts";
import { REPORTED, type Reported } from "./reported.ts";

/** A number and its interval of 95 %; both ends are the number where nothing is left to chance. */
export interface Measured {
  /** The number. */
  readonly value: number;
  /** The interval. */
  readonly interval: Interval;
}

/** What was measured, by claim. */
export type Measurements = { [id in ClaimId]?: Measured };

/** What the interval says of a claim. */
export type ClaimVerdict = "holds" | "does not hold" | "not decided" | "not tested";

/** A claim, what was measured, and the verdict. */
export interface AuditedClaim extends Claim {
  /** Which claim. */
  readonly id: ClaimId;
  /** What was measured; undefined where it was not tested. */
  readonly measured: Measured | undefined;
  /** What that says. */
  readonly verdict: ClaimVerdict;
}

/**
 * What an interval says of a claim.
 * @param holds the lowest and the highest number with which the claim is true
 * @param measured the number and its interval; undefined where it was not tested
 * @returns the verdict
 * @example
 * ```ts
 * import { exactly, judgeClaim } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(judgeClaim([62, 62], exactly(62)), "holds");
 * assertEquals(judgeClaim([0, 1], { value: 2, interval: [1.5, 2.5] }), "does not hold");
 * assertEquals(judgeClaim([0, 1], { value: 0.9, interval: [0.5, 1.3] }), "not decided");
 * ```
 */
export function judgeClaim(
  [least, most]: Claim["holds"],
  measured: Measured | undefined,
): ClaimVerdict {
  if (measured === undefined) return "not tested";
  const [low, high] = measured.interval;
  if (low >= least && high <= most) return "holds";
  return high < least || low > most ? "does not hold" : "not decided";
}

/**
 * Judges each claim of the report on what was measured.
 * @param measured what was measured; claims that are left out are not tested
 * @param reported the numbers that the report prints
 * @returns all claims with their verdicts, in the report's order within each group
 * @example
 * ```ts
 * import { auditClaims, exactly, REPORTED } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const [, { id, verdict }] = auditClaims({ symbols: exactly(62) });
 * assertEquals([id, verdict], ["symbols", "holds"]);
 * const [, other] = auditClaims({ symbols: exactly(62) }, { ...REPORTED, symbols: 63 });
 * assertEquals(other.verdict, "does not hold");
 * ```
 */
export function auditClaims(
  measured: Measurements,
  reported: Reported = REPORTED,
): AuditedClaim[] {
  return Object.entries(claimsOf(reported)).map(([name, claim]) => {
    const id = name as ClaimId;
    return { ...claim, id, measured: measured[id], verdict: judgeClaim(claim.holds, measured[id]) };
  });
}

/**
 * A number that was counted or computed, with nothing left to chance.
 * @param value the number
 * @returns the number as its own interval
 * @example
 * ```ts
 * import { exactly } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(exactly(62).interval, [62, 62]);
 * ```
 */
export const exactly = (value: number): Measured => ({ value, interval: [value, value] });

/**
 * By how much the second of two samples is larger.
 * @param ranks the samples, compared
 * @returns the shift and its interval
 * @example
 * ```ts
 * import { shiftOf } from "@lab/analysis";
 * import { rankSum } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * assertEquals(shiftOf(rankSum([7, 8, 9, 10], [1, 2, 3, 4])).value, -6);
 * ```
 */
export const shiftOf = (
  { shift, interval }: Pick<RankSum, "shift" | "interval">,
): Measured => ({ value: shift, interval });

/**
 * At how many steps the worst of the report's masks is beyond chance: if all of them hold what decides,
 * so does this one.
 * @param summary the masks over several steps
 * @returns the share of the steps, of the mask that is surely below half, if there is one, else of the one
 * that may be lowest
 * @example
 * ```ts
 * import { activationMasks, summariseMasks, testMasks, worstMask } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 3, vocabularySize: 2 });
 * const model = { parameters, vocabulary: Vocabulary.of(":a") };
 * const nothing = worstMask(summariseMasks(testMasks(model, [activationMasks(model, "a:")])));
 * assertEquals(nothing.interval, [0, 1]); // no unit is in the mask
 * ```
 */
export function worstMask({ before, after, outputs }: MaskSummary): Measured {
  const modes = [before, after, outputs].flatMap(({ keep, remove }) => [keep, remove]);
  const low = modes.toSorted((a, b) => a.beyondShare[1] - b.beyondShare[1])[0];
  const open = modes.toSorted((a, b) => a.beyondShare[0] - b.beyondShare[0])[0];
  const { beyond, testable, beyondShare } = low.beyondShare[1] < 0.5 ? low : open;
  return { value: testable === 0 ? NaN : beyond / testable, interval: beyondShare };
}

/**
 * By how much more of a behaviour is left after another text than with another character.
 * @param inputs the behaviour with either input of its step from elsewhere
 * @returns the difference; its interval takes the ends of both against each other
 * @example
 * ```ts
 * import { inputsApart, type OtherInputs } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const left = (value: number) => ({ value, interval: [value - 0.125, value + 0.125] });
 * const inputs = { otherText: left(0.75), otherCharacter: left(0.25) } as unknown as OtherInputs;
 * assertEquals(inputsApart(inputs), { value: 0.5, interval: [0.25, 0.75] });
 * ```
 */
export function inputsApart(
  { otherText, otherCharacter }: Pick<OtherInputs, "otherText" | "otherCharacter">,
): Measured {
  return {
    value: otherText.value - otherCharacter.value,
    interval: [
      otherText.interval[0] - otherCharacter.interval[1],
      otherText.interval[1] - otherCharacter.interval[0],
    ],
  };
}

/**
 * After which share of the other characters the context says less.
 * @param rank the character among the others
 * @returns the share and its interval
 * @example
 * ```ts
 * import { type Apart, shareBelow } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const rank = { compared: Array(41), lower: 2, lowerInterval: [1, 4] } as unknown as Apart;
 * assertEquals(shareBelow(rank), { value: 0.05, interval: [0.025, 0.1] });
 * ```
 */
export function shareBelow(
  { compared, lower, lowerInterval: [low, high] }: Pick<
    Apart,
    "compared" | "lower" | "lowerInterval"
  >,
): Measured {
  const others = Math.max(1, compared.length - 1);
  return { value: lower / others, interval: [low / others, high / others] };
}

/** How many of the audit's intervals luck alone makes miss. */
export interface LuckyMisses {
  /** How many rows have an interval that leaves something to chance. */
  readonly uncertain: number;
  /** How many of those are expected to miss the true number; as many verdicts at most are wrong by luck. */
  readonly expected: number;
}

/** Its interval holds most of the weights of one network: a spread, with nothing left to chance. */
const SPREAD: ClaimId = "update";

/**
 * How many of the intervals one expects to miss: each of 95 % does in one case of twenty, whether or not the
 * rows depend on each other.
 * @param rows the audited claims
 * @returns how many rows leave something to chance, and how many of them are expected to miss
 * @example
 * ```ts
 * import { auditClaims, exactly, missesByLuck } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const rows = auditClaims({
 *   ...{ symbols: exactly(62), "read as bytes": { value: 0.1, interval: [0, 0.2] } },
 * });
 * assertEquals(missesByLuck(rows), { uncertain: 1, expected: 0.05 });
 * ```
 */
export function missesByLuck(rows: readonly AuditedClaim[]): LuckyMisses {
  const uncertain =
    rows.filter(({ id, measured }) =>
      measured !== undefined && id !== SPREAD && measured.interval[0] < measured.interval[1]
    ).length;
  return { uncertain, expected: 0.05 * uncertain };
}
