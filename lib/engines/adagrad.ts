/** Adagrad: each number of the parameters has a learning rate of its own, which shrinks as it learns. */
import { PARAMETER_NAMES, type ParameterArrays } from "@lab/model";

/** Added to the memory under the root, so that a parameter without a history can't divide by zero. */
export const ADAGRAD_EPSILON = 1e-8;

/**
 * One update, in place: `m += g ⊙ g`, `w −= η g / √(m + 1e-8)`.
 * @param parameters w, changed in place
 * @param gradients g, in nats per unit of the parameter
 * @param memory m, the sum of the squared gradients so far, changed in place
 * @param learningRate η > 0
 * @see J. Duchi, E. Hazan and Y. Singer, "Adaptive subgradient methods", JMLR 12 (2011); the report,
 * listing 1
 * @example
 * ```ts
 * import { adagradUpdate } from "@lab/engines";
 * import { zeroParameters } from "@lab/model";
 * import { assertAlmostEquals } from "@std/assert";
 * const dimensions = { hiddenSize: 2, vocabularySize: 3 };
 * const [parameters, gradients, memory] = [1, 2, 3].map(() => zeroParameters(dimensions));
 * gradients.by[0] = 4;
 * adagradUpdate(parameters, gradients, memory, 0.1);
 * assertAlmostEquals(parameters.by[0], -0.1, 1e-9);
 * ```
 */
export function adagradUpdate(
  parameters: ParameterArrays,
  gradients: ParameterArrays,
  memory: ParameterArrays,
  learningRate: number,
): void {
  for (const name of PARAMETER_NAMES) {
    const w = parameters[name];
    const g = gradients[name];
    const m = memory[name];
    for (let i = 0; i < w.length; i++) {
      m[i] += g[i] * g[i];
      w[i] -= (learningRate * g[i]) / Math.sqrt(m[i] + ADAGRAD_EPSILON);
    }
  }
}
