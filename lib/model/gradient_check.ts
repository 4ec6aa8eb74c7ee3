/** The gradient check: back-propagation against central differences. */
import { crossEntropy } from "./loss.ts";
import { forward } from "./forward.ts";
import { backward } from "./backward.ts";
import {
  copyParameters,
  type ModelParameters,
  PARAMETER_NAMES,
  type ParameterName,
} from "./parameters.ts";

/** One training case: what the loss is a function of, besides the parameters. */
export interface TrainingCase {
  /** `[T]` the numbers of the characters read. */
  inputs: ArrayLike<number>;
  /** `[T]` the numbers of the characters that should come next. */
  targets: ArrayLike<number>;
  /** `[H]` the state before the first character. */
  hPrev: Float64Array;
  /** τ > 0, which divides the logits; 1 when left out. */
  temperature?: number;
}

/** Where back-propagation and central differences disagree most, for one parameter. */
export interface GradientError {
  /** The parameter. */
  name: ParameterName;
  /** The number's position in the parameter's flat array. */
  index: number;
  /** The gradient from the backward pass. */
  analytic: number;
  /** The gradient from central differences. */
  numeric: number;
  /** `|analytic − numeric| / max(|analytic|, |numeric|, floor)`. */
  relativeError: number;
}

/** The loss of a case, in nats summed over T. */
function lossNats(parameters: ModelParameters, example: TrainingCase): number {
  const pass = forward(parameters, example.inputs, example.hPrev, example.temperature ?? 1);
  return crossEntropy(pass, example.targets);
}

/**
 * The derivative of the loss along one number of one parameter, by central differences of sixth
 * order: `(45 d₁ − 9 d₂ + d₃) / 60ε` with `d_k = L(w + kε) − L(w − kε)`.
 * @param parameters the network's parameters; the same afterwards
 * @param example inputs, targets, state and temperature
 * @param name which parameter
 * @param index position in its flat array
 * @param step ε; the error is of order ε⁶ plus rounding of order 1e-15 / ε
 * @returns the derivative
 * @example
 * ```ts
 * import { backward, forward, initialParameters, numericGradient } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const example = { inputs: [0, 2], targets: [2, 1], hPrev: new Float64Array(5) };
 * const { by } = backward(parameters, forward(parameters, [0, 2], example.hPrev), [2, 1]);
 * assertAlmostEquals(numericGradient(parameters, example, "by", 1), by[1], 1e-9);
 * ```
 */
export function numericGradient(
  parameters: ModelParameters,
  example: TrainingCase,
  name: ParameterName,
  index: number,
  step = 5e-3,
): number {
  const shifted = copyParameters(parameters);
  const lossAt = (offset: number): number => {
    shifted[name][index] = parameters[name][index] + offset;
    return lossNats(shifted, example);
  };
  const difference = (k: number): number => lossAt(k * step) - lossAt(-k * step);
  return (45 * difference(1) - 9 * difference(2) + difference(3)) / (60 * step);
}

/**
 * Compares every gradient of the backward pass with central differences.
 *
 * It costs six forward passes for each number in the parameters: use it on small networks.
 * @param parameters the network's parameters
 * @param example inputs, targets, state and temperature
 * @param options `floor`: gradients below it are compared absolutely (default 1e-8); `backwardPass`:
 * the backward pass to check, so that a broken one can be shown to fail
 * @returns for each of the five parameters, the entry with the largest relative error
 * @see A. Karpathy, "CS231n: gradient checks"
 * @example
 * ```ts
 * import { gradientErrors, initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { assert } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1), 0.5);
 * const example = { inputs: [0, 2], targets: [2, 1], hPrev: new Float64Array(5).fill(0.3) };
 * const errors = gradientErrors(parameters, example);
 * assert(errors.length === 5 && errors.every(({ relativeError }) => relativeError < 1e-6));
 * ```
 */
export function gradientErrors(
  parameters: ModelParameters,
  example: TrainingCase,
  options: { floor?: number; backwardPass?: typeof backward } = {},
): GradientError[] {
  const { floor = 1e-8, backwardPass = backward } = options;
  const pass = forward(parameters, example.inputs, example.hPrev, example.temperature ?? 1);
  const gradients = backwardPass(parameters, pass, example.targets);
  return PARAMETER_NAMES.map((name) => {
    let worst: GradientError | undefined;
    for (let index = 0; index < gradients[name].length; index++) {
      const analytic = gradients[name][index];
      const numeric = numericGradient(parameters, example, name, index);
      const size = Math.max(Math.abs(analytic), Math.abs(numeric), floor);
      const relativeError = Math.abs(analytic - numeric) / size;
      if (worst === undefined || !(relativeError <= worst.relativeError)) {
        worst = { name, index, analytic, numeric, relativeError };
      }
    }
    return worst!;
  });
}
