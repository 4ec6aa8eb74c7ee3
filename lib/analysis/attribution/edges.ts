/**
 * Edges: what one weight carries across one step, from the input or a unit of the state before, through
 * a unit, to the targets' lead. H: hidden units, V: characters, n: occurrences.
 *
 * Method: path patching at the level of single weights. At each occurrence the edge's own input,
 * `Whh[i, j] hPrev_j` or the character's `Wxh[i, c]`, is put to its mean over the text, for unit i alone;
 * everything else stays. The lead (`leadWeights`) is linear in h, so the change of
 * `w_i tanh z_i` is the whole effect, exactly, and all H² edges take no more than n H² values of tanh.
 * Claim: the effect is what this edge does while all others are as they are. What it leaves out: as tanh
 * is bent, effects of single edges do not add up; edges that stand in for each other show none (see
 * `edgeShares`, which changes many at once); and no later step is run.
 * @see N. Goldowsky-Dill et al., "Localizing model behavior with path patching" (2023)
 */
import { outputLogits } from "@lab/model";
import { addMatVec, addTransposedMatVec } from "@lab/numerics";
import type { Behaviour } from "../causes/behaviour.ts";
import { logProbabilities } from "../causes/logits.ts";
import { inputOf, leadWeights, measureOf } from "../causes/measure.ts";
import { thinOccurrences } from "../causes/occurrences.ts";
import { checkBehaviour, checkInteger, checkUnits } from "../checks.ts";

/** A weight of the step: from the input, or from a unit of the state before, to a unit. */
export interface Edge {
  /** Where the edge starts: the character that is read, or a unit of the state before. */
  readonly from: "input" | number;
  /** The unit that it leads to. */
  readonly to: number;
}

/** What an edge carries to the targets' lead. */
export interface EdgeEffect extends Edge {
  /**
   * The weight's coordinates, such as `"Whh[12, 7]"`; rows and columns count from 0. `"Wxh[12, :]"`
   * where different characters were read: each brings its own column.
   */
  readonly coordinates: string;
  /** The mean effect on the lead, in nats: the lead as it is, less that without the edge's input. */
  readonly effect: number;
  /** The standard error of the mean over occurrences; NaN for a single one. */
  readonly error: number;
}

/** All edges of a step. */
export interface EdgeEffects {
  /** The character that was read at all occurrences; none where they differ. */
  readonly input: string | undefined;
  /** At how many occurrences they were measured. */
  readonly occurrences: number;
  /** The mean lead, in nats. */
  readonly lead: number;
  /** The lead with every edge's input at its mean: what there is to explain is the difference. */
  readonly reference: number;
  /** The edges, the largest |effect| first. */
  readonly edges: readonly EdgeEffect[];
}

/** Which edges, and at how many occurrences. */
export interface EdgeOptions {
  /** The units between which edges are looked at, such as those that vary; all when left out. */
  units?: readonly number[];
  /** At how many occurrences, evenly spaced, to measure; 500 when left out. */
  occurrences?: number;
}

/** The step at some occurrences, in parts, and relative to the text's mean step; by unit, `[H, n]`. */
export class StepParts {
  /** H. */
  readonly hiddenSize: number;
  /** n. */
  readonly occurrences: number;
  /** `[H]` what a unit's activation adds to the lead. */
  readonly weights: Float64Array;
  /** `[H, n]` the pre-activations. */
  readonly z: Float64Array;
  /** `[H]` the mean pre-activation over the text. */
  readonly meanZ: Float64Array;
  readonly #behaviour: Behaviour;
  readonly #lead: Float64Array;
  readonly #meanInput: Float64Array;
  /** `[H, n]` how far the state before is from its mean. */
  readonly #before: Float64Array;

  constructor(behaviour: Behaviour) {
    const { model, hPrevs, indices, frequencies, meanPrev } = behaviour;
    const { hiddenSize: H, vocabularySize: V, Wxh, Whh, Why, bh } = model.parameters;
    const n = indices.length;
    this.#behaviour = behaviour;
    this.hiddenSize = H;
    this.occurrences = n;
    this.#lead = leadWeights(behaviour);
    this.weights = addTransposedMatVec(Why, this.#lead, new Float64Array(H));
    this.#meanInput = addMatVec(Wxh, frequencies, new Float64Array(H));
    this.meanZ = addMatVec(Whh, meanPrev, this.#meanInput.map((part, i) => part + bh[i]));
    this.z = new Float64Array(H * n);
    this.#before = new Float64Array(H * n);
    for (let t = 0; t < n; t++) {
      const hPrev = hPrevs.subarray(t * H, (t + 1) * H);
      const z = addMatVec(Whh, hPrev, bh.map((bias, i) => bias + Wxh[i * V + indices[t]]));
      for (let i = 0; i < H; i++) {
        this.z[i * n + t] = z[i];
        this.#before[i * n + t] = hPrev[i] - meanPrev[i];
      }
    }
  }

  /** `[n]` how far the edge's input is from its mean at each occurrence. */
  deviations({ from, to }: Edge, out: Float64Array): Float64Array {
    const { model, indices } = this.#behaviour;
    const { hiddenSize: H, vocabularySize: V, Wxh, Whh } = model.parameters;
    if (from === "input") {
      return out.map((_, t) => Wxh[to * V + indices[t]] - this.#meanInput[to]);
    }
    const weight = Whh[to * H + from];
    const start = from * out.length;
    for (let t = 0; t < out.length; t++) out[t] = weight * this.#before[start + t];
    return out;
  }

  /** `[n]` the units' part of the lead, with pre-activations z `[H, n]`. */
  leads(z: Float64Array): Float64Array {
    const leads = new Float64Array(this.occurrences);
    this.weights.forEach((weight, i) => {
      const start = i * leads.length;
      for (let t = 0; t < leads.length; t++) leads[t] += weight * Math.tanh(z[start + t]);
    });
    return leads;
  }

  /** The mean of the behaviour's measure over the occurrences, with pre-activations z `[H, n]`. */
  measured(z: Float64Array): number {
    const { parameters } = this.#behaviour.model;
    const measure = measureOf(this.#behaviour);
    const n = this.occurrences;
    let sum = 0;
    for (let t = 0; t < n; t++) {
      const h = Float64Array.from(this.weights, (_, i) => Math.tanh(z[i * n + t]));
      sum += measure(logProbabilities(outputLogits(parameters, h)));
    }
    return sum / n;
  }

  /** The units' part of the lead with every edge's input at its mean. */
  get reference(): number {
    return this.meanZ.reduce((sum, z, i) => sum + this.weights[i] * Math.tanh(z), 0);
  }

  /** The output bias' part of the lead. */
  get bias(): number {
    const { by } = this.#behaviour.model.parameters;
    return this.#lead.reduce((sum, weight, k) => sum + weight * by[k], 0);
  }
}

/**
 * What each weight of the step carries to the targets' lead: its input put to the mean, all else left.
 * @param behaviour the behaviour with its occurrences
 * @param options between which units, and at how many occurrences
 * @returns all edges between these units, and from the input to each, the largest |effect| first
 * @throws {RangeError} when a unit is out of range or repeated, or `occurrences` is no integer ≥ 1
 * @example
 * ```ts
 * import { collectBehaviour, edgeEffects } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assert, assertEquals } from "@std/assert";
 * // Unit 0 fires at ":", unit 1 one step later, and asks for a space.
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * parameters.Wxh[model.vocabulary.indexOf(":")] = 3;
 * parameters.Whh[1 * 2 + 0] = 3;
 * parameters.Why[model.vocabulary.indexOf(" ") * 2 + 1] = 3;
 * const behaviour = collectBehaviour(model, "a:aa:a :a", { after: ":a", targets: " " });
 * const [strongest, next] = edgeEffects(behaviour).edges;
 * assertEquals(strongest.coordinates, "Whh[1, 0]");
 * assert(strongest.effect > 0.5 && next.effect === 0);
 * ```
 */
export function edgeEffects(behaviour: Behaviour, options: EdgeOptions = {}): EdgeEffects {
  checkBehaviour(behaviour, "measure edges");
  const { occurrences = 500 } = options;
  const action = "measure edges";
  checkInteger(occurrences, "occurrences", [1, Infinity], action);
  const step = new StepParts(thinOccurrences(behaviour, occurrences));
  const { hiddenSize: H, occurrences: n, z, weights } = step;
  const units = checkUnits(options.units ?? Array(H).keys(), H, action);
  const buffer = new Float64Array(n);
  const input = inputOf(behaviour);
  const column = input === undefined ? ":" : behaviour.indices[0];
  const edges: EdgeEffect[] = [];
  for (const to of units) {
    const own = z.subarray(to * n, (to + 1) * n);
    const h = own.map(Math.tanh);
    for (const from of ["input", ...units] as const) {
      const deviations = step.deviations({ from, to }, buffer);
      let [sum, squares] = [0, 0];
      for (let t = 0; t < n; t++) {
        if (deviations[t] === 0) continue;
        const change = weights[to] * (h[t] - Math.tanh(own[t] - deviations[t]));
        sum += change;
        squares += change * change;
      }
      const effect = sum / n;
      const error = Math.sqrt(Math.max(0, squares - n * effect * effect) / (n - 1) / n);
      const coordinates = from === "input" ? `Wxh[${to}, ${column}]` : `Whh[${to}, ${from}]`;
      edges.push({ from, to, coordinates, effect, error });
    }
  }
  edges.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  return {
    input,
    occurrences: n,
    lead: step.leads(z).reduce((sum, lead) => sum + lead, 0) / n + step.bias,
    reference: step.reference + step.bias,
    edges,
  };
}
