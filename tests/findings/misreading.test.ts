/** Findings about misread texts, in golden words and numbers. */
import { secondFeeds } from "@lab/analysis";
import { misreadingChart, misreadingProse, secondFeedChart } from "@lab/findings";
import { assertStringIncludes } from "@std/assert";
import { MODELS } from "./models.ts";
import { testGolden } from "./golden.ts";

/** Thirty passages: how much each slip adds at first, give or take a little; all are gone soon. */
const adding = (twice: number, picture: number, open: number) => {
  const after = (cost: number): number[][] =>
    Array.from({ length: 30 }, (_, k) => {
      const first = cost * (1 + (k % 5 - 2) / 10);
      return [1.25 + first, 1.5 + first / 4, 1.75, 1.5 + cost / 100];
    });
  return { right: after(0), twice: after(twice), picture: after(picture), open: after(open) };
};

testGolden("misreading", {
  misreadingChart: ({ readings }) => misreadingChart(readings, "Thirty passages."),
  misreadingProse: ({ readings }) => misreadingProse(readings),
  secondFeedChart: ({ model, text }) => secondFeedChart(secondFeeds(model, text)),
}, {
  dear: { ...MODELS.tangled, readings: adding(4, 2, 0.5) },
  cheap: { ...MODELS.planted, readings: adding(0.125, -0.25, 0) },
});

Deno.test("misreadingProse() says so where a slip is not surely forgotten", () => {
  assertStringIncludes(
    `${misreadingProse(adding(4, 6, 0.5))}`,
    "The second feed is forgotten after 2 characters; the picture of the bytes is not surely " +
      "forgotten within 4 characters",
  );
});
