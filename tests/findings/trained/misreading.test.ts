/** Findings about misread texts, in golden words and numbers. */
import { secondFeeds } from "@lab/analysis";
import { readingsChart, readingsTable, secondFeedChart } from "@lab/findings";
import { assertEquals } from "@std/assert";
import { MODELS } from "../models.ts";
import { testGolden } from "../golden.ts";

/** Thirty passages: how much each slip adds at first, give or take a little; all are gone soon. */
const adding = (twice: number, picture: number, open: number) => {
  const after = (cost: number): number[][] =>
    Array.from({ length: 30 }, (_, k) => {
      const first = cost * (1 + (k % 5 - 2) / 10);
      return [1.25 + first, 1.5 + first / 4, 1.75, 1.5 + cost / 100];
    });
  return {
    right: after(0),
    ways: { twice: after(twice), picture: after(picture), open: after(open) },
  };
};

testGolden("misreading", {
  readingsChart: ({ readings }) => readingsChart(readings, "Thirty passages."),
  readingsTable: ({ readings }) => readingsTable(readings),
  secondFeedChart: ({ model, text }) => secondFeedChart(secondFeeds(model, text)),
}, {
  dear: { ...MODELS.tangled, readings: adding(4, 2, 0.5) },
  cheap: { ...MODELS.planted, readings: adding(0.125, -0.25, 0) },
});

Deno.test("readingsChart() says so where a slip is not surely forgotten", () => {
  assertEquals(
    readingsChart(adding(4, 6, 0.5), "Thirty passages.").title,
    "Forgotten: twice, after 2 characters; picture, not surely within 4 characters; open, after 2 " +
      "characters",
  );
});
