/** The report's masks as figures: what is in them, how the threshold decides, what chance does. */
import type {
  ActivationMasks,
  DistributionChange,
  MaskEffect,
  MaskEffects,
  MaskSizes,
  UnitStatisticsResult,
  WeightName,
} from "@lab/analysis";
import { type Block, type Figure, formatShare, heatmap, lineChart, table } from "@lab/figures";
import { characterName, inWords } from "@lab/text";

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
    caption: `Prefix “${masks.prefix}”, threshold ${masks.threshold}` +
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
  cells.set(masks.hAfter);
  const saturated = masks.hAfter.filter((h) => Math.abs(h) > 0.99).length;
  return heatmap({
    title: `${H - masks.after.units.length} of ${H} units are outside the mask; ${saturated} are ` +
      "beyond ±0.99",
    caption:
      `The state after “${masks.prefix}”, unit by unit; |h| > ${masks.threshold} is in the mask.`,
    rows: {
      label: "first unit of the row",
      names: Array.from({ length: height }, (_, row) => String(row * width)),
    },
    columns: { label: "unit in the row" },
    values: cells,
    shape: [height, width],
    value: { label: "h", range: [-1, 1] },
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
    caption: `Bright: in the mask, as its row (${rows.length} of ${height}) and its column ` +
      `(${columns.length} of ${width}) are above the threshold.`,
    rows: { label: name === "Why" ? "output" : "unit after" },
    columns: { label: name === "Wxh" ? "input" : name === "Whh" ? "unit before" : "unit after" },
    values: cells,
    shape: [height, width],
    value: { label: "in the mask", range: [0, 1] },
    scale: "sequential",
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
  const half = rows.find((row) => row.shares.after < 0.5);
  const last = rows[rows.length - 1];
  const written = (t: number): number =>
    t < 1 ? Number(t.toFixed(Math.ceil(1 - Math.log10(1 - t)))) : t;
  const series = [
    { name: "units before", y: rows.map((row) => row.shares.before) },
    { name: "units after", y: rows.map((row) => row.shares.after) },
    { name: "weights of Whh", y: rows.map((row) => row.shares.Whh), dash: "dash" as const },
    { name: "outputs", y: rows.map((row) => row.shares.outputs) },
  ];
  return lineChart({
    title: half === undefined
      ? `Even at |h| > ${written(last.threshold)} the mask holds ${
        formatShare(last.shares.after)
      } of the units`
      : `The mask falls below half of the units at |h| > ${written(half.threshold)}`,
    caption: `After “${prefix}”. To the left the threshold comes closer to 1.`,
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
      `|h| > ${threshold} over ${steps} characters; ${formatShare(statistics.saturated)} of ` +
      `all activations are beyond ±${statistics.saturation}.`,
    x: { label: "units, from the most to the least frequent" },
    y: { label: "share of the text in the mask", range: [0, 1.03] },
    series: [{
      name: `|h| > ${threshold}`,
      y: units.map((unit) => unit.inMask).sort((a, b) => b - a),
    }],
  });
}

const together = (change: DistributionChange, when: "before" | "after"): number =>
  change.characters.reduce((sum, character) => sum + character[when], 0);

/**
 * The report's mask beside random masks of the same size.
 * @param effects what keeping and removing the masked weights does
 * @returns a table with the finding as its title
 * @example
 * ```ts
 * import { activationMasks, measureMasks } from "@lab/analysis";
 * import { maskEffectTable } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 4, vocabularySize: 2 });
 * const model = { parameters, vocabulary: Vocabulary.of("a:") };
 * const effects = measureMasks(model, activationMasks(model, "a:"), { characters: "a" });
 * assertStringIncludes(maskEffectTable(effects).text, "closer to the network than 0 of 20 random");
 * ```
 */
export function maskEffectTable(effects: MaskEffects): Block {
  const { report, random } = effects;
  const row = (
    what: string,
    own: MaskEffect,
    others: readonly MaskEffect[],
  ): (string | number)[] => {
    const bits = others.map((mask) => mask.klBits).sort((a, b) => a - b);
    const probabilities = others.map((mask) => together(mask, "after")).sort((a, b) => a - b);
    return [
      what,
      own.klBits,
      bits[bits.length >> 1],
      own.totalVariation,
      together(own, "after"),
      probabilities[probabilities.length >> 1],
    ];
  };
  const n = random.keep.length;
  const closer = random.keep.filter((mask) => report.keep.klBits < mask.klBits).length;
  const worse = random.remove.filter((mask) => report.remove.klBits > mask.klBits).length;
  const event = `P(${inWords(report.keep.characters.map(({ character }) => character))})`;
  return table({
    title:
      `Kept, the mask stays closer to the network than ${closer} of ${n} random masks; removed, ` +
      `it does more harm than ${worse}`,
    caption:
      `Last step of “${effects.prefix}”; random masks have as many units, the same input and ` +
      `the same outputs. The full network has ${event} = ` +
      `${together(report.keep, "before").toFixed(3)}.`,
    columns: [
      "what runs",
      { label: "KL", unit: "bits", digits: 2 },
      { label: "KL, random (median)", unit: "bits", digits: 2 },
      { label: "total variation", digits: 3 },
      { label: event, digits: 3 },
      { label: "random (median)", digits: 3 },
    ],
    rows: [
      row("only the masked weights", report.keep, random.keep),
      row("all but the masked weights", report.remove, random.remove),
    ],
  });
}
