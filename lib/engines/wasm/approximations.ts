/** The kernels' own tanh and exp, as they compute them, so that anyone can measure their error. */
import { Instance } from "./instance.ts";
import type { Kernels } from "./load.ts";

function map(
  kernels: Kernels,
  values: ArrayLike<number>,
  name: "mapTanh" | "mapExp",
): Float32Array {
  const padded = Math.max(4, Math.ceil(values.length / 4) * 4);
  const instance = new Instance(kernels, {
    hiddenSize: 1,
    vocabularySize: 1,
    steps: 1,
    tokens: padded,
    numbers: 1,
  });
  const floats = instance.floats(padded);
  floats.set(values);
  instance.exports[name](padded);
  return floats.slice(0, values.length);
}

/**
 * tanh as the kernels compute it: a quotient of polynomials in float32, at most 4e-7 from tanh relative
 * to it (measured over every sign and exponent by the tests).
 * @param kernels the compiled kernels
 * @param values `[n]` arguments, rounded to float32
 * @returns `[n]` values from −1 to 1
 * @example
 * ```ts
 * import { fastTanh, loadKernels } from "@lab/engines";
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(fastTanh(await loadKernels(), [0.5])[0], Math.tanh(0.5), 4e-7);
 * ```
 */
export function fastTanh(kernels: Kernels, values: ArrayLike<number>): Float32Array {
  return map(kernels, values, "mapTanh");
}

/**
 * exp as the kernels compute it, for arguments ≤ 0: a polynomial in float32, at most 3e-7 from exp
 * relative to it (measured by the tests); exactly 0 below −80, where exp is less than 2e-35.
 * @param kernels the compiled kernels
 * @param values `[n]` arguments ≤ 0, rounded to float32
 * @returns `[n]` values from 0 to 1
 * @example
 * ```ts
 * import { fastExp, loadKernels } from "@lab/engines";
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(fastExp(await loadKernels(), [-1])[0], Math.exp(-1), 2e-7);
 * ```
 */
export function fastExp(kernels: Kernels, values: ArrayLike<number>): Float32Array {
  return map(kernels, values, "mapExp");
}
