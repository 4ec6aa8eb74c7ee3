/**
 * Cuts: the behaviour's step with one of its two inputs taken from elsewhere. H: hidden units, V:
 * characters.
 *
 * Claim of the method: what goes with an input was brought by it. What it leaves out: a step put
 * together from two texts is one that the network may never take by itself.
 */
import { bisectRight, cumsum, mean } from "d3-array";
import { type ModelParameters, outputLogits } from "@lab/model";
import { addMatVec, type Interval, intervalAround, meanWithError, Random } from "@lab/numerics";
import type { Behaviour } from "./behaviour.ts";
import { logProbabilities } from "./logits.ts";
import { measureOf } from "./measure.ts";
import { thinOccurrences } from "./occurrences.ts";
import { klBits } from "../context/distributions.ts";
import { checkBehaviour } from "../checks.ts";

/** The step with one of its two inputs cut. */
export interface CutResult {
  /** What was cut: nothing, the previous state's part (Whh), or the character's part (Wxh). */
  readonly cut: "nothing" | "Whh" | "Wxh";
  /** What took the cut part's place: zeros, the mean, or values from elsewhere in the text. */
  readonly by: "nothing" | "zero" | "mean" | "resample";
  /** The mean of the behaviour's measure: P(targets), or the lead in nats over `against`. */
  readonly value: number;
  /**
   * The standard error of the value, from the scatter over occurrences and over drawn states, both
   * taken as independent of each other; NaN with a single occurrence or a single drawn state.
   */
  readonly error: number;
  /** The interval of 95 % for the value; of a probability within 0 … 1. */
  readonly interval: Interval;
  /** The mean probability of each target. */
  readonly targets: readonly { readonly character: string; readonly probability: number }[];
  /** The mean divergence from the full network's distribution, in bits. */
  readonly klBits: number;
}

/** What stands for a cut part: some vectors with weights that sum to 1. */
interface Parts {
  readonly parts: readonly { part: Float64Array; weight: number }[];
  /** Whether they were drawn from the text, and so differ from draw to draw. */
  readonly drawn?: boolean;
}

/** `[H]` a character's column of Wxh. */
function columnOf(
  { Wxh, hiddenSize: H, vocabularySize: V }: ModelParameters,
  k: number,
): Float64Array {
  return Float64Array.from({ length: H }, (_, i) => Wxh[i * V + k]);
}

/** So many probabilities are computed for a cut at most: with a large alphabet, fewer parts are drawn. */
const AFFORDABLE = 3e7;
/** But no fewer than so many. */
const LEAST_PARTS = 100;

/** At most so many of the parts, each as likely as its weight, where there are more. */
function drawParts({ parts, drawn }: Parts, most: number, seed: number): Parts {
  if (parts.length <= most) return { parts, drawn };
  const random = new Random(seed);
  const sums = cumsum(parts, ({ weight }) => weight);
  const chosen = Array.from({ length: most }, () => {
    const k = bisectRight(sums, random.uniform() * sums.at(-1)!);
    return { part: parts[k].part, weight: 1 / most };
  });
  return { parts: chosen, drawn: true };
}

function partsFor(behaviour: Behaviour): Record<"Whh" | "Wxh", Record<string, Parts>> {
  const { parameters } = behaviour.model;
  const { hiddenSize: H, Whh, Wxh } = parameters;
  const recurrent = (h: Float64Array): Float64Array => addMatVec(Whh, h, new Float64Array(H));
  const { mean, frequencies, pool } = behaviour;
  const m = pool.positions.length;
  const zero = { parts: [{ part: new Float64Array(H), weight: 1 }] };
  const characters = [...frequencies.keys()].filter((k) => frequencies[k] > 0);
  const states = Array.from({ length: m }, (_, r) => pool.hs.subarray(r * H, (r + 1) * H));
  return {
    Whh: {
      zero,
      mean: { parts: [{ part: recurrent(mean), weight: 1 }] },
      resample: {
        parts: states.map((h) => ({ part: recurrent(h), weight: 1 / m })),
        drawn: true,
      },
    },
    Wxh: {
      zero,
      mean: { parts: [{ part: addMatVec(Wxh, frequencies, new Float64Array(H)), weight: 1 }] },
      resample: {
        parts: characters.map((k) => ({ part: columnOf(parameters, k), weight: frequencies[k] })),
      },
    },
  };
}

/** Occurrences with the same kept part, which need to be computed once. */
interface Group {
  readonly kept: Float64Array;
  readonly occurrences: readonly number[];
}

/** A cut measured: at each occurrence, and with each of the parts put in. */
interface Measured {
  /** `[n][V]` the distribution at each occurrence, mixed over the parts. */
  readonly mixed: Float64Array[];
  /** `[n]` the measure at each occurrence, its mean over the parts. */
  readonly rows: Float64Array;
  /** `[m]` the measure with each of the parts, its mean over the occurrences. */
  readonly columns: Float64Array;
}

/** Runs the step with each group's kept part and each of the parts put in. */
function runParts(
  behaviour: Behaviour,
  groups: readonly Group[],
  { parts }: Parts,
  n: number,
): Measured {
  const { parameters } = behaviour.model;
  const { bh, vocabularySize: V } = parameters;
  const measure = measureOf(behaviour);
  const mixed: Float64Array[] = [];
  const rows = new Float64Array(n);
  const columns = new Float64Array(parts.length);
  for (const { kept, occurrences } of groups) {
    const mix = new Float64Array(V);
    let value = 0;
    parts.forEach(({ part, weight }, r) => {
      const h = kept.map((z, i) => Math.tanh(z + part[i] + bh[i]));
      const logs = logProbabilities(outputLogits(parameters, h));
      const measured = measure(logs);
      for (let k = 0; k < V; k++) mix[k] += weight * Math.exp(logs[k]);
      value += weight * measured;
      columns[r] += measured * occurrences.length / n;
    });
    for (const t of occurrences) [mixed[t], rows[t]] = [mix, value];
  }
  return { mixed, rows, columns };
}

/**
 * Cuts one of the two inputs of the behaviour's step: what the previous state brings (Whh h) or what
 * the character brings (its column of Wxh). If the character alone made the behaviour, cutting Whh
 * would leave it and cutting Wxh would end it. Resampled states are all those of the behaviour's pool,
 * at every occurrence; resampled characters come with their frequencies in the text. Where the alphabet
 * is large, such as Chinese, some of them are drawn, and the errors hold the draw's scatter.
 * @param behaviour the behaviour with its occurrences
 * @param options `occurrences`: at how many, evenly spaced, to measure, 100 when left out; `most`:
 * how many states or characters are drawn for a cut, where there are more (3 · 10⁷ probabilities' worth,
 * 100 or more); `seed`: of the draw, 1 when left out
 * @returns the full step and six cuts: Whh and Wxh, each by zero, mean and resampled values
 * @throws {RangeError} when `occurrences` is not an integer ≥ 1
 * @see the report's last section, which claims that the earlier state has little effect after ":"
 * @example
 * ```ts
 * import { collectBehaviour, cutInputs } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * assertEquals(cutInputs(behaviour).map((row) => row.cut).slice(0, 2), ["nothing", "Whh"]);
 * ```
 */
export function cutInputs(
  behaviour: Behaviour,
  options: { occurrences?: number; most?: number; seed?: number } = {},
): CutResult[] {
  checkBehaviour(behaviour, "cut inputs");
  const sample = thinOccurrences(behaviour, options.occurrences ?? 100);
  const { parameters } = behaviour.model;
  const { hiddenSize: H, vocabularySize: V, Whh } = parameters;
  const { indices, hPrevs } = sample;
  const n = indices.length;
  const input = new Map([...new Set(indices)].map((k) => [k, columnOf(parameters, k)]));
  const recurrent = Array.from(
    indices,
    (_, t) => addMatVec(Whh, hPrevs.subarray(t * H, (t + 1) * H), new Float64Array(H)),
  );
  const each = recurrent.map((kept, t): Group => ({ kept, occurrences: [t] }));
  const byCharacter = [...input].map(([k, kept]): Group => ({
    kept,
    occurrences: [...indices.keys()].filter((t) => indices[t] === k),
  }));
  const whole = each.map(({ kept, occurrences }, t): Group => ({
    kept: kept.map((z, i) => z + input.get(indices[t])![i]),
    occurrences,
  }));
  const nothing = { parts: [{ part: new Float64Array(H), weight: 1 }] };
  const full = runParts(sample, whole, nothing, n);
  const results = [summary(sample, "nothing", "nothing", full, full)];
  for (const [cut, ways] of Object.entries(partsFor(behaviour))) {
    const groups = cut === "Whh" ? byCharacter : each;
    const most = options.most ??
      Math.max(LEAST_PARTS, Math.floor(AFFORDABLE / (V * groups.length)));
    for (const [by, all] of Object.entries(ways)) {
      const parts = drawParts(all, most, options.seed ?? 1);
      const changed = runParts(sample, groups, parts, n);
      results.push(summary(sample, cut as "Whh", by as "zero", full, changed, parts.drawn));
    }
  }
  return results;
}

function summary(
  { targets, against, model }: Behaviour,
  cut: CutResult["cut"],
  by: CutResult["by"],
  full: Measured,
  { mixed, rows, columns }: Measured,
  drawn = false,
): CutResult {
  const overOccurrences = meanWithError(rows);
  const value = overOccurrences.mean;
  const error = Math.hypot(overOccurrences.error, drawn ? meanWithError(columns).error : 0);
  const [low, high] = intervalAround(value, error);
  return {
    cut,
    by,
    value,
    error,
    interval: against.length > 0 ? [low, high] : [Math.max(0, low), Math.min(1, high)],
    targets: targets.map((character) => {
      const k = model.vocabulary.indexOf(character);
      return { character, probability: mean(mixed, (probs) => probs[k])! };
    }),
    klBits: mean(full.mixed, (probs, t) => klBits(probs, mixed[t]))!,
  };
}

/** A behaviour with either input of its step taken from elsewhere in the text. */
export interface OtherInputs {
  /** In the full network. */
  readonly full: CutResult;
  /** After the same character, in a state from elsewhere in the text (Whh h resampled). */
  readonly otherText: CutResult;
  /** After the same text, with a character from elsewhere in the text (Wxh x resampled). */
  readonly otherCharacter: CutResult;
}

/**
 * What is left of a behaviour when one input of its step comes from elsewhere in the text.
 * @param cuts the full step and its cuts, from {@link cutInputs}
 * @returns the full step, that after another text, and that with another character
 * @throws {RangeError} when a cut is not among them
 * @example
 * ```ts
 * import { collectBehaviour, cutInputs, otherInputs } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assert, assertAlmostEquals } from "@std/assert";
 * // The unit fires at ":", whatever came before, and asks for a space.
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * parameters.Wxh[model.vocabulary.indexOf(":")] = 9;
 * parameters.Why[model.vocabulary.indexOf(" ")] = 9;
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const { full, otherText, otherCharacter } = otherInputs(cutInputs(behaviour));
 * assertAlmostEquals(otherText.value, full.value, 1e-12);
 * assert(otherCharacter.interval[1] < full.value - 0.3);
 * ```
 */
export function otherInputs(cuts: readonly CutResult[]): OtherInputs {
  const find = (cut: CutResult["cut"], by: CutResult["by"]): CutResult => {
    const found = cuts.find((row) => row.cut === cut && row.by === by);
    if (found !== undefined) return found;
    throw new RangeError(
      `Cannot compare other inputs as 'cuts' must have ${cut} cut by ${by}: current number of cuts ` +
        `is ${cuts.length}`,
    );
  };
  return {
    full: find("nothing", "nothing"),
    otherText: find("Whh", "resample"),
    otherCharacter: find("Wxh", "resample"),
  };
}
