/** The loss: cross-entropy in nats. V: characters, T: time steps. */
import { logSumExp } from "@lab/numerics";
import { checkIndices, type ForwardPass } from "./forward.ts";

/**
 * Throws unless there is one target for each time step and each is a character's number.
 * @param pass the forward pass
 * @param targets `[T]` the characters that should come next
 * @throws {TypeError} when there are more or fewer targets than time steps
 * @throws {RangeError} when a target is not an integer from 0 to V − 1
 * @example
 * ```ts
 * import { checkTargets, forward, zeroParameters } from "@lab/model";
 * import { assertThrows } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 4 });
 * const pass = forward(parameters, [3, 1], new Float64Array(5));
 * checkTargets(pass, [1, 0]);
 * assertThrows(() => checkTargets(pass, [1]), TypeError, "must hold [2] numbers");
 * ```
 */
export function checkTargets(pass: ForwardPass, targets: ArrayLike<number>): void {
  if (targets.length !== pass.steps) {
    throw new TypeError(
      `Cannot compute the loss as 'targets' must hold [${pass.steps}] numbers, one for each time ` +
        `step: current length is ${targets.length}`,
    );
  }
  checkIndices(targets, pass.probs.length / Math.max(1, pass.steps), "targets");
}

/**
 * The cross-entropy of each time step: `−log p_t[target_t]`.
 *
 * Computed from the logits as `log Σ_j exp(y_j/τ) − y_target/τ`, so that it stays finite where the
 * probability itself would round to zero.
 * @param pass the forward pass
 * @param targets `[T]` the numbers of the characters that should come next
 * @returns `[T]` nats
 * @throws {TypeError | RangeError} when the targets do not fit the pass
 * @example
 * ```ts
 * import { crossEntropies, forward, zeroParameters } from "@lab/model";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 4 });
 * const pass = forward(parameters, [3, 1], new Float64Array(5));
 * assertAlmostEquals(crossEntropies(pass, [1, 0])[0], Math.log(4), 1e-12);
 * ```
 */
export function crossEntropies(pass: ForwardPass, targets: ArrayLike<number>): Float64Array {
  checkTargets(pass, targets);
  const V = pass.logits.length / Math.max(1, pass.steps);
  const losses = new Float64Array(pass.steps);
  for (let t = 0; t < pass.steps; t++) {
    const scaled = pass.logits.slice(t * V, (t + 1) * V).map((y) => y / pass.temperature);
    losses[t] = logSumExp(scaled) - scaled[targets[t]];
  }
  return losses;
}

/**
 * The loss of a sequence: `−Σ_t log p_t[target_t]`, summed over the T time steps.
 * @param pass the forward pass
 * @param targets `[T]` the numbers of the characters that should come next
 * @returns the loss in nats, ≥ 0
 * @throws {TypeError | RangeError} when the targets do not fit the pass
 * @see the report, section "Loss"; its formula leaves out the minus sign that its listing has
 * @example
 * ```ts
 * import { crossEntropy, forward, zeroParameters } from "@lab/model";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 100, vocabularySize: 62 });
 * const inputs = new Int32Array(25);
 * const pass = forward(parameters, inputs, new Float64Array(100));
 * assertAlmostEquals(crossEntropy(pass, inputs), 103.178, 5e-4);
 * ```
 */
export function crossEntropy(pass: ForwardPass, targets: ArrayLike<number>): number {
  return crossEntropies(pass, targets).reduce((sum, loss) => sum + loss, 0);
}
