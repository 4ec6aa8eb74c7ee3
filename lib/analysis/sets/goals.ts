/**
 * What a set of units must do to a behaviour, and whether it does.
 *
 * Goals are shares of the way from the floor (all units silenced by the same means: 0) to the full
 * network (1), so that they ask the same of a behaviour that is likely by chance and of a rare one. A
 * goal is met where the whole interval of the share meets it, missed where none of it does.
 */
import type { Interval } from "@lab/numerics";
import { type AblationResult, Ablations } from "../causes/ablation.ts";
import type { Behaviour } from "../causes/behaviour.ts";

/**
 * What a set must do: keep the behaviour when all others are silenced (`suffice`), destroy it when
 * silenced itself (`break`), or both at once.
 */
export type SearchPurpose = "suffice" | "break" | "both";

/** When a set counts as good enough. */
export interface SearchGoals {
  /**
   * Kept alone, the set keeps at least this share of the behaviour, and no more than there is by as
   * much: 0.95 asks for 0.95 to 1.05. A set that always speaks for the targets is no part of a
   * behaviour that is there at times.
   */
  readonly keep: number;
  /** Silenced, the set leaves less than this share. */
  readonly leave: number;
  /**
   * Kept alone with all others at their mean, each target's own P stays within this of the full
   * network's: a question of its own, about which of the targets follows.
   */
  readonly within: number;
  /** How units are silenced: by the mean, by resampling, or by each of the two. */
  readonly by: readonly ("mean" | "resample")[];
}

/** The goals when nothing else is asked: what is called enough, and needed. */
export const GOALS: SearchGoals = Object.freeze({
  ...{ keep: 0.95, leave: 0.1, within: Infinity },
  by: Object.freeze(["mean", "resample"] as const),
});

/** What a set does when it alone is kept, and when it is silenced, by either replacement. */
export interface SetScores {
  /** Only the set kept, all others silenced. */
  readonly kept: Readonly<Record<"mean" | "resample", AblationResult>>;
  /** The set silenced. */
  readonly removed: Readonly<Record<"mean" | "resample", AblationResult>>;
}

/** Whether a set does what was asked: `open` where an interval holds its goal. */
export type SetVerdict = "met" | "open" | "missed";

/**
 * Necessity and sufficiency of a set, each by mean ablation and by resampling.
 * @param behaviour the behaviour with its occurrences
 * @param units the units, each once, at least one
 * @returns four ablations
 * @throws {RangeError} when there is no unit, or one is out of range or repeated
 * @example
 * ```ts
 * import { collectBehaviour, scoreSet } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assert } from "@std/assert";
 * // Two units fire at ":" and ask for a space: either is enough, and so neither is needed.
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * for (const unit of [0, 1]) {
 *   parameters.Wxh[unit * 3 + model.vocabulary.indexOf(":")] = 9;
 *   parameters.Why[model.vocabulary.indexOf(" ") * 2 + unit] = 9;
 * }
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const scores = scoreSet(behaviour, [0]);
 * assert(scores.kept.mean.share > 0.95 && scores.removed.mean.share > 0.95);
 * ```
 */
export function scoreSet(behaviour: Behaviour, units: readonly number[]): SetScores {
  return scoresOf(new Ablations(behaviour), units);
}

/** {@link scoreSet} of one of many sets. Internal. */
export function scoresOf(ablations: Ablations, units: readonly number[]): SetScores {
  const by = (keep: boolean): SetScores["kept"] => ({
    mean: ablations.of({ units, keep, by: "mean" }),
    resample: ablations.of({ units, keep, by: "resample" }),
  });
  return { kept: by(true), removed: by(false) };
}

/** The largest share that counts as keeping the behaviour. */
export const mostKept = (keep: number): number => 2 - keep;

/** Whether a number that lies in an interval is on the one side of a goal, or on the other. */
const decide = (met: boolean, missed: boolean): SetVerdict =>
  met ? "met" : missed ? "missed" : "open";

/** Judges shares and changes, given as intervals. */
function judge(
  { kept, removed, changes }: Record<"kept" | "removed" | "changes", readonly Interval[]>,
  { keep, leave, within }: SearchGoals,
  purpose: SearchPurpose,
): SetVerdict {
  const most = mostKept(keep);
  const verdicts: SetVerdict[] = [];
  if (purpose !== "break") {
    for (const [low, high] of kept) {
      verdicts.push(decide(low >= keep && high <= most, high < keep || low > most));
    }
    for (const [low, high] of within < Infinity ? changes : []) {
      verdicts.push(decide(Math.max(-low, high) <= within, Math.max(low, -high) > within));
    }
  }
  if (purpose !== "suffice") {
    for (const [low, high] of removed) verdicts.push(decide(high < leave, low >= leave));
  }
  return verdicts.includes("missed") ? "missed" : verdicts.includes("open") ? "open" : "met";
}

/**
 * Whether a set is good enough for a purpose.
 * @param scores what the set does
 * @param goals when it counts as good enough
 * @param purpose `suffice`: keep and within count; `break`: leave counts; `both`: all
 * @returns `met` where the intervals of all shares that count meet their goals, `missed` where one of
 * them does not reach its goal, else `open`
 * @example
 * ```ts
 * import { collectBehaviour, GOALS, judgeSet, scoreSet } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * parameters.Wxh[0 * 3 + model.vocabulary.indexOf(":")] = 9;
 * parameters.Why[model.vocabulary.indexOf(" ") * 2 + 0] = 9;
 * const text = "aaa: aaa: aaa: ";
 * const behaviour = collectBehaviour(model, text, { after: ":", targets: " " });
 * assertEquals(judgeSet(scoreSet(behaviour, [0]), GOALS, "both"), "met");
 * assertEquals(judgeSet(scoreSet(behaviour, [1]), GOALS, "break"), "missed");
 * ```
 */
export function judgeSet(
  { kept, removed }: SetScores,
  goals: SearchGoals,
  purpose: SearchPurpose,
): SetVerdict {
  return judge(
    {
      kept: goals.by.map((by) => kept[by].shareInterval),
      removed: goals.by.map((by) => removed[by].shareInterval),
      changes: kept.mean.targets.map(({ change }) => change),
    },
    goals,
    purpose,
  );
}

/** Whether a set's measured shares meet the goals, wherever the true ones lie. */
export function looksGood(
  { kept, removed }: SetScores,
  goals: SearchGoals,
  purpose: SearchPurpose,
): boolean {
  const point = (value: number): Interval => [value, value];
  return judge(
    {
      kept: goals.by.map((by) => point(kept[by].share)),
      removed: goals.by.map((by) => point(removed[by].share)),
      changes: kept.mean.targets.map(({ full, changed }) => point(changed - full)),
    },
    goals,
    purpose,
  ) === "met";
}
