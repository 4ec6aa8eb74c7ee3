/** The search for a learning rate, in golden words and numbers. */
import { learningRateChart } from "@lab/findings";
import type { LearningRateCurve } from "@lab/training";
import { testGolden } from "../golden.ts";

const turning: LearningRateCurve = {
  learningRate: [0.0001, 0.001, 0.01, 0.1],
  ...{ natsPerChar: [3.1, 2.8, 2.2, 5], smoothedNatsPerChar: [3.1, 3, 2.7, 3.4] },
  ...{ lowestAt: 0.01, suggested: 0.01 / 3 },
};
const falling: LearningRateCurve = {
  learningRate: [0.0001, 0.0005, 0.00234],
  ...{ natsPerChar: [3.1, 2.8, 2.2], smoothedNatsPerChar: [3.1, 3, 2.7], lowestAt: 0.00234 },
};

testGolden("learning_rate", {
  learningRateChart: ({ curve }) => learningRateChart(curve),
}, { turning: { curve: turning }, falling: { curve: falling } });
