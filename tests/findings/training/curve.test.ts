/** Findings about one run's loss curve, in golden words and numbers. */
import { curveProse, lossCurveChart, riseProse } from "@lab/findings";
import { type CurveReading, explainRise } from "@lab/training";
import { testGolden } from "../golden.ts";

const waves = { likeness: 0.876, shiftsAsAlike: 0, verdict: "repeats" } as const;
const rising: CurveReading = { first: 103.2, highest: 104.1, highestAt: 20, last: 49.6, waves };
const falling: CurveReading = {
  ...{ first: 98.25, highest: 98.25, highestAt: 0, last: 61 },
  waves: { likeness: 0.25, shiftsAsAlike: 0.3, verdict: "does not repeat" },
};

testGolden("curve", {
  lossCurveChart: ({ reading }) =>
    lossCurveChart(
      { iteration: [0, 500, 1000], smoothedLossNats: [reading.first, 70, reading.last] },
      { sweep: 400, sequenceLength: 25, vocabularySize: 62 },
    ),
  curveProse: ({ reading }) => curveProse(reading),
  curveProseEarly: ({ reading }) => curveProse({ ...reading, waves: undefined }),
}, { rising: { reading: rising }, falling: { reading: falling } });

const long = [0.9, 1.1, 1.4, 2];
testGolden("rise", { riseProse: (rises) => riseProse(explainRise(rises)) }, {
  steps: { long, short: [0, 0, 0.01, 0.1], full: [0.5, 0.6, 0.7, 0.8] },
  neither: { long, short: [0.8, 1.2, 1.3, 2.1], full: [0, 0.6, 3, 4] },
  always: { long, short: [0, 0, 0.01, 0.1], full: [0.8, 1.2, 1.3, 2.1] },
});
