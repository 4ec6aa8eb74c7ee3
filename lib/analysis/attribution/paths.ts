/**
 * The path table: output ← unit ← input, previous unit or bias, with the weights' coordinates.
 * H: hidden units, V: characters.
 *
 * Method: a unit's term of the logit, `Why[o, i] h_i`, is shared among the parts of its
 * pre-activation z_i in proportion to their size: `Why[o, i] (tanh z_i / z_i) part`. This is the
 * rescale rule of DeepLIFT with a baseline of zero (it equals ε-LRP for ε → 0). Claim: the shares
 * add up to the logit exactly. What it leaves out: in a saturated unit many parts are spare, so that
 * a part with a large share may be removed without changing anything.
 * @see A. Shrikumar, P. Greenside and A. Kundaje, "Learning important features through propagating
 * activation differences", ICML (2017), section 3.3
 */
import type { CharacterModel } from "@lab/model";
import { attributeLogits, attributePreActivation } from "./attribution.ts";
import { checkCharacters } from "../checks.ts";

/** One path from a part of a unit's pre-activation to an output. */
export interface Path {
  /** Where the path starts: the input, the unit's bias, or a unit of the state before. */
  readonly source: "input" | "bias" | "recurrent" | "output bias";
  /** The unit of the state before, for recurrent paths. */
  readonly previousUnit?: number;
  /** The hidden unit on the path; none for the output's bias. */
  readonly unit?: number;
  /** The first weight's coordinates, such as `"Wxh[12, 7]"`; rows and columns count from 0. */
  readonly lowerWeight?: string;
  /** The first weight's value. */
  readonly lowerValue?: number;
  /** What the first weight multiplies: 1 for input and bias, the previous activation otherwise. */
  readonly activation?: number;
  /** The second weight's coordinates, such as `"Why[0, 12]"`, or `"by[0]"`. */
  readonly upperWeight: string;
  /** The second weight's value. */
  readonly upperValue: number;
  /** The path's share of the logit. */
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
  /** All paths, the largest |contribution| first; they add up to the total. */
  readonly paths: readonly Path[];
  /** What all paths from one kind of source add to the logit. */
  readonly bySource: Readonly<Record<Path["source"], number>>;
}

/**
 * All paths into one logit, with coordinates and values: for each hidden unit one from the input,
 * one from its bias and one from each unit of the state before; and the output's bias.
 * @param model parameters and vocabulary
 * @param hPrev `[H]` the state before the character
 * @param input the character that is read
 * @param output the character whose logit is taken apart
 * @returns H · (H + 2) + 1 paths, sorted by |contribution|
 * @throws {RangeError} when the vocabulary lacks a character
 * @throws {TypeError} when the state has the wrong length
 * @see the report's last section: "specify the coordinates and values of the weights"
 * @example
 * ```ts
 * import { pathTable } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("ab:") };
 * const { paths, total } = pathTable(model, new Float64Array(5).fill(0.5), ":", "a");
 * const sum = paths.reduce((sum, path) => sum + path.contribution, 0);
 * assertAlmostEquals(sum, total, 1e-12);
 * ```
 */
export function pathTable(
  model: CharacterModel,
  hPrev: Float64Array,
  input: string,
  output: string,
): PathTable {
  const { parameters, vocabulary } = model;
  const { hiddenSize: H, Why, by } = parameters;
  checkCharacters([output], vocabulary, "output", "list paths");
  checkCharacters([input], vocabulary, "input", "list paths");
  const o = vocabulary.indexOf(output);
  const c = vocabulary.indexOf(input);
  const paths: Path[] = [{
    source: "output bias",
    upperWeight: `by[${o}]`,
    upperValue: by[o],
    contribution: by[o],
  }];
  const h = new Float64Array(H);
  for (let i = 0; i < H; i++) {
    const parts = attributePreActivation(model, hPrev, input, i);
    h[i] = parts.h;
    const gain = parts.total === 0 ? 1 : parts.h / parts.total;
    const upper = {
      unit: i,
      upperWeight: `Why[${o}, ${i}]`,
      upperValue: Why[o * H + i],
    };
    const add = (path: Omit<Path, "contribution" | keyof typeof upper>): number =>
      paths.push({
        ...path,
        ...upper,
        contribution: upper.upperValue * gain * path.lowerValue! * path.activation!,
      });
    add({
      source: "input",
      lowerWeight: `Wxh[${i}, ${c}]`,
      lowerValue: parts.input,
      activation: 1,
    });
    add({ source: "bias", lowerWeight: `bh[${i}]`, lowerValue: parts.bias, activation: 1 });
    for (const term of parts.recurrent) {
      add({
        source: "recurrent",
        previousUnit: term.unit,
        lowerWeight: `Whh[${i}, ${term.unit}]`,
        lowerValue: term.weight,
        activation: term.hPrev,
      });
    }
  }
  paths.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const bySource = { input: 0, bias: 0, recurrent: 0, "output bias": 0 };
  for (const { source, contribution } of paths) bySource[source] += contribution;
  return { input, output, total: attributeLogits(model, h, { of: output }).total, paths, bySource };
}
