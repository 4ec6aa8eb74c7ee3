/** The figures of the analyses: their titles say what the numbers say, whatever the model. */
import {
  ablationCurves,
  activationMasks,
  collectBehaviour,
  contextInformation,
  type ContextInformationResult,
  cutInputs,
  gradientFlow,
  measureMasks,
  patchByDepth,
  pathTable,
  rankUnits,
  saliency,
  searchUnits,
  splitOccurrences,
  sweepThresholds,
  unitStatistics,
} from "@lab/analysis";
import { formatShare } from "@lab/figures";
import {
  ablationChart,
  cutTable,
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
  type VerdictEvidence,
  verdictTable,
} from "@lab/findings";
import { type CharacterModel, zeroParameters } from "@lab/model";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { randomModel, randomText } from "../analysis/models.ts";

const model = randomModel(5);
const text = randomText(model, 400, 5);
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

/** All that verdictTable() asks for, measured on one model. */
function evidenceOf(model: CharacterModel): VerdictEvidence {
  const behaviour = collectBehaviour(model, text, { after: ":", targets: " \n" });
  return {
    behaviour,
    statistics: unitStatistics(model, text),
    effects: measureMasks(model, activationMasks(model, "ab:"), { characters: " " }),
    cuts: cutInputs(behaviour),
    information: contextInformation(model, text, { targets: " \n" }),
    search: searchUnits(...splitOccurrences(behaviour), { maxUnits: 3 }),
  };
}

Deno.test("verdictTable() changes its verdicts with the numbers", () => {
  const evidence = evidenceOf(model);
  const { statistics, information, search, cuts } = evidence;
  const words = (changes: Partial<VerdictEvidence>): string =>
    verdictTable({ ...evidence, ...changes }).text;
  assertStringIncludes(
    words({ statistics: { ...statistics, inMask: 0.9 } }),
    "nearly everything is",
  );
  assertStringIncludes(words({ statistics: { ...statistics, inMask: 0.3 } }), "leaves units out");
  const colonWith = (targetOrNot: number, whichTarget: number): ContextInformationResult => ({
    ...information,
    characters: information.characters.map((entry) => ({ ...entry, targetOrNot, whichTarget })),
  });
  const kept = cuts.map((row) => ({ ...row, probability: 0.99 }));
  const lost = cuts.map((row) => ({ ...row, probability: row.cut === "nothing" ? 0.99 : 0.5 }));
  assertStringIncludes(words({ information: colonWith(0.5, 0.5) }), "not in this model");
  assertStringIncludes(
    words({ information: colonWith(0.01, 0.5), cuts: lost }),
    "after just any text, less so",
  );
  assertStringIncludes(words({ information: colonWith(0.01, 0.5), cuts: kept }), "not of which");
  const best = { ...search.best, heldOutMet: false };
  assertStringIncludes(words({ search: { ...search, best } }), "units found");
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
    verdictTable(evidenceOf(blank)),
  ].map((block) => block.text);
  for (const words of [...figures, ...blocks]) {
    assert(!/undefined|NaN|not a number|““/.test(words), words);
  }
});
