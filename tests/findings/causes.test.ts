/** Findings about causes, in golden words and numbers. */
import { circuitOf, cutInputs, rankUnits, unitsForHalf } from "@lab/analysis";
import { circuitFigure, circuitTable, cutTable } from "@lab/findings";
import { type Finding, testGolden } from "./golden.ts";

const circuit: (drawn: typeof circuitFigure | typeof circuitTable) => Finding =
  (draw) => ({ behaviour }) => {
    const { units } = unitsForHalf(rankUnits(behaviour));
    return draw(circuitOf(behaviour, units.length > 0 ? units : [0]));
  };

testGolden("causes", {
  cutTable: ({ behaviour }) => cutTable(cutInputs(behaviour), behaviour),
  circuitFigure: circuit(circuitFigure),
  circuitTable: circuit(circuitTable),
});
