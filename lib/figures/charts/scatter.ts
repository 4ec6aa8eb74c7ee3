/** Points: one quantity against another, one point per unit, character or run. */
import { extent } from "d3-array";
import { Figure } from "./figure.ts";
import { escapeLabel } from "../texts/html.ts";
import { type JsonObject, plainNumbers } from "../texts/json.ts";
import { INK, seriesColour, translucent } from "./palette.ts";
import { type Reference, referenceLine, referenceName } from "./references.ts";
import { checkLength, rangeInWords, traceName } from "./series.ts";
import {
  type Axis,
  axisLayout,
  axisTitle,
  baseLayout,
  type FigureOptions,
  valuesAlong,
} from "./spec.ts";

/** Points of one kind. */
export interface ScatterSeries {
  /** What the legend calls the points. */
  name: string;
  /** `[n]` where the points stand. */
  x: ArrayLike<number>;
  /** `[n]` how high the points stand. */
  y: ArrayLike<number>;
  /** `[n]` the points' names, shown under the pointer; beside the points when `labelled`. */
  names?: readonly string[];
  /** Writes the names beside the points; for a few points. */
  labelled?: boolean;
}

/** What a scatter plot shows. */
export interface ScatterOptions extends FigureOptions {
  /** The horizontal axis. */
  x: Axis;
  /** The vertical axis. */
  y: Axis;
  /** The points. */
  series: readonly ScatterSeries[];
  /** Draws the line y = x, for two measures of the same thing. */
  diagonal?: boolean;
  /** Values to compare with, as dashed lines with names. */
  references?: readonly Reference[];
}

const what = "a scatter plot";

/** Names stand above their points; near the right or left edge towards the middle, so that none is cut. */
function textPositions(x: ArrayLike<number>, { series }: ScatterOptions): string[] {
  const all = series.flatMap((s) => Array.from(s.x)).filter(Number.isFinite);
  const [low = 0, high = 1] = extent(all);
  return Array.from(x, (value) => {
    const place = (value - low) / (high - low || 1);
    return place > 0.85 ? "top left" : place < 0.15 ? "top right" : "top center";
  });
}

function pointTrace(series: ScatterSeries, index: number, options: ScatterOptions): JsonObject {
  const { name, x, y, names, labelled } = series;
  checkLength(what, `x' of '${name}`, x.length, y.length);
  if (names !== undefined) checkLength(what, `names' of '${name}`, names.length, y.length);
  const colour = seriesColour(index);
  return {
    type: "scatter",
    mode: labelled && names !== undefined ? "markers+text" : "markers",
    name: traceName(name),
    x: valuesAlong(options.x, x),
    y: valuesAlong(options.y, y),
    ...(names === undefined ? {} : {
      text: names.map(escapeLabel),
      textposition: textPositions(x, options),
    }),
    marker: {
      color: translucent(colour, 0.7),
      size: y.length > 300 ? 5 : 8,
      line: { width: 1, color: colour },
    },
    textfont: { size: 12 },
    hovertemplate: `${names === undefined ? "" : "%{text}<br>"}%{x:.4~g}, %{y:.4~g}` +
      `<extra>${traceName(name)}</extra>`,
  };
}

/** The line y = x over the range of all values. */
function diagonalTrace(options: ScatterOptions): JsonObject[] {
  if (!options.diagonal) return [];
  const all = options.series.flatMap((s) => [...Array.from(s.x), ...Array.from(s.y)]);
  const positive = options.x.log || options.y.log ? all.filter((v) => v > 0) : all;
  const ends = extent(positive.filter(Number.isFinite));
  if (ends[0] === undefined) return [];
  return [{
    type: "scatter",
    mode: "lines",
    name: "y = x",
    x: plainNumbers(ends),
    y: plainNumbers(ends),
    line: { color: INK, width: 1.5, dash: "dash" },
    hoverinfo: "skip",
  }];
}

function textAlternative(options: ScatterOptions): string {
  const parts = options.series.map((s) =>
    `${s.name}: ${s.y.length} points, x ${rangeInWords(s.x)}, y ${rangeInWords(s.y)}`
  );
  return `Scatter plot of ${axisTitle(options.y)} against ${axisTitle(options.x)}. ` +
    `${parts.join("; ")}.`;
}

/**
 * Points over two axes, with names, the diagonal, and lines to compare with.
 * @param options title, axes, points
 * @returns a figure that shows itself
 * @throws {TypeError} when lists that belong together differ in length
 * @throws {RangeError} when there is no series, or a reference is not finite
 * @example
 * ```ts
 * import { scatter } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * const figure = scatter({
 *   title: "Both measures name the same units",
 *   x: { label: "ablation", unit: "nats" },
 *   y: { label: "attribution", unit: "nats" },
 *   series: [{ name: "units", x: [1, 2, 3], y: [1.1, 2.2, 2.9], names: ["7", "12", "40"] }],
 *   diagonal: true,
 * });
 * assertEquals(figure.spec.data.map((trace) => trace.name), ["y = x", "units"]);
 * ```
 */
export function scatter(options: ScatterOptions): Figure {
  const { series, references = [] } = options;
  if (series.length === 0) {
    throw new RangeError(`Cannot draw ${what} as 'series' must have at least one entry: it has 0`);
  }
  return new Figure({
    ...options,
    alt: options.alt ?? textAlternative(options),
    spec: {
      data: [...diagonalTrace(options), ...series.map((s, i) => pointTrace(s, i, options))],
      layout: {
        ...baseLayout(options.height ?? 440),
        hovermode: "closest",
        showlegend: series.length > 1 || options.diagonal === true,
        xaxis: axisLayout(options.x, series.flatMap((s) => Array.from(s.x))),
        yaxis: axisLayout(options.y, series.flatMap((s) => Array.from(s.y))),
        shapes: references.map(referenceLine),
        annotations: references.map((r) => referenceName(r, options[r.axis])),
      },
    },
  });
}
