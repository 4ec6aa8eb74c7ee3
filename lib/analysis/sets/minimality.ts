/**
 * Whether a smaller set does it too: all sets of one, two, three … units, as far as that is
 * affordable. Internal: used by `search.ts`. V: characters, n: rows.
 *
 * A set is left as soon as the rows that are still to come could no longer bring the mean to the goal,
 * so that nearly all cost a few rows only. The bound is sound: what is said to be no set is none on
 * these rows.
 */
import type { SearchPurpose } from "./goals.ts";
import { type Question, SetMoves } from "./moves.ts";
import type { Side, TrialRows } from "./rows.ts";

/** The weights of a set's first units at each row, multiplied out when a row is first asked for. */
class Prefix {
  readonly weights: Float64Array;
  readonly #before: Prefix | undefined;
  readonly #factors: Float32Array<ArrayBufferLike>;
  #made = 0;

  constructor(weights: Float64Array, before?: Prefix, factors: Float32Array = new Float32Array(0)) {
    this.weights = weights;
    this.#before = before;
    this.#factors = factors;
    if (before === undefined) this.#made = weights.length;
  }

  with(factors: Float32Array): Prefix {
    return new Prefix(new Float64Array(factors.length), this, factors);
  }

  makeUpTo(end: number): void {
    if (end <= this.#made) return;
    this.#before!.makeUpTo(end);
    const { weights } = this.#before!;
    for (let k = this.#made; k < end; k++) this.weights[k] = weights[k] * this.#factors[k];
    this.#made = end;
  }
}

/** One goal on one side of some rows: the one that is asked of every set. */
class Filter {
  readonly #rows: TrialRows;
  readonly #side: Side;
  readonly #share: number;
  readonly #goal: number;
  readonly #above: boolean;

  constructor(rows: TrialRows, side: Side, share: number) {
    this.#rows = rows;
    this.#side = side;
    this.#share = share;
    this.#goal = rows.size.n * (rows.floor + share * (rows.full - rows.floor));
    this.#above = (side === "kept") === (rows.full > rows.floor);
  }

  get root(): Prefix {
    return new Prefix(this.#rows.weights(this.#side));
  }

  factors(unit: number): Float32Array {
    return this.#rows.factors(unit, this.#side);
  }

  /** Whether first units and one more keep (leave) as much; rows too small to tell count for it. */
  passes(prefix: Prefix, units: readonly number[], unit: number): boolean {
    if (this.#rows.additive) {
      return this.#rows.reaches(this.#side, this.#share, { plus: [...units, unit] });
    }
    const { size: { V, n }, targets } = this.#rows;
    const { weights } = prefix;
    const factors = this.factors(unit);
    let sum = 0;
    for (let t = 0, at = 0; t < n; t++, at += V) {
      prefix.makeUpTo(at + V);
      let all = 0;
      for (let k = at; k < at + V; k++) all += weights[k] * factors[k];
      let wanted = 0;
      for (const k of targets) wanted += weights[at + k] * factors[at + k];
      sum += all > 1e-30 ? wanted / all : this.#above ? 1 : 0;
      if (this.#above ? sum + (n - t - 1) < this.#goal : sum > this.#goal) return false;
    }
    return true;
  }
}

const choose = (n: number, k: number): number =>
  Array.from({ length: k }).reduce<number>((product, _, i) => product * (n - i) / (i + 1), 1);

const sideOf = (purpose: SearchPurpose): Side => purpose === "break" ? "removed" : "kept";

/** The sets of k candidates that meet the goals. */
async function setsOf(k: number, question: Question, moves: SetMoves): Promise<number[][]> {
  const { candidates, count, goals, purpose, rows, turn } = question;
  const side = sideOf(purpose);
  // Of the goals that every set must meet, resampling asks more of a kept set.
  const by = side === "kept" ? goals.by.at(-1)! : goals.by[0];
  const filter = new Filter(rows[by], side, side === "kept" ? goals.keep : goals.leave);
  const passed: number[][] = [];
  const visit = async (prefix: Prefix, units: readonly number[], from: number): Promise<void> => {
    if (units.length < k - 1) {
      for (let i = from; i <= candidates.length - (k - units.length); i++) {
        const next = prefix.with(filter.factors(candidates[i]));
        await visit(next, [...units, candidates[i]], i + 1);
      }
      return;
    }
    await turn();
    count.tried += candidates.length - from;
    for (let i = from; i < candidates.length; i++) {
      if (filter.passes(prefix, units, candidates[i])) passed.push([...units, candidates[i]]);
    }
  };
  moves.set([]);
  await visit(filter.root, [], 0);
  return passed.filter((units) => {
    moves.set(units);
    return moves.good();
  });
}

/**
 * Tries all sets of some size, then of one unit more, … as long as there are none that meet the goals.
 * @param question what a set must do, its goals without any margin
 * @param sizes the first size to try, and the size below which to stay
 * @param most how many sets may be tried
 * @returns the smallest sets that meet the goals, if any; and the size up to which there are none
 */
export async function smallestSets(
  question: Question,
  sizes: { from: number; below: number },
  most: number,
): Promise<{ found: number[][]; noneUpTo: number }> {
  const moves = new SetMoves(question);
  let left = most;
  for (let k = sizes.from; k < sizes.below; k++) {
    left -= choose(question.candidates.length, k);
    if (left < 0) return { found: [], noneUpTo: k - 1 };
    const found = await setsOf(k, question, moves);
    if (found.length > 0) return { found, noneUpTo: k - 1 };
  }
  return { found: [], noneUpTo: Math.max(sizes.from, sizes.below) - 1 };
}
