/**
 * What the report claims, as far as it can be tested: of each claim the numbers with which it is true.
 *
 * A claim in words ("good", "large", "little") has a limit that is the lab's own; each stands here by its
 * name. What the audit leaves out: what the report means to do, and what nobody could measure.
 */
import { FEW } from "../context/ranking.ts";
import { NEARLY_ALL } from "../masks/mask_findings.ts";
import { LITTLE_BITS } from "../verdicts.ts";
import { printedLoss, type Reported } from "./reported.ts";

/** Claims about the text and the losses that are printed. */
export type LossClaimId =
  | "characters"
  | "symbols"
  | "first loss"
  | "loss at τ = 1, 10,000"
  | "loss at τ = 1, 20,000"
  | "loss at τ = 2, 10,000"
  | "loss at τ = 2, 20,000"
  | "later losses"
  | "τ = 2 ends lower"
  | "τ = 2 ends lower by as much";

/** Claims that are formulas, and what went wrong with them. */
export type FormulaClaimId =
  | "loss without a minus"
  | "error of the logits"
  | "gradients"
  | "subtracting the maximum"
  | "dividing by τ"
  | "update"
  | "forgotten dhNext"
  | "precision";

/** Claims about the temperature, and about what the network writes. */
export type WritingClaimId =
  | "τ and spread"
  | "0.5 writes badly"
  | "5 writes badly"
  | "0.5 crowds words"
  | "5 spreads words"
  | "0.5 trains badly"
  | "5 trains badly"
  | "read as bytes"
  | "state handed on"
  | "printed text"
  | "writes better than two characters"
  | "writes better than three characters";

/** Claims about what decides. */
export type CauseClaimId =
  | "above 0.5"
  | "masks decide"
  | "whatever came before"
  | "colon outweighs state"
  | "state has little effect"
  | "colon apart";

/** The claims that can be tested. */
export type ClaimId = LossClaimId | FormulaClaimId | WritingClaimId | CauseClaimId;

/** What the claims are about. */
export type ClaimGroup = "losses" | "formulas" | "temperature" | "writing" | "weights" | "colon";

/** What a claim needs to be tested. */
export type Needs =
  | "nothing"
  | "the course's text"
  | "the course's samples"
  | "a longer run"
  | "a text with colons"
  | "a text with words";

/** A claim and the numbers with which it is true. */
export interface Claim {
  /** What it is about. */
  readonly group: ClaimGroup;
  /** Without which it is not tested. */
  readonly needs: Needs;
  /** The lowest and the highest number with which the claim is true. */
  readonly holds: readonly [low: number, high: number];
}

/** A printed loss is met within this share of the fall from the first one. */
export const LOSS_SHARE = 0.1;
/** Gradients are right where they differ from central differences by less, relative. */
export const RIGHT_GRADIENT = 1e-6;
/** A relative difference of probabilities is a loss of precision from here on. */
export const ROUNDED = 1e-6;
/** A cost for the next character counts from here on, in nats. */
export const SOME_NATS = 0.05;
/** "All", "always" and "whatever" may leave out one of twenty. */
export const NEARLY_ALL_SHARE = 0.95;

const claim = (
  group: ClaimGroup,
  holds: readonly [number, number],
  needs: Needs = "nothing",
): Claim => ({ group, holds, needs });

/** A difference that is below, or above, nothing. */
const [LESS, MORE] = [[-Infinity, 0], [0, Infinity]] as const;

/** A loss that a run of the listing meets, allowing for its seed. */
function lossClaim(reported: Reported, temperature: 1 | 2, iteration: number): Claim {
  const printed = printedLoss(reported, temperature, iteration);
  const allowed = LOSS_SHARE * Math.abs(printedLoss(reported, temperature, 0) - printed);
  return claim("losses", [printed - allowed, printed + allowed], "the course's text");
}

function lossClaims(reported: Reported): Record<LossClaimId, Claim> {
  const { characters, symbols } = reported;
  const [first, second] = [1, 2].map((tau) => printedLoss(reported, tau as 1 | 2, 0));
  const apart = printedLoss(reported, 2, 20_000) - printedLoss(reported, 1, 20_000);
  const half = Math.abs(apart) / 2;
  return {
    "characters": claim("losses", [characters, characters], "the course's text"),
    "symbols": claim("losses", [symbols, symbols], "the course's text"),
    // Two draws of the weights; a run must be as close to both.
    "first loss": claim("losses", [Math.max(first, second) - 1e-3, Math.min(first, second) + 1e-3]),
    "loss at τ = 1, 10,000": lossClaim(reported, 1, 10_000),
    "loss at τ = 1, 20,000": lossClaim(reported, 1, 20_000),
    "loss at τ = 2, 10,000": lossClaim(reported, 2, 10_000),
    "loss at τ = 2, 20,000": lossClaim(reported, 2, 20_000),
    "later losses": claim("losses", [-Infinity, Infinity], "a longer run"),
    "τ = 2 ends lower": claim("losses", LESS),
    "τ = 2 ends lower by as much": claim(
      ...["losses", [apart - half, apart + half], "the course's text"] as const,
    ),
  };
}

function formulaClaims(reported: Reported): Record<FormulaClaimId, Claim> {
  const printed = printedLoss(reported, 1, 0);
  const right = [-Infinity, RIGHT_GRADIENT] as const;
  return {
    "loss without a minus": claim("formulas", [printed - 0.1, printed + 0.1]),
    "error of the logits": claim("formulas", right),
    "gradients": claim("formulas", right),
    "subtracting the maximum": claim("formulas", right),
    "dividing by τ": claim("formulas", right),
    "update": claim("formulas", [reported.learningRate * 0.99, reported.learningRate * 1.01]),
    "forgotten dhNext": claim("formulas", [RIGHT_GRADIENT, Infinity]),
    "precision": claim("formulas", [ROUNDED, Infinity]),
  };
}

const WORDS = "a text with words";

const WRITING: Readonly<Record<WritingClaimId, Claim>> = {
  "τ and spread": claim("temperature", [NEARLY_ALL_SHARE, Infinity]),
  "0.5 writes badly": claim("temperature", LESS, WORDS),
  "5 writes badly": claim("temperature", LESS, WORDS),
  "0.5 crowds words": claim("temperature", MORE, WORDS),
  "5 spreads words": claim("temperature", LESS, WORDS),
  "0.5 trains badly": claim("temperature", LESS, WORDS),
  "5 trains badly": claim("temperature", LESS, WORDS),
  "read as bytes": claim("writing", [-Infinity, SOME_NATS]),
  "state handed on": claim("writing", [-Infinity, SOME_NATS]),
  "printed text": claim("writing", [NEARLY_ALL_SHARE, Infinity], "the course's samples"),
  "writes better than two characters": claim("writing", MORE, WORDS),
  "writes better than three characters": claim("writing", MORE, WORDS),
};

const COLONS = "a text with colons";

const CAUSES: Readonly<Record<CauseClaimId, Claim>> = {
  "above 0.5": claim("weights", [-Infinity, NEARLY_ALL]),
  "masks decide": claim("weights", [0.5, Infinity], COLONS),
  "whatever came before": claim("colon", [NEARLY_ALL_SHARE, Infinity], COLONS),
  "colon outweighs state": claim("colon", MORE, COLONS),
  "state has little effect": claim("colon", [-Infinity, LITTLE_BITS], COLONS),
  "colon apart": claim("colon", [-Infinity, FEW], COLONS),
};

/**
 * What the report claims.
 * @param reported the numbers that it prints
 * @returns each claim with the numbers that make it true, in the report's order within each group
 * @throws {RangeError} when the report does not print a loss that is needed
 * @example
 * ```ts
 * import { claimsOf, REPORTED } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(claimsOf(REPORTED).symbols.holds, [62, 62]);
 * assertEquals(claimsOf({ ...REPORTED, symbols: 63 }).symbols.holds, [63, 63]);
 * ```
 */
export function claimsOf(reported: Reported): Readonly<Record<ClaimId, Claim>> {
  return { ...lossClaims(reported), ...formulaClaims(reported), ...WRITING, ...CAUSES };
}
