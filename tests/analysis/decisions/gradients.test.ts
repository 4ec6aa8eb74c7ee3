/** Gradients beside the right ones: NumPy's values, and each decision on both sides. */
import { compareGradients, compareSteps, largeEntries } from "@lab/analysis";
import { PARAMETER_NAMES, type ParameterArrays, zeroParameters } from "@lab/model";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import stored from "../../reference/forward_backward.json" with { type: "json" };

const arrays = (lists: Record<keyof ParameterArrays, number[]>): ParameterArrays => {
  const [Wxh, Whh, Why, bh, by] = PARAMETER_NAMES.map((name) => Float64Array.from(lists[name]));
  return { Wxh, Whh, Why, bh, by };
};

Deno.test("compareGradients() and largeEntries() agree with NumPy on gradients without dhNext", () => {
  const { forgetful } = stored;
  const right = arrays(stored.gradients);
  const found = compareGradients(arrays(forgetful.gradients), right);
  for (const name of PARAMETER_NAMES) {
    assertAlmostEquals(found.relativeErrors[name], forgetful.relativeErrors[name], 1e-12);
  }
  assertAlmostEquals(found.cosine, forgetful.cosine, 1e-12);
  assertEquals([found.wrong, found.smallStep], [["Wxh", "Whh", "bh"], "lowers"]);
  const { beyond, largest } = largeEntries(right, 1);
  assertEquals(beyond, forgetful.beyondOne);
  assertAlmostEquals(largest, forgetful.largest, 1e-12);
});

/** Gradients whose only entries are these, one for each parameter. */
function single(...entries: number[]): ParameterArrays {
  const gradients = zeroParameters({ hiddenSize: 1, vocabularySize: 1 });
  PARAMETER_NAMES.forEach((name, k) => gradients[name][0] = entries[k]);
  return gradients;
}

Deno.test("compareGradients() calls a gradient wrong beyond rounding, and only then", () => {
  const right = single(1, -1, 2, 1, 1);
  assertEquals(compareGradients(single(1 + 9e-10, -1, 2, 1, 1), right).wrong, []);
  assertEquals(compareGradients(single(1, -1 - 2e-9, 2, 1, 3), right).wrong, ["Whh", "by"]);
  const large = compareGradients(single(1, 1e9 + 1, 2, 1, 1), single(1, 1e9, 2, 1, 1));
  assertEquals([large.relativeErrors.Whh, large.wrong], [1e-9, []]);
});

Deno.test("compareGradients() says that a small step raises the loss where the cosine is not above 0", () => {
  const right = single(1, 1, 1, 1, 1);
  const stepOf = (...entries: number[]): string =>
    compareGradients(single(...entries), right).smallStep;
  assertEquals(stepOf(1, 1, 1, -1.5, -1), "lowers");
  assertEquals(stepOf(1, 1, 1, -2.5, -1), "raises");
  assertEquals(stepOf(1, 1, 0, -1, -1), "raises");
});

Deno.test("compareSteps() takes the step with the largest fall, and 2% for as predicted", () => {
  const found = compareSteps([0.01, 0.1, 1], [0.0295, 0.2, -5], 3);
  assertEquals([found.best, found.beyond, found.smallest], [0.1, "overshoot", "as predicted"]);
  assertEquals(compareSteps([0.01, 0.1, 1], [0.0295, 0.2, 0.3], 3).beyond, "not tried");
  assertAlmostEquals(found.smallestShare, 0.0295 / 0.03, 1e-12);
  assertAlmostEquals(found.bestShare, 0.2 / 0.3, 1e-12);
  assertEquals(compareSteps([0.01, 0.1], [0.0293, 0.02], 3).smallest, "not as predicted");
  assertEquals(compareSteps([0.01, 0.1], [0.0307, 0.02], 3).smallest, "not as predicted");
  assertEquals(compareSteps([0.01, 0.1], [0.0305, 0.02], 3), {
    best: 0.01,
    bestShare: 0.0305 / (0.01 * 3),
    beyond: "overshoot",
    smallestShare: 0.0305 / (0.01 * 3),
    smallest: "as predicted",
  });
});

Deno.test("largeEntries() counts magnitudes strictly beyond the limit", () => {
  assertEquals(largeEntries(single(5, -5.1, 4, -9, 0), 5), { beyond: 2, largest: 9 });
  assertEquals(largeEntries(single(5, -5, 4, 0, 0), 5), { beyond: 0, largest: 5 });
});
