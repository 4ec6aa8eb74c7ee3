/**
 * The path table: output ← unit ← input or previous unit, with the weights' coordinates.
 * H: hidden units, V: characters.
 *
 * Method: the logit is taken apart relative to the mean step of a text. A unit's term,
 * `Why[o, i] (h_i − h̄_i)`, is shared among the differences of its pre-activation's parts from their
 * means, in proportion to their size: `Why[o, i] g_i (part − mean part)` with the slope
 * `g_i = (h_i − h̄_i) / (z_i − atanh h̄_i)`. This is the rescale rule of DeepLIFT with the text's mean
 * as the reference. As tanh is bent, the mean activation is not tanh of the mean pre-activation; what
 * this leaves is a term of its own, the "bend". Claim: the shares add up to the logit exactly. What
 * it leaves out: in a saturated unit many parts are spare, so that a part with a large share may be
 * removed without changing anything (see `edges.ts`, which removes them one by one).
 * @see A. Shrikumar, P. Greenside and A. Kundaje, "Learning important features through propagating
 * activation differences", ICML (2017), section 3.3
 */
import { type CharacterModel, checkState } from "@lab/model";
import { addMatVec } from "@lab/numerics";
import type { MeanStep } from "../causes/behaviour.ts";
import { checkCharacters, checkModel } from "../checks.ts";
import { attributePreActivation } from "./attribution.ts";

/** One path from a part of a unit's pre-activation to an output. */
export interface Path {
  /** Where the path starts: the input, a unit of the state before, or the bend of tanh. */
  readonly source: "input" | "recurrent" | "bend";
  /** The unit of the state before, for recurrent paths. */
  readonly previousUnit?: number;
  /** The hidden unit on the path. */
  readonly unit: number;
  /** The first weight's coordinates, such as `"Wxh[12, 7]"`; rows and columns count from 0. */
  readonly lowerWeight?: string;
  /** The first weight's value. */
  readonly lowerValue?: number;
  /** The source's part of the unit's pre-activation; z_i itself for the bend. */
  readonly part: number;
  /** The part's mean over the text: the reference. For the bend, what the mean state would ask for. */
  readonly meanPart: number;
  /** The second weight's coordinates, such as `"Why[0, 12]"`. */
  readonly upperWeight: string;
  /** The second weight's value. */
  readonly upperValue: number;
  /** The path's share of the logit's difference from the mean state's. */
  readonly contribution: number;
}

/** All paths into one logit. */
export interface PathTable {
  /** The character that is read. */
  readonly input: string;
  /** The character whose logit is taken apart. */
  readonly output: string;
  /** The logit. */
  readonly total: number;
  /** The logit at the text's mean state, with which the paths add up to the total. */
  readonly reference: number;
  /** All paths, the largest |contribution| first. */
  readonly paths: readonly Path[];
  /** What all paths from one kind of source add to the logit. */
  readonly bySource: Readonly<Record<Path["source"], number>>;
}

/** Which step, which logit, and relative to what. */
export interface PathOptions {
  /** The character that is read. */
  input: string;
  /** The character whose logit is taken apart. */
  output: string;
  /** The mean step of a text, such as a behaviour. */
  reference: MeanStep;
}

/** The slope of a unit between its mean activation and this one; 0 where the mean is ±1 itself. */
function slope(h: number, z: number, meanH: number): number {
  const asked = Math.atanh(meanH);
  if (!Number.isFinite(asked)) return 0;
  return z === asked ? 1 - h * h : (h - meanH) / (z - asked);
}

/**
 * All paths into one logit, with coordinates and values, relative to the mean step of a text: for each
 * hidden unit one from the input, one from each unit of the state before, and one for tanh's bend.
 * @param model parameters and vocabulary
 * @param hPrev `[H]` the state before the character
 * @param options the character that is read, the character whose logit is taken apart, the reference
 * @returns H · (H + 2) paths, sorted by |contribution|
 * @throws {RangeError} when the vocabulary lacks a character
 * @throws {TypeError} when a state has the wrong length
 * @see the report's last section: "specify the coordinates and values of the weights"
 * @example
 * ```ts
 * import { collectBehaviour, pathTable } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("ab:") };
 * const reference = collectBehaviour(model, "ab:ba:", { after: ":", targets: "a" });
 * const hPrev = new Float64Array(5).fill(0.5);
 * const table = pathTable(model, hPrev, { input: ":", output: "a", reference });
 * const sum = table.paths.reduce((sum, path) => sum + path.contribution, table.reference);
 * assertAlmostEquals(sum, table.total, 1e-12);
 * ```
 */
export function pathTable(
  model: CharacterModel,
  hPrev: Float64Array,
  options: PathOptions,
): PathTable {
  checkModel(model, "list paths");
  const { input, output, reference: { mean, meanPrev, frequencies } } = options;
  const { parameters, vocabulary } = model;
  const { hiddenSize: H, Why, Wxh, by } = parameters;
  checkCharacters([output], vocabulary, "output", "list paths");
  checkCharacters([input], vocabulary, "input", "list paths");
  checkState(mean, H, "reference.mean");
  checkState(meanPrev, H, "reference.meanPrev");
  const o = vocabulary.indexOf(output);
  const c = vocabulary.indexOf(input);
  const meanInput = addMatVec(Wxh, frequencies, new Float64Array(H));
  const paths: Path[] = [];
  let [total, reference] = [by[o], by[o]];
  for (let i = 0; i < H; i++) {
    const { h, total: z, input: part, recurrent } = attributePreActivation(model, hPrev, input, i);
    const upper = { unit: i, upperWeight: `Why[${o}, ${i}]`, upperValue: Why[o * H + i] };
    const gain = upper.upperValue * slope(h, z, mean[i]);
    let shared = 0;
    const add = (path: Omit<Path, "contribution" | keyof typeof upper>): void => {
      const contribution = gain * (path.part - path.meanPart);
      shared += contribution;
      paths.push({ ...path, ...upper, contribution });
    };
    add({
      source: "input",
      lowerWeight: `Wxh[${i}, ${c}]`,
      lowerValue: part,
      part,
      meanPart: meanInput[i],
    });
    for (const { unit, weight, contribution } of recurrent) {
      add({
        source: "recurrent",
        previousUnit: unit,
        lowerWeight: `Whh[${i}, ${unit}]`,
        lowerValue: weight,
        part: contribution,
        meanPart: weight * meanPrev[unit],
      });
    }
    const whole = upper.upperValue * (h - mean[i]);
    paths.push({
      ...upper,
      ...{ source: "bend", part: z, meanPart: Math.atanh(mean[i]), contribution: whole - shared },
    });
    total += upper.upperValue * h;
    reference += upper.upperValue * mean[i];
  }
  paths.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const bySource = { input: 0, recurrent: 0, bend: 0 };
  for (const { source, contribution } of paths) bySource[source] += contribution;
  return { input, output, total, reference, paths, bySource };
}
