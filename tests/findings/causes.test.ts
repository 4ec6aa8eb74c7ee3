/** Findings about causes, in golden words and numbers. */
import {
  ablationCurves,
  circuitOf,
  cutInputs,
  rankUnits,
  searchUnits,
  splitOccurrences,
  unitsForHalf,
} from "@lab/analysis";
import { ablationChart, circuitFigure, circuitTable, cutTable, searchTable } from "@lab/findings";
import { assertStringIncludes } from "@std/assert";
import { type Finding, testGolden } from "./golden.ts";
import { MODELS } from "./models.ts";

const circuit: (drawn: typeof circuitFigure | typeof circuitTable) => Finding =
  (draw) => ({ behaviour }) => {
    const { units } = unitsForHalf(rankUnits(behaviour));
    return draw(circuitOf(behaviour, units.length > 0 ? units : [0]));
  };

testGolden("causes", {
  ablationChart: ({ behaviour }) =>
    ablationChart(ablationCurves(behaviour, { randomSets: 3 }), behaviour),
  cutTable: ({ behaviour }) => cutTable(cutInputs(behaviour), behaviour),
  searchTable: ({ behaviour }) =>
    searchTable(
      (["suffice", "break", "both"] as const).map((purpose) =>
        searchUnits(...splitOccurrences(behaviour), { purpose, maxUnits: 6 })
      ),
      behaviour,
    ),
  circuitFigure: circuit(circuitFigure),
  circuitTable: circuit(circuitTable),
});

Deno.test("ablationChart() says so where no beginning of the ranking is enough", () => {
  const { behaviour } = MODELS.planted;
  const curves = ablationCurves(behaviour, { ranking: [0, 1], randomSets: 1 });
  assertStringIncludes(
    ablationChart(curves, behaviour).title,
    "No number of these units, kept alone, comes within 0.01 of the full network; silencing any",
  );
});
