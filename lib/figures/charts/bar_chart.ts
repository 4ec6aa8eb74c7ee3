/** Bars: one amount per name, such as losses of models or contributions of units. */
import { Figure } from "./figure.ts";
import { escapeLabel } from "../texts/html.ts";
import { type JsonObject, plainNumbers } from "../texts/json.ts";
import { LINES, seriesColour, SIGN_COLOURS } from "./palette.ts";
import { type Reference, referenceLine, referenceName } from "./references.ts";
import { checkLength, traceName } from "./series.ts";
import {
  allNames,
  type Axis,
  axisLayout,
  axisTitle,
  baseLayout,
  type FigureOptions,
  namedTicks,
  valuesAlong,
} from "./spec.ts";
import { formatNumber } from "../texts/table.ts";

/** Bars of one kind, one for each name. */
export interface BarSeries {
  /** What the legend calls the bars. */
  name: string;
  /** `[n]` how long the bars are. */
  values: ArrayLike<number>;
  /** `[n]` each: the ends of the error bars, as values of the axis. */
  error?: { low: ArrayLike<number>; high: ArrayLike<number> };
}

/** What a bar chart shows. */
export interface BarChartOptions extends FigureOptions {
  /** What the bars stand for, and their names. */
  categories: { label: string; names: readonly string[] };
  /** The axis of the values. */
  value: Axis;
  /** The bars; several series stand side by side, or on each other when `stacked`. */
  series: readonly BarSeries[];
  /** Bars to the right, for long names; upwards when left out. */
  horizontal?: boolean;
  /** Draws the series on top of each other. */
  stacked?: boolean;
  /** Colours each bar by its sign, vermilion above 0 and blue below, and not by its series. */
  bySign?: boolean;
  /** Values to compare with, as dashed lines with names. */
  references?: readonly { value: number; label: string }[];
}

const what = "a bar chart";

function barTrace(series: BarSeries, index: number, options: BarChartOptions): JsonObject {
  const { name, values, error } = series;
  const { names } = options.categories;
  checkLength(what, `values' of '${name}`, values.length, names.length);
  const positions = names.map((_, i) => i);
  const lengths = valuesAlong(options.value, values);
  const numbers = Array.from(values);
  const colour = options.bySign
    ? numbers.map((v) => v < 0 ? SIGN_COLOURS.negative : SIGN_COLOURS.positive)
    : seriesColour(index);
  const [nameKey, valueKey] = options.horizontal ? ["y", "x"] : ["x", "y"];
  const trace: JsonObject = {
    type: "bar",
    name: traceName(name),
    orientation: options.horizontal ? "h" : "v",
    [nameKey]: positions,
    [valueKey]: lengths,
    customdata: names.map(escapeLabel),
    hovertemplate: `%{customdata}: %{${valueKey}:.4~g}<extra>${traceName(name)}</extra>`,
    marker: { color: colour },
  };
  if (error !== undefined) {
    checkLength(what, `error.low' of '${name}`, error.low.length, names.length);
    checkLength(what, `error.high' of '${name}`, error.high.length, names.length);
    trace[`error_${valueKey}`] = {
      type: "data",
      symmetric: false,
      array: plainNumbers(numbers.map((v, i) => error.high[i] - v)),
      arrayminus: plainNumbers(numbers.map((v, i) => v - error.low[i])),
      color: LINES.axis,
      thickness: 1.5,
      width: 4,
    };
  }
  return trace;
}

function textAlternative(options: BarChartOptions): string {
  const { categories, value, series, references = [] } = options;
  const most = 12;
  const bars = series.map((s) => {
    const listed = categories.names.slice(0, most)
      .map((name, i) => `${name} ${formatNumber(s.values[i])}`).join(", ");
    const rest = categories.names.length - most;
    return `${s.name}: ${listed}${rest > 0 ? ` and ${rest} more` : ""}`;
  });
  const lines = references.map((r) => ` ${r.label}: ${formatNumber(r.value)}.`).join("");
  return `Bar chart of ${axisTitle(value)} by ${categories.label}. ${bars.join("; ")}.${lines}`;
}

/**
 * Bars with names, with error bars and lines to compare with.
 * @param options title, names, values
 * @returns a figure that shows itself
 * @throws {TypeError} when names, values and errors differ in number
 * @throws {RangeError} when there is no series, or a reference is not finite
 * @example
 * ```ts
 * import { barChart } from "@lab/figures";
 * import { assertStringIncludes } from "@std/assert";
 * const figure = barChart({
 *   title: "The network beats the bigram",
 *   categories: { label: "model", names: ["bigram", "network"] },
 *   value: { label: "loss", unit: "bits per character" },
 *   series: [{ name: "held-out text", values: [3.5, 2.5] }],
 *   horizontal: true,
 * });
 * assertStringIncludes(figure.alt, "held-out text: bigram 3.5, network 2.5");
 * ```
 */
export function barChart(options: BarChartOptions): Figure {
  const { categories, series, horizontal = false } = options;
  if (series.length === 0) {
    throw new RangeError(`Cannot draw ${what} as 'series' must have at least one entry: it has 0`);
  }
  const count = categories.names.length;
  const names = {
    ...axisLayout({ label: categories.label }),
    ...namedTicks(categories.names),
    showgrid: false,
    zeroline: false,
    showline: false,
  };
  const values = axisLayout(options.value, series.flatMap((s) => Array.from(s.values)));
  const axis = horizontal ? "x" : "y";
  const references = (options.references ?? []).map((r): Reference => ({ ...r, axis }));
  // On a phone the names of the series stand below each other, and take height from the bars.
  const legend = series.length > 1 ? 18 * series.length : 0;
  const height = options.height ??
    (horizontal
      ? Math.max(200, 90 + legend + 26 * count * (options.stacked ? 1 : series.length ** 0.7))
      : 400);
  return new Figure({
    ...options,
    alt: options.alt ?? textAlternative(options),
    spec: {
      data: series.map((s, i) => barTrace(s, i, options)),
      layout: {
        ...baseLayout(Math.round(height)),
        barmode: options.stacked ? "relative" : "group",
        bargap: 0.25,
        showlegend: series.length > 1,
        xaxis: horizontal ? values : names,
        yaxis: horizontal ? { ...names, autorange: "reversed" } : values,
        meta: allNames({ [horizontal ? "y" : "x"]: categories.names }),
        shapes: references.map(referenceLine),
        annotations: references.map((r) => referenceName(r, options.value)),
      },
    },
  });
}
