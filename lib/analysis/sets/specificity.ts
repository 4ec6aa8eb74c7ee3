/**
 * Specificity: what silencing a set of units does to every other prediction, beside random sets.
 * H: hidden units, V: characters.
 *
 * Silenced units are at their mean, at the behaviour's occurrences and at other places of the text, those
 * of the pool; the divergence KL(full ‖ silenced) tells how much a prediction changes. Claim: these
 * numbers, and how many random sets of comparable units change the behaviour as much for what they
 * change elsewhere. What it leaves out: later steps, which only ablation through time sees; a set can be
 * specific to more behaviours than the one that was asked about.
 */
import { type MeanWithError, meanWithError, Random } from "@lab/numerics";
import type { Behaviour } from "../causes/behaviour.ts";
import { logitsOf, logProbabilities, logProbabilitiesOf, partOf } from "../causes/logits.ts";
import { thinOccurrences } from "../causes/occurrences.ts";
import { checkBehaviour, checkInteger, checkUnits } from "../checks.ts";
import { type RandomSetOptions, randomSets } from "./controls.ts";
import { trialRows } from "./rows.ts";

/** What a set of units does to the behaviour, and elsewhere. */
export interface SetEffect {
  /** The units. */
  readonly units: readonly number[];
  /** The share of the behaviour that is left when only they are kept, all others at their mean. */
  readonly kept: number;
  /** The share of the behaviour that is left when they are at their mean. */
  readonly left: number;
  /** KL(full ‖ silenced) at the behaviour's occurrences, in nats. */
  readonly atOccurrences: MeanWithError;
  /** KL(full ‖ silenced) at other places, in nats. */
  readonly elsewhere: MeanWithError;
  /** How many nats per character the text costs more at these places. */
  readonly costNats: MeanWithError;
  /** How many times as much they change the behaviour's predictions as others. */
  readonly ratio: number;
}

/** Which random sets stand beside a set, and what is no place elsewhere. */
export interface SpecificityOptions extends RandomSetOptions {
  /**
   * Time steps that do not count as other places either, such as the occurrences that the set was
   * chosen on; none when left out.
   */
  exclude?: Iterable<number>;
  /**
   * At how many places, here and elsewhere, each set is measured at most; drawn where there are more.
   * When left out, 2 · 10⁵ / V, but 100 at least.
   */
  most?: number;
}

/** A set's effects beside those of random sets. */
export interface Specificity {
  /** The set's own. */
  readonly own: SetEffect;
  /** Those of the random sets. */
  readonly random: readonly SetEffect[];
  /** What the random sets have in common with the set. */
  readonly matched: "number" | "variance";
  /** At how many places that are no occurrences of the behaviour effects were measured. */
  readonly places: number;
  /** The share of the sets, this one among them, with a ratio at least as large. */
  readonly pRatio: number;
  /** The share of the sets, this one among them, that keep at least as much of the behaviour. */
  readonly pKept: number;
  /** The share of the sets, this one among them, that leave no more of it. */
  readonly pLeft: number;
}

/** At so many occurrences, evenly spaced, a set's effect on the behaviour is measured. */
const OCCURRENCES = 256;
/** Each set costs this many probabilities at most, here and elsewhere: so many places times V … */
const AFFORDABLE = 2e5;
/** … but at this many places at least. */
const LEAST_PLACES = 100;

/** States with the full network's predictions at them. */
interface Places {
  readonly hs: Float64Array;
  /** `[n, V]` logits, log p, p. */
  readonly logits: Float64Array;
  readonly logs: Float64Array;
  readonly probabilities: Float64Array;
  /** What comes next in the text; −1 at its end. */
  readonly next: readonly number[];
}

function placesAt(
  { parameters }: Behaviour["model"],
  hs: Float64Array,
  next: readonly number[],
): Places {
  const logits = logitsOf(parameters, hs);
  const logs = logProbabilitiesOf(parameters, logits);
  return { hs, logits, logs, probabilities: logs.map(Math.exp), next };
}

/** KL(full ‖ silenced) at each place, and how much more the next character costs. */
function divergences(
  { model: { parameters }, mean }: Behaviour,
  { hs, logits, logs, probabilities, next }: Places,
  units: readonly number[],
): { kl: number[]; cost: number[] } {
  const V = parameters.vocabularySize;
  const part = partOf(parameters, hs, units);
  const atMean = partOf(parameters, mean, units);
  const [q, changed] = [0, 1].map(() => new Float64Array(V));
  const cost: number[] = [];
  const kl = next.map((character, t) => {
    const at = t * V;
    for (let k = 0; k < V; k++) changed[k] = logits[at + k] - part[at + k] + atMean[k];
    logProbabilities(changed, q);
    if (character >= 0) cost.push(logs[at + character] - q[character]);
    let sum = 0;
    for (let k = 0; k < V; k++) sum += probabilities[at + k] * (logs[at + k] - q[k]);
    return sum;
  });
  return { kl, cost };
}

/** The states of the pool that are no occurrences of the behaviour, and not excluded; `most` of them, drawn. */
function placesElsewhere(
  behaviour: Behaviour,
  characters: readonly string[],
  { exclude = [], seed = 1 }: SpecificityOptions,
  most: number,
): Places {
  const { pool, mean, positions, model } = behaviour;
  const H = mean.length;
  const own = new Set([...positions, ...exclude]);
  const free = [...pool.positions.keys()].filter((row) => !own.has(pool.positions[row]));
  const rows = new Random(seed).choose(Math.min(most, free.length), free.length)
    .sort((a, b) => a - b).map((k) => free[k]);
  const hs = new Float64Array(rows.length * H);
  rows.forEach((row, k) => hs.set(pool.hs.subarray(row * H, (row + 1) * H), k * H));
  const next = rows.map((row) => {
    const character = characters[pool.positions[row] + 1];
    return character === undefined ? -1 : model.vocabulary.indexOf(character);
  });
  return placesAt(model, hs, next);
}

/**
 * What silencing a set does to the behaviour and to everything else, beside random sets. Where the
 * alphabet is large, such as Chinese, it is measured at fewer places, 100 or more, drawn from the pool.
 * @param behaviour the behaviour with its occurrences; where these are some of all, exclude the others
 * @param text the text that it was collected from
 * @param units the units, each once, at least one
 * @param options how many random sets, what they have in common with the set, seed; what to exclude
 * @returns the set's effects, those of the random sets, and how many do as well
 * @throws {RangeError} when the text has other characters than was read, nothing but occurrences is in
 * the pool, or units are wrong
 * @example
 * ```ts
 * import { collectBehaviour, specificity } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assert } from "@std/assert";
 * // Unit 0 fires at ":" and asks for a space; unit 1 fires at "a" and asks for ":".
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const number = (character: string) => model.vocabulary.indexOf(character);
 * for (const [unit, from, to] of [[0, ":", " "], [1, "a", ":"]] as const) {
 *   parameters.Wxh[unit * 3 + number(from)] = 3;
 *   parameters.Why[number(to) * 2 + unit] = 5;
 * }
 * const text = "a: ".repeat(20);
 * const behaviour = collectBehaviour(model, text, { after: ":", targets: " " });
 * const { own, random } = specificity(behaviour, text, [0], { sets: 20 });
 * assert(own.ratio > 1.5 && random.some(({ ratio }) => ratio < 0.1));
 * ```
 */
export function specificity(
  behaviour: Behaviour,
  text: Iterable<string>,
  units: readonly number[],
  options: SpecificityOptions = {},
): Specificity {
  const action = "measure specificity";
  checkBehaviour(behaviour, action);
  const { model, mean, steps } = behaviour;
  const characters = [...text];
  if (characters.length !== steps) {
    throw new RangeError(
      `Cannot ${action} as 'text' must be the ${steps} characters that the behaviour was collected ` +
        `from: current number is ${characters.length}`,
    );
  }
  const checked = checkUnits(units, mean.length, action);
  const { most = Math.max(LEAST_PLACES, Math.floor(AFFORDABLE / model.vocabulary.size)) } = options;
  checkInteger(most, "most", [2, Infinity], action);
  const elsewhere = placesElsewhere(behaviour, characters, options, most);
  if (elsewhere.next.length < 2) {
    throw new RangeError(
      `Cannot ${action} as the pool must have two places or more that are no occurrences: current ` +
        `number is ${elsewhere.next.length}`,
    );
  }
  const sample = thinOccurrences(behaviour, Math.min(OCCURRENCES, most));
  const here = placesAt(model, sample.hs, [...sample.positions].fill(-1));
  const rows = trialRows(sample, "mean");
  const effectOf = (units: readonly number[]): SetEffect => {
    const there = divergences(behaviour, elsewhere, units);
    const atOccurrences = meanWithError(divergences(behaviour, here, units).kl);
    rows.set([]);
    rows.apply({ plus: units });
    return {
      units,
      kept: rows.shareOf(rows.measure("kept")),
      left: rows.shareOf(rows.measure("removed")),
      atOccurrences,
      elsewhere: meanWithError(there.kl),
      costNats: meanWithError(there.cost),
      ratio: atOccurrences.mean / meanWithError(there.kl).mean,
    };
  };
  const own = effectOf(checked);
  const random = randomSets(behaviour, checked, options).map(effectOf);
  const among = (asGood: (effect: SetEffect) => boolean): number =>
    (1 + random.filter(asGood).length) / (1 + random.length);
  return {
    ...{ own, random, places: elsewhere.next.length },
    matched: options.matched ?? "number",
    pRatio: among(({ ratio }) => ratio >= own.ratio),
    pKept: among(({ kept }) => kept >= own.kept),
    pLeft: among(({ left }) => left <= own.left),
  };
}
