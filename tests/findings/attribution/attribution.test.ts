/** Findings about attribution, in golden words and numbers. */
import { type Behaviour, type PathTable, pathTable, rankUnits } from "@lab/analysis";
import { pathListing, rankingChart } from "@lab/findings";
import type { CharacterModel } from "@lab/model";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { testGolden } from "../golden.ts";
import { MODELS } from "../models.ts";

/** The paths to a space at the first colon. */
const firstPaths = (model: CharacterModel, behaviour: Behaviour): PathTable =>
  pathTable(model, behaviour.hPrevs.slice(0, behaviour.mean.length), {
    ...{ input: ":", output: " ", reference: behaviour },
  });

testGolden("attribution", {
  rankingChart: ({ behaviour }) => rankingChart(rankUnits(behaviour), behaviour),
  pathListing: ({ model, behaviour }) => pathListing(firstPaths(model, behaviour), 9),
});

Deno.test("pathListing() lists 14 paths where no number is asked for", () => {
  const { model, behaviour } = MODELS.planted;
  const listing = pathListing(firstPaths(model, behaviour));
  assertStringIncludes(listing.text, "The 14 strongest of ");
  assertEquals(listing.html.match(/<tr/g)?.length, 1 + 14);
});
