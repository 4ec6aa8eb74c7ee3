/**
 * The five parameters of the network. H: hidden units, V: characters.
 *
 * `h_t = tanh(Wxh x_t + Whh h_{t−1} + bh)`, `y_t = Why h_t + by`, `p_t = softmax(y_t / τ)`
 */
import { Random } from "@lab/numerics";

/** The names of the parameters, in the order in which the report updates them. */
export const PARAMETER_NAMES = ["Wxh", "Whh", "Why", "bh", "by"] as const;

/** The name of one of the five parameters. */
export type ParameterName = typeof PARAMETER_NAMES[number];

/** One flat, row-major array for each of the five parameters: weights, gradients or memory. */
export interface ParameterArrays {
  /** `[H, V]` input to hidden. */
  Wxh: Float64Array;
  /** `[H, H]` hidden to hidden. */
  Whh: Float64Array;
  /** `[V, H]` hidden to output. */
  Why: Float64Array;
  /** `[H]` hidden bias. */
  bh: Float64Array;
  /** `[V]` output bias. */
  by: Float64Array;
}

/** The sizes of a network. */
export interface Dimensions {
  /** H, the number of hidden units, ≥ 1. */
  readonly hiddenSize: number;
  /** V, the number of characters, ≥ 1. */
  readonly vocabularySize: number;
}

/** The parameters of a network, with its sizes. */
export interface ModelParameters extends Dimensions, ParameterArrays {}

/**
 * The shape of a parameter.
 * @param name which parameter
 * @param dimensions H and V
 * @returns `[rows, columns]`, or `[rows]` for a bias
 * @example
 * ```ts
 * import { parameterShape } from "@lab/model";
 * import { assertEquals } from "@std/assert";
 * assertEquals(parameterShape("Why", { hiddenSize: 100, vocabularySize: 62 }), [62, 100]);
 * ```
 */
export function parameterShape(name: ParameterName, dimensions: Dimensions): number[] {
  const { hiddenSize: H, vocabularySize: V } = dimensions;
  return { Wxh: [H, V], Whh: [H, H], Why: [V, H], bh: [H], by: [V] }[name];
}

/** How many numbers a parameter has. */
function parameterLength(name: ParameterName, dimensions: Dimensions): number {
  return parameterShape(name, dimensions).reduce((a, b) => a * b, 1);
}

function checkSize(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(
      `Cannot create parameters as '${name}' must be an integer >= 1: current value is ${value}`,
    );
  }
}

/**
 * Parameters that are all zero; also used for gradients and for Adagrad's memory.
 * @param dimensions H and V
 * @returns new parameters
 * @throws {RangeError} when H or V is not an integer ≥ 1
 * @example
 * ```ts
 * import { zeroParameters } from "@lab/model";
 * import { assertEquals } from "@std/assert";
 * assertEquals(zeroParameters({ hiddenSize: 2, vocabularySize: 3 }).Wxh.length, 6);
 * ```
 */
export function zeroParameters(dimensions: Dimensions): ModelParameters {
  const { hiddenSize, vocabularySize } = dimensions;
  checkSize("hiddenSize", hiddenSize);
  checkSize("vocabularySize", vocabularySize);
  const zeros = (name: ParameterName): Float64Array =>
    new Float64Array(parameterLength(name, dimensions));
  return {
    hiddenSize,
    vocabularySize,
    Wxh: zeros("Wxh"),
    Whh: zeros("Whh"),
    Why: zeros("Why"),
    bh: zeros("bh"),
    by: zeros("by"),
  };
}

/**
 * Parameters before training: weights drawn from a normal distribution, biases zero.
 * @param dimensions H and V
 * @param random where the draws come from
 * @param scale the weights' standard deviation; the report uses 0.01
 * @returns new parameters
 * @throws {RangeError} when H or V is not an integer ≥ 1
 * @see the report, listing 1
 * @example
 * ```ts
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 100, vocabularySize: 62 }, new Random(1));
 * assertEquals(parameters.by, new Float64Array(62));
 * assertAlmostEquals(Math.hypot(...parameters.Whh) / 100, 0.01, 1e-3); // the standard deviation
 * ```
 */
export function initialParameters(
  dimensions: Dimensions,
  random: Random,
  scale = 0.01,
): ModelParameters {
  const parameters = zeroParameters(dimensions);
  for (const name of ["Wxh", "Whh", "Why"] as const) {
    const W = parameters[name];
    for (let i = 0; i < W.length; i++) W[i] = random.normal() * scale;
  }
  return parameters;
}

/**
 * A copy that shares no memory with the original.
 * @param parameters what to copy: parameters, gradients or memory
 * @returns new arrays with the same values
 * @example
 * ```ts
 * import { copyParameters, zeroParameters } from "@lab/model";
 * import { assertEquals } from "@std/assert";
 * const original = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * copyParameters(original).bh[0] = 1;
 * assertEquals(original.bh[0], 0);
 * ```
 */
export function copyParameters<T extends ParameterArrays>(parameters: T): T {
  const copy = { ...parameters };
  for (const name of PARAMETER_NAMES) copy[name] = parameters[name].slice();
  return copy;
}

/**
 * Throws unless every array has the length that its shape demands.
 * @param parameters what to check
 * @throws {TypeError} with the name of the array, its expected shape and its length
 * @example
 * ```ts
 * import { checkParameters, zeroParameters } from "@lab/model";
 * import { assertThrows } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * checkParameters(parameters);
 * assertThrows(() => checkParameters({ ...parameters, hiddenSize: 3 }), TypeError, "Wxh");
 * ```
 */
export function checkParameters(parameters: ModelParameters): void {
  for (const name of PARAMETER_NAMES) {
    const shape = parameterShape(name, parameters);
    const length = parameterLength(name, parameters);
    if (parameters[name].length !== length) {
      throw new TypeError(
        `Cannot use the parameters as '${name}' must hold [${shape.join(", ")}] = ${length} ` +
          `numbers: current length is ${parameters[name].length}`,
      );
    }
  }
}
