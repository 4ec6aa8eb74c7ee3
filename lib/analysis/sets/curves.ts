/**
 * Necessity and sufficiency over the size of a set: units in the order of a ranking, beside random
 * sets of the same size. H: hidden units, V: characters.
 *
 * Claim of the method: if the ranking finds the units that matter, then the curves of ranked sets
 * leave the band of random sets early. Random sets come from the units that vary: constant ones do
 * nothing, and would flatter any ranking. What it leaves out: as `ablation.ts`; and a ranking by single
 * units misses units that only matter together (see `search.ts`).
 */
import { max, min } from "d3-array";
import { Random, upperQuantile } from "@lab/numerics";
import type { Behaviour } from "../causes/behaviour.ts";
import { thinOccurrences } from "../causes/occurrences.ts";
import { rankUnits } from "../causes/ranking.ts";
import { checkBehaviour, checkInteger, checkUnits } from "../checks.ts";
import { type CircuitAreas, circuitAreas } from "./areas.ts";
import { unitsThatVary } from "./controls.ts";
import { GOALS, mostKept } from "./goals.ts";
import { type TrialRows, trialRows } from "./rows.ts";

/** The lowest, middle and highest value over random sets. */
export interface Band {
  /** The lowest value of the random sets. */
  readonly low: number;
  /** The median value of the random sets. */
  readonly median: number;
  /** The highest value of the random sets. */
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
  /** What took the place of silenced units. */
  readonly by: "mean" | "resample";
  /** The measure in the full network. */
  readonly full: number;
  /** The measure with all units silenced. */
  readonly floor: number;
  /** The areas at the curve of kept sets, from no unit to the largest size. */
  readonly areas: CircuitAreas;
  /** The areas for each random order. */
  readonly randomAreas: readonly CircuitAreas[];
  /** How many random orders of the units that vary the bands come from. */
  readonly randomSets: number;
  /** The curves, ascending by size. */
  readonly points: readonly CurvePoint[];
}

/** How to draw the curves. */
export interface CurveOptions {
  /**
   * The units in the order in which they join the set; when left out, those that vary (all, where none
   * does) in the order of {@link rankUnits}.
   */
  ranking?: readonly number[];
  /** The sizes, each 1 … the length of the ranking; about a dozen up to it when left out. */
  sizes?: readonly number[];
  /** What takes the place of silenced units; `"mean"` when left out. */
  by?: "mean" | "resample";
  /** How many random orders of the units that vary; 99 when left out. */
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

/**
 * What lies between the lowest and the highest of some values.
 * @param values what random sets reached, at least one
 * @returns the lowest, the median and the highest
 * @example
 * ```ts
 * import { bandOf } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(bandOf([3, 1, 2]), { low: 1, median: 2, high: 3 });
 * ```
 */
export function bandOf(values: readonly number[]): Band {
  return { low: min(values)!, median: upperQuantile(values, 0.5), high: max(values)! };
}

/** The measure kept and removed at each size, for one order of the units, and the areas. */
interface Curve {
  readonly points: readonly { readonly kept: number; readonly removed: number }[];
  readonly areas: CircuitAreas;
}

function curveOf(rows: TrialRows, order: readonly number[], sizes: readonly number[]): Curve {
  rows.set([]);
  const points = sizes.map((size) => {
    rows.apply({ plus: order.slice(rows.units.length, size) });
    return { kept: rows.measure("kept"), removed: rows.measure("removed") };
  });
  const faithfulness = points.map(({ kept }) => rows.shareOf(kept));
  return { points, areas: circuitAreas([0, ...sizes], [0, ...faithfulness]) };
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
  const { by = "mean", randomSets = 99, seed = 1, occurrences = 200 } = options;
  const H = behaviour.mean.length;
  const action = "draw ablation curves";
  const all = Array.from({ length: H }, (_, unit) => unit);
  const found = unitsThatVary(behaviour);
  const vary = found.length > 0 ? found : all;
  const varies = new Set(vary);
  const ranking = checkUnits(
    options.ranking ?? rankUnits(behaviour).map(({ unit }) => unit).filter((u) => varies.has(u)),
    H,
    action,
  );
  const sizes = [...options.sizes ?? sizesUpTo(ranking.length)].sort((a, b) => a - b);
  for (const size of sizes) checkInteger(size, "sizes", [1, ranking.length], action);
  checkInteger(randomSets, "randomSets", [1, Infinity], action);
  const rows = trialRows(thinOccurrences(behaviour, occurrences), by);
  const random = new Random(seed);
  // Units that don't vary come last, where a ranking has them too.
  const others = all.filter((unit) => !varies.has(unit));
  const { points, areas } = curveOf(rows, ranking, sizes);
  const drawn = Array.from({ length: randomSets }, () => {
    const order = random.choose(vary.length, vary.length).map((k) => vary[k]);
    return curveOf(rows, [...order, ...others], sizes);
  });
  return {
    ...{ by, ranking, areas, randomSets },
    full: rows.full,
    floor: rows.floor,
    randomAreas: drawn.map((curve) => curve.areas),
    points: points.map((point, k) => ({
      size: sizes[k],
      ...point,
      randomKept: bandOf(drawn.map((curve) => curve.points[k].kept)),
      randomRemoved: bandOf(drawn.map((curve) => curve.points[k].removed)),
    })),
  };
}

/** A set of units on a curve, and what it does. */
export interface SetOnCurve {
  /** How many units. */
  readonly size: number;
  /** The units: the first `size` of the ranking. */
  readonly units: readonly number[];
  /** The measure under the set's ablation: it alone kept, or it silenced. */
  readonly measure: number;
  /** The share of the behaviour that is. */
  readonly share: number;
}

/** The first sets of the curves that are enough for the behaviour, or needed for it. */
export interface EnoughAndNeeded {
  /** The first set that, kept alone, keeps 95 % to 105 % of the behaviour; none: undefined. */
  readonly enough: SetOnCurve | undefined;
  /** The first set that, silenced, leaves less than a tenth of it; none: undefined. */
  readonly needed: SetOnCurve | undefined;
}

/**
 * Where the curves reach "enough" and "needed": the goals of {@link GOALS}.
 * @param curves the curves
 * @returns the first set on each curve that does, as far as the curves' sizes tell
 * @example
 * ```ts
 * import { enoughAndNeeded } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const band = { low: 0, median: 0, high: 0 };
 * const bands = { randomKept: band, randomRemoved: band };
 * const points = [
 *   { size: 1, kept: 0.2, removed: 0.15, ...bands },
 *   { size: 2, kept: 0.9, removed: 0.01, ...bands },
 * ];
 * const found = enoughAndNeeded({ ranking: [7, 4], full: 0.9, floor: 0.1, points });
 * assertEquals([found.enough?.units, found.needed?.units], [[7, 4], [7]]);
 * ```
 */
export function enoughAndNeeded(
  { points, full, floor, ranking }: Pick<AblationCurves, "points" | "full" | "floor" | "ranking">,
): EnoughAndNeeded {
  const first = (
    key: "kept" | "removed",
    reached: (share: number) => boolean,
  ): SetOnCurve | undefined => {
    const shareOf = (measure: number): number => (measure - floor) / (full - floor);
    const point = points.find((point) => reached(shareOf(point[key])));
    if (point === undefined) return undefined;
    const { size, [key]: measure } = point;
    return { size, units: ranking.slice(0, size), measure, share: shareOf(measure) };
  };
  return {
    enough: first("kept", (share) => share >= GOALS.keep && share <= mostKept(GOALS.keep)),
    needed: first("removed", (share) => share < GOALS.leave),
  };
}

/** A ranking's areas beside those of random orders. */
export interface AreasBesideChance {
  /** The ranking's own. */
  readonly own: CircuitAreas;
  /** Those of the random orders. */
  readonly random: { readonly cpr: Band; readonly cmd: Band };
  /**
   * How likely a random order is to do as well: for CPR and CMD the share of the random orders that
   * do, the ranking counted among them.
   */
  readonly p: CircuitAreas;
}

/**
 * Whether a ranking is better than random orders of the units that vary.
 * @param curves the ranking's curves and the random ones
 * @returns the areas side by side
 * @example
 * ```ts
 * import { areasBesideChance } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const areas = { cpr: 0.9, cmd: 0.1 };
 * const randomAreas = [{ cpr: 0.5, cmd: 0.5 }, { cpr: 0.6, cmd: 0.1 }, { cpr: 0.4, cmd: 0.6 }];
 * assertEquals(areasBesideChance({ areas, randomAreas }).p, { cpr: 1 / 4, cmd: 2 / 4 });
 * ```
 */
export function areasBesideChance(
  { areas, randomAreas }: Pick<AblationCurves, "areas" | "randomAreas">,
): AreasBesideChance {
  const among = (asGood: number): number => (1 + asGood) / (1 + randomAreas.length);
  return {
    own: areas,
    random: {
      cpr: bandOf(randomAreas.map(({ cpr }) => cpr)),
      cmd: bandOf(randomAreas.map(({ cmd }) => cmd)),
    },
    p: {
      cpr: among(randomAreas.filter(({ cpr }) => cpr >= areas.cpr).length),
      cmd: among(randomAreas.filter(({ cmd }) => cmd <= areas.cmd).length),
    },
  };
}
