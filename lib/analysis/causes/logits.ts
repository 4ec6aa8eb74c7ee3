/**
 * Logits of many states at once, whole and in parts. Internal: shared by ablation, curves, search.
 * H: hidden units, V: characters, n: states.
 *
 * With r in place of the silenced units, a state's logits are
 * `y − a + b` when the units S are removed and `y_r − b + a` when only S is kept, where
 * `a = Σ_S Why[:, i] h_i`, `b = Σ_S Why[:, i] r_i`, and y and y_r are the logits of h and of r.
 */
import { type ModelParameters, outputLogits } from "@lab/model";
import { logSumExp } from "@lab/numerics";

/** `[n, V]` the logits of n states. */
export function logitsOf(parameters: ModelParameters, hs: Float64Array): Float64Array {
  const { hiddenSize: H, vocabularySize: V } = parameters;
  const n = hs.length / H;
  const logits = new Float64Array(n * V);
  for (let t = 0; t < n; t++) {
    outputLogits(parameters, hs.subarray(t * H, (t + 1) * H), logits.subarray(t * V, (t + 1) * V));
  }
  return logits;
}

/** `out += sign · Why[:, unit] (h_unit − offset)` for each of n states; `[n, V]`. */
export function addUnit(
  parameters: ModelParameters,
  hs: Float64Array,
  unit: number,
  out: Float64Array,
  sign = 1,
  offset = 0,
): void {
  const { hiddenSize: H, vocabularySize: V, Why } = parameters;
  const column = Float64Array.from({ length: V }, (_, k) => sign * Why[k * H + unit]);
  for (let t = 0, row = 0; row < out.length; t++, row += V) {
    const h = hs[t * H + unit] - offset;
    for (let k = 0; k < V; k++) out[row + k] += column[k] * h;
  }
}

/** `[n, V]` the part of the logits that some units give. */
export function partOf(
  parameters: ModelParameters,
  hs: Float64Array,
  units: readonly number[],
): Float64Array {
  const part = new Float64Array(hs.length / parameters.hiddenSize * parameters.vocabularySize);
  for (const unit of units) addUnit(parameters, hs, unit, part);
  return part;
}

/** `[V]` log p of one state, from its logits. */
export function logProbabilities(
  logits: Float64Array,
  out = new Float64Array(logits.length),
): Float64Array {
  const total = logSumExp(logits);
  for (let k = 0; k < logits.length; k++) out[k] = logits[k] - total;
  return out;
}

/** `[n, V]` log p of n states, from their logits. */
export function logProbabilitiesOf(
  { vocabularySize: V }: ModelParameters,
  logits: Float64Array,
): Float64Array {
  const logs = new Float64Array(logits.length);
  for (let row = 0; row < logits.length; row += V) {
    logProbabilities(logits.subarray(row, row + V), logs.subarray(row, row + V));
  }
  return logs;
}
