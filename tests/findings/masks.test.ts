/** Findings about the report's masks, in golden words and numbers. */
import {
  activationMasks,
  masksAt,
  overlapMasks,
  sweepThresholds,
  testMasks,
  unitMask,
  unitStatistics,
} from "@lab/analysis";
import {
  maskTable,
  maskTestTable,
  outputMaskProse,
  overlapTable,
  selectivityProse,
  stateGrid,
  thresholdChart,
  unitFrequencyChart,
  weightMaskPicture,
} from "@lab/findings";
import { encode } from "@lab/sampling";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { testGolden } from "./golden.ts";
import { type FindingsModel, MODELS } from "./models.ts";

const testOf = ({ model, behaviour }: FindingsModel) =>
  testMasks(model, masksAt(behaviour, { count: 12 }));

testGolden("masks", {
  maskTable: ({ model, prefix }) => maskTable(activationMasks(model, prefix)),
  stateGrid: ({ model, prefix }) => stateGrid(activationMasks(model, prefix), 4),
  weightMaskPicture: ({ model, prefix }) =>
    weightMaskPicture(activationMasks(model, prefix), "Why"),
  thresholdChart: ({ model, prefix }) =>
    thresholdChart(sweepThresholds(model, prefix, [0, 0.5, 0.9, 0.99]), prefix),
  unitFrequencyChart: ({ model, text }) => unitFrequencyChart(unitStatistics(model, text)),
  selectivityProse: ({ model, text }) => selectivityProse(unitStatistics(model, text)),
  maskTestTable: (asked) => maskTestTable(testOf(asked)),
  outputMaskProse: (asked) => outputMaskProse(testOf(asked)),
  overlapTable: ({ model, prefix }) => {
    const maskAfter = (prefix: string) => ({
      prefix,
      ...unitMask(encode(model.parameters, model.vocabulary.encode(prefix))),
    });
    const { after, hAfter } = activationMasks(model, prefix);
    const others = [prefix, "ab:", "a\n", "bad dab"].map(maskAfter);
    return overlapTable(overlapMasks(after, others, [...hAfter.keys()]), prefix);
  },
});

Deno.test("thresholdChart() writes a threshold with the digits that tell it from 1, and 1 itself", () => {
  const titleAt = (threshold: number, share: number): string => {
    const shares = { before: 0.5, after: share, outputs: 0.5, Wxh: 0.5, Whh: 0.5, Why: 0.5 };
    return thresholdChart([{ threshold, before: 5, after: 5, outputs: 5, shares }], "a:").title;
  };
  assertEquals(titleAt(0.1 + 0.2, 0.25), "The mask falls below half of the units at |h| > 0.3");
  assertEquals(
    titleAt(0.99987654, 0.25),
    "The mask falls below half of the units at |h| > 0.99988",
  );
  assertEquals(titleAt(1, 0.6), "Even at |h| > 1 the mask holds 60 % of the units");
});

Deno.test("weightMaskPicture() is bright where a unit after and a unit before are in the mask", () => {
  const { model, prefix } = MODELS.planted;
  const masks = activationMasks(model, prefix, { refeedLast: true });
  const [cells] = weightMaskPicture(masks).spec.data as {
    z: number[][];
  }[];
  const masked = (unit: number): boolean => unit % 5 === 2;
  for (const [row, values] of cells.z.entries()) {
    assertEquals(
      values.map((value) => value === 1),
      values.map((_, j) => masked(row) && masked(j)),
    );
  }
});

Deno.test("outputMaskProse() says whether the units' masks cost, make up for some, or neither", () => {
  const test = testOf(MODELS.tangled);
  const withUnits = (...bits: number[]): string => {
    const steps = test.steps.map((step, k) => {
      const outputs = { ...step.outputs, keep: { ...step.outputs.keep, klBits: 10 } };
      return { ...step, outputs, togetherBits: 10 + bits[k % bits.length] };
    });
    return `${outputMaskProse({ ...test, steps })}`;
  };
  assertStringIncludes(withUnits(-1, -1.1), "make up for some: it is no cost of the units.");
  assertStringIncludes(
    withUnits(-0.1, 0.1),
    "the cost of the outputs, and tells nothing of the units.",
  );
  assertStringIncludes(withUnits(5, 5.1), "is a cost of the units too.");
  assertStringIncludes(
    withUnits(-9, 10),
    "whether the units' masks cost something is not decided.",
  );
});
