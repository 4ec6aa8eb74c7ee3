/**
 * Attribution: a logit and a pre-activation as exact sums of their parts.
 * H: hidden units, V: characters.
 *
 * Method: direct logit attribution. As the logits are linear in h, `y_o = by_o + Σ_i Why[o, i] h_i`
 * needs no approximation. Claim: the size of a term is the unit's own share of the logit. What it
 * leaves out: that a softmax compares logits (choose `minus` to compare), and whether the network
 * would make up for a missing unit (see `ablation.ts`). A unit which is the same everywhere decides
 * nothing: so terms are relative to a reference state, such as the mean over the text.
 * @see N. Elhage et al., "A mathematical framework for transformer circuits" (2021), for the name
 */
import { type CharacterModel, checkState } from "@lab/model";
import { checkCharacters, checkModel, checkUnits } from "../checks.ts";

/** One unit's term of a logit, or of a difference of logits. */
export interface UnitContribution {
  /** The unit's number. */
  readonly unit: number;
  /** The unit's activation h_i. */
  readonly h: number;
  /** The activation that counts as "nothing": the reference's. */
  readonly reference: number;
  /** The unit's weight: Σ Why[o, i] over the characters `of`, less Σ Why[o, i] over `minus`. */
  readonly weight: number;
  /** weight · (h − reference). */
  readonly contribution: number;
}

/** A logit, or a difference between sums of logits, taken apart. */
export interface LogitAttribution {
  /** The characters whose logits are added. */
  readonly of: readonly string[];
  /** The characters whose logits are taken away. */
  readonly minus: readonly string[];
  /** The whole: Σ y over `of` less Σ y over `minus`. */
  readonly total: number;
  /** The output bias' part. */
  readonly bias: number;
  /** What the units of the reference state give, without the bias. */
  readonly reference: number;
  /** One term for each unit; with bias and reference they add up to the total. */
  readonly units: readonly UnitContribution[];
}

/** What to attribute. */
export interface AttributionOptions {
  /** The characters whose logits to add, such as `" \n"`. */
  of: string;
  /** The characters whose logits to take away; none when left out. */
  minus?: string;
  /** `[H]` the state that counts as "nothing": the mean over a text, `behaviour.mean`. */
  reference: Float64Array;
}

/**
 * Takes a logit, or a difference between sums of logits, apart into one term for each hidden unit.
 * @param model parameters and vocabulary
 * @param h `[H]` the state from which the logits are computed
 * @param options which logits, and relative to which state
 * @returns bias, reference and unit terms, which add up to the total
 * @throws {RangeError} when a character is absent from the vocabulary or none is given
 * @throws {TypeError} when a state has the wrong length
 * @example
 * ```ts
 * import { attributeLogits } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 2 });
 * parameters.Why.set([3, 0, 0, 5]);
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const parts = attributeLogits(model, Float64Array.of(1, -1), {
 *   of: "a",
 *   minus: "b",
 *   reference: Float64Array.of(0.5, 0),
 * });
 * assertEquals(parts.units.map((unit) => unit.contribution), [1.5, 5]);
 * assertEquals([parts.reference, parts.total], [1.5, 8]);
 * ```
 */
export function attributeLogits(
  model: CharacterModel,
  h: Float64Array,
  options: AttributionOptions,
): LogitAttribution {
  checkModel(model, "attribute logits");
  const { parameters, vocabulary } = model;
  const { hiddenSize: H, Why, by } = parameters;
  const { reference } = options;
  checkState(h, H, "h");
  checkState(reference, H, "reference");
  const action = "attribute logits";
  const of = checkCharacters(options.of, vocabulary, "of", action);
  const minus = options.minus ? checkCharacters(options.minus, vocabulary, "minus", action) : [];
  const weights = new Float64Array(H);
  let bias = 0;
  for (const [characters, sign] of [[of, 1], [minus, -1]] as const) {
    for (const character of characters) {
      const row = vocabulary.indexOf(character);
      bias += sign * by[row];
      for (let i = 0; i < H; i++) weights[i] += sign * Why[row * H + i];
    }
  }
  let total = bias;
  let atReference = 0;
  const units: UnitContribution[] = [];
  for (let i = 0; i < H; i++) {
    total += weights[i] * h[i];
    atReference += weights[i] * reference[i];
    const contribution = weights[i] * (h[i] - reference[i]);
    units.push({ unit: i, h: h[i], reference: reference[i], weight: weights[i], contribution });
  }
  return { of, minus, total, bias, reference: atReference, units };
}

/** A unit's pre-activation taken apart. */
export interface PreActivationAttribution {
  /** The unit's number. */
  readonly unit: number;
  /** The character that is read. */
  readonly character: string;
  /** The whole pre-activation z. */
  readonly total: number;
  /** The activation tanh z. */
  readonly h: number;
  /** The input's part: Wxh[unit, character]. */
  readonly input: number;
  /** The bias' part. */
  readonly bias: number;
  /** All recurrent terms together. */
  readonly recurrentTotal: number;
  /** One term for each unit of the state before: Whh[unit, j] · hPrev_j. */
  readonly recurrent: readonly {
    readonly unit: number;
    readonly weight: number;
    readonly hPrev: number;
    readonly contribution: number;
  }[];
}

/**
 * Takes a unit's pre-activation apart: the input's column, each recurrent term, the bias.
 * @param model parameters and vocabulary
 * @param hPrev `[H]` the state before the character
 * @param character the character that is read
 * @param unit which unit, 0 … H − 1
 * @returns the parts, which add up to the total
 * @throws {RangeError} when there is no such unit or the vocabulary lacks the character
 * @throws {TypeError} when the state has the wrong length
 * @example
 * ```ts
 * import { attributePreActivation } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("abc") };
 * const parts = attributePreActivation(model, new Float64Array(5).fill(0.5), "b", 3);
 * assertAlmostEquals(parts.input + parts.bias + parts.recurrentTotal, parts.total, 1e-12);
 * ```
 */
export function attributePreActivation(
  model: CharacterModel,
  hPrev: Float64Array,
  character: string,
  unit: number,
): PreActivationAttribution {
  checkModel(model, "attribute a pre-activation");
  const { parameters, vocabulary } = model;
  const { hiddenSize: H, vocabularySize: V, Wxh, Whh, bh } = parameters;
  const action = "attribute a pre-activation";
  checkState(hPrev, H, "hPrev");
  checkUnits([unit], H, action);
  checkCharacters([character], vocabulary, "character", action);
  const recurrent = Array.from(hPrev, (value, j) => ({
    unit: j,
    weight: Whh[unit * H + j],
    hPrev: value,
    contribution: Whh[unit * H + j] * value,
  }));
  const recurrentTotal = recurrent.reduce((sum, term) => sum + term.contribution, 0);
  const input = Wxh[unit * V + vocabulary.indexOf(character)];
  const bias = bh[unit];
  const total = input + bias + recurrentTotal;
  return { unit, character, total, h: Math.tanh(total), input, bias, recurrentTotal, recurrent };
}
