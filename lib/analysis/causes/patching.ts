/**
 * Patching: run one text with a state, or a part of the step, that comes from elsewhere.
 * H: hidden units, V: characters.
 *
 * Claim of the method: what a patch carries over was in the patched state. What it leaves out: a
 * state put together from two texts is one that the network may never visit by itself.
 * @see K. Meng et al., "Locating and editing factual associations in GPT", NeurIPS (2022), on
 * patching states between runs
 */
// @ts-types="@types/d3-array"
import { mean, sum } from "d3-array";
import { type CharacterModel, nextHidden, outputLogits } from "@lab/model";
import { addMatVec, softmax } from "@lab/numerics";
import { encode } from "@lab/sampling";
import { type Behaviour, thinOccurrences } from "./behaviour.ts";
import { checkCharacters, checkInteger, checkPrefix, checkUnits } from "../checks.ts";
import { klBits } from "../context/distributions.ts";

/** What is left of another text's state after some characters of this one. */
export interface PatchDepth {
  /** How many characters were read after the patch. */
  readonly depth: number;
  /** The characters that were read after the patch. */
  readonly read: string;
  /** Divergence of the patched distribution from that of the text patched into, in bits. */
  readonly klFromInto: number;
  /** Divergence of the patched distribution from that of the text patched from, in bits. */
  readonly klFromFrom: number;
  /** The probability of each target under the patch. */
  readonly targets: readonly { readonly character: string; readonly probability: number }[];
}

/** A patch between two texts, at every depth. */
export interface PatchResult {
  /** The text whose state is taken. */
  readonly from: string;
  /** The text into which the state is put. */
  readonly into: string;
  /** The units that are patched. */
  readonly units: readonly number[];
  /** The distributions from depth 0 (patched after the last character) upwards. */
  readonly depths: readonly PatchDepth[];
}

/** Which texts, and what to follow. */
export interface PatchOptions {
  /** The text whose state is taken. */
  from: string;
  /** The text into which the state is put. */
  into: string;
  /** The characters whose probabilities to follow, such as `" \n"`. */
  targets: string;
  /** The units that are patched; all when left out. */
  units?: readonly number[];
  /** The largest depth, 0 … the length of `into` (which is also the default). */
  maxDepth?: number;
}

/**
 * Puts the state after one text into another text, `depth` characters before its end, and reads on:
 * the depth at which the patch no longer shows is how far back this text's context reaches.
 * @param model parameters and vocabulary
 * @param options the two texts, targets, units
 * @returns a row for each depth
 * @throws {RangeError} when a text is empty, the vocabulary lacks a character, or units or depth are
 * out of range
 * @example
 * ```ts
 * import { patchByDepth } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("ab:") };
 * const { depths } = patchByDepth(model, { from: "bbb:", into: "aa:", targets: "a" });
 * assertEquals(depths.map((row) => row.read), ["", ":", "a:", "aa:"]);
 * assertEquals(depths[0].klFromFrom, 0);
 * ```
 */
export function patchByDepth(model: CharacterModel, options: PatchOptions): PatchResult {
  const { from, into } = options;
  const { parameters, vocabulary } = model;
  const H = parameters.hiddenSize;
  const action = "patch states";
  const source = encode(parameters, checkPrefix(from, vocabulary, action));
  const indices = checkPrefix(into, vocabulary, action);
  const targets = checkCharacters(options.targets, vocabulary, "targets", action);
  const units = checkUnits(options.units ?? Array(H).keys(), H, action);
  const maxDepth = options.maxDepth ?? indices.length;
  checkInteger(maxDepth, "maxDepth", [0, indices.length], action);
  const probsAfter = (h: Float64Array): Float64Array => softmax(outputLogits(parameters, h));
  const fullFrom = probsAfter(source);
  const fullInto = probsAfter(encode(parameters, indices));
  const depths: PatchDepth[] = [];
  for (let depth = 0; depth <= maxDepth; depth++) {
    const cut = indices.length - depth;
    const h = encode(parameters, indices.subarray(0, cut));
    for (const unit of units) h[unit] = source[unit];
    const probs = probsAfter(encode(parameters, indices.subarray(cut), h));
    depths.push({
      depth,
      read: vocabulary.decode(indices.subarray(cut)),
      klFromInto: klBits(fullInto, probs),
      klFromFrom: klBits(fullFrom, probs),
      targets: targets.map((character) => ({
        character,
        probability: probs[vocabulary.indexOf(character)],
      })),
    });
  }
  return { from, into, units, depths };
}

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
