/**
 * Folding constant units into the biases. H: hidden units, V: characters, k: units kept.
 *
 * A unit that always has the value m does to the others what a bias does:
 *
 * ```text
 * bh'  = bh[kept] + Whh[kept, folded] m[folded]
 * by'  = by       + Why[:,    folded] m[folded]
 * Wxh' = Wxh[kept, :]      Whh' = Whh[kept, kept]      Why' = Why[:, kept]
 * ```
 *
 * Claim: where the folded units are constants, the smaller network writes the same as the full one. What
 * it leaves out: a unit that moves a little is folded with an error, which the recurrence carries on.
 * The parameters are exact; how far apart the networks are is measured by {@link scoreFolded}.
 */
import { type CharacterModel, checkState, zeroParameters } from "@lab/model";
import { checkModel, checkUnits } from "../checks.ts";

/**
 * Keeps some units of a network and folds all others into the biases, at the values given.
 * @param model parameters, vocabulary, and the state of its training where that is known
 * @param keep the units to keep, each once, at least one; their order becomes the smaller network's
 * @param mean `[H]` the units' values; those of the folded ones count
 * @returns a network with k hidden units over the same characters
 * @throws {RangeError} when there is no unit, or one is out of range or repeated
 * @throws {TypeError} when `mean` does not hold H numbers
 * @example
 * ```ts
 * import { foldUnits } from "@lab/analysis";
 * import { forward, initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 3, vocabularySize: 2 }, new Random(1), 1);
 * // Unit 1 hears nobody but its bias: it is tanh(2) at every step.
 * parameters.bh[1] = 2;
 * for (const W of [parameters.Wxh.subarray(2, 4), parameters.Whh.subarray(3, 6)]) W.fill(0);
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const mean = Float64Array.of(0, Math.tanh(2), 0);
 * const small = foldUnits(model, [0, 2], mean).parameters;
 * const full = forward(parameters, [0, 1, 1, 0], mean).probs;
 * const folded = forward(small, [0, 1, 1, 0], new Float64Array(2)).probs;
 * for (const k of full.keys()) assertAlmostEquals(folded[k], full[k], 1e-15);
 * ```
 */
export function foldUnits(
  model: CharacterModel,
  keep: readonly number[],
  mean: Float64Array,
): CharacterModel {
  checkModel(model, "fold units");
  const { parameters, vocabulary, h } = model;
  const { hiddenSize: H, vocabularySize: V, Wxh, Whh, Why, bh, by } = parameters;
  checkUnits(keep, H, "fold units");
  checkState(mean, H, "mean");
  const kept = new Set(keep);
  const folded = Array.from(mean.keys()).filter((unit) => !kept.has(unit));
  const small = zeroParameters({ hiddenSize: keep.length, vocabularySize: V });
  const constant = (W: Float64Array, row: number): number =>
    folded.reduce((sum, unit) => sum + W[row * H + unit] * mean[unit], 0);
  keep.forEach((unit, i) => {
    small.Wxh.set(Wxh.subarray(unit * V, (unit + 1) * V), i * V);
    small.bh[i] = bh[unit] + constant(Whh, unit);
    keep.forEach((from, j) => small.Whh[i * keep.length + j] = Whh[unit * H + from]);
  });
  for (let row = 0; row < V; row++) {
    small.by[row] = by[row] + constant(Why, row);
    keep.forEach((from, j) => small.Why[row * keep.length + j] = Why[row * H + from]);
  }
  return { parameters: small, vocabulary, ...(h && { h: statesOf(h, keep) }) };
}

/**
 * The part of a state that belongs to some units.
 * @param h `[H]` the state
 * @param units which units, k of them
 * @returns `[k]` their values
 * @example
 * ```ts
 * import { statesOf } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(statesOf(Float64Array.of(0.1, 0.2, 0.3), [2, 0]), Float64Array.of(0.3, 0.1));
 * ```
 */
export function statesOf(h: Float64Array, units: readonly number[]): Float64Array {
  return Float64Array.from(units, (unit) => h[unit]);
}
