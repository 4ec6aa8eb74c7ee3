/**
 * Ablation: silence units, or all others, and see whether the behaviour goes or stays.
 * H: hidden units, V: characters.
 *
 * What is changed is the state from which the next character is computed, at the one step after the
 * behaviour's character. Silenced units take another value: zero, their mean over the text, or the
 * values that they had together at another step of the text, drawn from the pool ("resampled").
 * Claim of the method: removing a necessary set destroys the behaviour, keeping a sufficient set
 * keeps it. What it leaves out: zero and mean states are states that the network never visits;
 * resampled ones are visited, but may by chance carry the behaviour themselves. No later step is run.
 * @see K. Wang et al., "Interpretability in the wild", ICLR (2023), on mean ablation; L. Chan et al.,
 * "Causal scrubbing" (2022), on resampling
 */
import type { Behaviour } from "./behaviour.ts";
import { checkUnits } from "../checks.ts";
import { logitsOf, logProbabilities, partOf } from "./logits.ts";
import { measureOf } from "./measure.ts";
import { partners } from "./pairs.ts";

/** What takes the place of a silenced unit's activation. */
export type Replacement = "zero" | "mean" | "resample";

/** What to silence, and how. */
export interface AblationOptions {
  /** The units, each once, at least one. */
  units: readonly number[];
  /** false (when left out): silence these units; true: keep only these and silence all others. */
  keep?: boolean;
  /** What takes the silenced units' place; `"mean"` when left out. */
  by?: Replacement;
}

/** One target character under ablation. */
export interface TargetEffect {
  /** The character. */
  readonly character: string;
  /** The character's mean probability in the full network. */
  readonly full: number;
  /** The character's mean probability under ablation. */
  readonly changed: number;
  /** The mean over occurrences of |changed − full|. */
  readonly meanAbsoluteChange: number;
}

/** What an ablation does to a behaviour. */
export interface AblationResult {
  /** The units that were kept or silenced. */
  readonly units: readonly number[];
  /** Whether only these were kept, or only these silenced. */
  readonly keep: boolean;
  /** What took the silenced units' place. */
  readonly by: Replacement;
  /** At how many occurrences the ablation was measured. */
  readonly occurrences: number;
  /** The mean of the behaviour's measure (P(targets) or the lead) in the full network. */
  readonly full: number;
  /** The mean of the behaviour's measure under ablation. */
  readonly changed: number;
  /** The lowest and the highest measure under ablation, over the occurrences. */
  readonly range: readonly [lowest: number, highest: number];
  /** The probabilities of each target by itself. */
  readonly targets: readonly TargetEffect[];
  /** The mean divergence of the changed from the full distribution, in bits. */
  readonly klBits: number;
}

/** `[m, H]` the states whose values silenced units take. */
function replacementStates(behaviour: Behaviour, by: Replacement): Float64Array {
  if (by === "zero") return new Float64Array(behaviour.mean.length);
  if (by === "mean") return behaviour.mean;
  if (by === "resample") return behaviour.pool.hs;
  throw new RangeError(
    `Cannot ablate units as 'by' must be zero, mean or resample: current value is ${by}`,
  );
}

/** Sums of what {@link ablate} averages. */
class Tally {
  readonly #targets: number[];
  readonly #measure: (logs: Float64Array) => number;
  readonly #full: number[];
  readonly #changed: number[];
  readonly #distance: number[];
  #nats = 0;
  #together = [0, 0];
  #lowest = Infinity;
  #highest = -Infinity;

  constructor(behaviour: Behaviour) {
    const { targets, model } = behaviour;
    this.#targets = targets.map((character) => model.vocabulary.indexOf(character));
    this.#measure = measureOf(behaviour);
    [this.#full, this.#changed, this.#distance] = [0, 1, 2].map(() => targets.map(() => 0));
  }

  /** Adds one occurrence: log p of the full network, and log q under each replacement. */
  add(full: Float64Array, changed: readonly Float64Array[]): void {
    const together = changed.reduce((sum, logs) => sum + this.#measure(logs), 0) / changed.length;
    this.#together[0] += this.#measure(full);
    this.#together[1] += together;
    this.#targets.forEach((k, j) => {
      const before = Math.exp(full[k]);
      const after = changed.reduce((sum, logs) => sum + Math.exp(logs[k]), 0) / changed.length;
      this.#full[j] += before;
      this.#changed[j] += after;
      this.#distance[j] += Math.abs(after - before);
    });
    const p = full.map(Math.exp);
    for (const logs of changed) {
      for (let k = 0; k < p.length; k++) this.#nats += p[k] * (full[k] - logs[k]) / changed.length;
    }
    this.#lowest = Math.min(this.#lowest, together);
    this.#highest = Math.max(this.#highest, together);
  }

  result(behaviour: Behaviour): Omit<AblationResult, "units" | "keep" | "by"> {
    const n = behaviour.positions.length;
    return {
      occurrences: n,
      full: this.#together[0] / n,
      changed: this.#together[1] / n,
      range: [this.#lowest, this.#highest],
      targets: behaviour.targets.map((character, j) => ({
        character,
        full: this.#full[j] / n,
        changed: this.#changed[j] / n,
        meanAbsoluteChange: this.#distance[j] / n,
      })),
      klBits: Math.max(0, this.#nats / n / Math.LN2),
    };
  }
}

/**
 * Silences units, or all others, and measures a behaviour.
 * @param behaviour the behaviour with its occurrences
 * @param options the units, whether they are silenced or kept, and what replaces silenced ones
 * @returns the probabilities of the targets before and after, and the divergence
 * @throws {RangeError} when there is no unit, one is out of range or repeated, or `by` is unknown
 * @example
 * ```ts
 * import { ablate, collectBehaviour } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assert, assertAlmostEquals } from "@std/assert";
 * // Unit 0 fires at ":" and asks for a space; unit 1 does nothing.
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * parameters.Wxh[0 * 3 + model.vocabulary.indexOf(":")] = 9;
 * parameters.Why[model.vocabulary.indexOf(" ") * 2 + 0] = 9;
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * assert(ablate(behaviour, { units: [0], keep: true, by: "zero" }).changed > 0.99);
 * assertAlmostEquals(ablate(behaviour, { units: [0], by: "zero" }).changed, 1 / 3, 1e-12);
 * ```
 */
export function ablate(behaviour: Behaviour, options: AblationOptions): AblationResult {
  const { keep = false, by = "mean" } = options;
  const { parameters } = behaviour.model;
  const { hiddenSize: H, vocabularySize: V } = parameters;
  const units = checkUnits(options.units, H, "ablate units");
  const replacements = replacementStates(behaviour, by);
  const y = logitsOf(parameters, behaviour.hs);
  const a = partOf(parameters, behaviour.hs, units);
  const yr = logitsOf(parameters, replacements);
  const b = partOf(parameters, replacements, units);
  const tally = new Tally(behaviour);
  const full = new Float64Array(V);
  const rowsFor = partners(behaviour.positions.length, replacements.length / H);
  const changed = rowsFor(0).map(() => new Float64Array(V));
  const logits = new Float64Array(V);
  for (let t = 0; t < y.length; t += V) {
    logProbabilities(y.subarray(t, t + V), full);
    const rows = rowsFor(t / V);
    changed.forEach((logs, j) => {
      const r = rows[j];
      for (let k = 0; k < V; k++) {
        const swap = a[t + k] - b[r * V + k];
        logits[k] = keep ? yr[r * V + k] + swap : y[t + k] - swap;
      }
      logProbabilities(logits, logs);
    });
    tally.add(full, changed);
  }
  return { units, keep, by, ...tally.result(behaviour) };
}
