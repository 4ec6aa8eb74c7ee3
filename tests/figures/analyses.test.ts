/** The figures of the analyses: their titles say what the numbers say, whatever the model. */
import {
  type AblationCurves,
  ablationCurves,
  activationMasks,
  collectBehaviour,
  contextInformation,
  cutInputs,
  gradientFlow,
  patchByDepth,
  pathTable,
  rankUnits,
  saliency,
  searchUnits,
  splitOccurrences,
  sweepThresholds,
} from "@lab/analysis";
import {
  ablationChart,
  cutTable,
  formatShare,
  gradientFlowChart,
  informationChart,
  maskTable,
  patchChart,
  pathListing,
  rankingChart,
  saliencyChart,
  searchTable,
  stateGrid,
  thresholdChart,
} from "@lab/figures";
import { zeroParameters } from "@lab/model";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { randomModel, randomText } from "../analysis/models.ts";

const model = randomModel(5);
const text = randomText(model, 400, 5);
const behaviour = collectBehaviour(model, text, { after: ":", targets: " \n" });
const blank = {
  vocabulary: model.vocabulary,
  parameters: zeroParameters({ hiddenSize: 11, vocabularySize: 7 }),
};
const blankBehaviour = collectBehaviour(blank, text, { after: ":", targets: " \n" });

Deno.test("formatShare() never calls a share all or nothing that is not", () => {
  assertEquals([0, 1, 0.999, 0.001, 0.5, 0.9999, 1e-6].map(formatShare), [
    "0 %",
    "100 %",
    "99.9 %",
    "0.1 %",
    "50 %",
    "over 99.9 %",
    "under 0.1 %",
  ]);
});

Deno.test("maskTable() and stateGrid() count the units of the masks", () => {
  const masks = activationMasks(model, "a bad bed:");
  const outside = 11 - masks.after.units.length;
  assertStringIncludes(maskTable(masks).text, `${masks.before.units.length}`);
  assertStringIncludes(stateGrid(masks).title, `${outside} of 11 units are outside the mask`);
  const [cells] = stateGrid(masks, 4).spec.data as { z: (number | null)[][] }[];
  assertEquals(cells.z.length, 3);
  assertEquals(cells.z[2][3], null);
});

Deno.test("thresholdChart() says where the mask falls below half, or that it does not", () => {
  const rows = sweepThresholds(model, "ab:", [0, 1]);
  assertStringIncludes(thresholdChart(rows, "ab:").title, "below half of the units at |h| > 1");
  assertStringIncludes(
    thresholdChart(rows.slice(0, 1), "ab:").title,
    "Even at |h| > 0 the mask holds 100 %",
  );
});

Deno.test("ablationChart() says so when no number of units suffices or breaks", () => {
  const curves = ablationCurves(behaviour, { randomSets: 2 });
  const never: AblationCurves = {
    ...curves,
    full: 1,
    points: curves.points.map((point) => ({ ...point, kept: 0.5, removed: 0.9 })),
  };
  assertEquals(
    ablationChart(never, behaviour).title,
    "No number of these units, kept alone, comes within 0.01 of the full network; silencing any " +
      "number of them does not end the behaviour",
  );
  assert(!ablationChart(curves, behaviour).title.includes("undefined"));
});

Deno.test("searchTable() says so when no set meets the goals", () => {
  const halves = splitOccurrences(behaviour);
  const missed = searchUnits(...halves, { maxUnits: 2, goals: { keep: 1, remove: 0 } });
  assertStringIncludes(searchTable([missed], behaviour).text, "come closest, but do not carry");
});

Deno.test("patchChart() says so when the text does not bring back its own distribution", () => {
  const patch = patchByDepth(model, { from: "ab", into: "ba:", targets: "a" });
  const strict = patchChart(patch, 0);
  assertEquals(
    strict.title,
    "All of “ba:” does not bring the distribution to within 0 bits of its own",
  );
  assertStringIncludes(patchChart(patch, 1e6).title, "The last 0 characters of “ba:”");
});

Deno.test("informationChart() refuses a character with too few contexts", () => {
  const result = contextInformation(model, "ab:ab", { targets: "a" });
  assertThrows(
    () => informationChart(result, { character: ":" }),
    RangeError,
    "at least 50 contexts",
  );
});

Deno.test("figures of analyses speak of a model that knows nothing without breaking", () => {
  const figures = [
    rankingChart(rankUnits(blankBehaviour), blankBehaviour),
    ablationChart(ablationCurves(blankBehaviour, { randomSets: 2 }), blankBehaviour),
    gradientFlowChart({ blank: gradientFlow(blank, text, { maxLag: 5, samples: 3 }) }),
    saliencyChart(saliency(blank, "ab:", { targets: "a" })),
    informationChart(contextInformation(blank, text, { targets: "a" }), { character: ":" }),
  ].map((figure) => figure.toString());
  const blocks = [
    cutTable(cutInputs(blankBehaviour), blankBehaviour),
    pathListing(pathTable(blank, new Float64Array(11), ":", "a")),
    searchTable([searchUnits(...splitOccurrences(blankBehaviour))], blankBehaviour),
  ].map((block) => block.text);
  for (const words of [...figures, ...blocks]) {
    assert(!/undefined|NaN|not a number|““/.test(words), words);
  }
});
