/**
 * Moves towards a small set: adding, exchanging, taking out, two for one. Internal: used by
 * `search.ts`.
 */
import { mostKept, type SearchGoals, type SearchPurpose } from "./goals.ts";
import type { Change, Side, TrialRows } from "./rows.ts";

/** Among sets that meet the goals, the one that exceeds them further is better, by this weight. */
const SURPLUS = 0.05;
/** Exchanges offer at most so many units from outside: those that do most by themselves. */
const OFFERED = 32;
/** Exchanges ask at most so many units of the set: those that are missed least. */
const ASKED = 16;
/** An exchange must serve better by this, so that rounding does not go round in circles. */
const BETTER = 1e-6;

/** The rows that sets are tried on. */
export interface SearchRows {
  /** Rows in which silenced units are at their mean. */
  readonly mean: TrialRows;
  /** Rows in which silenced units have values from elsewhere in the text. */
  readonly resample: TrialRows;
}

/** What a set must do, and where. */
export interface Question {
  /** The rows. */
  readonly rows: SearchRows;
  /** The units to choose from, those that do most by themselves first. */
  readonly candidates: readonly number[];
  /** What the set must do. */
  readonly purpose: SearchPurpose;
  /** When it counts as good enough, on these rows. */
  readonly goals: SearchGoals;
  /** Gives the event loop its turn; throws when the search was stopped. */
  readonly turn: () => Promise<void>;
  /** How many sets were tried so far. */
  readonly count: { tried: number };
}

/** A set under construction, and what makes one set better than another. */
export class SetMoves {
  readonly #question: Question;
  readonly #sides: readonly Side[];
  readonly #rows: readonly TrialRows[];

  constructor(question: Question) {
    const { rows, purpose, goals } = question;
    this.#question = question;
    this.#sides = ({ suffice: ["kept"], break: ["removed"], both: ["kept", "removed"] } as const)[
      purpose
    ];
    this.#rows = goals.by.map((by) => rows[by]);
  }

  /** The current set. */
  get units(): number[] {
    return [...this.#question.rows.mean.units];
  }

  /** Makes these units the set. */
  set(units: readonly number[]): void {
    for (const rows of Object.values(this.#question.rows)) rows.set(units);
  }

  #apply(change: Change): void {
    for (const rows of Object.values(this.#question.rows)) rows.apply(change);
  }

  #goal(side: Side): number {
    const { keep, leave } = this.#question.goals;
    return side === "kept" ? keep : leave;
  }

  /** How far a change misses the goals, and a little for what could still be better. */
  loss(change: Change = {}): number {
    let [missed, rest] = [0, 0];
    this.#question.count.tried++;
    for (const rows of this.#rows) {
      for (const side of this.#sides) {
        const share = rows.shareOf(rows.measure(side, change));
        const goal = this.#goal(side);
        missed += side === "kept"
          ? Math.max(0, goal - share, share - mostKept(goal))
          : Math.max(0, share - goal);
        rest += side === "kept" ? Math.abs(1 - share) : Math.max(0, share);
      }
    }
    if (this.#splits) {
      const deviation = this.#question.rows.mean.deviation(change);
      missed += Math.max(0, deviation - this.#question.goals.within);
      rest += deviation;
    }
    return missed + SURPLUS * rest;
  }

  get #splits(): boolean {
    return this.#sides.includes("kept") && this.#question.goals.within < Infinity;
  }

  /** Whether the set, after a change, meets the goals on these rows. */
  good(change: Change = {}): boolean {
    this.#question.count.tried++;
    return this.#sides.every((side) =>
      this.#rows.every((rows) => rows.reaches(side, this.#goal(side), change))
    ) && !(this.#splits &&
      this.#question.rows.mean.deviation(change) > this.#question.goals.within);
  }

  #outside(): number[] {
    const inside = new Set(this.units);
    return this.#question.candidates.filter((unit) => !inside.has(unit));
  }

  /** The changes with what they cost, the best first. */
  async #ranked(changes: readonly Change[]): Promise<{ change: Change; loss: number }[]> {
    const ranked = changes.map((change) => ({ change, loss: this.loss(change) }));
    await this.#question.turn();
    return ranked.sort((a, b) => a.loss - b.loss);
  }

  /** Adds the unit that serves best. */
  async grow(): Promise<void> {
    const [best] = await this.#ranked(this.#outside().map((unit) => ({ plus: [unit] })));
    this.#apply(best.change);
  }

  /** Exchanges one unit of the set for one outside as long as that serves better. */
  async exchange(): Promise<void> {
    const weakest = await this.#ranked(this.units.map((unit) => ({ minus: [unit] })));
    const turns = weakest.slice(0, ASKED).map(({ change }) => change.minus![0]);
    let loss = this.loss();
    for (let unchanged = 0; unchanged < turns.length;) {
      const minus = turns.shift()!;
      const offered = this.#outside().slice(0, OFFERED);
      const [best] = await this.#ranked(
        offered.map((plus) => ({ plus: [plus], minus: [minus] })),
      );
      const better = best !== undefined && best.loss < loss - BETTER;
      if (better) {
        this.#apply(best.change);
        loss = best.loss;
      }
      turns.push(better ? best.change.plus![0] : minus);
      unchanged = better ? 0 : unchanged + 1;
    }
  }

  /** Makes a good set smaller by one unit, in the first way that works; false where none does. */
  async shrink(): Promise<boolean> {
    const before = this.units;
    if (before.length < 2) return false;
    const weakest = await this.#ranked(before.map((unit) => ({ minus: [unit] })));
    this.#apply(weakest[0].change);
    if (this.good()) return true;
    await this.exchange();
    if (this.good()) return true;
    this.set(before);
    return await this.#twoForOne(weakest.slice(0, ASKED).map(({ change }) => change.minus![0]));
  }

  async #twoForOne(asked: readonly number[]): Promise<boolean> {
    const offered = this.#outside().slice(0, OFFERED);
    for (let i = 0; i < asked.length; i++) {
      for (let j = 0; j < i; j++) {
        await this.#question.turn();
        for (const plus of offered) {
          const change = { plus: [plus], minus: [asked[i], asked[j]] };
          if (!this.good(change)) continue;
          this.#apply(change);
          return true;
        }
      }
    }
    return false;
  }
}
