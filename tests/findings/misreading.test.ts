/** Findings about misread texts, in golden words and numbers. */
import { secondFeeds } from "@lab/analysis";
import { misreadingChart, misreadingProse, secondFeedChart } from "@lab/findings";
import { MODELS } from "./models.ts";
import { testGolden } from "./golden.ts";

/** Surprisals of the right reading, and how much each slip adds at first; all are gone at once. */
const adding = (twice: number, picture: number, open: number) => {
  const after = (cost: number): number[] => [1.25 + cost, 1.5, 1.75, 1.5 + cost / 100];
  return { right: after(0), twice: after(twice), picture: after(picture), open: after(open) };
};

testGolden("misreading", {
  misreadingChart: ({ readings }) => misreadingChart(readings, "Two passages"),
  misreadingProse: ({ readings }) => misreadingProse(readings),
  secondFeedChart: ({ model, text }) => secondFeedChart(secondFeeds(model, text)),
}, {
  dear: { ...MODELS.tangled, readings: adding(4, 2, 0.5) },
  cheap: { ...MODELS.planted, readings: adding(0.125, -0.25, 0) },
});
