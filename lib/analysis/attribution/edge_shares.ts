/**
 * Edges together: which share of the targets' lead some edges carry, when all others are at their mean,
 * and which share goes with them. H: hidden units, n: occurrences.
 *
 * Claim of the method: a set of edges that keeps a share p of the lead, all others being at their mean,
 * carries as much by itself. What it leaves out: kept and lost shares need not add up to 1, as edges
 * stand in for each other; and the mean of an input is no input that the text has.
 */
import { mean } from "d3-array";
import { type Interval, meanWithError, Random } from "@lab/numerics";
import type { Behaviour } from "../causes/behaviour.ts";
import { type Band, bandOf } from "../sets/curves.ts";
import { thinOccurrences } from "../causes/occurrences.ts";
import { checkBehaviour, checkInteger } from "../checks.ts";
import { type Edge, StepParts } from "./edges.ts";

/** A share of what there is to explain, with the interval that its occurrences allow. */
export interface LeadShare {
  /**
   * The share: 1 is all, 0 nothing; below 0 or above 1 where edges work against others. 0 where there
   * is nothing to explain.
   */
  readonly share: number;
  /** The interval of 95 %, over occurrences; NaN for a single one. */
  readonly interval: Interval;
}

/** The first so many edges of a ranking, together. */
export interface EdgeSharePoint {
  /** How many edges. */
  readonly size: number;
  /** The share of the lead that is there when only these have their inputs. */
  readonly kept: LeadShare;
  /** The share of the lead that goes when these, and only these, are at their mean. */
  readonly lost: LeadShare;
  /** The behaviour's measure, such as P(targets), when only these have their inputs. */
  readonly keptMeasure: number;
  /** The behaviour's measure when these, and only these, are at their mean. */
  readonly lostMeasure: number;
  /** The kept shares of as many edges of the same kinds, drawn at random from the ranking. */
  readonly randomKept: Band;
}

/** What edges carry together, over their number. */
export interface EdgeShares {
  /** At how many occurrences it was measured. */
  readonly occurrences: number;
  /** What there is to explain, in nats: the mean lead less that with every edge at its mean. */
  readonly explained: number;
  /** The behaviour's measure in the full network. */
  readonly full: number;
  /** The behaviour's measure with every edge at its mean. */
  readonly floor: number;
  /** How many edges the ranking has. */
  readonly of: number;
  /** How many random orders the bands come from. */
  readonly randomSets: number;
  /** The shares, ascending by size. */
  readonly points: readonly EdgeSharePoint[];
}

/** How to measure shares. */
export interface EdgeShareOptions {
  /** The sizes, each 1 … the number of edges; about a dozen up to it when left out. */
  sizes?: readonly number[];
  /** How many random orders of the same edges; 20 when left out. */
  randomSets?: number;
  /** Seed of the random orders; 1 when left out. */
  seed?: number;
  /** At how many occurrences, evenly spaced, to measure; 200 when left out. */
  occurrences?: number;
}

function sizesUpTo(count: number): number[] {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];
  return [...steps.filter((size) => size < count), count];
}

/** The mean of `values` as a share of the mean of `wholes`, its error that of a ratio. */
function shareOf(values: Float64Array, wholes: Float64Array): LeadShare {
  const whole = mean(wholes)!;
  if (whole === 0) return { share: 0, interval: [0, 0] };
  const share = mean(values)! / whole;
  const { interval } = meanWithError(
    values.map((value, t) => value / whole - share * (wholes[t] / whole)),
  );
  return { share, interval: [share + interval[0], share + interval[1]] };
}

/** The edges in random order, but input edges where there were some, and edges between units too. */
function shuffled(ranking: readonly Edge[], random: Random): Edge[] {
  const kinds = [true, false].map((input) => {
    const edges = ranking.filter(({ from }) => (from === "input") === input);
    return random.choose(edges.length, edges.length).map((k) => edges[k]).values();
  });
  return ranking.map(({ from }) => kinds[from === "input" ? 0 : 1].next().value!);
}

/** `[H, n]` pre-activations with every edge's input at its mean. */
const atMean = ({ z, meanZ, occurrences: n }: StepParts): Float64Array =>
  z.map((_, k) => meanZ[k / n | 0]);

/**
 * `[H, n]` pre-activations with the first so many edges of an order kept (added to what the means give) or
 * lost (taken from what there is); written over at the next size.
 */
function* alongOrder(
  step: StepParts,
  order: readonly Edge[],
  sizes: readonly number[],
  what: "kept" | "lost" = "kept",
): Generator<Float64Array> {
  const n = step.occurrences;
  const [z, sign] = what === "kept" ? [atMean(step), 1] : [step.z.slice(), -1];
  const buffer = new Float64Array(n);
  let done = 0;
  for (const size of sizes) {
    for (; done < size; done++) {
      const deviations = step.deviations(order[done], buffer);
      const start = order[done].to * n;
      for (let t = 0; t < n; t++) z[start + t] += sign * deviations[t];
    }
    yield z;
  }
}

/**
 * Which share of the targets' lead the first edges of a ranking carry together, beside as many edges of
 * the same kinds (from the input, from units) at random. Rank the edges on other occurrences than these (`splitOccurrences`), so that the shares are
 * not won by choosing.
 * @param behaviour the behaviour with its occurrences
 * @param ranking the edges in the order in which they join, such as those of `edgeEffects`
 * @param options sizes, random orders, and at how many occurrences
 * @returns kept and lost shares for each size
 * @throws {RangeError} when there is no edge, or a size is out of range
 * @example
 * ```ts
 * import { collectBehaviour, edgeEffects, edgeShares } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const { points, of } = edgeShares(behaviour, edgeEffects(behaviour).edges);
 * assertEquals(of, 5 * 6);
 * assertAlmostEquals(points.at(-1)!.kept.share, 1, 1e-12); // all edges carry all
 * ```
 */
export function edgeShares(
  behaviour: Behaviour,
  ranking: readonly Edge[],
  options: EdgeShareOptions = {},
): EdgeShares {
  checkBehaviour(behaviour, "measure edges together");
  const { randomSets = 20, seed = 1, occurrences = 200 } = options;
  const action = "measure edges together";
  checkInteger(ranking.length, "ranking.length", [1, Infinity], action);
  checkInteger(randomSets, "randomSets", [1, Infinity], action);
  const sizes = [...options.sizes ?? sizesUpTo(ranking.length)].sort((a, b) => a - b);
  for (const size of sizes) checkInteger(size, "sizes", [1, ranking.length], action);
  const step = new StepParts(thinOccurrences(behaviour, occurrences));
  const full = step.leads(step.z);
  const wholes = full.map((lead) => lead - step.reference);
  const keptShare = (z: Float64Array): LeadShare =>
    shareOf(step.leads(z).map((lead) => lead - step.reference), wholes);
  const lostShare = (z: Float64Array): LeadShare => {
    const leads = step.leads(z);
    return shareOf(full.map((lead, t) => lead - leads[t]), wholes);
  };
  const random = new Random(seed);
  const drawn = Array.from({ length: randomSets }, () => {
    const order = shuffled(ranking, random);
    return Array.from(alongOrder(step, order, sizes), (z) => keptShare(z).share);
  });
  const kept = Array.from(alongOrder(step, ranking, sizes), (z) => ({
    ...{ kept: keptShare(z), keptMeasure: step.measured(z) },
  }));
  const lost = Array.from(alongOrder(step, ranking, sizes, "lost"), (z) => ({
    ...{ lost: lostShare(z), lostMeasure: step.measured(z) },
  }));
  const randomKept = sizes.map((_, k) => bandOf(drawn.map((order) => order[k])));
  return {
    occurrences: step.occurrences,
    explained: mean(wholes)!,
    full: step.measured(step.z),
    floor: step.measured(atMean(step)),
    of: ranking.length,
    randomSets,
    points: sizes.map((size, k) => ({
      ...{ size, ...kept[k], ...lost[k], randomKept: randomKept[k] },
    })),
  };
}

/**
 * The smallest number of edges that surely come within half of the lead, with all larger numbers.
 * @param shares what edges carry together
 * @returns the first point from which on the whole interval of the kept share is between ½ and 1½ (more
 * than 1: edges that are at their mean would hold these back); none: undefined
 * @example
 * ```ts
 * import { edgesForHalf } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const randomKept = { low: 0, median: 0, high: 0.1 };
 * const points = [0.5, 0.6, 1].map((share, k) => {
 *   const kept = { share, interval: [share - 0.05, share + 0.05] as const };
 *   return { size: 10 * (k + 1), kept, lost: kept, randomKept, keptMeasure: 0, lostMeasure: 0 };
 * });
 * assertEquals(edgesForHalf({ points })?.size, 20);
 * ```
 */
export function edgesForHalf(
  { points }: Pick<EdgeShares, "points">,
): EdgeSharePoint | undefined {
  const misses = ({ kept }: EdgeSharePoint): boolean =>
    !(kept.interval[0] > 0.5 && kept.interval[1] < 1.5);
  return points[points.findLastIndex(misses) + 1];
}
