/** The search for a learning rate, as a chart. */
import { type Figure, lineChart } from "@lab/figures";
import type { LearningRateCurve } from "@lab/training";

/**
 * A learning rate in two digits.
 * @param rate the rate
 * @returns such as `0.0049`
 * @example
 * ```ts
 * import { rateText } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * assertEquals([0.00493, 1e-5].map(rateText), ["0.0049", "0.00001"]);
 * ```
 */
export const rateText = (rate: number): string => String(Number(rate.toPrecision(2)));

/**
 * How the loss went while the learning rate grew.
 * @param curve what `findLearningRate` gives
 * @returns a line chart over a logarithmic axis; its title says where the loss was lowest
 * @example
 * ```ts
 * import { learningRateChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const figure = learningRateChart({
 *   ...{ learningRate: [0.001, 0.01, 0.1], natsPerChar: [3, 2.5, 4], lowestAt: 0.01 },
 *   ...{ smoothedNatsPerChar: [3, 2.7, 3.2], suggested: 0.01 / 3 },
 * });
 * assertEquals(figure.title, "The loss is lowest at a learning rate of 0.01: a third of it is worth a try");
 * ```
 */
export function learningRateChart(curve: LearningRateCurve): Figure {
  const { learningRate, natsPerChar, smoothedNatsPerChar, lowestAt, suggested } = curve;
  const lowest = rateText(lowestAt);
  return lineChart({
    title: suggested === undefined
      ? `Up to a learning rate of ${rateText(learningRate.at(-1)!)} none was too large`
      : `The loss is lowest at a learning rate of ${lowest}: a third of it is worth a try`,
    caption:
      "One training in which the rate grows from window to window, so each loss also has what " +
      "the smaller rates before it taught: the curve shows where steps become too large, not how well " +
      "a whole training at a rate ends" +
      (suggested === undefined ? "" : `; dashed: ${rateText(suggested)}, a third of ${lowest}`),
    x: { label: "learning rate of Whh", log: true },
    y: { label: "loss", unit: "nats per character" },
    series: [
      { name: "smoothed", x: learningRate, y: smoothedNatsPerChar },
      { name: "each window", x: learningRate, y: natsPerChar, mode: "markers" },
    ],
    references: suggested === undefined
      ? []
      : [{ axis: "x", value: suggested, label: "to be tried" }],
  });
}
