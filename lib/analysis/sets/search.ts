/**
 * The smallest set of units that carries a behaviour.
 *
 * Method: units are added one at a time, always the one that serves best, and exchanged for others as
 * long as that serves better; a second set starts from the strongest units and as many as it takes.
 * From sets that are good enough units are taken out, one for none and two for one, until nothing can
 * be spared; what serves one purpose is tried for the others. Then all small sets are tried, as far as
 * that is affordable. Units are chosen on one half of the occurrences and scored on the other.
 * Claims: the set found does what its scores say, where the intervals say so; no set of up to
 * `minimality.noneUpTo` units does it at the occurrences tried. What it leaves out: of sizes between,
 * nothing is known; other sets of the same size may do as well; no later step is run.
 */
import { Ablations } from "../causes/ablation.ts";
import type { Behaviour } from "../causes/behaviour.ts";
import { thinOccurrences } from "../causes/occurrences.ts";
import { checkBehaviour, checkInteger } from "../checks.ts";
import { unitsThatVary } from "./controls.ts";
import {
  GOALS,
  judgeSet,
  scoresOf,
  type SearchGoals,
  type SearchPurpose,
  type SetScores,
  type SetVerdict,
} from "./goals.ts";
import { type Question, type SearchRows, SetMoves } from "./moves.ts";
import { ascending, Search, SearchTurns, type SearchWatch, STOPPED } from "./one_search.ts";
import { trialRows } from "./rows.ts";

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
}

/** How small a set could be: what trying all small sets has shown. */
export interface Minimality {
  /** No set of up to so many units meets the goals at the occurrences that sets were tried on. */
  readonly noneUpTo: number;
  /** The sizes between that and the size found, of which nothing is known. */
  readonly unknown: readonly number[];
}

/** What a search found. */
export interface SearchResult {
  /** What the set was to do. */
  readonly purpose: SearchPurpose;
  /** When a set counts as good enough. */
  readonly goals: SearchGoals;
  /**
   * The smallest set found whose shares meet the goals on the half it was chosen on; else the one that
   * came closest. None where there is no behaviour to search for.
   */
  readonly best: FoundSet | undefined;
  /** Whether the set, with its intervals, meets the goals on the half that the search did not see. */
  readonly verdict: SetVerdict | "no behaviour";
  /** What trying all small sets has shown. */
  readonly minimality: Minimality;
  /** From how many units the set was chosen: those that vary. */
  readonly candidates: number;
  /** How many sets were tried. */
  readonly tried: number;
  /** Whether the search was stopped before its end. */
  readonly stopped: boolean;
}

/** What to search for. */
export interface SearchOptions extends SearchWatch {
  /** When a set is good enough; what is left out is as in `GOALS`. */
  goals?: Partial<SearchGoals>;
  /** The largest size to try, 1 … H; 96 (or H, if that is smaller) when left out. */
  maxUnits?: number;
  /**
   * At how many occurrences, evenly spaced, sets are tried; 256 when left out, with more than 100 characters
   * fewer, but 64 at least.
   */
  occurrences?: number;
  /**
   * How many sets the search for a smaller one may try, smallest first; a million when left out. With
   * more than 100 characters so many fewer, as each set costs so much more.
   */
  exhaustive?: number;
}

/** Up to so many characters as many small sets are tried as was asked for, at as many occurrences. */
const FULL_SEARCH = 100;
/** Where the full network and the floor are no further apart, there is nothing to explain. */
const LEAST_SPAN = 0.02;
/** Whether the full network does anything that it does not do with all units silenced. */
const hasBehaviour = (rows: SearchRows, { by }: SearchGoals): boolean =>
  by.every((by) => Math.abs(rows[by].full - rows[by].floor) > LEAST_SPAN);

/** The shortest beginning of the candidates that is good enough, as a start: all of them at worst. */
function strongest(question: Question, maxUnits: number): number[] {
  const moves = new SetMoves(question);
  const { candidates } = question;
  for (let k = 1; k <= Math.min(maxUnits, candidates.length); k++) {
    moves.set(candidates.slice(0, k));
    if (moves.good()) return moves.units;
  }
  return [];
}

/** The units that vary, those first that do most by themselves. */
function candidatesOf(behaviour: Behaviour, question: Question): number[] {
  const moves = new SetMoves(question);
  const losses = new Map(
    unitsThatVary(behaviour).map((unit) => [unit, moves.loss({ plus: [unit] })]),
  );
  return [...losses.keys()].sort((a, b) => losses.get(a)! - losses.get(b)!);
}

/** Runs one search for each purpose; what one has found is tried for the others. */
async function runSearches(
  searches: readonly Search[],
  turns: SearchTurns,
  { maxUnits, exhaustive }: { maxUnits: number; exhaustive: number },
): Promise<void> {
  for (const search of searches) {
    turns.current = search;
    const found = [...new Set(searches.flatMap(({ units }) => units))];
    await search.run([[], strongest(search.question, maxUnits), found]);
  }
  for (const search of searches) {
    turns.current = search;
    for (const { met, units } of searches) {
      if (met && (!search.met || units.length < search.units.length)) await search.run([units]);
    }
    // What does both does either: where no set does one, none does both.
    if (search.question.purpose === "both") {
      search.noneUpTo = Math.max(...searches.map(({ noneUpTo }) => noneUpTo));
    }
    await search.exhaust(exhaustive);
  }
}

/** Scores of sets, each measured once. */
function scoresOn(behaviour: Behaviour): (units: readonly number[]) => SetScores {
  const known = new Map<string, SetScores>();
  const ablations = new Ablations(behaviour);
  return (units) => {
    const ordered = ascending(units);
    const scores = known.get(ordered.join()) ?? scoresOf(ablations, ordered);
    known.set(ordered.join(), scores);
    return scores;
  };
}

async function searchAll(
  purposes: readonly SearchPurpose[],
  chosenOn: Behaviour,
  heldOut: Behaviour,
  options: SearchOptions,
): Promise<SearchResult[]> {
  for (const half of [chosenOn, heldOut]) checkBehaviour(half, "search units");
  const { hiddenSize: H, vocabularySize: V } = chosenOn.model.parameters;
  const affordable = Math.max(64, Math.round(256 * Math.min(1, FULL_SEARCH / V)));
  const { maxUnits = Math.min(96, H), occurrences = affordable, exhaustive = 1_000_000 } = options;
  checkInteger(maxUnits, "maxUnits", [1, H], "search units");
  checkInteger(occurrences, "occurrences", [1, Infinity], "search units");
  checkInteger(exhaustive, "exhaustive", [0, Infinity], "search units");
  const turns = new SearchTurns(options);
  const { count } = turns;
  const sample = thinOccurrences(chosenOn, occurrences);
  const rows = { mean: trialRows(sample, "mean"), resample: trialRows(sample, "resample") };
  const goals = { ...GOALS, ...options.goals };
  const question = { rows, goals, count, candidates: [], turn: () => turns.next() };
  const candidates = candidatesOf(chosenOn, { ...question, purpose: "both" });
  const present = hasBehaviour(rows, goals);
  const scores = { chosenOn: scoresOn(chosenOn), heldOut: scoresOn(heldOut) };
  const searches = purposes.map((purpose) =>
    new Search({ ...question, candidates, purpose }, scores.chosenOn, maxUnits)
  );
  let stopped = false;
  try {
    const most = Math.floor(exhaustive * Math.min(1, FULL_SEARCH / rows.mean.size.V));
    if (present) await runSearches(searches, turns, { maxUnits, exhaustive: most });
  } catch (error) {
    if (error !== STOPPED) throw error;
    stopped = true;
  }
  return searches.map((search) => {
    const units = ascending(search.units);
    const best = units.length === 0 ? undefined : {
      ...{ size: units.length, units },
      chosenOn: scores.chosenOn(units),
      heldOut: scores.heldOut(units),
    };
    const { noneUpTo, question: { purpose } } = search;
    const verdict = !present
      ? "no behaviour"
      : best === undefined
      ? "open"
      : judgeSet(best.heldOut, goals, purpose);
    const unknown = Math.max(0, (best?.size ?? 0) - noneUpTo - 1);
    return {
      ...{ purpose, goals, best, verdict, stopped },
      minimality: {
        noneUpTo,
        unknown: Array.from({ length: unknown }, (_, k) => noneUpTo + 1 + k),
      },
      candidates: candidates.length,
      tried: count.tried,
    };
  });
}

/**
 * Searches the smallest set of units that suffices for a behaviour, breaks it, or both.
 * @param chosenOn the occurrences on which units are chosen
 * @param heldOut the occurrences on which the set is scored; see `splitOccurrences`
 * @param options purpose, goals, largest size, and how the search is watched and stopped
 * @returns the set found with its scores on both halves, and how small it could be
 * @throws {RangeError} when `maxUnits`, `occurrences` or `exhaustive` is out of range
 * @example
 * ```ts
 * import { collectBehaviour, searchUnits, splitOccurrences } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * // Units 1 and 2 fire at ":" and ask for a space, each loud enough; unit 0 does nothing.
 * const parameters = zeroParameters({ hiddenSize: 3, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * for (const unit of [1, 2]) {
 *   parameters.Wxh[unit * 3 + model.vocabulary.indexOf(":")] = 9;
 *   parameters.Why[model.vocabulary.indexOf(" ") * 3 + unit] = 9;
 * }
 * const text = "aaa: ".repeat(8);
 * const [first, second] = splitOccurrences(
 *   collectBehaviour(model, text, { after: ":", targets: " " }),
 * );
 * const breaks = await searchUnits(first, second, { purpose: "break" });
 * assertEquals(breaks.best?.units, [1, 2]);
 * assertEquals((await searchUnits(first, second, { purpose: "suffice" })).best?.size, 1);
 * ```
 */
export async function searchUnits(
  chosenOn: Behaviour,
  heldOut: Behaviour,
  options: SearchOptions & {
    /** What the set must do; `"both"` when left out. */
    purpose?: SearchPurpose;
  } = {},
): Promise<SearchResult> {
  const [result] = await searchAll([options.purpose ?? "both"], chosenOn, heldOut, options);
  return result;
}

/**
 * The same for all three purposes: what is found for one is tried for the others.
 * @param chosenOn the occurrences on which units are chosen
 * @param heldOut the occurrences on which the sets are scored
 * @param options as for {@link searchUnits}
 * @returns a set that suffices, one that breaks, and one that does both
 * @throws {RangeError} as {@link searchUnits}
 * @example
 * ```ts
 * import { collectBehaviour, searchPurposes, splitOccurrences } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * parameters.Wxh[1 * 3 + model.vocabulary.indexOf(":")] = 9;
 * parameters.Why[model.vocabulary.indexOf(" ") * 2 + 1] = 9;
 * const behaviour = collectBehaviour(model, "aaa: ".repeat(8), { after: ":", targets: " " });
 * const results = await searchPurposes(...splitOccurrences(behaviour));
 * assertEquals(results.map(({ purpose }) => purpose), ["suffice", "break", "both"]);
 * assertEquals(results.map(({ best }) => best?.units), [[1], [1], [1]]);
 * ```
 */
export async function searchPurposes(
  chosenOn: Behaviour,
  heldOut: Behaviour,
  options: SearchOptions = {},
): Promise<SearchResult[]> {
  return await searchAll(["suffice", "break", "both"], chosenOn, heldOut, options);
}
