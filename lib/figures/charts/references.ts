/** Lines and points to compare with. */
import { escapeLabel } from "../texts/html.ts";
import type { JsonObject } from "../texts/json.ts";
import { INK } from "./palette.ts";
import type { Axis } from "./spec.ts";

/** A straight line at one value of an axis. */
export interface Reference {
  /** Which axis the value belongs to: "y" gives a horizontal line, "x" a vertical one. */
  axis: "x" | "y";
  /** Where the line stands. */
  value: number;
  /** What the line means. */
  label: string;
}

/**
 * A dashed line across the plot, as a plotly shape.
 * @param reference the line
 * @returns an entry of `layout.shapes`
 * @throws {RangeError} when the value is not finite
 */
export function referenceLine(reference: Reference): JsonObject {
  const { axis, value, label } = reference;
  if (!Number.isFinite(value)) {
    throw new RangeError(
      `Cannot draw the line '${label}' as 'value' must be finite: current value is ${value}`,
    );
  }
  const ends = axis === "y"
    ? { xref: "paper", x0: 0, x1: 1, yref: "y", y0: value, y1: value }
    : { yref: "paper", y0: 0, y1: 1, xref: "x", x0: value, x1: value };
  return { type: "line", ...ends, line: { color: INK, width: 1.5, dash: "dash" } };
}

/**
 * The name of a dashed line, as a plotly annotation: above a horizontal line at its right end, or at
 * its left one when other lines come closer to it at the right; to the right of a vertical one at its
 * upper end.
 * @param reference the line
 * @param scale the line's axis, which may be logarithmic
 * @param lines the heights of other lines, from left to right
 * @returns an entry of `layout.annotations`
 */
export function referenceName(
  reference: Reference,
  scale: Axis,
  lines: readonly ArrayLike<number>[] = [],
): JsonObject {
  const { axis, value, label } = reference;
  const height = (y: number): number => scale.log ? Math.log10(y) : y;
  const at = height(value);
  const room = (end: (line: ArrayLike<number>) => number): number =>
    Math.min(...lines.map((line) => Math.abs(height(end(line)) - at)));
  const isRight = !(room((line) => line[line.length - 1]) < room((line) => line[0]));
  const place = axis === "y"
    ? {
      ...(isRight ? { x: 1, xanchor: "right" } : { x: 0, xanchor: "left", xshift: 4 }),
      ...{ xref: "paper", yref: "y", y: at, yanchor: "bottom" },
    }
    : { xref: "x", x: at, xshift: 4, xanchor: "left", yref: "paper", y: 1, yanchor: "top" };
  return { ...place, text: escapeLabel(label), showarrow: false, font: { size: 13 } };
}

/**
 * A named point with an arrow, as a plotly annotation.
 * @param point where it stands, and its name
 * @param x the horizontal axis, which may be logarithmic
 * @param y the vertical axis
 * @param colour of the arrow
 * @returns an entry of `layout.annotations`
 */
export function annotationLayout(
  point: { x: number; y: number; label: string },
  x: Axis,
  y: Axis,
  colour: string,
): JsonObject {
  return {
    x: x.log ? Math.log10(point.x) : point.x,
    y: y.log ? Math.log10(point.y) : point.y,
    text: escapeLabel(point.label),
    showarrow: true,
    arrowhead: 2,
    arrowsize: 0.8,
    arrowwidth: 1.5,
    arrowcolor: colour,
    ax: 0,
    ay: -32,
    font: { size: 13 },
  };
}
