/**
 * The smallest set of units that carries a behaviour: greedy search with exchanges.
 *
 * Method: units are added one at a time, always the one that serves best; while the set is small, its
 * units are then exchanged for others as long as that serves better; when the set is good enough, units
 * that it can do without are taken out again. Units are chosen on one half of the occurrences and
 * scored on the other. Claim: the set found does what its scores say. What it leaves out: that no
 * smaller or other set could (the search is greedy, not exhaustive), and that another wording of
 * "silenced" than the mean would choose the same units.
 */
import { ablate } from "./ablation.ts";
import type { Behaviour } from "./behaviour.ts";
import { thinOccurrences } from "./occurrences.ts";
import { checkBehaviour, checkInteger } from "../checks.ts";
import { meetsGoals, type SearchGoals, type SearchPurpose, type SetScores } from "./goals.ts";
import { GrowingSet, type Trial, type TrialScores } from "./growing_set.ts";

/** A set on the way, scored on the sampled occurrences of the half that units are chosen on. */
export interface SearchStep {
  /** How many units. */
  readonly size: number;
  /** The units, ascending. */
  readonly units: readonly number[];
  /** P(targets) when only the set is kept and all others are at their mean. */
  readonly kept: number;
  /** The largest |P(kept) − P(full)| over the targets one by one. */
  readonly deviation: number;
  /** P(targets) when the set is at its mean. */
  readonly removed: number;
}

/** The set that a search ends with. */
export interface FoundSet {
  /** How many units. */
  readonly size: number;
  /** The units, ascending. */
  readonly units: readonly number[];
  /** The set's scores on the half that it was chosen on. */
  readonly chosenOn: SetScores;
  /** The set's scores on the half that it was not chosen on. */
  readonly heldOut: SetScores;
  /** Whether the set meets the goals on the half that it was chosen on. */
  readonly met: boolean;
  /** Whether the set meets the goals on the half that the search did not see. */
  readonly heldOutMet: boolean;
}

/** What a search found. */
export interface SearchResult {
  /** What the set was to do. */
  readonly purpose: SearchPurpose;
  /** When the set counts as good enough. */
  readonly goals: SearchGoals;
  /** The set of each size on the way. */
  readonly steps: readonly SearchStep[];
  /** The smallest set found that meets the goals on the half it was chosen on; else the last one. */
  readonly best: FoundSet;
}

/** What to search for. */
export interface SearchOptions {
  /** What the set must do; `"both"` when left out. */
  purpose?: SearchPurpose;
  /** The largest size to try, 1 … H; 96 (or H, if that is smaller) when left out. */
  maxUnits?: number;
  /**
   * When a set is good enough. When left out: keep 0.98 (or the full network's P less 0.01 where
   * that is lower), within 0.05, remove 0.1, resample 0.2.
   */
  goals?: Partial<SearchGoals>;
  /** At how many occurrences, evenly spaced, trial sets are compared; 256 when left out. */
  occurrences?: number;
}

/** Up to this size, units are exchanged after each addition; above it, that takes too long. */
const EXCHANGED = 7;
/** Above that size, only so many units are tried: the best of the last addition that tried all. */
const SHORTLIST = 32;
/** All units are tried again every so many additions. */
const REFRESH = 8;
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

/** How far trial scores miss the goals; 0 where they meet them. */
function missedBy(scores: TrialScores, goals: SearchGoals): number {
  return Math.max(0, goals.keep + MARGIN - scores.kept) +
    Math.max(0, scores.deviation - goals.within + MARGIN) +
    Math.max(0, scores.removed - goals.remove + MARGIN);
}

/** A set under construction, and what makes one set better than another. */
class Search {
  readonly set: GrowingSet;
  readonly steps: SearchStep[] = [];
  readonly #goals: SearchGoals;
  readonly #what: { keep: boolean; remove: boolean };
  #shortlist: number[] = [];

  constructor(set: GrowingSet, goals: SearchGoals, purpose: SearchPurpose) {
    this.set = set;
    this.#goals = goals;
    this.#what = { keep: purpose !== "break", remove: purpose !== "suffice" };
  }

  /** Whether the set meets the goals that a trial can measure, or nearly so. */
  get near(): boolean {
    return missedBy(this.set.score({}, this.#what), this.#goals) < 3 * MARGIN;
  }

  get units(): number[] {
    return [...this.set.units].sort((a, b) => a - b);
  }

  /** How far a change would miss the goals, plus a little for what could still be better. */
  #loss(trial: Trial): number {
    const scores = this.set.score(trial, this.#what);
    return missedBy(scores, this.#goals) +
      SURPLUS * (1 - scores.kept + scores.deviation + scores.removed);
  }

  #outside(): number[] {
    return [...Array(this.set.hiddenSize).keys()].filter((unit) => !this.set.units.includes(unit));
  }

  /** Makes the best of the changes offered; returns it with its loss. */
  #applyBest(trials: readonly Trial[]): { trial: Trial; loss: number } {
    const losses = trials.map((trial) => this.#loss(trial));
    const best = losses.indexOf(Math.min(...losses));
    this.set.apply(trials[best]);
    return { trial: trials[best], loss: losses[best] };
  }

  /** Adds the unit that serves best, then exchanges units while that serves better. */
  grow(): void {
    const size = this.set.units.length;
    if (size < EXCHANGED || size % REFRESH === 0) {
      const losses = this.#outside().map((unit) => ({ unit, loss: this.#loss({ plus: unit }) }));
      losses.sort((a, b) => a.loss - b.loss);
      this.#shortlist = losses.slice(0, SHORTLIST).map(({ unit }) => unit);
    }
    const offered = this.#shortlist.filter((unit) => !this.set.units.includes(unit));
    const { loss } = this.#applyBest(offered.map((plus) => ({ plus })));
    if (size > 0 && size < EXCHANGED) this.#exchange(loss);
    const scores = this.set.score({}, { keep: true, remove: true });
    this.steps.push({ size: size + 1, units: this.units, ...scores });
  }

  /** Exchanges one unit of the set for one outside as long as that serves better. */
  #exchange(loss: number): void {
    const { units } = this.set;
    let unchanged = 0;
    for (let turn = 0; unchanged < units.length; turn = (turn + 1) % units.length) {
      const minus = units[turn];
      const trials = [{}, ...this.#outside().map((plus) => ({ plus, minus }))];
      const next = this.#applyBest(trials);
      unchanged = next.trial.plus === undefined || next.loss > loss - 1e-6 ? unchanged + 1 : 0;
      loss = next.loss;
    }
  }

  /** Takes out units without which the set is still good. */
  prune(good: () => boolean): void {
    while (this.set.units.length > 1) {
      const before = [...this.set.units];
      this.#applyBest(before.map((minus) => ({ minus })));
      if (good()) continue;
      const [removed] = before.filter((unit) => !this.set.units.includes(unit));
      this.set.apply({ plus: removed });
      return;
    }
  }
}

/**
 * Searches the smallest set of units that suffices for a behaviour, breaks it, or both.
 * @param chosenOn the occurrences on which units are chosen
 * @param heldOut the occurrences on which the sets are scored; see `splitOccurrences`
 * @param options purpose, largest size, goals
 * @returns the set found with its scores on both halves, and the sets on the way to it
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
  for (const half of [chosenOn, heldOut]) checkBehaviour(half, "search units");
  const { hiddenSize: H } = chosenOn.model.parameters;
  const { maxUnits = Math.min(96, H) } = options;
  checkInteger(maxUnits, "maxUnits", [1, H], "search units");
  checkInteger(occurrences, "occurrences", [1, Infinity], "search units");
  const sample = thinOccurrences(chosenOn, occurrences);
  const set = new GrowingSet(sample);
  const goals: SearchGoals = {
    keep: Math.min(0.98, set.full - 0.01),
    within: 0.05,
    remove: 0.1,
    resample: 0.2,
    ...options.goals,
  };
  const search = new Search(set, goals, purpose);
  const good = (): boolean =>
    search.near &&
    [sample, chosenOn].every((part) => meetsGoals(scoresOf(part, search.units), goals, purpose));
  do search.grow(); while (set.units.length < maxUnits && !good());
  if (good()) search.prune(good);
  const { units } = search;
  const [on, off] = [chosenOn, heldOut].map((half) => scoresOf(half, units));
  const best: FoundSet = {
    size: units.length,
    units,
    chosenOn: on,
    heldOut: off,
    met: meetsGoals(on, goals, purpose),
    heldOutMet: meetsGoals(off, goals, purpose),
  };
  return { purpose, goals, steps: search.steps, best };
}
