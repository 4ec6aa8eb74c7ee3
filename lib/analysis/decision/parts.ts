/**
 * The parts of the state that are swapped, chosen on half of the pairs, and the random directions beside
 * them. Internal. H: hidden units.
 */
import { sum } from "d3-array";
import { addMatVec, addTransposedMatVec, type Random, upperQuantile } from "@lab/numerics";
import { principalComponents } from "../dynamics/space.ts";
import { dot, effectOf, effectsOf, lengthOf, type PairStep, type SwapPart } from "./swaps.ts";

/**
 * A part of the state: all units, those that vary, the constants, the single unit that moves most; the
 * direction from one way's mean state to the other's, that in which the lead rises most on the average,
 * both; the first principal component of the states before the decision, the first two.
 */
export type PartKind =
  | "all"
  | "varying"
  | "constant"
  | "unit"
  | "means"
  | "slope"
  | "means and slope"
  | "component"
  | "two components";

/** What random directions do that are pushed as far as a part's swap. */
export interface Controls {
  /** `[controls]` their shares of the whole effect, sorted. */
  readonly shares: Float64Array;
  /** The median. */
  readonly median: number;
  /** The 95 % quantile. */
  readonly high: number;
}

/** A part with its name. */
export interface Part extends SwapPart {
  readonly kind: PartKind;
}

/** A vector made to length 1 and to stand at right angles to others; undefined where nothing is left. */
function normalised(
  vector: Float64Array,
  others: readonly Float64Array[],
): Float64Array | undefined {
  const rest = vector.slice();
  for (const other of others) {
    const along = dot(other, rest);
    for (let i = 0; i < rest.length; i++) rest[i] -= along * other[i];
  }
  const length = Math.sqrt(dot(rest, rest));
  return length > 1e-9 * Math.sqrt(dot(vector, vector)) ? rest.map((x) => x / length) : undefined;
}

/** `[H]` the mean of vectors. */
function meanVector(vectors: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(vectors[0].length);
  for (const v of vectors) for (let i = 0; i < out.length; i++) out[i] += v[i] / vectors.length;
  return out;
}

/** `[H]` the lead's mean derivative by the state before the step. */
function meanSlope(steps: readonly PairStep[]): Float64Array {
  const slopes = steps.flatMap(({ lead, Whh, z }) =>
    z.map((z) =>
      addTransposedMatVec(
        Whh,
        z.map((x, i) => (1 - Math.tanh(x) ** 2) * lead.u[i]),
        new Float64Array(z.length),
      )
    )
  );
  return meanVector(slopes);
}

/** The unit of these whose swap does most of what the whole state's does. */
function bestUnit(units: readonly number[], steps: readonly PairStep[]): number {
  const whole = sum(steps, (step) => step.whole);
  const shares = units.map((unit) =>
    sum(effectsOf({ units: [unit], directions: [], images: [] }, steps).effects) / whole
  );
  return units[Math.max(0, shares.indexOf(Math.max(...shares)))];
}

/** The directions that are tried, by kind; those that are zero, or hold nothing of their own, are left out. */
function directionsOf(
  steps: readonly PairStep[],
): (readonly [PartKind, readonly Float64Array[]])[] {
  const H = steps[0].difference.length;
  const states = new Float64Array(2 * steps.length * H);
  steps.flatMap(({ before }) => before).forEach((h, k) => states.set(h, k * H));
  const means = normalised(meanVector(steps.map(({ difference }) => difference)), []);
  const slope = normalised(meanSlope(steps), []);
  const across = means && slope && normalised(slope, [means]);
  const [first, second] = principalComponents(states, H, Math.min(2, H)).directions;
  const found: [PartKind, (Float64Array | undefined)[]][] = [
    ["means", [means]],
    ["slope", [slope]],
    ["means and slope", [means, across]],
    ["component", [first]],
    ["two components", [first, second]],
  ];
  return found.filter((entry): entry is [PartKind, Float64Array[]] =>
    entry[1].every((direction) => direction !== undefined)
  );
}

/** The parts, chosen on these pairs. */
export function partsOf(varying: readonly number[], steps: readonly PairStep[]): Part[] {
  const { difference, Whh } = steps[0];
  const H = difference.length;
  const set = (kind: PartKind, units: readonly number[]): Part => ({
    kind,
    units,
    directions: [],
    images: [],
  });
  const all = Array.from({ length: H }, (_, unit) => unit);
  const constant = all.filter((unit) => !varying.includes(unit));
  return [
    set("all", all),
    set("varying", varying),
    ...constant.length > 0 ? [set("constant", constant)] : [],
    set("unit", [bestUnit(varying, steps)]),
    ...directionsOf(steps).map(([kind, directions]) => ({
      kind,
      units: [],
      directions,
      images: directions.map((v) => addMatVec(Whh, v, new Float64Array(H))),
    })),
  ];
}

/** `[H]` a random combination of the states' differences from their mean, of length 1. */
function randomDirection(centred: readonly Float64Array[], random: Random): Float64Array {
  const v = new Float64Array(centred[0].length);
  for (const state of centred) {
    const weight = random.normal();
    for (let i = 0; i < v.length; i++) v[i] += weight * state[i];
  }
  return normalised(v, []) ?? v;
}

/** Parts that are whole sets of units. */
const SETS: readonly PartKind[] = ["all", "varying", "constant"];

/** A part of one or two numbers, as directions with their images. */
function axesOf({ units, directions, images }: Part, Whh: Float64Array, H: number): SwapPart {
  if (directions.length > 0) return { units: [], directions, images };
  const axis = (unit: number) => Float64Array.from({ length: H }, (_, i) => i === unit ? 1 : 0);
  const column = (unit: number) => Float64Array.from({ length: H }, (_, i) => Whh[i * H + unit]);
  return { units: [], directions: units.map(axis), images: units.map(column) };
}

/** `a − scale · b` where these stand: what a direction and its image lose with a part's own. */
function subtract(a: Float64Array, b: Float64Array, scale: number): void {
  for (let i = 0; i < a.length; i++) a[i] -= scale * b[i];
}

/**
 * What random directions do in the scored pairs, pushed as far as each part's swap and towards the other
 * place. They are combinations of the chosen pairs' states, so that states differ along them too, made to
 * stand at right angles to the part: else they would be that part in some measure. Sets of many units have
 * none: units that vary and constants stand beside each other.
 */
export function controlShares(
  parts: readonly Part[],
  chosen: readonly PairStep[],
  scored: readonly PairStep[],
  { count, random }: { count: number; random: Random },
): (Controls | undefined)[] {
  const [{ Whh, difference: { length: H } }] = scored;
  const states = chosen.flatMap(({ before }) => before);
  const mean = meanVector(states);
  const centred = states.map((state) => state.map((h, i) => h - mean[i]));
  const drawn = Array.from({ length: count }, () => {
    const v = randomDirection(centred, random);
    return { v, image: addMatVec(Whh, v, new Float64Array(H)) };
  });
  const whole = sum(scored, (step) => step.whole);
  return parts.map((part) => {
    if (SETS.includes(part.kind)) return undefined;
    const own = axesOf(part, Whh, H);
    const lengths = scored.map((step) => lengthOf(part, step));
    const shares = drawn.map(({ v, image }) => {
      const [rest, change] = [v.slice(), image.slice()];
      own.directions.forEach((direction, k) => {
        const along = dot(direction, v);
        subtract(rest, direction, along);
        subtract(change, own.images[k], along);
      });
      const length = Math.sqrt(dot(rest, rest));
      if (length < 1e-9) return 0; // states differ along the part's own directions only
      const effects = scored.map((step, pair) =>
        effectOf(step, change, Math.sign(dot(rest, step.difference)) * lengths[pair] / length)
      );
      return sum(effects) / whole;
    }).sort((a, b) => a - b);
    return {
      shares: Float64Array.from(shares),
      median: upperQuantile(shares, 0.5),
      high: upperQuantile(shares, 0.95),
    };
  });
}
