/**
 * The lead of one way over the other, and shares of a whole effect on it. Internal. H: hidden units.
 */
import { deviation, mean } from "d3-array";
import { addMatVec, addTransposedMatVec, intervalAround, type MeanWithError } from "@lab/numerics";
import type { Behaviour } from "../causes/behaviour.ts";
import { leadWeights } from "../causes/measure.ts";

/** The lead as a function of the state: `u · h + c`, `[H]` and a number. */
export interface Lead {
  readonly u: Float64Array;
  readonly c: number;
}

/** How a behaviour's lead hangs on the state. */
export function leadOf(behaviour: Behaviour): Lead {
  const { Why, by, hiddenSize: H } = behaviour.model.parameters;
  const weights = leadWeights(behaviour);
  return {
    u: addTransposedMatVec(Why, weights, new Float64Array(H)),
    c: weights.reduce((sum, w, k) => sum + w * by[k], 0),
  };
}

/** The lead of one state `[H]`. */
export function leadAt({ u, c }: Lead, h: ArrayLike<number>): number {
  let sum = c;
  for (let i = 0; i < u.length; i++) sum += u[i] * h[i];
  return sum;
}

/** `[n]` the lead at each occurrence. */
export function leadsAt(behaviour: Behaviour): Float64Array {
  const lead = leadOf(behaviour);
  const H = lead.u.length;
  return Float64Array.from(
    behaviour.positions,
    (_, row) => leadAt(lead, behaviour.hs.subarray(row * H, (row + 1) * H)),
  );
}

/** `[H]` what the tanh of the occurrence's own step is taken of: `Wxh x + Whh hPrev + bh`. */
export function preActivation(behaviour: Behaviour, row: number): Float64Array {
  const { Wxh, Whh, bh, hiddenSize: H, vocabularySize: V } = behaviour.model.parameters;
  const index = behaviour.indices[row];
  const z = Float64Array.from(bh, (b, i) => b + Wxh[i * V + index]);
  return addMatVec(Whh, behaviour.hPrevs.subarray(row * H, (row + 1) * H), z);
}

/** The lead behind `tanh(z + scale · change)`. */
export function leadBehind(
  { u, c }: Lead,
  z: Float64Array,
  change?: Float64Array,
  scale = 1,
): number {
  let sum = c;
  if (change === undefined) {
    for (let i = 0; i < z.length; i++) sum += u[i] * Math.tanh(z[i]);
  } else {
    for (let i = 0; i < z.length; i++) sum += u[i] * Math.tanh(z[i] + scale * change[i]);
  }
  return sum;
}

/**
 * The share of a whole that parts make over pairs: the ratio of the means, not the mean of ratios, whose
 * denominators come close to 0. Its error is that of the delta method.
 */
export function shareOver(parts: readonly number[], wholes: readonly number[]): MeanWithError {
  const whole = mean(wholes)!;
  const share = mean(parts)! / whole;
  const rest = parts.map((part, k) => part - share * wholes[k]);
  const error = (deviation(rest) ?? NaN) / Math.abs(whole) / Math.sqrt(parts.length);
  return { mean: share, error, interval: intervalAround(share, error) };
}
