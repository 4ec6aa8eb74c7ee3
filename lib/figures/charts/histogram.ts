/** How often values occur. */
import { bin, extent, mean, median } from "d3-array";
import { Figure } from "./figure.ts";
import { type JsonObject, plainNumbers } from "../texts/json.ts";
import { seriesColour, translucent } from "./palette.ts";
import { type Reference, referenceLine, referenceName } from "./references.ts";
import { traceName } from "./series.ts";
import { type Axis, axisLayout, axisTitle, baseLayout, type FigureOptions } from "./spec.ts";
import { formatNumber } from "../texts/table.ts";

/** What a histogram shows. */
export interface HistogramOptions extends FigureOptions {
  /** The axis of the values. */
  value: Axis;
  /** The samples; several share the same bins. Values that are not finite are left out. */
  series: readonly { name: string; values: ArrayLike<number> }[];
  /** About how many bins; 40 when left out. */
  bins?: number;
  /** Shows shares of each series (summing to 1) in place of counts. */
  share?: boolean;
  /** Values to compare with, as dashed lines with names. */
  references?: readonly { value: number; label: string }[];
}

interface Sample {
  name: string;
  values: number[];
}

/** A bar for each bin, all series over the same bins. */
function traces(samples: readonly Sample[], options: HistogramOptions): JsonObject[] {
  const [low = 0, high = 1] = extent(samples.flatMap((s) => s.values));
  const domain: [number, number] = low === high ? [low - 0.5, high + 0.5] : [low, high];
  const binning = bin().domain(domain).thresholds(options.bins ?? 40);
  return samples.map(({ name, values }, index) => {
    const bins = binning(values);
    const total = options.share ? values.length : 1;
    return {
      type: "bar",
      name: traceName(name),
      x: plainNumbers(bins.map((b) => ((b.x0 ?? 0) + (b.x1 ?? 0)) / 2)),
      y: plainNumbers(bins.map((b) => b.length / total)),
      width: plainNumbers(bins.map((b) => (b.x1 ?? 0) - (b.x0 ?? 0))),
      customdata: bins.map((b) => `${formatNumber(b.x0 ?? 0)} to ${formatNumber(b.x1 ?? 0)}`),
      hovertemplate: `%{customdata}: %{y:.4~g}<extra>${traceName(name)}</extra>`,
      marker: {
        color: translucent(seriesColour(index), samples.length > 1 ? 0.55 : 0.9),
        line: { width: 0.5, color: seriesColour(index) },
      },
    };
  });
}

function textAlternative(samples: readonly Sample[], options: HistogramOptions): string {
  const parts = samples.map(({ name, values }) => {
    const [low = NaN, high = NaN] = extent(values);
    return `${name}: ${formatNumber(values.length)} values from ${formatNumber(low)} to ` +
      `${formatNumber(high)}, mean ${formatNumber(mean(values) ?? NaN)}, median ` +
      formatNumber(median(values) ?? NaN);
  });
  return `Histogram of ${axisTitle(options.value)}. ${parts.join("; ")}.`;
}

/**
 * How often values occur, in bins that meet at round numbers, all equally wide but the outer two,
 * which end at the lowest and the highest value.
 * @param options title, axis, samples
 * @returns a figure that shows itself
 * @throws {RangeError} when a series has no finite value, there is no series, or a reference is not
 * finite
 * @see the bins are d3-array's, https://d3js.org/d3-array/bin
 * @example
 * ```ts
 * import { histogram } from "@lab/figures";
 * import { assertStringIncludes } from "@std/assert";
 * const figure = histogram({
 *   title: "Most units are saturated",
 *   value: { label: "activation h" },
 *   series: [{ name: "all units", values: [-0.99, -0.98, 0.1, 0.97, 0.99] }],
 *   bins: 4,
 * });
 * assertStringIncludes(figure.alt, "5 values from −0.99 to 0.99, mean 0.018, median 0.1");
 * ```
 */
export function histogram(options: HistogramOptions): Figure {
  const samples = options.series.map(({ name, values }) => ({
    name,
    values: Array.from(values).filter(Number.isFinite),
  }));
  const empty = samples.find((sample) => sample.values.length === 0);
  if (samples.length === 0 || empty !== undefined) {
    throw new RangeError(
      `Cannot draw a histogram as every series must have a finite value: ` +
        (empty === undefined ? "there is no series" : `'${empty.name}' has none`),
    );
  }
  const references = (options.references ?? []).map((r): Reference => ({ ...r, axis: "x" }));
  return new Figure({
    ...options,
    alt: options.alt ?? textAlternative(samples, options),
    spec: {
      data: traces(samples, options),
      layout: {
        ...baseLayout(options.height ?? 360),
        barmode: "overlay",
        bargap: 0,
        showlegend: samples.length > 1,
        xaxis: axisLayout(options.value),
        yaxis: axisLayout({ label: options.share ? "share of values" : "count" }),
        shapes: references.map(referenceLine),
        annotations: references.map((r) => referenceName(r, options.value)),
      },
    },
  });
}
