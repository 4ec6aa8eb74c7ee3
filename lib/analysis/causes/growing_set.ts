/**
 * A set of units under construction, scored after each trial change. Internal: used by `curves.ts`
 * and `search.ts`. H: hidden units, V: characters, n: occurrences.
 */
import type { Behaviour } from "./behaviour.ts";
import { addUnit, logitsOf } from "./logits.ts";

/** What a trial set does to the targets; only what was asked for is computed. */
export interface TrialScores {
  /** P(targets) when only the set is kept and all others are at their mean. */
  kept: number;
  /** The largest |P(kept) − P(full)| over the targets one by one. */
  deviation: number;
  /** P(targets) when the set is set to its mean. */
  removed: number;
}

/** A change to the set: a unit that comes in, a unit that goes out. */
export interface Trial {
  /** The unit that comes in. */
  plus?: number;
  /** The unit that goes out. */
  minus?: number;
}

/** The current set, with the logits of both halves of the question ready for trial changes. */
export class GrowingSet {
  readonly units: number[] = [];
  /** H, the number of candidates. */
  readonly hiddenSize: number;
  /** P(targets) of the full network at the sampled occurrences. */
  readonly full: number;
  readonly #behaviour: Behaviour;
  readonly #targets: number[];
  readonly #fullTargets: Float64Array;
  /** `[H, n]` h − mean, by unit. */
  readonly #shifts: Float64Array;
  /** `[H, V]` Why transposed. */
  readonly #columns: Float64Array;
  /** `[n, V]` the mean state's logits plus the set's parts; the full logits less the set's parts. */
  readonly #kept: Float64Array;
  readonly #removed: Float64Array;
  #keptPeaks: Float64Array;
  #removedPeaks: Float64Array;

  constructor(behaviour: Behaviour) {
    const { parameters, vocabulary } = behaviour.model;
    const { hiddenSize: H, vocabularySize: V, Why } = parameters;
    const n = behaviour.positions.length;
    this.#behaviour = behaviour;
    this.hiddenSize = H;
    this.#targets = behaviour.targets.map((character) => vocabulary.indexOf(character));
    this.#columns = Float64Array.from({ length: H * V }, (_, k) => Why[(k % V) * H + (k / V | 0)]);
    this.#shifts = Float64Array.from({ length: H * n }, (_, k) => {
      const unit = k / n | 0;
      return behaviour.hs[(k % n) * H + unit] - behaviour.mean[unit];
    });
    this.#removed = logitsOf(parameters, behaviour.hs);
    const mean = logitsOf(parameters, behaviour.mean);
    this.#kept = Float64Array.from({ length: n * V }, (_, k) => mean[k % V]);
    this.#keptPeaks = peaksOf(this.#kept, V);
    this.#removedPeaks = peaksOf(this.#removed, V);
    this.#fullTargets = this.#probabilities(this.#removed, {}, 1);
    this.full = this.#fullTargets.reduce((a, b) => a + b, 0);
  }

  /** Takes a change over into the set. */
  apply({ plus, minus }: Trial): void {
    for (const [unit, sign] of [[minus, -1], [plus, 1]] as const) {
      if (unit === undefined) continue;
      const { model, hs, mean } = this.#behaviour;
      addUnit(model.parameters, hs, unit, this.#kept, sign, mean[unit]);
      addUnit(model.parameters, hs, unit, this.#removed, -sign, mean[unit]);
      if (sign === 1) this.units.push(unit);
      else this.units.splice(this.units.indexOf(unit), 1);
    }
    const V = this.#columns.length / this.hiddenSize;
    this.#keptPeaks = peaksOf(this.#kept, V);
    this.#removedPeaks = peaksOf(this.#removed, V);
  }

  /** Scores the set with a change, without taking it over. */
  score(trial: Trial, what: { keep: boolean; remove: boolean }): TrialScores {
    const scores = { kept: 1, deviation: 0, removed: 0 };
    if (what.keep) {
      const kept = this.#probabilities(this.#kept, trial, 1);
      scores.kept = kept.reduce((a, b) => a + b, 0);
      scores.deviation = Math.max(...kept.map((p, j) => Math.abs(p - this.#fullTargets[j])));
    }
    if (what.remove) {
      scores.removed = this.#probabilities(this.#removed, trial, -1).reduce((a, b) => a + b, 0);
    }
    return scores;
  }

  /** The mean probability of each target, from `logits` with the trial's parts added by `sign`. */
  #probabilities(logits: Float64Array, { plus, minus }: Trial, sign: 1 | -1): Float64Array {
    const V = this.#columns.length / this.hiddenSize;
    const n = logits.length / V;
    const peaks = logits === this.#kept ? this.#keptPeaks : this.#removedPeaks;
    const sums = new Float64Array(this.#targets.length);
    const weights = new Float64Array(V);
    const column = (unit = 0): Float64Array => this.#columns.subarray(unit * V, (unit + 1) * V);
    const [plusColumn, minusColumn] = [column(plus), column(minus)];
    for (let t = 0; t < n; t++) {
      const up = plus === undefined ? 0 : sign * this.#shifts[plus * n + t];
      const down = minus === undefined ? 0 : sign * this.#shifts[minus * n + t];
      const weigh = (peak: number): number => {
        let sum = 0;
        for (let k = 0, at = t * V; k < V; k++, at++) {
          weights[k] = Math.exp(logits[at] - peak + up * plusColumn[k] - down * minusColumn[k]);
          sum += weights[k];
        }
        return sum;
      };
      // The set's own largest logit nearly always does for the trial too, and saves a pass.
      let sum = weigh(peaks[t]);
      if (!(sum > 1e-100 && sum < 1e100)) {
        sum = weigh(
          trialPeak(logits.subarray(t * V, (t + 1) * V), up, plusColumn, down, minusColumn),
        );
      }
      for (let j = 0; j < sums.length; j++) sums[j] += weights[this.#targets[j]] / sum;
    }
    return sums.map((value) => value / n);
  }
}

/** The largest logit of one state under a trial. */
function trialPeak(
  logits: Float64Array,
  up: number,
  plus: Float64Array,
  down: number,
  minus: Float64Array,
): number {
  return logits.reduce(
    (peak, y, k) => Math.max(peak, y + up * plus[k] - down * minus[k]),
    -Infinity,
  );
}

/** `[n]` the largest of each state's logits. */
function peaksOf(logits: Float64Array, V: number): Float64Array {
  return Float64Array.from(
    { length: logits.length / V },
    (_, t) => logits.subarray(t * V, (t + 1) * V).reduce((a, b) => Math.max(a, b)),
  );
}
