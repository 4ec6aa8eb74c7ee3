/** Findings about attribution, in golden words and numbers. */
import { pathTable, rankUnits } from "@lab/analysis";
import { pathListing, rankingChart } from "@lab/findings";
import { testGolden } from "./golden.ts";

testGolden("attribution", {
  rankingChart: ({ behaviour }) => rankingChart(rankUnits(behaviour), behaviour),
  pathListing: ({ model, behaviour }) =>
    pathListing(pathTable(model, behaviour.hPrevs.slice(0, behaviour.mean.length), ":", " "), 9),
});
