/** The report's masks as figures: what is in them, and how the threshold decides. */
import {
  type ActivationMasks,
  findHalving,
  maskSelectivity,
  type MaskSizes,
  SATURATION,
  unitMask,
  type UnitStatisticsResult,
  type WeightName,
} from "@lab/analysis";
import {
  type Block,
  type Figure,
  formatNumber,
  formatShare,
  heatmap,
  lineChart,
  type Prose,
  prose,
  table,
} from "@lab/figures";
import { characterName, quoted } from "@lab/text";

/**
 * What the report's masks hold, part by part.
 * @param masks the masks of a prefix
 * @returns a table with the finding as its title
 * @example
 * ```ts
 * import { activationMasks } from "@lab/analysis";
 * import { maskTable } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 4, vocabularySize: 2 });
 * const masks = activationMasks({ parameters, vocabulary: Vocabulary.of("a:") }, "a:");
 * assertStringIncludes(maskTable(masks).text, "0 % of the units before and 0 % after");
 * ```
 */
export function maskTable(masks: ActivationMasks): Block {
  const { before, after, outputs, weights, hAfter, probs } = masks;
  const H = hAfter.length;
  const written = outputs.characters.map(characterName).join(", ") || "none";
  return table({
    title: `The mask holds ${formatShare(before.share)} of the units before and ` +
      `${formatShare(after.share)} after the last character`,
    caption: `Prefix ${quoted(masks.prefix)}, threshold ${masks.threshold}` +
      (masks.refeedLast ? ", its last character fed twice as in the report" : ""),
    columns: ["part", "in the mask", "of", "share"],
    rows: [
      ["h before (the report's a1)", before.units.length, H, formatShare(before.share)],
      ["h after (a2)", after.units.length, H, formatShare(after.share)],
      [`p (a3): ${written}`, outputs.characters.length, probs.length, formatShare(outputs.share)],
      ...[weights.Wxh, weights.Whh, weights.Why].map(({ name, size, total, share }) => [
        `weights of ${name}`,
        size,
        total,
        formatShare(share),
      ]),
    ],
  });
}

/**
 * The state after the prefix as a grid of units, as the report prints it.
 * @param masks the masks of a prefix
 * @param width units in a row; 25 when left out
 * @returns a heatmap with the finding as its title
 * @example
 * ```ts
 * import { activationMasks } from "@lab/analysis";
 * import { stateGrid } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 4, vocabularySize: 2 });
 * const masks = activationMasks({ parameters, vocabulary: Vocabulary.of("a:") }, "a:");
 * assertEquals(stateGrid(masks, 2).title, "4 of 4 units are outside the mask; 0 are beyond ±0.99");
 * ```
 */
export function stateGrid(masks: ActivationMasks, width = 25): Figure {
  const H = masks.hAfter.length;
  const height = Math.ceil(H / width);
  const cells = new Float64Array(height * width).fill(NaN);
  for (const unit of masks.after.units) cells[unit] = masks.hAfter[unit];
  const saturated = unitMask(masks.hAfter, SATURATION).units.length;
  return heatmap({
    title: `${H - masks.after.units.length} of ${H} units are outside the mask; ${saturated} are ` +
      `beyond ±${SATURATION}`,
    caption: `The state after ${
      quoted(masks.prefix)
    }, unit by unit, where |h| > ${masks.threshold}; the rest is empty.`,
    rows: {
      label: "first unit of the row",
      names: Array.from({ length: height }, (_, row) => String(row * width)),
    },
    columns: { label: "unit in the row" },
    values: cells,
    shape: [height, width],
    value: { label: "h", range: [-1, 1] },
    scale: "diverging",
  });
}

/**
 * A weight mask as a picture: which weights of a matrix it holds.
 * @param masks the masks of a prefix
 * @param name which matrix; Whh when left out
 * @returns a heatmap with the finding as its title
 * @example
 * ```ts
 * import { activationMasks } from "@lab/analysis";
 * import { weightMaskPicture } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 4, vocabularySize: 2 });
 * const masks = activationMasks({ parameters, vocabulary: Vocabulary.of("a:") }, "a:");
 * assertEquals(weightMaskPicture(masks).title, "The mask holds 0 % of the weights of Whh");
 * ```
 */
export function weightMaskPicture(masks: ActivationMasks, name: WeightName = "Whh"): Figure {
  const { rows, columns, total, share } = masks.weights[name];
  const height = name === "Why" ? masks.probs.length : masks.hAfter.length;
  const width = total / height;
  const cells = new Float64Array(total);
  for (const row of rows) for (const column of columns) cells[row * width + column] = 1;
  return heatmap({
    title: `The mask holds ${formatShare(share)} of the weights of ${name}`,
    caption: `In the mask: its row (${rows.length} of ${height}) and its column ` +
      `(${columns.length} of ${width}) are above the threshold.`,
    rows: { label: name === "Why" ? "output" : "unit after" },
    columns: { label: name === "Wxh" ? "input" : name === "Whh" ? "unit before" : "unit after" },
    values: cells,
    shape: [height, width],
    value: { label: "in the mask" },
    kinds: ["not in the mask", "in the mask"],
    height: 420,
  });
}

/**
 * How the masks shrink as the threshold comes close to 1.
 * @param rows the masks' sizes at several thresholds
 * @param prefix the text that was read
 * @returns a line chart with the finding as its title
 * @example
 * ```ts
 * import { sweepThresholds } from "@lab/analysis";
 * import { thresholdChart } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 4, vocabularySize: 2 });
 * const model = { parameters, vocabulary: Vocabulary.of("a:") };
 * const rows = sweepThresholds(model, "a:", [0.25, 0.5, 0.75]);
 * assertStringIncludes(thresholdChart(rows, "a:").title, "below half of the units at |h| > 0.25");
 * ```
 */
export function thresholdChart(rows: readonly MaskSizes[], prefix: string): Figure {
  const { verdict, threshold: t, share } = findHalving(rows);
  const written = t < 1 ? Number(t.toFixed(Math.ceil(1 - Math.log10(1 - t)))) : t;
  const series = [
    { name: "units before", y: rows.map((row) => row.shares.before) },
    { name: "units after", y: rows.map((row) => row.shares.after) },
    { name: "weights of Whh", y: rows.map((row) => row.shares.Whh), dash: "dash" as const },
    { name: "outputs", y: rows.map((row) => row.shares.outputs) },
  ];
  return lineChart({
    title: {
      "falls below half": `The mask falls below half of the units at |h| > ${written}`,
      "stays at half or more": `Even at |h| > ${written} the mask holds ${
        formatShare(share)
      } of the units`,
    }[verdict],
    caption: `After ${quoted(prefix)}. To the left the threshold comes closer to 1.`,
    x: { label: "1 − threshold", log: true },
    y: { label: "share in the mask", range: [0, 1.03] },
    series: series.map((line) => ({ ...line, x: rows.map((row) => 1 - row.threshold) })),
    references: [{ axis: "x", value: 0.5, label: "0.5" }],
  });
}

/**
 * How often each unit is in the mask, the most frequent first.
 * @param statistics the units over a text
 * @returns a line chart with the finding as its title
 * @example
 * ```ts
 * import { unitStatistics } from "@lab/analysis";
 * import { unitFrequencyChart } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 4, vocabularySize: 2 });
 * const statistics = unitStatistics({ parameters, vocabulary: Vocabulary.of("a:") }, "a:a");
 * assertStringIncludes(unitFrequencyChart(statistics).title, "0 of 4 units are in the mask");
 * ```
 */
export function unitFrequencyChart(statistics: UnitStatisticsResult): Figure {
  const { units, nearlyAlways, steps, threshold } = statistics;
  return lineChart({
    title: `${nearlyAlways} of ${units.length} units are in the mask at nine steps of ten or more`,
    caption:
      `|h| > ${threshold} over ${formatNumber(steps)} characters; ${
        formatShare(statistics.saturated)
      } of ` +
      `all activations are beyond ±${statistics.saturation}.`,
    x: { label: "units, from the most to the least frequent" },
    y: { label: "share of the text in the mask", range: [0, 1.03] },
    series: [{
      name: `|h| > ${threshold}`,
      y: units.map((unit) => unit.inMask).sort((a, b) => b - a),
    }],
  });
}

/**
 * Whether the mask leaves units out over a text, in two sentences.
 * @param statistics the units over the text
 * @returns the sentences
 * @example
 * ```ts
 * import { selectivityProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * assertStringIncludes(`${selectivityProse({ inMask: 0.9 })}`, "tells of saturation");
 * ```
 */
export function selectivityProse(statistics: Pick<UnitStatisticsResult, "inMask">): Prose {
  const { inMask, verdict } = maskSelectivity(statistics);
  return prose(
    `On average **${formatShare(inMask)}** of the units are in the mask at a time. ` + {
      "holds nearly all":
        "A mask that holds nearly everything, whatever was read, tells of saturation and of nothing else.",
      "leaves units out": "So the mask leaves units out; whether the right ones is tested below.",
    }[verdict],
  );
}
