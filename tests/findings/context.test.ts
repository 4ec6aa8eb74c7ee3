/** Findings about the context, in golden words and numbers. */
import {
  contextInformation,
  contextInformationAfter,
  type ContextInformationResult,
  gradientFlow,
  nearestStates,
  patchByDepth,
  recordActivations,
  saliency,
} from "@lab/analysis";
import {
  gradientFlowChart,
  informationChart,
  informationProse,
  informationTable,
  neighbourTable,
  patchChart,
  saliencyChart,
} from "@lab/findings";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { informationOf, swinging } from "../analysis/decisions/made.ts";
import { testGolden } from "./golden.ts";
import { MODELS } from "./models.ts";

const targets = " \n";

testGolden("context", {
  informationChart: ({ model, text }) =>
    informationChart(contextInformation(model, text, { targets }), { character: ":" }),
  informationTable: ({ model, text, behaviour }) =>
    informationTable(
      contextInformation(model, text, { targets }),
      contextInformationAfter(model, behaviour.pool, { targets }),
      ":",
    ),
  informationProse: ({ model, text, behaviour }) =>
    informationProse(
      contextInformation(model, text, { targets }),
      contextInformationAfter(model, behaviour.pool, { targets }),
      ":",
    ),
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
  assertStringIncludes(patchChart(patch, 1e6).title, "Before “ba:” is read, the distribution");
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

Deno.test("informationProse() leaves the report its colon where another character is asked about", () => {
  const contexts = informationOf({ a: swinging(0.1), ":": swinging(0.2) });
  const said = (character: string): string => `${informationProse(contexts, contexts, character)}`;
  assertStringIncludes(said(":"), "The report's sentence, that after “:” the earlier state");
  assertStringIncludes(said("a"), "The report's sentence, that after its colon the earlier state");
});

Deno.test("informationProse() tells observation and intervention apart, and leaves open what is open", () => {
  const others = [..."abcdefghijk"].map((name, k) => [name, swinging(0.1 + k / 50)]);
  const contexts = (by: number): ContextInformationResult =>
    informationOf(Object.fromEntries([...others, [":", swinging(by)]]));
  const words = `${informationProse(contexts(0.4), contexts(0.01), ":")}`;
  assertStringIncludes(
    words,
    "after 11 of the 11 others (11 to 11); so “:” is not set apart.\n\n**I",
  );
  assertStringIncludes(
    words,
    "after 0 of the 11 others (0 to 0); few others leave the context less",
  );
  const few = informationOf({ a: swinging(0.1), ":": swinging(0.2) });
  assertStringIncludes(
    `${informationProse(few, few, ":")}`,
    "after 1 of the 1 others (1 to 1); whether that sets “:” apart is not decided",
  );
});
