/**
 * One search for one purpose, and how it is watched and stopped. Internal, but for its types: used by
 * `search.ts`.
 */
import { stopSignal } from "@lab/stop";
import { looksGood, type SearchPurpose, type SetScores } from "./goals.ts";
import { smallestSets } from "./minimality.ts";
import { type Question, SetMoves } from "./moves.ts";

/** How far a search has come. */
export interface SearchProgress {
  /** What is searched for. */
  readonly purpose: SearchPurpose;
  /** How many sets were tried so far. */
  readonly tried: number;
  /** The best set so far. */
  readonly units: readonly number[];
  /** Whether that set is good enough where sets are tried. */
  readonly good: boolean;
}

/** How a search is watched and stopped. */
export interface SearchWatch {
  /** Ends the search with the best so far. A notebook's Stop button does so, too. */
  signal?: AbortSignal;
  /** Called some 20 times a second. */
  onProgress?: (progress: SearchProgress) => void;
}

/** Goals are tightened step by step until they hold on all occurrences, not only on those tried. */
const MARGINS = [0.003, 0.01, 0.02, 0.03, 0.05, 0.08];
/** But no closer to all of the behaviour than this share of what the goal leaves. */
const MOST_OF_THE_WAY = 0.8;
/** The event loop gets its turn, and the caller word, this often. */
const TURN_MS = 50;

/** While a set grows, units are exchanged up to this size; at its end they are in any case. */
const EXCHANGED = 7;

/** What ends a search that was stopped. */
export const STOPPED = new Error("stopped");

/** Units in their order. */
export const ascending = (units: readonly number[]): number[] => [...units].sort((a, b) => a - b);

/** One search for one purpose: its best set so far, and how to find better ones. */
export class Search {
  /** What is searched for. */
  readonly question: Question;
  /** The best set so far; empty before the first. */
  units: number[] = [];
  /** Whether that set meets the goals at all occurrences that it was chosen on. */
  met = false;
  /** No set of up to so many units meets the goals where sets are tried. */
  noneUpTo = 0;
  readonly #scoresOf: (units: readonly number[]) => SetScores;
  readonly #most: number;

  constructor(
    question: Question,
    scoresOf: (units: readonly number[]) => SetScores,
    maxUnits: number,
  ) {
    this.question = question;
    this.#scoresOf = scoresOf;
    this.#most = Math.min(maxUnits, question.candidates.length);
  }

  /** From nothing, and from given beginnings; with wider margins as long as a set needs them. */
  async run(starts: readonly (readonly number[])[]): Promise<void> {
    for (const margin of MARGINS) {
      const moves = this.#moves(margin);
      let smallest = Infinity;
      try {
        for (const start of starts) {
          smallest = Math.min(smallest, await this.#from(start, moves));
        }
      } catch (stopped) {
        this.#offer(moves);
        throw stopped;
      }
      if (smallest === Infinity || this.met && this.units.length <= smallest) return;
    }
  }

  /** Tries all sets of more than `noneUpTo` units, as far as `most` sets go. */
  async exhaust(most: number): Promise<void> {
    const sizes = { from: this.noneUpTo + 1, below: this.met ? this.units.length : this.#most + 1 };
    const { found, noneUpTo } = await smallestSets(this.question, sizes, most);
    this.noneUpTo = noneUpTo;
    const moves = this.#moves(0);
    for (const units of found) {
      moves.set(units);
      if (this.#offer(moves)) return;
    }
  }

  #moves(margin: number): SetMoves {
    const { keep, leave, within, by } = this.question.goals;
    const closer = Math.min(margin, MOST_OF_THE_WAY * (1 - keep));
    const goals = { keep: keep + closer, leave: leave - margin, within: within - margin, by };
    return new SetMoves({ ...this.question, goals });
  }

  /** Adds units until a set is good enough, then takes out what it can do without; its size. */
  async #from(start: readonly number[], moves: SetMoves): Promise<number> {
    moves.set(start);
    while (moves.units.length < this.#most && !moves.good()) {
      await moves.grow();
      if (moves.units.length <= EXCHANGED) await moves.exchange();
      if (!moves.good()) this.#offer(moves);
    }
    while (moves.good() && await moves.shrink());
    this.#offer(moves);
    return moves.good() ? moves.units.length : Infinity;
  }

  /** Keeps a set if it is better than the best so far; says whether it is. */
  #offer(moves: SetMoves): boolean {
    const { units } = moves;
    if (units.length === 0 || this.met && units.length >= this.units.length) return false;
    const { goals, purpose } = this.question;
    const met = moves.good() && looksGood(this.#scoresOf(units), goals, purpose);
    if (!met && (this.met || !this.#closer(moves))) return false;
    this.units = units;
    this.met = met;
    return true;
  }

  #closer(moves: SetMoves): boolean {
    const { units } = moves;
    const loss = moves.loss();
    moves.set(this.units);
    const before = this.units.length > 0 ? moves.loss() : Infinity;
    moves.set(units);
    return loss < before;
  }
}

/** The event loop's turns during a search, and what the caller is told. */
export class SearchTurns {
  /** The search that runs. */
  current: Search | undefined;
  /** How many sets were tried. */
  readonly count = { tried: 0 };
  readonly #signal: AbortSignal | undefined;
  readonly #onProgress: SearchWatch["onProgress"];
  #turnedMs = performance.now();

  constructor({ signal, onProgress }: SearchWatch) {
    this.#signal = stopSignal(signal);
    this.#onProgress = onProgress;
  }

  async next(): Promise<void> {
    if (performance.now() - this.#turnedMs < TURN_MS) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#turnedMs = performance.now();
    if (this.current !== undefined) {
      const { question: { purpose }, units, met: good } = this.current;
      this.#onProgress?.({ purpose, tried: this.count.tried, units: ascending(units), good });
    }
    if (this.#signal?.aborted === true) throw STOPPED;
  }
}
