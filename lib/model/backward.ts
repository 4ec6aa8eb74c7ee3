/**
 * Back-propagation through time. H: hidden units, V: characters, T: time steps.
 *
 * Written for `t = T − 1 … 0`, with `dhNext = 0` behind the last step:
 *
 * ```text
 * dy     = (p_t − target_t) / τ
 * dWhy  += dy h_tᵀ              dby += dy
 * dh     = Whyᵀ dy + dhNext
 * dhRaw  = (1 − h_t ⊙ h_t) ⊙ dh
 * dWxh  += dhRaw x_tᵀ           dWhh += dhRaw h_{t−1}ᵀ          dbh += dhRaw
 * dhNext = Whhᵀ dhRaw
 * ```
 *
 * The outer products `dy h_tᵀ` and `dhRaw h_{t−1}ᵀ` of all steps are added at the end, which is faster.
 */
import { addOuters, addTransposedMatVec } from "@lab/numerics";
import type { ForwardPass } from "./forward.ts";
import { checkTargets } from "./loss.ts";
import {
  type ModelParameters,
  PARAMETER_NAMES,
  type ParameterArrays,
  zeroParameters,
} from "./parameters.ts";

/**
 * The gradients of the loss with respect to all five parameters, before clipping.
 *
 * Back-propagation is truncated at the start of the sequence: `hPrev` counts as a constant.
 * @param parameters the parameters that the forward pass ran with
 * @param pass the forward pass
 * @param targets `[T]` the numbers of the characters that should come next
 * @returns gradients in the shapes of the parameters, in nats per unit of the parameter
 * @throws {TypeError | RangeError} when the targets do not fit the pass
 * @see the report, section "BPTT"; P. J. Werbos, "Backpropagation through time", Proc. IEEE 78 (1990)
 * @example
 * ```ts
 * import { backward, forward, initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const pass = forward(parameters, [0, 2, 1], new Float64Array(5));
 * const gradients = backward(parameters, pass, [2, 1, 0]);
 * // ∂loss/∂by is p − (1 of V), summed over the steps.
 * assertAlmostEquals(gradients.by[0], pass.probs[0] + pass.probs[3] + pass.probs[6] - 1, 1e-12);
 * ```
 */
export function backward(
  parameters: ModelParameters,
  pass: ForwardPass,
  targets: ArrayLike<number>,
): ParameterArrays {
  checkTargets(pass, targets);
  const { hiddenSize: H, vocabularySize: V, Whh, Why } = parameters;
  const gradients = zeroParameters(parameters);
  const [dys, hs, dhRaws, hsBefore]: Float64Array[][] = [[], [], [], []];
  let dhNext: Float64Array = new Float64Array(H);
  for (let t = pass.steps - 1; t >= 0; t--) {
    const h = pass.hs.subarray(t * H, (t + 1) * H);
    const hBefore = t === 0 ? pass.hPrev : pass.hs.subarray((t - 1) * H, t * H);

    const dy = pass.probs.slice(t * V, (t + 1) * V);
    dy[targets[t]] -= 1;
    for (let k = 0; k < V; k++) dy[k] /= pass.temperature;

    dys.push(dy);
    hs.push(h);
    for (let k = 0; k < V; k++) gradients.by[k] += dy[k];

    const dh = addTransposedMatVec(Why, dy, dhNext);
    const dhRaw = dh.map((dhi, i) => dhi * (1 - h[i] * h[i]));

    for (let i = 0; i < H; i++) gradients.bh[i] += dhRaw[i];
    for (let i = 0; i < H; i++) gradients.Wxh[i * V + pass.inputs[t]] += dhRaw[i];
    dhRaws.push(dhRaw);
    hsBefore.push(hBefore);

    dhNext = addTransposedMatVec(Whh, dhRaw, new Float64Array(H));
  }
  addOuters(dys, hs, gradients.Why);
  addOuters(dhRaws, hsBefore, gradients.Whh);
  return gradients;
}

/**
 * Limits every entry of the gradients to ±`limit`, in place; NaN stays NaN.
 * @param gradients what to clip
 * @param limit the largest absolute value that stays, > 0; the report uses 5
 * @returns `gradients`
 * @throws {RangeError} when `limit` is not > 0
 * @see the report, listing 1
 * @example
 * ```ts
 * import { clipGradients, zeroParameters } from "@lab/model";
 * import { assertEquals } from "@std/assert";
 * const gradients = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * gradients.by.set([-7, 4.9, 8]);
 * assertEquals(clipGradients(gradients, 5).by, Float64Array.of(-5, 4.9, 5));
 * ```
 */
export function clipGradients(gradients: ParameterArrays, limit = 5): ParameterArrays {
  if (!(limit > 0)) {
    throw new RangeError(
      `Cannot clip gradients as 'limit' must be > 0: current value is ${limit}`,
    );
  }
  for (const name of PARAMETER_NAMES) {
    const gradient = gradients[name];
    for (let i = 0; i < gradient.length; i++) {
      gradient[i] = Math.min(limit, Math.max(-limit, gradient[i]));
    }
  }
  return gradients;
}
