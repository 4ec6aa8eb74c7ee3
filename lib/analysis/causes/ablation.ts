/**
 * Ablation: silence units, or all others, and see whether the behaviour goes or stays.
 * H: hidden units, V: characters.
 *
 * What is changed is the state from which the next character is computed, at the one step after the
 * behaviour's character. Silenced units take another value: zero, their mean over the text, or the
 * values that they had together at another step of the text, drawn from the pool ("resampled").
 * Claim of the method: removing a necessary set destroys the behaviour, keeping a sufficient set
 * keeps it. What it leaves out: zero and mean states are states that the network never visits;
 * resampled ones are visited, but may by chance carry the behaviour themselves. Only that one step is changed:
 * what the units did to others before is still there (`ablateThroughTime` takes that away, too).
 *
 * How much is left is a share of the way from the floor, all units silenced by the same means, to the
 * full network: by the mean, the floor is the measure at the mean state; by resampling, its mean over
 * the text. The intervals hold what other occurrences and other draws would have given; they take
 * occurrences to be independent, and count chance pairs twice, which makes them a little too wide.
 * @see K. Wang et al., "Interpretability in the wild", ICLR (2023), on mean ablation; L. Chan et al.,
 * "Causal scrubbing" (2022), on resampling
 */
import { max, mean, min } from "d3-array";
import { type Interval, intervalAround, meanWithError } from "@lab/numerics";
import type { Behaviour } from "./behaviour.ts";
import { checkBehaviour, checkUnits } from "../checks.ts";
import { logitsOf, logProbabilities, logProbabilitiesOf, partOf } from "./logits.ts";
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
  /** Where changed − full lies, from the spread over the occurrences. */
  readonly change: Interval;
  /** The mean over occurrences of |changed − full|. */
  readonly meanAbsoluteChange: number;
}

/** Standard errors of a measured mean, by what it could have come out otherwise by. */
export interface AblationErrors {
  /** Had the text had other occurrences. */
  readonly occurrences: number;
  /** Had other states been drawn to stand in; 0 for zero and mean, which are not drawn. */
  readonly draw: number;
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
  /** How many states took the silenced units' place, in turn. */
  readonly draws: number;
  /** The mean of the behaviour's measure (P(targets) or the lead) in the full network. */
  readonly full: number;
  /** The mean measure with all units silenced by the same means: what needs none of them. */
  readonly floor: number;
  /** The mean of the behaviour's measure under this ablation. */
  readonly changed: number;
  /** How far off `changed` can be. */
  readonly errors: AblationErrors;
  /** The interval of 95 % for `changed`, both errors together. */
  readonly interval: Interval;
  /** (changed − floor) / (full − floor): 1 where all of the behaviour is left, 0 where none is. */
  readonly share: number;
  /** The interval of 95 % for `share`. */
  readonly shareInterval: Interval;
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

/** What {@link ablate} averages: by occurrence, and by the state that stood in. */
class Tally {
  readonly #behaviour: Behaviour;
  readonly #targets: number[];
  readonly #measure: (logs: Float64Array) => number;
  /** The measure at each occurrence in the full network, and the mean over its replacements. */
  readonly #full: number[] = [];
  readonly #changed: number[] = [];
  /** For each target: its probability at each occurrence before, and changed − before. */
  readonly #before: number[][];
  readonly #shifts: number[][];
  /** The sum and number of measures by the state that stood in. */
  readonly #drawn: Float64Array;
  readonly #counts: Float64Array;
  #nats = 0;

  constructor(behaviour: Behaviour, draws: number) {
    const { targets, model } = behaviour;
    this.#behaviour = behaviour;
    this.#targets = targets.map((character) => model.vocabulary.indexOf(character));
    this.#measure = measureOf(behaviour);
    [this.#before, this.#shifts] = [0, 1].map(() => targets.map(() => []));
    [this.#drawn, this.#counts] = [0, 1].map(() => new Float64Array(draws));
  }

  /** Adds one occurrence: log p and p of the full network; log q with each of the states of `rows`. */
  add(
    full: Float64Array,
    p: Float64Array,
    changed: readonly Float64Array[],
    rows: readonly number[],
  ): void {
    let together = 0;
    changed.forEach((logs, j) => {
      const measure = this.#measure(logs);
      this.#drawn[rows[j]] += measure;
      this.#counts[rows[j]]++;
      together += measure / changed.length;
    });
    this.#full.push(this.#measure(full));
    this.#changed.push(together);
    this.#targets.forEach((k, j) => {
      const before = p[k];
      const after = changed.reduce((sum, logs) => sum + Math.exp(logs[k]), 0) / changed.length;
      this.#before[j].push(before);
      this.#shifts[j].push(after - before);
    });
    for (const logs of changed) {
      for (let k = 0; k < p.length; k++) this.#nats += p[k] * (full[k] - logs[k]) / changed.length;
    }
  }

  /** The result, given the measure with all units silenced by each of the states. */
  result(
    floors: readonly number[],
    by: Replacement,
  ): Omit<AblationResult, "units" | "keep" | "by"> {
    const [full, changed] = [mean(this.#full)!, mean(this.#changed)!];
    const floor = mean(floors)!;
    const share = (changed - floor) / (full - floor);
    const drawn = Array.from(this.#drawn, (sum, r) => sum / this.#counts[r]);
    // The share moves with each occurrence and each draw as its first derivatives say.
    const moved = {
      occurrences: this.#changed.map((x, t) => (x - share * this.#full[t]) / (full - floor)),
      draw: drawn.map((x, r) => (x - (1 - share) * floors[r]) / (full - floor)),
    };
    const errorsOf = (values: typeof moved): AblationErrors => ({
      occurrences: meanWithError(values.occurrences).error,
      draw: by === "resample" ? meanWithError(values.draw).error : 0,
    });
    const errors = errorsOf({ occurrences: this.#changed, draw: drawn });
    return {
      occurrences: this.#full.length,
      draws: drawn.length,
      ...{ full, floor, changed, share, errors },
      interval: around(changed, errors),
      shareInterval: around(share, errorsOf(moved)),
      range: [min(this.#changed)!, max(this.#changed)!],
      targets: this.#behaviour.targets.map((character, j) => ({
        character,
        full: mean(this.#before[j])!,
        changed: mean(this.#before[j])! + mean(this.#shifts[j])!,
        change: meanWithError(this.#shifts[j]).interval,
        meanAbsoluteChange: mean(this.#shifts[j], Math.abs)!,
      })),
      klBits: Math.max(0, this.#nats / this.#full.length / Math.LN2),
    };
  }
}

const around = (value: number, { occurrences, draw }: AblationErrors): Interval =>
  intervalAround(value, Math.hypot(occurrences, draw));

/** What stands in for silenced units: its logits, and the measure with all units silenced by it. */
interface StandIns {
  readonly hs: Float64Array;
  readonly logits: Float64Array;
  readonly floors: number[];
}

/** Ablations of one behaviour: what the full network and the stand-ins say is computed once. */
export class Ablations {
  readonly #behaviour: Behaviour;
  /** `[n, V]` the full network at the occurrences: logits, log p, p. */
  readonly #logits: Float64Array;
  readonly #logs: Float64Array;
  readonly #probabilities: Float64Array;
  readonly #standIns = new Map<Replacement, StandIns>();

  constructor(behaviour: Behaviour) {
    checkBehaviour(behaviour, "ablate units");
    this.#behaviour = behaviour;
    this.#logits = logitsOf(behaviour.model.parameters, behaviour.hs);
    this.#logs = logProbabilitiesOf(behaviour.model.parameters, this.#logits);
    this.#probabilities = this.#logs.map(Math.exp);
  }

  #standInsBy(by: Replacement): StandIns {
    const known = this.#standIns.get(by);
    if (known !== undefined) return known;
    const { parameters } = this.#behaviour.model;
    const hs = replacementStates(this.#behaviour, by);
    const logits = logitsOf(parameters, hs);
    const logs = logProbabilitiesOf(parameters, logits);
    const [V, measure] = [parameters.vocabularySize, measureOf(this.#behaviour)];
    const floors = Array.from(
      { length: logs.length / V },
      (_, r) => measure(logs.subarray(r * V, (r + 1) * V)),
    );
    const made = { hs, logits, floors };
    this.#standIns.set(by, made);
    return made;
  }

  /** One of them; see {@link ablate}. */
  of(options: AblationOptions): AblationResult {
    const { keep = false, by = "mean" } = options;
    const { model: { parameters }, hs, positions } = this.#behaviour;
    const { hiddenSize: H, vocabularySize: V } = parameters;
    const units = checkUnits(options.units, H, "ablate units");
    const { hs: replacements, logits: yr, floors } = this.#standInsBy(by);
    const [y, a] = [this.#logits, partOf(parameters, hs, units)];
    const b = partOf(parameters, replacements, units);
    const tally = new Tally(this.#behaviour, floors.length);
    const rowsFor = partners(positions.length, floors.length);
    const changed = rowsFor(0).map(() => new Float64Array(V));
    const logits = new Float64Array(V);
    for (let t = 0; t < y.length; t += V) {
      const rows = rowsFor(t / V);
      changed.forEach((logs, j) => {
        const r = rows[j];
        for (let k = 0; k < V; k++) {
          const swap = a[t + k] - b[r * V + k];
          logits[k] = keep ? yr[r * V + k] + swap : y[t + k] - swap;
        }
        logProbabilities(logits, logs);
      });
      const [full, p] = [this.#logs, this.#probabilities].map((all) => all.subarray(t, t + V));
      tally.add(full, p, changed, rows);
    }
    return { units, keep, by, ...tally.result(floors, by) };
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
  return new Ablations(behaviour).of(options);
}
