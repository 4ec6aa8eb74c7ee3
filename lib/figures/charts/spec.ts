/** The part of plotly.js' figure format that this module uses: plain data, no typed arrays. */
import { extent } from "d3-array";
import { type JsonObject, plainNumbers } from "../texts/json.ts";
import { escapeLabel } from "../texts/html.ts";
import { INK, LINES } from "./palette.ts";

/** What plotly.js draws: traces and a layout, both plain JSON. */
export interface PlotlySpec {
  /** One object per trace. */
  data: JsonObject[];
  /** Axes, legend, annotations and shapes. */
  layout: JsonObject;
}

/** An axis: what it measures and in which unit. */
export interface Axis {
  /** What is measured, such as "iteration". */
  label: string;
  /** The unit of what is measured, such as "nats", shown in brackets. */
  unit?: string;
  /** A logarithmic axis; values ≤ 0 become gaps. */
  log?: boolean;
  /** The lowest and the highest value shown; by default what the data need. */
  range?: readonly [number, number];
}

/** What every figure has. */
export interface FigureOptions {
  /** The finding, as a sentence: what a reader should see. */
  title: string;
  /** What is shown and how it was made: data, sizes, seeds. */
  caption?: string;
  /** The text alternative; by default it is written from the data. */
  alt?: string;
  /** The height in pixels; the width follows the page. */
  height?: number;
}

/** The fonts of all figures: what the reader's system uses. */
export const FONT_FAMILY =
  "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

/**
 * A name with its unit, such as "loss (nats per character)".
 * @param axis the axis
 * @returns the text, not escaped
 */
export function axisTitle(axis: Axis): string {
  return axis.unit === undefined ? axis.label : `${axis.label} (${axis.unit})`;
}

/**
 * Ticks of a logarithmic axis, with whole numbers in place of powers: at 1, 2, 5, 10, … for up to
 * three decades, at the decades for up to six; beyond that powers of ten, some of them left out.
 */
function logTicks(values: ArrayLike<number>): JsonObject {
  const [low = 1, high = 1] = extent(Array.from(values).filter((v) => v > 0 && v < Infinity));
  const decades = Math.log10(high / low);
  if (decades > 6) return { dtick: Math.ceil(decades / 8), exponentformat: "power" };
  return {
    dtick: decades <= 3 ? "D2" : 1,
    tickformat: "~r",
    minor: { ticks: "outside", dtick: "D1", tickcolor: LINES.axis },
  };
}

/**
 * The layout of an axis: transparent, with lines and text that are visible on light and on dark.
 * @param axis the axis
 * @param values what stands along it, which decides the ticks of a logarithmic axis
 * @returns the value of plotly's `layout.xaxis` or `layout.yaxis`
 */
export function axisLayout(axis: Axis, values: ArrayLike<number> = []): JsonObject {
  const { log, range } = axis;
  return {
    title: { text: escapeLabel(axisTitle(axis)), standoff: 10, font: { size: 14 } },
    type: log ? "log" : "linear",
    ...(log ? logTicks(range ?? values) : {}),
    ...(range === undefined ? {} : { range: log ? range.map(Math.log10) : [...range] }),
    automargin: true,
    gridcolor: LINES.grid,
    zerolinecolor: LINES.axis,
    zerolinewidth: 1,
    linecolor: LINES.axis,
    showline: true,
    ticks: "outside",
    tickcolor: LINES.axis,
    ticklen: 4,
  };
}

/**
 * The layout that all figures share. The title is not part of it: it stands above the picture as
 * text of the page, where it wraps, and joins the layout only for front-ends that draw the
 * specification alone.
 * @param height in pixels
 * @returns the beginning of a layout
 */
export function baseLayout(height: number): JsonObject {
  return {
    height,
    autosize: true,
    margin: { l: 56, r: 24, t: 16, b: 48 },
    // Upright, at the right end: a legend lies above the picture, from the left.
    modebar: { orientation: "v", bgcolor: "rgba(0,0,0,0)", color: LINES.axis, activecolor: INK },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: FONT_FAMILY, size: 13, color: INK },
    hoverlabel: { font: { family: FONT_FAMILY }, namelength: -1 },
    legend: {
      orientation: "h",
      x: 0,
      xanchor: "left",
      y: 1.02,
      yanchor: "bottom",
      bgcolor: "rgba(0,0,0,0)",
    },
  };
}

/**
 * Values along an axis: on a logarithmic one those ≤ 0 become gaps, where plotly would draw a line
 * down to the edge.
 * @param axis the axis
 * @param values any numbers
 * @returns as many entries
 */
export function valuesAlong(axis: Axis, values: ArrayLike<number>): (number | null)[] {
  return plainNumbers(axis.log ? Array.from(values, (v) => v > 0 ? v : NaN) : values);
}

/** More names than this along an axis can't be read; every second, fifth, … is shown then. */
const mostNames = (names: readonly string[]): number =>
  names.every((name) => [...name].length <= 2) ? 72 : 40;

/**
 * Whether an axis has more names than can be shown at once.
 * @param names the names, if there are any
 * @returns true when `namedTicks` leaves some out
 */
export const tooManyNames = (names: readonly string[] | undefined): boolean =>
  names !== undefined && names.length > mostNames(names);

/**
 * Ticks with names at 0, 1, 2, …: so two places may have the same name, and "1" stays a name.
 * @param names the names in order
 * @returns members of an axis' layout
 */
export function namedTicks(names: readonly string[]): JsonObject {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000];
  const step = steps.find((s) => names.length / s <= mostNames(names)) ?? names.length;
  const shown = names.map((_, i) => i).filter((i) => i % step === 0);
  return {
    tickmode: "array",
    tickvals: shown,
    ticktext: shown.map((i) => escapeLabel(names[i])),
    tickfont: { size: shown.length > 40 ? 10 : 13 },
    tickangle: shown.every((i) => [...names[i]].length <= 2) ? 0 : "auto",
    tickcolor: "rgba(0,0,0,0)",
  };
}

/**
 * All names along the axes, of which the ticks show some: an exported page shows as many as fit.
 * @param names the names in order, for each axis that has any
 * @returns the value of plotly's `layout.meta`
 */
export function allNames(names: { x?: readonly string[]; y?: readonly string[] }): JsonObject {
  const escaped = Object.entries(names).map(([side, list]) => [side, list.map(escapeLabel)]);
  return { names: Object.fromEntries(escaped) };
}
