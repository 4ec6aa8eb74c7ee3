/**
 * A set of units at many places of a text, scored after each trial change. Internal: used by the
 * searches and curves. H: hidden units, V: characters, n: rows.
 *
 * A row pairs an occurrence's state h with the state r that stands in for silenced units. With
 * d = h − r and the set S its logits are `y_r + Σ_S Why[:, i] d_i` when only S is kept and
 * `y_h − Σ_S Why[:, i] d_i` when S is silenced: each unit multiplies the characters' weights exp(y)
 * by factors that depend on nothing else. They are made once, so that a trial needs no exp.
 */
import { logSumExp } from "@lab/numerics";
import type { Behaviour } from "../causes/behaviour.ts";
import { addUnit, logitsOf } from "../causes/logits.ts";
import { leadWeights } from "../causes/measure.ts";
import { mostKept } from "./goals.ts";
import { sumOfWeights, weightsOf } from "./row_weights.ts";

/** Whether only the set is kept, or it is silenced. */
export type Side = "kept" | "removed";

/** A change to the set: units that come in, units that go out. */
export interface Change {
  /** The units that come in. */
  readonly plus?: readonly number[];
  /** The units that go out. */
  readonly minus?: readonly number[];
}

/** States and what stands in for them, row by row. */
export interface StatePairs {
  /** `[n, H]` the states at occurrences. */
  readonly hs: Float64Array;
  /** `[n, H]` the states whose values silenced units take. */
  readonly replacements: Float64Array;
}

/** Below this, a row's weights say too little: it is computed from its logits. */
const TOO_SMALL = 1e-30;

/** The current set with its logits on both sides, ready for trial changes. */
export class TrialRows {
  /** The current set. */
  readonly units: number[] = [];
  /** How many characters, and how many rows. */
  readonly size: { readonly V: number; readonly n: number };
  /** The numbers of the target characters. */
  readonly targets: readonly number[];
  /** The mean measure of the full network. */
  readonly full: number;
  /** The mean measure with all units silenced. */
  readonly floor: number;
  readonly #behaviour: Behaviour;
  /** `[n, H]` d = h − r. */
  readonly #shifts: Float64Array;
  /** `[V]` the weights of the logits in the lead; undefined where P(targets) is measured. */
  readonly #lead: Float64Array | undefined;
  readonly #leads: Record<Side, number> = { kept: 0, removed: 0 };
  readonly #leadParts = new Map<number, number>();
  /** `[n, V]` the logits of the empty set, and of the current one. */
  readonly #empty: Record<Side, Float64Array>;
  readonly #logits: Record<Side, Float64Array>;
  readonly #weights: Record<Side, Float64Array>;
  readonly #fullTargets: Float64Array;
  readonly #factors = new Map<string, Float32Array>();
  readonly #ones: Float32Array;

  constructor(behaviour: Behaviour, pairs: StatePairs) {
    const { parameters, vocabulary } = behaviour.model;
    const { hiddenSize: H, vocabularySize: V } = parameters;
    this.#behaviour = behaviour;
    this.#shifts = pairs.hs.map((h, k) => h - pairs.replacements[k]);
    this.size = { V, n: pairs.hs.length / H };
    this.targets = behaviour.targets.map((character) => vocabulary.indexOf(character));
    this.#lead = behaviour.against.length > 0 ? leadWeights(behaviour) : undefined;
    this.#ones = new Float32Array(this.size.n * V).fill(1);
    const [kept, removed] = [pairs.replacements, pairs.hs].map((hs) => logitsOf(parameters, hs));
    this.#empty = { kept, removed };
    this.#logits = { kept: kept.slice(), removed: removed.slice() };
    this.#weights = { kept: new Float64Array(kept.length), removed: new Float64Array(kept.length) };
    this.#refresh();
    this.#fullTargets = this.targetsOf("removed");
    this.full = this.measure("removed");
    this.floor = this.measure("kept");
  }

  /** Whether the lead is measured, which is a sum over the units. */
  get additive(): boolean {
    return this.#lead !== undefined;
  }

  /** `[n, V]` the weights of the characters at each row for the current set. */
  weights(side: Side): Float64Array {
    return this.#weights[side];
  }

  /** `[n, V]` what a unit multiplies the weights by when it joins the set; scaled to at most 1. */
  factors(unit: number, side: Side, sign: 1 | -1 = 1): Float32Array {
    const direction = (side === "kept" ? 1 : -1) * sign;
    const key = `${unit} ${direction}`;
    const made = this.#factors.get(key) ?? this.#makeFactors(unit, direction);
    this.#factors.set(key, made);
    return made;
  }

  #makeFactors(unit: number, direction: number): Float32Array {
    const { V, n } = this.size;
    const { hiddenSize: H, Why } = this.#behaviour.model.parameters;
    const column = Float64Array.from({ length: V }, (_, k) => Why[k * H + unit]);
    const [low, high] = [Math.min(...column), Math.max(...column)];
    const factors = new Float32Array(n * V);
    for (let t = 0; t < n; t++) {
      const shift = direction * this.#shifts[t * H + unit];
      const peak = Math.max(shift * low, shift * high);
      for (let k = 0; k < V; k++) factors[t * V + k] = Math.exp(shift * column[k] - peak);
    }
    return factors;
  }

  #refresh(): void {
    for (const side of ["kept", "removed"] as const) {
      this.#weights[side].set(weightsOf(this.#logits[side], this.size.V));
      if (this.#lead !== undefined) this.#leads[side] = this.#meanLead(this.#logits[side]);
    }
  }

  /** Takes a change over into the set. */
  apply({ plus = [], minus = [] }: Change): void {
    const { parameters } = this.#behaviour.model;
    for (const [units, sign] of [[minus, -1], [plus, 1]] as const) {
      for (const unit of units) {
        for (const [side, direction] of [["kept", sign], ["removed", -sign]] as const) {
          addUnit(parameters, this.#shifts, unit, this.#logits[side], direction);
        }
        if (sign === 1) this.units.push(unit);
        else this.units.splice(this.units.indexOf(unit), 1);
      }
    }
    this.#refresh();
  }

  /** Makes these units the set. */
  set(units: readonly number[]): void {
    if (units.length === 0) {
      this.units.length = 0;
      for (const side of ["kept", "removed"] as const) this.#logits[side].set(this.#empty[side]);
      return this.#refresh();
    }
    const before = [...this.units];
    this.apply({
      plus: units.filter((unit) => !before.includes(unit)),
      minus: before.filter((unit) => !units.includes(unit)),
    });
  }

  /** The mean measure after a change, without taking it over. */
  measure(side: Side, change: Change = {}): number {
    if (this.#lead === undefined) return this.targetsOf(side, change).reduce((a, b) => a + b, 0);
    return this.#leadOf(side, change);
  }

  /** The largest |P(kept) − P(full)| over the targets one by one. */
  deviation(change: Change = {}): number {
    const kept = this.targetsOf("kept", change);
    return Math.max(...kept.map((p, j) => Math.abs(p - this.#fullTargets[j])));
  }

  /** The share of the behaviour that a measure is: 0 at the floor, 1 in the full network. */
  shareOf(measure: number): number {
    return (measure - this.floor) / (this.full - this.floor);
  }

  /** Whether the share after a change is kept, by at least so much, or at most so much (removed). */
  reaches(side: Side, share: number, change: Change = {}): boolean {
    if (this.#lead !== undefined) {
      const found = this.shareOf(this.measure(side, change));
      return side === "kept" ? found >= share && found <= mostKept(share) : found <= share;
    }
    const goal = this.size.n * (this.floor + share * (this.full - this.floor));
    const above = (side === "kept") === (this.full > this.floor);
    // The rows that are left can add at most 1 each, and at least 0.
    const sums = this.#probabilities(
      side,
      change,
      (sum, left) => above ? sum + left >= goal : sum <= goal,
    );
    if (sums === undefined || side === "removed") return sums !== undefined;
    return this.shareOf(sums.reduce((a, b) => a + b, 0)) <= mostKept(share);
  }

  /** The mean probability of each target after a change of at most three units. */
  targetsOf(side: Side, change: Change = {}): Float64Array {
    return this.#probabilities(side, change, () => true)!;
  }

  /** The targets' mean probabilities; undefined once `hopeful` says no to sum and rows left. */
  #probabilities(
    side: Side,
    { plus = [], minus = [] }: Change,
    hopeful: (sum: number, left: number) => boolean,
  ): Float64Array | undefined {
    const { V, n } = this.size;
    const weights = this.#weights[side];
    const [a = this.#ones, b, c] = [
      ...plus.map((unit) => this.factors(unit, side)),
      ...minus.map((unit) => this.factors(unit, side, -1)),
    ];
    const sums = new Float64Array(this.targets.length);
    let together = 0;
    for (let t = 0, at = 0; t < n; t++, at += V) {
      const all = sumOfWeights(at, at + V, weights, a, b, c);
      const exact = all < TOO_SMALL ? this.#exactly(t, side, { plus, minus }) : undefined;
      for (let j = 0; j < sums.length; j++) {
        const k = at + this.targets[j];
        const p = exact?.[this.targets[j]] ??
          weights[k] * a[k] * (b?.[k] ?? 1) * (c?.[k] ?? 1) / all;
        sums[j] += p;
        together += p;
      }
      if (!hopeful(together, n - t - 1)) return undefined;
    }
    return sums.map((value) => value / n);
  }

  /** `[V]` one row's probabilities after a change, from its logits. */
  #exactly(t: number, side: Side, { plus = [], minus = [] }: Change): Float64Array {
    const { hiddenSize: H, vocabularySize: V, Why } = this.#behaviour.model.parameters;
    const logits = this.#logits[side].slice(t * V, (t + 1) * V);
    for (const [units, sign] of [[plus, 1], [minus, -1]] as const) {
      for (const unit of units) {
        const shift = (side === "kept" ? sign : -sign) * this.#shifts[t * H + unit];
        for (let k = 0; k < V; k++) logits[k] += shift * Why[k * H + unit];
      }
    }
    const total = logSumExp(logits);
    return logits.map((y) => Math.exp(y - total));
  }

  /** The mean lead after a change: logits are sums, and so is what the units add to it. */
  #leadOf(side: Side, { plus = [], minus = [] }: Change): number {
    let change = 0;
    for (const unit of plus) change += this.#leadPart(unit);
    for (const unit of minus) change -= this.#leadPart(unit);
    return this.#leads[side] + (side === "kept" ? change : -change);
  }

  /** What a unit adds to the mean lead when only it is kept. */
  #leadPart(unit: number): number {
    const known = this.#leadParts.get(unit);
    if (known !== undefined) return known;
    const { hiddenSize: H, Why } = this.#behaviour.model.parameters;
    const weight = this.#lead!.reduce((total, w, k) => total + w * Why[k * H + unit], 0);
    let shift = 0;
    for (let at = unit; at < this.#shifts.length; at += H) shift += this.#shifts[at];
    this.#leadParts.set(unit, weight * shift / this.size.n);
    return weight * shift / this.size.n;
  }

  #meanLead(logits: Float64Array): number {
    let sum = 0;
    for (let k = 0; k < logits.length; k++) sum += this.#lead![k % this.size.V] * logits[k];
    return sum / this.size.n;
  }
}

/** Rows of a behaviour's occurrences, each with the mean or with one state of the pool. */
export function trialRows(behaviour: Behaviour, by: "mean" | "resample"): TrialRows {
  const { hs, mean, pool } = behaviour;
  const H = mean.length;
  const n = hs.length / H;
  const m = pool.positions.length;
  const replacements = hs.map((_, k) => mean[k % H]);
  if (by === "resample") {
    for (let t = 0; t < n; t++) {
      const row = Math.floor((t + 0.5) * m / n);
      replacements.set(pool.hs.subarray(row * H, (row + 1) * H), t * H);
    }
  }
  return new TrialRows(behaviour, { hs, replacements });
}
