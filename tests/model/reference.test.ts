/** The model against NumPy in float64: tests/reference/forward_backward.py made the values. */
import { backward, crossEntropy, forward, type ModelParameters, PARAMETER_NAMES } from "@lab/model";
import { assert } from "@std/assert";
import stored from "../reference/forward_backward.json" with { type: "json" };

const parameters: ModelParameters = {
  hiddenSize: stored.hiddenSize,
  vocabularySize: stored.vocabularySize,
  Wxh: Float64Array.from(stored.parameters.Wxh),
  Whh: Float64Array.from(stored.parameters.Whh),
  Why: Float64Array.from(stored.parameters.Why),
  bh: Float64Array.from(stored.parameters.bh),
  by: Float64Array.from(stored.parameters.by),
};
const pass = forward(
  parameters,
  stored.inputs,
  Float64Array.from(stored.hPrev),
  stored.temperature,
);

function assertClose(actual: ArrayLike<number>, expected: number[], what: string): void {
  assert(actual.length === expected.length, `${what}: ${actual.length} of ${expected.length}`);
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    assert(difference <= 1e-12, `${what}[${i}] is ${actual[i]}, NumPy has ${expected[i]}`);
  }
}

Deno.test("forward() agrees with NumPy to 1e-12 in states, logits and probabilities", () => {
  assertClose(pass.hs, stored.hs, "hs");
  assertClose(pass.logits, stored.logits, "logits");
  assertClose(pass.probs, stored.probs, "probs");
});

Deno.test("crossEntropy() agrees with NumPy to 1e-12", () => {
  assertClose([crossEntropy(pass, stored.targets)], [stored.lossNats], "lossNats");
});

Deno.test("backward() agrees with NumPy to 1e-12 in all five gradients", () => {
  const gradients = backward(parameters, pass, stored.targets);
  for (const name of PARAMETER_NAMES) {
    assertClose(gradients[name], stored.gradients[name], `d${name}`);
  }
});
