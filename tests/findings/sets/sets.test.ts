/** Findings about sets of units, in golden words and numbers. */
import {
  ablationCurves,
  searchPurposes,
  type SearchResult,
  searchUnits,
  specificity,
  splitOccurrences,
} from "@lab/analysis";
import {
  ablationChart,
  areasTable,
  foundInWords,
  searchTable,
  specificityTable,
} from "@lab/findings";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { testGolden } from "../golden.ts";
import { MODELS } from "../models.ts";

testGolden("sets", {
  ablationChart: ({ behaviour }) =>
    ablationChart(ablationCurves(behaviour, { randomSets: 3 }), behaviour),
  searchTable: async ({ behaviour }) =>
    searchTable(await searchPurposes(...splitOccurrences(behaviour), { maxUnits: 6 }), behaviour),
});

const { behaviour, text } = MODELS.planted;

Deno.test("ablationChart() says so where no beginning of the ranking is enough", () => {
  const curves = ablationCurves(behaviour, { ranking: [0, 1], randomSets: 1 });
  assertStringIncludes(
    ablationChart(curves, behaviour).title,
    "No number of these units, kept alone, keeps 95 % of the behaviour; silencing any",
  );
});

Deno.test("areasTable() counts the random orders that reach the ranking's area", () => {
  const curves = ablationCurves(behaviour, { randomSets: 19 });
  const areas = { cpr: 0.5, cmd: 0.5 };
  const titleWith = (...cprs: number[]): string =>
    areasTable({
      ...{ ...curves, areas, randomSets: cprs.length },
      randomAreas: cprs.map((cpr) => ({ cpr, cmd: 1 - cpr })),
    }).text;
  assertStringIncludes(titleWith(0.1, 0.5, 0.9), "is 0.50; 2 of 3 random orders reach it");
  assertStringIncludes(titleWith(0.1, 0.2, 0.4), "is 0.50; 0 of 3 random orders reach it");
  assertStringIncludes(areasTable(curves).text, "is 0.94; 0 of 19 random orders reach it");
});

Deno.test("specificityTable() says how much more a set does here, and how many random sets reach that", () => {
  const planted = [2, 7, 12, 17, 22];
  const table = specificityTable(specificity(behaviour, text, planted, { sets: 39 }), behaviour);
  assertStringIncludes(table.text, "0 of 39 random sets reach that");
  assertStringIncludes(table.text, "random sets of as many units that vary");
  const others = specificity(behaviour, text, [0, 1, 3, 4, 5], { sets: 39, matched: "variance" });
  const words = specificityTable(others, behaviour).text;
  const [, reached] = /(\d+) of 39 random sets reach that/.exec(words)!;
  assert(Number(reached) > 10, words.split("\n")[0]);
  assertStringIncludes(words, "random sets of units that vary as much");
});

Deno.test("searchTable() and foundInWords() say what was found, what is not decided and what was not found", async () => {
  const found = await searchUnits(...splitOccurrences(behaviour));
  const words = (changes: Partial<SearchResult>): string =>
    foundInWords({ ...found, ...changes }, 23);
  assertStringIncludes(words({ verdict: "met" }), "of 23 units carry the behaviour");
  assertStringIncludes(
    words({ verdict: "open" }),
    "is not decided: the goal lies within the error",
  );
  assertStringIncludes(
    words({ verdict: "missed", purpose: "break" }),
    "No set found that would break",
  );
  assertEquals(
    words({ verdict: "open", best: undefined }),
    "The search was stopped before it had a set",
  );
  assertStringIncludes(words({ verdict: "no behaviour" }), "There is nothing to search for");
  const split = await searchUnits(...splitOccurrences(behaviour), { goals: { within: 0.05 } });
  assertStringIncludes(searchTable([split], behaviour).text, "may change by more than 0.05");
});
