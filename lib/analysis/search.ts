/**
 * The smallest set of units that carries a behaviour: greedy search with exchanges.
 *
 * Method: units are added one at a time, always the one that serves best; after each addition, units
 * of the set are exchanged for others as long as that serves better. Units are chosen on one half of
 * the occurrences and scored on the other. Claim: the set found does what its scores say. What it
 * leaves out: that no smaller or other set could (the search is greedy, not exhaustive), and that
 * another wording of "silenced" than the mean would choose the same units.
 */
import { ablate } from "./ablation.ts";
import { type Behaviour, thinOccurrences } from "./behaviour.ts";
import { checkInteger } from "./checks.ts";
import { GrowingSet, type Trial, type TrialScores } from "./growing_set.ts";

/**
 * What a set must do: keep the behaviour when all others are silenced (`suffice`), destroy it when
 * silenced itself (`break`), or both at once.
 */
export type SearchPurpose = "suffice" | "break" | "both";

/** When a set counts as good enough. All are probabilities. */
export interface SearchGoals {
  /** P(targets) when only the set is kept must be at least this. */
  readonly keep: number;
  /** Then each target's P must be within this of the full network's. */
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

/** The best set of one size. */
export interface FoundSet {
  /** How many units. */
  readonly size: number;
  /** The units, ascending. */
  readonly units: readonly number[];
  /** Its scores on the half that it was chosen on. */
  readonly chosenOn: SetScores;
  /** Its scores on the other half. */
  readonly heldOut: SetScores;
  /** Whether it meets the goals on the half that it was chosen on … */
  readonly met: boolean;
  /** … and on the other half. */
  readonly heldOutMet: boolean;
}

/** What a search found. */
export interface SearchResult {
  /** What the set was to do. */
  readonly purpose: SearchPurpose;
  /** When it counts as good enough. */
  readonly goals: SearchGoals;
  /** The best set of each size, up to the first that meets the goals. */
  readonly sizes: readonly FoundSet[];
  /** The smallest set that meets the goals on the half it was chosen on; else the largest tried. */
  readonly best: FoundSet;
  /** How many sets were tried. */
  readonly trials: number;
}

/** What to search for. */
export interface SearchOptions {
  /** What the set must do; `"both"` when left out. */
  purpose?: SearchPurpose;
  /** The largest size to try, 1 … H; 7 when left out. */
  maxUnits?: number;
  /**
   * When a set is good enough. When left out: keep 0.98 (or the full network's P less 0.01 where
   * that is lower), within 0.05, remove 0.1, resample 0.2.
   */
  goals?: Partial<SearchGoals>;
  /** At how many occurrences, evenly spaced, trial sets are compared; 256 when left out. */
  occurrences?: number;
}

/** While choosing, goals are tightened by this, so that they hold on other occurrences too. */
const MARGIN = 0.005;
/** Among sets that meet the goals, the one that exceeds them further is better, by this weight. */
const SURPLUS = 0.05;

const scoresOf = (behaviour: Behaviour, units: readonly number[]): SetScores => {
  const kept = ablate(behaviour, { units, keep: true });
  return {
    full: kept.full,
    kept: kept.changed,
    deviation: Math.max(...kept.targets.map(({ full, changed }) => Math.abs(full - changed))),
    removed: ablate(behaviour, { units }).changed,
    resampled: ablate(behaviour, { units, by: "resample" }).changed,
  };
};

function meets(scores: SetScores, goals: SearchGoals, purpose: SearchPurpose): boolean {
  const suffices = scores.kept >= goals.keep && scores.deviation <= goals.within;
  const breaks = scores.removed < goals.remove && scores.resampled < goals.resample;
  return (purpose === "break" || suffices) && (purpose === "suffice" || breaks);
}

/** How far trial scores miss the goals, plus a little for what could still be better. */
function lossOf(scores: TrialScores, goals: SearchGoals): number {
  const missed = Math.max(0, goals.keep + MARGIN - scores.kept) +
    Math.max(0, scores.deviation - goals.within + MARGIN) +
    Math.max(0, scores.removed - goals.remove + MARGIN);
  return missed + SURPLUS * (1 - scores.kept + scores.deviation + scores.removed);
}

/** The best change of those offered, with its loss. */
function bestTrial(
  set: GrowingSet,
  trials: Iterable<Trial>,
  loss: (trial: Trial) => number,
): { trial: Trial; loss: number } {
  let best: { trial: Trial; loss: number } = { trial: {}, loss: Infinity };
  for (const trial of trials) {
    const value = loss(trial);
    if (value < best.loss) best = { trial, loss: value };
  }
  set.apply(best.trial);
  return best;
}

/** Adds the unit that serves best, then exchanges units while that serves better. */
function grow(set: GrowingSet, loss: (trial: Trial) => number): void {
  const outside = (): number[] =>
    [...Array(set.hiddenSize).keys()].filter((unit) => !set.units.includes(unit));
  let current = bestTrial(set, outside().map((plus) => ({ plus })), loss).loss;
  if (set.units.length === 1) return;
  let unchanged = 0;
  for (let turn = 0; unchanged < set.units.length; turn = (turn + 1) % set.units.length) {
    const minus = set.units[turn];
    const trials: Trial[] = [{}, ...outside().map((plus) => ({ plus, minus }))];
    const next = bestTrial(set, trials, loss);
    unchanged = next.trial.plus === undefined || next.loss > current - 1e-6 ? unchanged + 1 : 0;
    current = next.loss;
  }
}

/**
 * Searches the smallest set of units that suffices for a behaviour, breaks it, or both.
 * @param chosenOn the occurrences on which units are chosen
 * @param heldOut the occurrences on which the sets are scored; see `splitOccurrences`
 * @param options purpose, largest size, goals
 * @returns the best set of each size, with its scores on both halves
 * @throws {RangeError} when `maxUnits` or `occurrences` is out of range
 * @example
 * ```ts
 * import { collectBehaviour, searchUnits, splitOccurrences } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * // Unit 1 fires at ":" and asks for a space; unit 0 does nothing.
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * parameters.Wxh[1 * 3 + model.vocabulary.indexOf(":")] = 9;
 * parameters.Why[model.vocabulary.indexOf(" ") * 2 + 1] = 9;
 * const text = "a: a: a: a: ";
 * const [first, second] = splitOccurrences(
 *   collectBehaviour(model, text, { after: ":", targets: " " }),
 * );
 * assertEquals(searchUnits(first, second, { purpose: "suffice" }).best.units, [1]);
 * ```
 */
export function searchUnits(
  chosenOn: Behaviour,
  heldOut: Behaviour,
  options: SearchOptions = {},
): SearchResult {
  const { purpose = "both", occurrences = 256 } = options;
  const { hiddenSize: H } = chosenOn.model.parameters;
  const { maxUnits = Math.min(7, H) } = options;
  checkInteger(maxUnits, "maxUnits", [1, H], "search units");
  checkInteger(occurrences, "occurrences", [1, Infinity], "search units");
  const set = new GrowingSet(thinOccurrences(chosenOn, occurrences));
  const goals: SearchGoals = {
    keep: Math.min(0.98, set.full - 0.01),
    within: 0.05,
    remove: 0.1,
    resample: 0.2,
    ...options.goals,
  };
  const what = { keep: purpose !== "break", remove: purpose !== "suffice" };
  const loss = (trial: Trial): number => lossOf(set.score(trial, what), goals);
  const sizes: FoundSet[] = [];
  while (sizes.length < maxUnits && !sizes.at(-1)?.met) {
    grow(set, loss);
    const units = [...set.units].sort((a, b) => a - b);
    const [on, off] = [chosenOn, heldOut].map((half) => scoresOf(half, units));
    sizes.push({
      size: units.length,
      units,
      chosenOn: on,
      heldOut: off,
      met: meets(on, goals, purpose),
      heldOutMet: meets(off, goals, purpose),
    });
  }
  return { purpose, goals, sizes, best: sizes.at(-1)!, trials: set.trials };
}
