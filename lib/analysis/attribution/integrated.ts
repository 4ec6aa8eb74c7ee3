/**
 * Integrated gradients: what each unit, or each character that was read, adds to a prediction, along the
 * straight path from a reference. H: hidden units, V: characters, T: time steps.
 *
 * Method: the gradient is integrated over the path x(α) = x₀ + α (x − x₀), α from 0 to 1, and multiplied
 * by x − x₀. Claim: the terms add up to F(x) − F(x₀) (completeness), for any smooth F, where direct
 * attribution can only take logits apart; for a logit with respect to the state it is the same. What it
 * leaves out: the states on the path are mixtures that the network never visits, and the terms depend on
 * the reference. The integral is computed piece by piece: as each piece's sum must be the difference of F
 * at its ends, pieces are halved until it is.
 * @see M. Sundararajan, A. Taly and Q. Yan, "Axiomatic attribution for deep networks", ICML (2017)
 */
import { type CharacterModel, checkState, type ModelParameters, outputLogits } from "@lab/model";
import { addMatVec, addTransposedMatVec, logSumExp } from "@lab/numerics";
import type { MeanStep } from "../causes/behaviour.ts";
import { checkCharacters, checkInteger, checkModel, checkPrefix } from "../checks.ts";

/** A prediction shared among units or characters. */
export interface IntegratedGradients {
  /** F where it was asked, in nats. */
  readonly total: number;
  /** F at the reference, in nats. */
  readonly reference: number;
  /** `[H]` or `[T]` one term for each unit or character, in nats. */
  readonly terms: Float64Array;
  /** |total − reference − Σ terms|: how far the computed terms are from adding up. */
  readonly gap: number;
  /**
   * Whether the gap is below a thousandth of total − reference (or of 1 nat, if that is more). In a network
   * that magnifies small differences the path may be too rough: then the terms say nothing.
   */
  readonly verdict: "adds up" | "does not add up";
  /** At how many points of the path the gradient was taken. */
  readonly points: number;
}

/** What is predicted, and relative to what. */
export interface IntegrationOptions {
  /** The characters of the prediction, such as `" \n"`. */
  targets: string;
  /**
   * What is taken apart: log P(targets) (`"log-probability"`, when left out), or the mean logit of the
   * targets (`"logit"`).
   */
  of?: "log-probability" | "logit";
  /** The mean step of a text, such as a behaviour: where the path begins. */
  reference: MeanStep;
}

/** F and its gradient with respect to what the path changes. */
interface Point {
  value: number;
  gradient: Float64Array;
}

/** Nodes and weights of five-point Gauss-Legendre quadrature on 0 … 1. */
const [INNER, OUTER] = [-1, 1].map((sign) => Math.sqrt(5 + sign * 2 * Math.sqrt(10 / 7)) / 3);
const [NEAR, FAR] = [1, -1].map((sign) => (322 + sign * 13 * Math.sqrt(70)) / 1800);
const QUADRATURE: readonly (readonly [node: number, weight: number])[] = [
  [0.5, 128 / 450],
  ...[[INNER, NEAR], [OUTER, FAR]].flatMap(([x, w]) =>
    [[0.5 - x / 2, w], [0.5 + x / 2, w]] as [number, number][]
  ),
];
/** The path is cut in so many pieces at first, and a piece in halves no oftener than this. */
const PIECES = 4;
const HALVINGS = 8;
/** The whole path's terms add up to this, relative to F's change or to 1 nat. */
const TOLERANCE = 1e-6;
/** So far the terms may be off, by the same measure, before they count as not adding up. */
const ADDS_UP = 1e-3;

/** The mean gradient along the path, piece by piece. `at` gives F and ∂F/∂x at α. */
function integrate(
  at: (alpha: number) => Point,
  difference: Float64Array,
): Omit<IntegratedGradients, "reference" | "total"> & { ends: [number, number] } {
  const sums = new Float64Array(difference.length);
  let points = 0;
  const ends: [number, number] = [at(0).value, at(1).value];
  const scale = Math.max(1, Math.abs(ends[1] - ends[0]));
  const piece = (
    from: number,
    to: number,
    [low, high]: [number, number],
    halvings: number,
  ): void => {
    const terms = new Float64Array(difference.length);
    for (const [node, weight] of QUADRATURE) {
      const { gradient } = at(from + node * (to - from));
      points++;
      for (let k = 0; k < terms.length; k++) {
        terms[k] += (to - from) * weight * gradient[k] * difference[k];
      }
    }
    const gap = Math.abs(terms.reduce((a, b) => a + b, low - high));
    if (gap > TOLERANCE * scale * (to - from) && halvings > 0) {
      const middle = (from + to) / 2;
      const { value } = at(middle);
      piece(from, middle, [low, value], halvings - 1);
      piece(middle, to, [value, high], halvings - 1);
    } else {
      terms.forEach((term, k) => sums[k] += term);
    }
  };
  let low = ends[0];
  for (let k = 1; k <= PIECES; k++) {
    const high = k === PIECES ? ends[1] : at(k / PIECES).value;
    piece((k - 1) / PIECES, k / PIECES, [low, high], HALVINGS);
    low = high;
  }
  const gap = Math.abs(sums.reduce((a, b) => a + b, ends[0] - ends[1]));
  const verdict = gap < ADDS_UP * scale ? "adds up" : "does not add up";
  return { terms: sums, gap, verdict, points, ends };
}

/** F of the logits, and `[V]` ∂F/∂y. */
function predictionOf(
  model: CharacterModel,
  { targets, of = "log-probability" }: IntegrationOptions,
  action: string,
): (logits: Float64Array) => Point {
  const characters = checkCharacters(targets, model.vocabulary, "targets", action);
  const rows = characters.map((character) => model.vocabulary.indexOf(character));
  if (of === "logit") {
    return (logits) => ({
      value: rows.reduce((sum, k) => sum + logits[k], 0) / rows.length,
      gradient: logits.map((_, k) => rows.includes(k) ? 1 / rows.length : 0),
    });
  }
  if (of !== "log-probability") {
    throw new RangeError(
      `Cannot ${action} as 'of' must be log-probability or logit: current value is ${of}`,
    );
  }
  return (logits) => {
    const [all, inside] = [logSumExp(logits), logSumExp(rows.map((k) => logits[k]))];
    const gradient = logits.map((y) => -Math.exp(y - all));
    for (const k of rows) gradient[k] += Math.exp(logits[k] - inside);
    return { value: inside - all, gradient };
  };
}

/**
 * What each unit of a state adds to a prediction, along the straight path from the mean state.
 * @param model parameters and vocabulary
 * @param h `[H]` the state from which the prediction is made
 * @param options which characters, log-probability or logit, and the reference
 * @returns `[H]` terms, which add up to F(h) − F(mean) but for `gap`
 * @throws {RangeError} when the vocabulary lacks a character
 * @throws {TypeError} when a state has the wrong length
 * @example
 * ```ts
 * import { collectBehaviour, integrateState } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assert, assertAlmostEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("ab:") };
 * const reference = collectBehaviour(model, "ab:ba:", { after: ":", targets: "a" });
 * const { terms, gap } = integrateState(model, reference.hs.slice(0, 5), { targets: "a", reference });
 * assert(terms.length === 5 && gap < 1e-6);
 * ```
 */
export function integrateState(
  model: CharacterModel,
  h: Float64Array,
  options: IntegrationOptions,
): IntegratedGradients {
  checkModel(model, "integrate gradients");
  const { parameters } = model;
  const { hiddenSize: H, Why } = parameters;
  const { mean } = options.reference;
  checkState(h, H, "h");
  checkState(mean, H, "reference.mean");
  const predict = predictionOf(model, options, "integrate gradients");
  const difference = h.map((value, i) => value - mean[i]);
  const { ends: [reference, total], ...integrated } = integrate((alpha) => {
    const { value, gradient } = predict(
      outputLogits(parameters, mean.map((value, i) => value + alpha * difference[i])),
    );
    return { value, gradient: addTransposedMatVec(Why, gradient, new Float64Array(H)) };
  }, difference);
  return { total, reference, ...integrated };
}

/** F after a sequence of mixed inputs, and `[T]` its derivative along each input's difference. */
function readMixed(
  parameters: ModelParameters,
  inputs: readonly Float64Array[],
  differences: readonly Float64Array[],
  predict: (logits: Float64Array) => Point,
): Point {
  const { hiddenSize: H, Whh, Why, bh } = parameters;
  const hs = [new Float64Array(H)];
  for (const [t, input] of inputs.entries()) {
    const z = addMatVec(Whh, hs[t], input.map((part, i) => part + bh[i]));
    hs.push(z.map(Math.tanh));
  }
  const { value, gradient: dy } = predict(outputLogits(parameters, hs[inputs.length]));
  const gradient = new Float64Array(inputs.length);
  let dh = addTransposedMatVec(Why, dy, new Float64Array(H));
  for (let t = inputs.length - 1; t >= 0; t--) {
    const dz = dh.map((d, i) => d * (1 - hs[t + 1][i] ** 2));
    gradient[t] = dz.reduce((sum, d, i) => sum + d * differences[t][i], 0);
    dh = addTransposedMatVec(Whh, dz, new Float64Array(H));
  }
  return { value, gradient };
}

/**
 * What each character of a prefix adds to a prediction, along the straight path from the text's mean
 * input (every character with its frequency) to the characters themselves, all at once.
 * @param model parameters and vocabulary
 * @param prefix the text before the prediction, read from a zero state
 * @param options which characters, log-probability or logit, and the reference
 * @returns `[T]` terms, which add up to F(prefix) − F(mean inputs) but for `gap`
 * @throws {RangeError} when the prefix is empty or the vocabulary lacks a character
 * @example
 * ```ts
 * import { collectBehaviour, integrateInputs } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assert } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("ab:") };
 * const reference = collectBehaviour(model, "ab:ba:", { after: ":", targets: "a" });
 * const { terms, gap } = integrateInputs(model, "bab:", { targets: "a", reference });
 * assert(terms.length === 4 && gap < 1e-6);
 * ```
 */
export function integrateInputs(
  model: CharacterModel,
  prefix: string,
  options: IntegrationOptions,
): IntegratedGradients {
  checkModel(model, "integrate gradients");
  const { parameters, vocabulary } = model;
  const { hiddenSize: H, vocabularySize: V, Wxh } = parameters;
  const action = "integrate gradients";
  const indices = checkPrefix(prefix, vocabulary, action);
  const predict = predictionOf(model, options, action);
  const usual = addMatVec(Wxh, options.reference.frequencies, new Float64Array(H));
  const differences = Array.from(
    indices,
    (index) => usual.map((part, i) => Wxh[i * V + index] - part),
  );
  const { ends: [reference, total], ...integrated } = integrate((alpha) => {
    const inputs = differences.map((d) => d.map((part, i) => usual[i] + alpha * part));
    return readMixed(parameters, inputs, differences, predict);
  }, new Float64Array(indices.length).fill(1));
  return { total, reference, ...integrated };
}

/** How far two ways of weighing agree about which are the strongest. */
export interface SharedStrongest {
  /** The strongest by the first way, the strongest first. */
  readonly strongest: readonly number[];
  /** How many of these are among as many strongest by the second way. */
  readonly shared: number;
  /** How many would be, had one of them drawn at random. */
  readonly expected: number;
}

/**
 * How many of the strongest by one way are among the strongest by another.
 * @param first numbers whose sizes say how strong each is
 * @param second as many numbers, for the same units or characters
 * @param count how many are the strongest, at most all
 * @returns the strongest of the first, how many are shared, and how many chance shares: count² / all
 * @throws {RangeError} when `count` is no integer ≥ 1
 * @example
 * ```ts
 * import { sharedStrongest } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(sharedStrongest([5, -9, 1, 0], [0, 3, 0, 2], 2), {
 *   ...{ strongest: [1, 0], shared: 1, expected: 1 },
 * });
 * ```
 */
export function sharedStrongest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  count: number,
): SharedStrongest {
  checkInteger(count, "count", [1, Infinity], "compare the strongest");
  const strongestOf = (values: ArrayLike<number>): number[] =>
    [...Array(values.length).keys()]
      .sort((a, b) => Math.abs(values[b]) - Math.abs(values[a]))
      .slice(0, count);
  const [strongest, others] = [first, second].map(strongestOf);
  const shared = strongest.filter((one) => others.includes(one)).length;
  return { strongest, shared, expected: strongest.length ** 2 / first.length };
}
