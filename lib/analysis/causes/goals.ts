/** What a set of units must do to a behaviour, and whether it does. */

/**
 * What a set must do: keep the behaviour when all others are silenced (`suffice`), destroy it when
 * silenced itself (`break`), or both at once.
 */
export type SearchPurpose = "suffice" | "break" | "both";

/** When a set counts as good enough. All are probabilities. */
export interface SearchGoals {
  /** P(targets) when only the set is kept must be at least this. */
  readonly keep: number;
  /** Each target's P must be within this of the full network's when only the set is kept. */
  readonly within: number;
  /** P(targets) when the set is at its mean must be below this. */
  readonly remove: number;
  /** P(targets) when the set takes values from elsewhere in the text must be below this. */
  readonly resample: number;
}

/** What a set does on one half of the occurrences. */
export interface SetScores {
  /** P(targets) of the full network. */
  readonly full: number;
  /** P(targets) when only the set is kept and all others are at their mean. */
  readonly kept: number;
  /** The largest |P(kept) − P(full)| over the targets one by one. */
  readonly deviation: number;
  /** P(targets) when the set is at its mean. */
  readonly removed: number;
  /** P(targets) when the set takes values from elsewhere in the text. */
  readonly resampled: number;
}

/**
 * Whether a set is good enough for a purpose.
 * @param scores what the set does
 * @param goals when it counts as good enough
 * @param purpose `suffice`: keep and within count; `break`: remove and resample; `both`: all four
 * @returns true where the goals that count are met
 * @example
 * ```ts
 * import { meetsGoals } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const scores = { full: 1, kept: 0.98, deviation: 0.05, removed: 0.1, resampled: 0.19 };
 * const goals = { keep: 0.98, within: 0.05, remove: 0.1, resample: 0.2 };
 * assertEquals(meetsGoals(scores, goals, "suffice"), true);
 * assertEquals(meetsGoals(scores, goals, "break"), false);
 * ```
 */
export function meetsGoals(
  scores: SetScores,
  goals: SearchGoals,
  purpose: SearchPurpose,
): boolean {
  const suffices = scores.kept >= goals.keep && scores.deviation <= goals.within;
  const breaks = scores.removed < goals.remove && scores.resampled < goals.resample;
  return (purpose === "break" || suffices) && (purpose === "suffice" || breaks);
}
