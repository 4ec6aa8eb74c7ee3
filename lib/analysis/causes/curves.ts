/**
 * Necessity and sufficiency over the size of a set: units in the order of a ranking, beside random
 * sets of the same size. H: hidden units, V: characters.
 *
 * Claim of the method: if the ranking finds the units that matter, then the curves of ranked sets
 * leave the band of random sets early. What it leaves out: as `ablation.ts`, for silencing by the
 * mean; and a ranking by single units misses units that only matter together (see `search.ts`).
 */
import { max, min } from "d3-array";
import { Random, upperQuantile } from "@lab/numerics";
import type { Behaviour } from "./behaviour.ts";
import { thinOccurrences } from "./occurrences.ts";
import { checkBehaviour, checkInteger, checkUnits } from "../checks.ts";
import { GrowingSet } from "./growing_set.ts";
import { rankUnits } from "./ranking.ts";

/** The lowest, middle and highest value over random sets. */
export interface Band {
  /** The lowest P(targets) of the random sets. */
  readonly low: number;
  /** The median P(targets) of the random sets. */
  readonly median: number;
  /** The highest P(targets) of the random sets. */
  readonly high: number;
}

/** One size on the curves. All are mean probabilities of the targets together. */
export interface CurvePoint {
  /** How many units. */
  readonly size: number;
  /** P(targets) when only the first `size` units of the ranking are kept: sufficiency. */
  readonly kept: number;
  /** P(targets) when the first `size` units of the ranking are silenced: necessity. */
  readonly removed: number;
  /** P(targets) when only random sets of this size are kept. */
  readonly randomKept: Band;
  /** P(targets) when random sets of this size are silenced. */
  readonly randomRemoved: Band;
}

/** Necessity and sufficiency over the size of the set. */
export interface AblationCurves {
  /** The order in which units joined the set. */
  readonly ranking: readonly number[];
  /** P(targets) of the full network. */
  readonly full: number;
  /** How many random orders the bands come from. */
  readonly randomSets: number;
  /** The curves, ascending by size. */
  readonly points: readonly CurvePoint[];
}

/** How to draw the curves. */
export interface CurveOptions {
  /** The units in the order in which they join the set; that of {@link rankUnits} when left out. */
  ranking?: readonly number[];
  /** The sizes, each 1 … the length of the ranking; about a dozen up to it when left out. */
  sizes?: readonly number[];
  /** How many random orders; 20 when left out. */
  randomSets?: number;
  /** Seed of the random orders; 1 when left out. */
  seed?: number;
  /** At how many occurrences, evenly spaced, to measure; 200 when left out. */
  occurrences?: number;
}

function sizesUpTo(count: number): number[] {
  const steps = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512];
  return [...steps.filter((size) => size < count), count];
}

function bandOf(values: number[]): Band {
  return { low: min(values)!, median: upperQuantile(values, 0.5), high: max(values)! };
}

/** P(targets) kept and removed at each size, for one order of the units. */
function curveOf(
  behaviour: Behaviour,
  order: readonly number[],
  sizes: readonly number[],
): { kept: number; removed: number }[] {
  const set = new GrowingSet(behaviour);
  return sizes.map((size) => {
    while (set.units.length < size) set.apply({ plus: order[set.units.length] });
    const { kept, removed } = set.score({}, { keep: true, remove: true });
    return { kept, removed };
  });
}

/**
 * Necessity and sufficiency curves over the size of the set, with bands from random sets.
 * @param behaviour the behaviour with its occurrences
 * @param options ranking, sizes, number and seed of the random orders
 * @returns a point for each size
 * @throws {RangeError} when the ranking is empty or has wrong units, or a size is out of range
 * @example
 * ```ts
 * import { ablationCurves, collectBehaviour } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const { points } = ablationCurves(behaviour, { randomSets: 3 });
 * assertEquals(points.map((point) => point.size), [1, 2, 3, 4, 5]);
 * ```
 */
export function ablationCurves(behaviour: Behaviour, options: CurveOptions = {}): AblationCurves {
  checkBehaviour(behaviour, "draw ablation curves");
  const { randomSets = 20, seed = 1, occurrences = 200 } = options;
  const H = behaviour.mean.length;
  const action = "draw ablation curves";
  const ranking = checkUnits(
    options.ranking ?? rankUnits(behaviour).map(({ unit }) => unit),
    H,
    action,
  );
  const sizes = [...options.sizes ?? sizesUpTo(ranking.length)].sort((a, b) => a - b);
  for (const size of sizes) checkInteger(size, "sizes", [1, ranking.length], action);
  checkInteger(randomSets, "randomSets", [1, Infinity], action);
  const sample = thinOccurrences(behaviour, occurrences);
  const random = new Random(seed);
  const ranked = curveOf(sample, ranking, sizes);
  const drawn = Array.from(
    { length: randomSets },
    () => curveOf(sample, random.choose(H, H), sizes),
  );
  return {
    ranking,
    full: new GrowingSet(sample).full,
    randomSets,
    points: sizes.map((size, k) => ({
      size,
      ...ranked[k],
      randomKept: bandOf(drawn.map((curve) => curve[k].kept)),
      randomRemoved: bandOf(drawn.map((curve) => curve[k].removed)),
    })),
  };
}

/** Kept alone, a set is enough when P(targets) is at most this below the full network's. */
const ENOUGH_WITHIN = 0.01;
/** A set is needed when silencing it leaves less than this share of the full network's P(targets). */
const NEEDED_LEAVES = 0.1;

/** A set of units on a curve, and what it does. */
export interface SetOnCurve {
  /** How many units. */
  readonly size: number;
  /** The units: the first `size` of the ranking. */
  readonly units: readonly number[];
  /** P(targets) under the set's ablation: it alone kept, or it silenced. */
  readonly probability: number;
}

/** The first sets of the curves that are enough for the behaviour, or needed for it. */
export interface EnoughAndNeeded {
  /** The first set that, kept alone, comes within 0.01 of the full network; none: undefined. */
  readonly enough: SetOnCurve | undefined;
  /** The first set whose silencing takes nine tenths of P(targets) away; none: undefined. */
  readonly needed: SetOnCurve | undefined;
}

/**
 * Where the curves reach "enough" and "needed".
 * @param curves the curves
 * @returns the first set on each curve that does, as far as the curves' sizes tell
 * @example
 * ```ts
 * import { enoughAndNeeded } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const band = { low: 0, median: 0, high: 0 };
 * const bands = { randomKept: band, randomRemoved: band };
 * const points = [
 *   { size: 1, kept: 0.2, removed: 0.05, ...bands },
 *   { size: 2, kept: 0.9, removed: 0.01, ...bands },
 * ];
 * const found = enoughAndNeeded({ ranking: [7, 4], full: 0.9, randomSets: 1, points });
 * assertEquals([found.enough?.units, found.needed?.units], [[7, 4], [7]]);
 * ```
 */
export function enoughAndNeeded({ points, full, ranking }: AblationCurves): EnoughAndNeeded {
  const first = (
    key: "kept" | "removed",
    reached: (probability: number) => boolean,
  ): SetOnCurve | undefined => {
    const point = points.find((point) => reached(point[key]));
    if (point === undefined) return undefined;
    const { size } = point;
    return { size, units: ranking.slice(0, size), probability: point[key] };
  };
  return {
    enough: first("kept", (probability) => probability >= full - ENOUGH_WITHIN),
    needed: first("removed", (probability) => probability < NEEDED_LEAVES * full),
  };
}
