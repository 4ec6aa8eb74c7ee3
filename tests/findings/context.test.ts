/** Findings about the context, in golden words and numbers. */
import {
  contextInformation,
  contextInformationAfter,
  gradientFlow,
  nearestStates,
  patchByDepth,
  recordActivations,
  saliency,
} from "@lab/analysis";
import {
  gradientFlowChart,
  informationChart,
  neighbourTable,
  patchChart,
  rankProse,
  saliencyChart,
} from "@lab/findings";
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { testGolden } from "./golden.ts";
import { MODELS } from "./models.ts";

const targets = " \n";

testGolden("context", {
  informationChart: ({ model, text }) =>
    informationChart(contextInformation(model, text, { targets }), { character: ":" }),
  rankProse: ({ model, behaviour }) =>
    rankProse(contextInformationAfter(model, behaviour.pool, { targets }), ":"),
  patchChart: ({ model, prefix }) =>
    patchChart(patchByDepth(model, { from: "dab\n", into: prefix, targets })),
  saliencyChart: ({ model, prefix }) => saliencyChart(saliency(model, prefix, { targets })),
  gradientFlowChart: ({ model, text }) =>
    gradientFlowChart({ trained: gradientFlow(model, text, { maxLag: 11, samples: 13 }) }),
  neighbourTable: ({ model, text, behaviour }) => {
    const h = behaviour.hs.subarray(0, behaviour.mean.length);
    const recorded = recordActivations(model, text);
    return neighbourTable(
      nearestStates(recorded, text, h, { count: 5, surroundings: 7 }),
      ":",
    );
  },
});

Deno.test("patchChart() says so where the text does not bring back its own distribution", () => {
  const patch = patchByDepth(MODELS.planted.model, { from: "ab", into: "ba:", targets });
  assertEquals(
    patchChart(patch, 0).title,
    "All of “ba:” does not bring the distribution to within 0 bits of its own",
  );
  assertStringIncludes(patchChart(patch, 1e6).title, "The last 0 characters of “ba:”");
});

Deno.test("informationChart() asks which of the targets where there is but one", () => {
  const { model, text } = MODELS.planted;
  const chart = informationChart(contextInformation(model, text, { targets: " " }), {
    character: ":",
  });
  const data = chart.spec.data as { name: string }[];
  assertEquals(data.map(({ name }) => name), [
    "whether space",
    "which of the targets",
    "which other character",
  ]);
});

Deno.test("informationChart() refuses a character with too few contexts", () => {
  const result = contextInformation(MODELS.planted.model, "ab:ab", { targets: "a" });
  assertThrows(
    () => informationChart(result, { character: ":" }),
    RangeError,
    "must have at least 50 contexts: current number is 1",
  );
});
