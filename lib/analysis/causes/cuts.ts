/**
 * Cuts: the behaviour's step with one of its two inputs taken from elsewhere. H: hidden units, V:
 * characters.
 *
 * Claim of the method: what goes with an input was brought by it. What it leaves out: a step put
 * together from two texts is one that the network may never take by itself.
 */
import { mean, sum } from "d3-array";
import { nextHidden, outputLogits } from "@lab/model";
import { addMatVec, softmax } from "@lab/numerics";
import { type Behaviour, thinOccurrences } from "./behaviour.ts";
import { klBits } from "../context/distributions.ts";

/** The step with one of its two inputs cut. */
export interface CutResult {
  /** What was cut: nothing, the previous state's part (Whh), or the character's part (Wxh). */
  readonly cut: "nothing" | "Whh" | "Wxh";
  /** What took the cut part's place: zeros, the mean, or values from elsewhere in the text. */
  readonly by: "nothing" | "zero" | "mean" | "resample";
  /** The mean probability of all targets together. */
  readonly probability: number;
  /** The mean probability of each target. */
  readonly targets: readonly { readonly character: string; readonly probability: number }[];
  /** The mean divergence from the full network's distribution, in bits. */
  readonly klBits: number;
}

/** What stands for a cut part: some vectors with weights that sum to 1. */
type Parts = readonly { part: Float64Array; weight: number }[];

function partsFor(behaviour: Behaviour): Record<"Whh" | "Wxh", Record<string, Parts>> {
  const { parameters } = behaviour.model;
  const { hiddenSize: H, vocabularySize: V, Whh, Wxh } = parameters;
  const recurrent = (h: Float64Array): Float64Array => addMatVec(Whh, h, new Float64Array(H));
  const column = (k: number): Float64Array =>
    Float64Array.from({ length: H }, (_, i) => Wxh[i * V + k]);
  const { mean, frequencies, pool } = behaviour;
  const m = pool.positions.length;
  const zero = [{ part: new Float64Array(H), weight: 1 }];
  const characters = [...frequencies.keys()].filter((k) => frequencies[k] > 0);
  return {
    Whh: {
      zero,
      mean: [{ part: recurrent(mean), weight: 1 }],
      resample: Array.from({ length: m }, (_, r) => ({
        part: recurrent(pool.hs.subarray(r * H, (r + 1) * H)),
        weight: 1 / m,
      })),
    },
    Wxh: {
      zero,
      mean: [{ part: addMatVec(Wxh, frequencies, new Float64Array(H)), weight: 1 }],
      resample: characters.map((k) => ({ part: column(k), weight: frequencies[k] })),
    },
  };
}

/**
 * Cuts one of the two inputs of the behaviour's step: what the previous state brings (Whh h) or what
 * the character brings (its column of Wxh). If the character alone made the behaviour, cutting Whh
 * would leave it and cutting Wxh would end it.
 * @param behaviour the behaviour with its occurrences
 * @param options `occurrences`: at how many, evenly spaced, to measure; 100 when left out
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
  options: { occurrences?: number } = {},
): CutResult[] {
  const sample = thinOccurrences(behaviour, options.occurrences ?? 100);
  const { parameters, vocabulary } = behaviour.model;
  const { hiddenSize: H, Whh, Wxh, vocabularySize: V, bh } = parameters;
  const index = vocabulary.indexOf(behaviour.after);
  const n = sample.positions.length;
  const input = Float64Array.from({ length: H }, (_, i) => Wxh[i * V + index]);
  const previous = (t: number): Float64Array => sample.hPrevs.subarray(t * H, (t + 1) * H);
  const recurrent = Array.from(
    { length: n },
    (_, t) => addMatVec(Whh, previous(t), new Float64Array(H)),
  );
  const full = Array.from(
    { length: n },
    (_, t) => softmax(outputLogits(parameters, nextHidden(parameters, previous(t), index))),
  );
  const results: CutResult[] = [summary(sample, "nothing", "nothing", full, full)];
  for (const [cut, ways] of Object.entries(partsFor(behaviour))) {
    for (const [by, parts] of Object.entries(ways)) {
      const changed = full.map((_, t) => {
        const kept = cut === "Whh" ? input : recurrent[t];
        const mixed = new Float64Array(V);
        for (const { part, weight } of parts) {
          const h = kept.map((value, i) => Math.tanh(value + part[i] + bh[i]));
          softmax(outputLogits(parameters, h)).forEach((p, k) => mixed[k] += weight * p);
        }
        return mixed;
      });
      results.push(summary(sample, cut as "Whh", by as "zero", full, changed));
    }
  }
  return results;
}

function summary(
  { targets, model }: Behaviour,
  cut: CutResult["cut"],
  by: CutResult["by"],
  full: readonly Float64Array[],
  changed: readonly Float64Array[],
): CutResult {
  const perTarget = targets.map((character) => {
    const k = model.vocabulary.indexOf(character);
    return { character, probability: mean(changed, (probs) => probs[k])! };
  });
  return {
    cut,
    by,
    probability: sum(perTarget, ({ probability }) => probability),
    targets: perTarget,
    klBits: mean(full, (probs, t) => klBits(probs, changed[t]))!,
  };
}

/** A behaviour with either input of its step taken from elsewhere in the text. All are P(targets). */
export interface OtherInputs {
  /** In the full network. */
  readonly full: number;
  /** After the same character, in a state from elsewhere in the text (Whh h resampled). */
  readonly otherText: number;
  /** After the same text, with a character from elsewhere in the text (Wxh x resampled). */
  readonly otherCharacter: number;
}

/**
 * What is left of a behaviour when one input of its step comes from elsewhere in the text.
 * @param cuts the full step and its cuts, from {@link cutInputs}
 * @returns the full network's P(targets), that after another text, and that after another character
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
 * assertAlmostEquals(otherText, full, 1e-12);
 * assert(otherCharacter < full - 0.3);
 * ```
 */
export function otherInputs(cuts: readonly CutResult[]): OtherInputs {
  const probabilityOf = (cut: CutResult["cut"], by: CutResult["by"]): number => {
    const found = cuts.find((row) => row.cut === cut && row.by === by);
    if (found !== undefined) return found.probability;
    throw new RangeError(
      `Cannot compare other inputs as 'cuts' must have ${cut} cut by ${by}: current number of cuts ` +
        `is ${cuts.length}`,
    );
  };
  return {
    full: probabilityOf("nothing", "nothing"),
    otherText: probabilityOf("Whh", "resample"),
    otherCharacter: probabilityOf("Wxh", "resample"),
  };
}
