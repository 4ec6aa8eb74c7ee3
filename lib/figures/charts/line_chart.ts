/** Lines: curves of training, of several seeds with bands, and of one quantity against another. */
import { Figure } from "./figure.ts";
import type { JsonObject } from "../texts/json.ts";
import { LINES, seriesColour, translucent } from "./palette.ts";
import { annotationLayout, type Reference, referenceLine, referenceName } from "./references.ts";
import { checkLength, namesInWords, rangeInWords, traceName } from "./series.ts";
import {
  type Axis,
  axisLayout,
  axisTitle,
  baseLayout,
  type FigureOptions,
  valuesAlong,
} from "./spec.ts";
import { formatNumber } from "../texts/table.ts";

/** One line. */
export interface LineSeries {
  /** What the legend calls the line. */
  name: string;
  /** `[n]` where the points stand; 0, 1, 2, … when left out. */
  x?: ArrayLike<number>;
  /** `[n]` how high the points stand; a value that is not finite is a gap. */
  y: ArrayLike<number>;
  /** `[n]` each: a band around the line, such as the quartiles over several seeds. */
  band?: { low: ArrayLike<number>; high: ArrayLike<number> };
  /** How the line is drawn; solid when left out. */
  dash?: "solid" | "dash" | "dot";
  /** What is drawn; lines when left out. */
  mode?: "lines" | "markers" | "lines+markers";
  /** Which of the palette's colours, 0, 1, …; the next one when left out. */
  colour?: number;
  /** A thin, pale line, not in the legend: one of many that stand behind the one that matters. */
  faint?: boolean;
}

/** A point with a name. */
export interface PointLabel {
  /** Where the point stands. */
  x: number;
  /** How high the point stands. */
  y: number;
  /** What is written beside the point. */
  label: string;
}

/** What a line chart shows. */
export interface LineChartOptions extends FigureOptions {
  /** The horizontal axis. */
  x: Axis;
  /** The vertical axis. */
  y: Axis;
  /** The lines; at least one. */
  series: readonly LineSeries[];
  /** Values to compare with, as straight dashed lines with names. */
  references?: readonly Reference[];
  /** Points to look at, with names. */
  points?: readonly PointLabel[];
}

const what = "a line chart";

function bandTraces(
  series: LineSeries,
  x: (number | null)[],
  yAxis: Axis,
  colour: string,
): JsonObject[] {
  const { band, name, y } = series;
  if (band === undefined) return [];
  checkLength(what, `band.low' of '${name}`, band.low.length, y.length);
  checkLength(what, `band.high' of '${name}`, band.high.length, y.length);
  const edge = {
    type: "scatter",
    mode: "lines",
    x,
    line: { width: 0, color: colour },
    showlegend: false,
    legendgroup: name,
    hoverinfo: "skip",
  };
  return [
    { ...edge, name: `${traceName(name)}, low`, y: valuesAlong(yAxis, band.low) },
    {
      ...edge,
      name: `${traceName(name)}, high`,
      y: valuesAlong(yAxis, band.high),
      fill: "tonexty",
      fillcolor: translucent(colour, 0.2),
    },
  ];
}

function seriesTraces(series: LineSeries, index: number, options: LineChartOptions): JsonObject[] {
  const x = series.x ?? Array.from({ length: series.y.length }, (_, i) => i);
  checkLength(what, `x' of '${series.name}`, x.length, series.y.length);
  const colour = seriesColour(series.colour ?? index);
  const plainX = valuesAlong(options.x, x);
  return [
    ...bandTraces(series, plainX, options.y, colour),
    {
      type: "scatter",
      mode: series.mode ?? "lines",
      name: traceName(series.name),
      legendgroup: series.name,
      ...(series.faint ? { showlegend: false } : {}),
      x: plainX,
      y: valuesAlong(options.y, series.y),
      line: {
        color: series.faint ? translucent(colour, 0.35) : colour,
        width: series.faint ? 1 : 2,
        dash: series.dash ?? "solid",
      },
      marker: { color: colour, size: 7 },
    },
  ];
}

function textAlternative(options: LineChartOptions): string {
  const { x, y, series, references = [] } = options;
  const ends = series.slice(0, 6).map((s) => {
    const drawn = Array.from(s.y).filter((value) => !Number.isNaN(value)); // a line may have gaps
    if (drawn.length === 0) return `${s.name} has no points`;
    const [first, last] = [drawn[0], drawn[drawn.length - 1]];
    return `${s.name} goes from ${formatNumber(first)} to ${formatNumber(last)} ` +
      `(range ${rangeInWords(s.y)})`;
  });
  const more = series.length > 6 ? ` ${series.length - 6} more lines are not described.` : "";
  const lines = references.length === 0
    ? ""
    : ` For comparison: ${namesInWords(references.map((r) => r.label))}.`;
  return `Line chart of ${axisTitle(y)} against ${axisTitle(x)}: ${
    ends.join("; ")
  }.${more}${lines}`;
}

/**
 * Lines over a common axis, with bands, lines to compare with, and named points.
 * @param options title, axes, series
 * @returns a figure that shows itself
 * @throws {TypeError} when lists that belong together differ in length
 * @throws {RangeError} when there is no series, or a reference is not finite
 * @example
 * ```ts
 * import { lineChart } from "@lab/figures";
 * import { assertStringIncludes } from "@std/assert";
 * const figure = lineChart({
 *   title: "The loss falls fast, then slowly",
 *   x: { label: "iteration" },
 *   y: { label: "smoothed loss", unit: "nats" },
 *   series: [{ name: "seed 1", x: [0, 100, 200], y: [103.2, 80, 71] }],
 *   references: [{ axis: "y", value: 103.178, label: "guessing: 25 ln 62" }],
 * });
 * assertStringIncludes(figure.alt, "seed 1 goes from 103.2 to 71");
 * ```
 */
export function lineChart(options: LineChartOptions): Figure {
  const { series, references = [], points = [] } = options;
  if (series.length === 0) {
    throw new RangeError(`Cannot draw ${what} as 'series' must have at least one entry: it has 0`);
  }
  const layout = baseLayout(options.height ?? 420);
  const lines = series.map(({ y }) => y);
  const named = series.filter((s) => !s.faint).length + (series.some((s) => s.band) ? 1 : 0);
  return new Figure({
    ...options,
    alt: options.alt ?? textAlternative(options),
    spec: {
      data: series.flatMap((s, i) => seriesTraces(s, i, options)),
      layout: {
        ...layout,
        showlegend: named > 1,
        hovermode: "closest",
        xaxis: axisLayout(options.x, series.flatMap((s) => Array.from(s.x ?? []))),
        yaxis: axisLayout(options.y, series.flatMap((s) => Array.from(s.y))),
        shapes: references.map(referenceLine),
        annotations: [
          ...references.map((reference) =>
            referenceName(reference, options[reference.axis], lines)
          ),
          ...points.map((point) => annotationLayout(point, options.x, options.y, LINES.axis)),
        ],
      },
    },
  });
}
