/** Findings about training, in golden words and numbers. */
import {
  comparisonProse,
  lossFanChart,
  lossTable,
  printedProse,
  type TwoTemperatures,
} from "@lab/findings";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { testGolden } from "./golden.ts";

/** Three runs at τ = 1 and three at τ = 2 that end at these losses. */
function trained(first: number[], second: number[]): TwoTemperatures {
  const printed = (...losses: number[]) =>
    losses.map((smoothedLossNats, k) => ({ iteration: 10_000 * k, smoothedLossNats }));
  const run = (loss: number) => ({
    smoothedLossNats: loss,
    curve: {
      iteration: [0, 10_000, 20_000, 30_000],
      smoothedLossNats: [103.2, loss + 9, loss + 3, loss],
    },
  });
  return {
    temperatures: [1, 2],
    seeds: [4, 5, 6],
    runs: [first.map(run), second.map(run)],
    printed: [printed(103.2, 58.7, 54.1), printed(103.3, 53.9, 49.5, 46)],
  };
}

const caption = "Mean and range over three seeds";

testGolden("training", {
  lossFanChart: (of) => lossFanChart(of, { caption, range: [38, 70] }),
  lossTable,
  comparisonProse,
  printedProse,
}, {
  apart: trained([47, 48, 49.5], [44, 45, 46.25]),
  overlapping: trained([43, 44, 50], [45, 46.5, 48]),
});

Deno.test("lossFanChart() draws a single run of each, too", () => {
  const { title } = lossFanChart(trained([47], [44.25]), { caption });
  assertEquals(title, "After 30,000 iterations τ = 1 stands at 47.0 and τ = 2 at 44.3 nats");
});

Deno.test("comparisonProse() says so where the first temperature always ends lower, and where the means are the same", () => {
  assertStringIncludes(
    `${comparisonProse(trained([40, 41, 42], [43, 44, 45]))}`,
    "**0** end lower with $\\tau = 2$. The mean with $\\tau = 1$ is lower by 3.00 nats; runs with the " +
      "same setting differ by up to 2.00. Every run with $\\tau = 1$ ends below every run with " +
      "$\\tau = 2$: the report's impression does not hold here.",
  );
  assertStringIncludes(
    `${comparisonProse(trained([40, 41, 42], [39, 41, 43]))}`,
    "**4** end lower with $\\tau = 2$. The means are the same; runs",
  );
});
