/**
 * The sides of a network's states: the sum of the units that holds its sign, flips it or turns. H: hidden
 * units.
 *
 * `Whh` multiplies one weighted sum of the units, `z = w · h`, by its largest eigenvalue λ, exactly, before
 * tanh bends it. Where λ is a real number far above 1, the sum's sign holds itself, as one unit's does that
 * feeds itself; far below −1, the sign flips at every step; a pair `a ± bi` turns the sum, which has two
 * parts then. Two states on different sides, or in different phases, may never meet: see basins.ts.
 *
 * Claim: how often the text's own states follow λ. What it leaves out: all other directions, and the bend,
 * which matters most where the sum is small.
 */
import { median } from "d3-array";
import type { NetworkOptions } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { eigen } from "@lab/numerics";
import { checkModel, checkPrefix } from "../checks.ts";
import { walk } from "../walk/steps.ts";

/** The sum of the units that `Whh` stretches most, and what the text does to it. */
export interface Sides {
  /** The largest eigenvalue of `Whh`; of a pair, the one whose imaginary part is positive. */
  readonly eigenvalue: { readonly real: number; readonly imaginary: number; readonly size: number };
  /** What it does: the sum holds its sign, flips it, turns (a pair), or fades (a size of at most 1). */
  readonly kind: "holds" | "flips" | "turns" | "fades";
  /** `[H]` each: the real and the imaginary part of the weights w; the latter is 0 where λ is real. */
  readonly weights: readonly [Float64Array, Float64Array];
  /** The share of the text's steps that take the sum to within a quarter turn of where λ alone would. */
  readonly followed: number;
  /** For how many characters `|λ z|`, at the text's median, outweighs `|w · (Wxh[:, c] + bh)|`. */
  readonly outweighed: number;
}

/**
 * The sum of a state.
 * @param weights the weights of the sum
 * @param h `[H]` the state
 * @returns its real and its imaginary part
 */
export function sumOf([re, im]: Sides["weights"], h: Float64Array): [number, number] {
  let [x, y] = [0, 0];
  for (let i = 0; i < h.length; i++) {
    x += re[i] * h[i];
    y += im[i] * h[i];
  }
  return [x, y];
}

/**
 * Finds the sum of the units that `Whh` stretches most, and what it does along a text.
 * @param model parameters and vocabulary
 * @param text the characters that are read, at least 2
 * @param options the state before the text, and who computes
 * @returns the largest eigenvalue, the sum's weights, and how far the text follows it
 * @throws {RangeError} when the text is empty or the vocabulary lacks a character
 * @example
 * ```ts
 * import { findSides } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
 * parameters.Whh[0] = 3;
 * parameters.Wxh.set([0.5, -0.25]);
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const { eigenvalue, kind, followed, outweighed } = findSides(model, "abab");
 * assertEquals([eigenvalue.size, kind, followed, outweighed], [3, "holds", 1, 2]);
 * ```
 */
export function findSides(
  model: CharacterModel,
  text: string,
  options: NetworkOptions = {},
): Sides {
  checkModel(model, "find the sides");
  checkPrefix(text, model.vocabulary, "find the sides");
  const { Wxh, Whh, bh, hiddenSize: H, vocabularySize: V } = model.parameters;
  const transposed = Whh.map((_, k) => Whh[(k % H) * H + Math.floor(k / H)]);
  const { real: [real], imaginary: [imaginary], vectors } = eigen(transposed);
  const size = Math.hypot(real, imaginary);
  const weights = [
    vectors.slice(0, H),
    imaginary === 0 ? new Float64Array(H) : vectors.slice(H, 2 * H),
  ] as const;
  const sums: [number, number][] = [];
  for (const { h } of walk(model, text, options)) sums.push(sumOf(weights, h));
  const followed = sums.slice(1).filter(([x, y], t) => {
    const [a, b] = sums[t];
    return x * (real * a - imaginary * b) + y * (real * b + imaginary * a) > 0;
  }).length;
  const carried = size * median(sums, ([x, y]) => Math.hypot(x, y))!;
  const brought = Array.from({ length: V }, (_, c) => {
    return Math.hypot(...sumOf(weights, bh.map((b, i) => Wxh[i * V + c] + b)));
  });
  return {
    eigenvalue: { real, imaginary, size },
    kind: size <= 1 ? "fades" : imaginary !== 0 ? "turns" : real > 0 ? "holds" : "flips",
    weights,
    followed: sums.length < 2 ? 0 : followed / (sums.length - 1),
    outweighed: brought.filter((x) => x < carried).length,
  };
}
