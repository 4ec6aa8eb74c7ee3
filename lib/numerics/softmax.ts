/** The softmax function with a temperature, and the logarithm of its sum. */

/**
 * Throws unless a temperature can be used.
 * @param temperature the temperature τ
 * @param action what can't be done otherwise, for the message
 * @throws {RangeError} when `temperature` is not finite and > 0
 * @example
 * ```ts
 * import { checkTemperature } from "@lab/numerics";
 * import { assertThrows } from "@std/assert";
 * checkTemperature(0.5);
 * assertThrows(() => checkTemperature(0), RangeError, "must be finite and > 0");
 * ```
 */
export function checkTemperature(temperature: number, action = "apply softmax"): void {
  if (!(Number.isFinite(temperature) && temperature > 0)) {
    throw new RangeError(
      `Cannot ${action} as 'temperature' must be finite and > 0: current value is ${temperature}`,
    );
  }
}

/**
 * Softmax with temperature: `p_i = exp((y_i − max y)/τ) / Σ_j exp((y_j − max y)/τ)`.
 *
 * Subtracting the maximum changes nothing in exact arithmetic and keeps `exp` from overflowing.
 * @param logits `[V]`, unnormalised log-probabilities
 * @param temperature τ > 0: 1 leaves the distribution as it is, below 1 sharpens it, above 1
 * flattens it
 * @param out `[V]` where to write; a new array when left out
 * @returns `[V]` probabilities, which sum to 1
 * @throws {RangeError} when `temperature` is not finite and > 0
 * @see the report, section "Softmax"
 * @example
 * ```ts
 * import { softmax } from "@lab/numerics";
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(softmax([0, Math.log(3)])[1], 0.75, 1e-12);
 * ```
 */
export function softmax(
  logits: ArrayLike<number>,
  temperature = 1,
  out: Float64Array = new Float64Array(logits.length),
): Float64Array {
  checkTemperature(temperature);
  let max = -Infinity;
  for (let i = 0; i < logits.length; i++) max = Math.max(max, logits[i]);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    out[i] = Math.exp((logits[i] - max) / temperature);
    sum += out[i];
  }
  for (let i = 0; i < logits.length; i++) out[i] /= sum;
  return out;
}

/**
 * `log Σ_i exp(x_i)`, computed without overflow.
 * @param values `[n]`, n ≥ 1, not all −∞
 * @returns the logarithm of the sum of exponentials
 * @example
 * ```ts
 * import { logSumExp } from "@lab/numerics";
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(logSumExp([1000, 1000]), 1000 + Math.log(2), 1e-9);
 * ```
 */
export function logSumExp(values: ArrayLike<number>): number {
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) max = Math.max(max, values[i]);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i] - max);
  return max + Math.log(sum);
}
