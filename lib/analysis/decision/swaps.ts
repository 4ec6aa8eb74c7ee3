/** Pairs of places at the decision's step, and what swapping a part of their states does. Internal. */
import { addMatVec } from "@lab/numerics";
import type { Behaviour } from "../causes/behaviour.ts";
import { type Lead, leadBehind, leadOf, preActivation } from "./lead.ts";
import type { PlacePair } from "./ways.ts";

/** A part of the state: some units, or the span of directions at right angles and of length 1. */
export interface SwapPart {
  readonly units: readonly number[];
  /** `[H]` each. */
  readonly directions: readonly Float64Array[];
  /** `[H]` each: `Whh` times the directions. */
  readonly images: readonly Float64Array[];
}

/** The two places of a pair at the step of the decision. */
export interface PairStep {
  /** How the lead hangs on the state. */
  readonly lead: Lead;
  /** `[H, H]` the recurrent weights. */
  readonly Whh: Float64Array;
  /** `[H]` each: the states before the step. */
  readonly before: readonly [first: Float64Array, second: Float64Array];
  /** `[H]` the second place's state before the step, less the first place's. */
  readonly difference: Float64Array;
  /** `[H]` each: what the tanh is taken of. */
  readonly z: readonly [first: Float64Array, second: Float64Array];
  /** The lead at each place. */
  readonly leads: readonly [first: number, second: number];
  /** How far a swap of the whole state moves the leads towards each other's, on the average of both. */
  readonly whole: number;
}

/** How far both leads of a pair move towards the other's when a multiple of a change is swapped. */
export function effectOf(step: PairStep, change: Float64Array, scale = 1): number {
  const { lead, z, leads } = step;
  const first = leads[0] - leadBehind(lead, z[0], change, scale);
  const second = leadBehind(lead, z[1], change, -scale) - leads[1];
  return (first + second) / 2;
}

/** The steps of the pairs. */
export function stepsOf(behaviour: Behaviour, pairs: readonly PlacePair[]): PairStep[] {
  const { Whh, hiddenSize: H } = behaviour.model.parameters;
  const lead = leadOf(behaviour);
  const stateBefore = (row: number) => behaviour.hPrevs.subarray(row * H, (row + 1) * H);
  return pairs.map(({ first, second }) => {
    const before = [stateBefore(first), stateBefore(second)] as const;
    const difference = before[1].map((h, i) => h - before[0][i]);
    const z = [preActivation(behaviour, first), preActivation(behaviour, second)] as const;
    const leads = [leadBehind(lead, z[0]), leadBehind(lead, z[1])] as const;
    const step = { lead, Whh, before, difference, z, leads, whole: 0 };
    return { ...step, whole: effectOf(step, addMatVec(Whh, difference, new Float64Array(H))) };
  });
}

/** The dot product of two vectors `[H]`. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** `[H]` what a swap of a part adds to what the first place's tanh is taken of. */
function changeOf({ units, directions, images }: SwapPart, step: PairStep): Float64Array {
  const { difference, Whh } = step;
  const H = difference.length;
  const change = new Float64Array(H);
  for (const unit of units) {
    const d = difference[unit];
    for (let i = 0; i < H; i++) change[i] += Whh[i * H + unit] * d;
  }
  directions.forEach((v, k) => {
    const along = dot(v, difference);
    for (let i = 0; i < H; i++) change[i] += along * images[k][i];
  });
  return change;
}

/** How far a swap of a part moves a state: the length of the change. */
export function lengthOf({ units, directions }: SwapPart, { difference }: PairStep): number {
  const along = [
    ...units.map((unit) => difference[unit]),
    ...directions.map((v) => dot(v, difference)),
  ];
  return Math.hypot(...along);
}

/** What swapping a part does in each pair, and after how many swaps the other way leads. */
export function effectsOf(
  part: SwapPart,
  steps: readonly PairStep[],
): { effects: number[]; flips: number } {
  let flips = 0;
  const effects = steps.map((step) => {
    const { lead, z, leads } = step;
    const change = changeOf(part, step);
    const after = [leadBehind(lead, z[0], change), leadBehind(lead, z[1], change, -1)];
    if (leads[0] > 0 !== leads[1] > 0) {
      flips += Number(after[0] > 0 !== leads[0] > 0) + Number(after[1] > 0 !== leads[1] > 0);
    }
    return (leads[0] - after[0] + after[1] - leads[1]) / 2;
  });
  return { effects, flips };
}
