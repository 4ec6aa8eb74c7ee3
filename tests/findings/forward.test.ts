/** Findings about an untrained network, in golden words and numbers. */
import { parameterTable, stateHeatmap, untrainedChart } from "@lab/findings";
import { forward, initialParameters } from "@lab/model";
import { Random } from "@lab/numerics";
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
