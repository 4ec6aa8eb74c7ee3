/** Adam: steps of the size of a learning rate, along a running mean of the gradients. */
import { PARAMETER_NAMES, type ParameterArrays } from "@lab/model";
import type { StreamOptions } from "./streams.ts";

/** The two running means of Adam. */
export interface AdamMoments {
  /** m, the running mean of the gradients. */
  readonly firstMoment: ParameterArrays;
  /** v, the running mean of the squared gradients. */
  readonly secondMoment: ParameterArrays;
}

/**
 * One update, in place: `m = β₁ m + (1 − β₁) g`, `v = β₂ v + (1 − β₂) g ⊙ g`,
 * `w −= η (m / (1 − β₁ⁿ)) / (√(v / (1 − β₂ⁿ)) + ε)`.
 * @param parameters w, changed in place
 * @param gradients g, in nats per unit of the parameter
 * @param moments m and v, changed in place
 * @param update n ≥ 1, which update it is: the first ones are corrected for means that begin at 0
 * @param options β₁, β₂, ε, and η for each parameter
 * @param scale what the rates are multiplied by
 * @see D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR (2015), algorithm 1
 * @example
 * ```ts
 * import { adamUpdate } from "@lab/engines";
 * import { zeroParameters } from "@lab/model";
 * import { assertAlmostEquals } from "@std/assert";
 * const [w, g, firstMoment, secondMoment] = [1, 2, 3, 4].map(() =>
 *   zeroParameters({ hiddenSize: 2, vocabularySize: 3 })
 * );
 * g.by[0] = -4;
 * const rates = { Wxh: 1, Whh: 1, Why: 1, bh: 1, by: 0.1 };
 * const options = { rates, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 };
 * adamUpdate(w, g, { firstMoment, secondMoment }, 1, options, 1);
 * assertAlmostEquals(w.by[0], 0.1, 1e-9);
 * ```
 */
export function adamUpdate(
  parameters: ParameterArrays,
  gradients: ParameterArrays,
  moments: AdamMoments,
  update: number,
  options: Pick<StreamOptions, "rates" | "beta1" | "beta2" | "epsilon">,
  scale: number,
): void {
  const { rates, beta1, beta2, epsilon } = options;
  const [unbias1, unbias2] = [1 - beta1 ** update, 1 - beta2 ** update];
  for (const name of PARAMETER_NAMES) {
    const [w, g] = [parameters[name], gradients[name]];
    const [m, v] = [moments.firstMoment[name], moments.secondMoment[name]];
    const rate = rates[name] * scale;
    for (let i = 0; i < w.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      w[i] -= rate * (m[i] / unbias1) / (Math.sqrt(v[i] / unbias2) + epsilon);
    }
  }
}

/**
 * Scales gradients down, in place, where their norm over all five parameters is above a limit.
 * @param gradients what to limit
 * @param limit the largest norm that stays, > 0
 * @returns the norm before
 * @see R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural
 * networks", ICML (2013), algorithm 1
 * @example
 * ```ts
 * import { limitNorm } from "@lab/engines";
 * import { zeroParameters } from "@lab/model";
 * import { assertEquals } from "@std/assert";
 * const gradients = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * gradients.by[0] = 3;
 * gradients.bh[1] = 4;
 * assertEquals([limitNorm(gradients, 1), gradients.by[0]], [5, 3 * 0.2]);
 * ```
 */
export function limitNorm(gradients: ParameterArrays, limit: number): number {
  let squares = 0;
  for (const name of PARAMETER_NAMES) for (const g of gradients[name]) squares += g * g;
  const norm = Math.sqrt(squares);
  if (norm <= limit) return norm;
  for (const name of PARAMETER_NAMES) {
    for (let i = 0; i < gradients[name].length; i++) gradients[name][i] *= limit / norm;
  }
  return norm;
}
