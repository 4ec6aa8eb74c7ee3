/** Findings about the context, in golden words and numbers. */
import { contextInformation, gradientFlow, patchByDepth, saliency } from "@lab/analysis";
import { gradientFlowChart, informationChart, patchChart, saliencyChart } from "@lab/findings";
import { testGolden } from "./golden.ts";

const targets = " \n";

testGolden("context", {
  informationChart: ({ model, text }) =>
    informationChart(contextInformation(model, text, { targets }), { character: ":" }),
  patchChart: ({ model, prefix }) =>
    patchChart(patchByDepth(model, { from: "dab\n", into: prefix, targets })),
  saliencyChart: ({ model, prefix }) => saliencyChart(saliency(model, prefix, { targets })),
  gradientFlowChart: ({ model, text }) =>
    gradientFlowChart({ trained: gradientFlow(model, text, { maxLag: 11, samples: 13 }) }),
});
