/** What gradients are worth, as figures and sentences. */
import { compareSteps, type GradientComparison, type LargeEntries } from "@lab/analysis";
import {
  barChart,
  type Figure,
  formatNumber,
  formatShare,
  lineChart,
  namesInWords,
  type Prose,
  prose,
} from "@lab/figures";
import { PARAMETER_NAMES } from "@lab/model";

/**
 * Which gradients are wrong without the message from later characters.
 * @param comparison the gradients without dhNext beside the right ones
 * @returns a bar chart with the wrong ones in its title
 * @example
 * ```ts
 * import { forgottenChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const relativeErrors = { Wxh: 0.9, Whh: 0, Why: 0, bh: 0.8, by: 0 };
 * assertEquals(
 *   forgottenChart({ relativeErrors, wrong: ["Wxh", "bh"], cosine: 0.5, smallStep: "lowers" }).title,
 *   "Without dhNext the gradients of Wxh, bh are wrong, the others untouched",
 * );
 * ```
 */
export function forgottenChart({ wrong, relativeErrors }: GradientComparison): Figure {
  return barChart({
    title: wrong.length === 0
      ? "Without dhNext all gradients are the same"
      : `Without dhNext the gradients of ${wrong.join(", ")} are wrong, the others untouched`,
    categories: { label: "gradient", names: PARAMETER_NAMES.map((name) => `d${name}`) },
    value: { label: "relative error" },
    series: [{
      name: "without dhNext",
      values: PARAMETER_NAMES.map((name) => relativeErrors[name]),
    }],
  });
}

/**
 * Where a small step against the wrong gradients leads.
 * @param comparison the wrong gradients beside the right ones
 * @returns a sentence
 * @example
 * ```ts
 * import { directionProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const relativeErrors = { Wxh: 2, Whh: 2, Why: 2, bh: 2, by: 2 };
 * const words = directionProse({ relativeErrors, wrong: [], cosine: -1, smallStep: "raises" });
 * assertStringIncludes(`${words}`, "is -1.00: a small step against the wrong one raises the loss");
 * ```
 */
export function directionProse({ cosine, smallStep }: GradientComparison): Prose {
  const leads = {
    lowers: "still lowers the loss, if less than it could.",
    raises: "raises the loss of this sequence.",
  };
  return prose(
    "The cosine between the wrong direction and the right one (1: the same, 0: at right angles) is " +
      `${cosine.toFixed(2)}: a small step against the wrong one ${leads[smallStep]}`,
  );
}

/**
 * By how much the loss falls over the step size, beside what the gradient predicts.
 * @param steps the sizes, ascending
 * @param fallsNats by how much each lowers the loss, in nats
 * @param squaredNorm the sum of the squares of all gradients
 * @returns a line chart with the best size in its title
 * @example
 * ```ts
 * import { stepChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * assertEquals(
 *   stepChart([0.001, 0.1, 1], [0.00199, 0.15, -3], 2).title,
 *   "The smallest step lowers the loss as predicted; the best, 0.10, by 75 % of that; longer ones by less",
 * );
 * ```
 */
export function stepChart(
  steps: readonly number[],
  fallsNats: readonly number[],
  squaredNorm: number,
): Figure {
  const { best, bestShare, beyond, smallest } = compareSteps(steps, fallsNats, squaredNorm);
  const most = `${best.toPrecision(2)}, by ${formatShare(bestShare)} of that`;
  const drawn = steps.filter((step) => step * squaredNorm < 1.5 * Math.max(...fallsNats));
  return lineChart({
    title: {
      "as predicted": "The smallest step lowers the loss as predicted",
      "not as predicted": "Even the smallest step does not lower the loss as predicted",
    }[smallest] + {
      "overshoot": `; the best, ${most}; longer ones by less`,
      "not tried": `; the best is the longest tried, ${most}`,
    }[beyond],
    x: { label: "step size s", log: true },
    y: { label: "the loss falls by", unit: "nats" },
    series: [
      { name: "measured", x: steps, y: fallsNats },
      {
        name: "predicted from the gradient",
        x: drawn,
        y: drawn.map((step) => step * squaredNorm),
        dash: "dot",
      },
    ],
  });
}

/**
 * What clipping does to gradients that exploded.
 * @param before the large entries before
 * @param after the large entries after
 * @param limit what clipping allows
 * @returns a sentence
 * @example
 * ```ts
 * import { clippingProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const words = clippingProse({ beyond: 3, largest: 17.25 }, { beyond: 0, largest: 5 }, 5);
 * assertStringIncludes(`${words}`, "**3** entries exceed 5 (the largest is 17.3); after clipping, 0 do.");
 * ```
 */
export function clippingProse(before: LargeEntries, after: LargeEntries, limit: number): Prose {
  return prose(
    `With weights five times as large as above, **${before.beyond}** entries exceed ${limit} (the ` +
      `largest is ${before.largest.toFixed(1)}); after clipping, ${after.beyond} do.`,
  );
}

/**
 * How large an error of size 1 still is, by how far it has come back.
 * @param scales the networks' names: the standard deviation of their weights
 * @param reached for each network the error's size, 0, 1, 2 … characters before where it arose
 * @param windowLength T: further back no message goes in training
 * @returns lines over powers of ten; the title has their values at T
 * @example
 * ```ts
 * import { reachChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const chart = reachChart([0.1, 0.5], [[1, 0.1, 0.01], [1, 3, 9]], 2);
 * assertEquals(chart.title, "2 characters back, an error of size 1 has become 0.01 and 9");
 * ```
 */
export function reachChart(
  scales: readonly number[],
  reached: readonly (readonly number[])[],
  windowLength: number,
): Figure {
  const there = reached.map((sizes) => formatNumber(Number(sizes[windowLength].toPrecision(2))));
  return lineChart({
    title: `${windowLength} characters back, an error of size 1 has become ${namesInWords(there)}`,
    x: { label: "characters back" },
    y: { label: "size of the error", log: true },
    series: scales.map((scale, k) => ({
      name: `weights of size ${scale}`,
      x: reached[k].map((_, back) => back),
      y: [...reached[k]],
    })),
    references: [{ axis: "x", value: windowLength, label: `T = ${windowLength}` }],
  });
}
