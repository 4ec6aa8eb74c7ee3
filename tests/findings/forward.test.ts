/** Findings about an untrained network, in golden words and numbers. */
import { parameterTable, stateHeatmap, untrainedChart } from "@lab/findings";
import { forward, initialParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { assertEquals } from "@std/assert";
import { testGolden } from "./golden.ts";

const pass = (hiddenSize: number, scale: number) => {
  const size = { hiddenSize, vocabularySize: 5 };
  const parameters = initialParameters(size, new Random(1), scale);
  return { parameters, pass: forward(parameters, [4, 0, 4], new Float64Array(hiddenSize)) };
};

testGolden("forward", {
  parameterTable: ({ parameters }) => parameterTable(parameters),
  stateHeatmap: ({ pass }) => stateHeatmap(pass, "a\na", 2),
  untrainedChart: ({ pass }) => untrainedChart(pass.probs.subarray(10), [..."ab\n d"]),
}, { small: pass(3, 0.01), large: pass(7, 1) });

Deno.test("untrainedChart() writes as many digits as tell the smallest from the largest, and two at least", () => {
  const title = (...probs: number[]): string => untrainedChart(probs, probs.map(() => "a")).title;
  assertEquals(title(0.19, 0.21), "Every character gets between 19.00% and 21.00%");
  assertEquals(title(0.000498, 0.000501), "Every character gets between 0.0498% and 0.0501%");
  assertEquals(title(0.5, 0.5), "Every character gets between 50.00% and 50.00%");
});
