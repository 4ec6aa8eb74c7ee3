/** Findings about attribution, in golden words and numbers. */
import { pathTable, rankUnits } from "@lab/analysis";
import { pathListing, rankingChart } from "@lab/findings";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { testGolden } from "./golden.ts";
import { MODELS } from "./models.ts";

testGolden("attribution", {
  rankingChart: ({ behaviour }) => rankingChart(rankUnits(behaviour), behaviour),
  pathListing: ({ model, behaviour }) =>
    pathListing(pathTable(model, behaviour.hPrevs.slice(0, behaviour.mean.length), ":", " "), 9),
});

Deno.test("pathListing() lists 14 paths where no number is asked for", () => {
  const { model, behaviour } = MODELS.planted;
  const h = behaviour.hPrevs.slice(0, behaviour.mean.length);
  const listing = pathListing(pathTable(model, h, ":", " "));
  assertStringIncludes(listing.text, "The 14 strongest of ");
  assertEquals(listing.html.match(/<tr/g)?.length, 1 + 14);
});
