/** Small loss curves, drawn anew several times a second: too often for plotly.js. */
import { extent, ticks } from "d3-array";
import { INK, LINES, seriesColour } from "../charts/palette.ts";
import { FONT_FAMILY } from "../charts/spec.ts";
import { formatNumber } from "../texts/table.ts";

/** The picture's size in pixels: little wider than a phone, where its words shall still be read. */
export const [CURVE_WIDTH, CURVE_HEIGHT] = [420, 210];

const [LEFT, RIGHT, BOTTOM] = [72, 32, 42];
const MOST_POINTS = 300;

/** One of the curves of a picture: `[n]` each. */
export interface PictureCurve {
  /** Where its points stand, ≥ 0. */
  x: readonly number[];
  /** How high its points stand. */
  y: readonly number[];
}

/**
 * Curves of the smoothed loss as SVG, each in the colour of its place: x from where the first begins to a
 * given end, y as the values need.
 * @param curves the curves
 * @param end the right end of the x axis
 * @returns the SVG's text
 */
export function curvePicture(curves: readonly PictureCurve[], end: number): string {
  const [low = 0, high = 1] = extent(curves.flatMap(({ y }) => y));
  const pad = (high - low || 1) * 0.08;
  const [bottom, top] = [low - pad, high + pad];
  const start = Math.min(end, ...curves.flatMap(({ x }) => x.slice(0, 1)));
  const across = (v: number): number =>
    LEFT + (CURVE_WIDTH - LEFT - RIGHT) * (v - start) / (end - start || 1);
  const up = (v: number): number => 8 + (CURVE_HEIGHT - BOTTOM - 8) * (top - v) / (top - bottom);
  const lines = curves.map(({ x, y }, k) => {
    const step = Math.max(1, Math.ceil(x.length / MOST_POINTS));
    const chosen = x.map((_, i) => i).filter((i) => i % step === 0 || i === x.length - 1);
    const points = chosen.map((i) => `${across(x[i]).toFixed(1)},${up(y[i]).toFixed(1)}`);
    return `<polyline points="${points.join(" ")}" fill="none" stroke="${seriesColour(k)}" ` +
      `stroke-width="2" stroke-linejoin="round"/>`;
  });
  const levels = ticks(bottom, top, 4).map((v) =>
    `<path d="M${LEFT} ${up(v).toFixed(1)}H${CURVE_WIDTH - RIGHT}" stroke="${LINES.grid}"/>` +
    `<text x="${LEFT - 6}" y="${(up(v) + 4).toFixed(1)}" text-anchor="end">${
      formatNumber(v)
    }</text>`
  );
  const marks = ticks(start, end, 4).map((v) =>
    `<text x="${across(v).toFixed(1)}" y="${CURVE_HEIGHT - BOTTOM + 18}" text-anchor="middle">${
      formatNumber(v)
    }</text>`
  );
  const middle = (CURVE_HEIGHT - BOTTOM + 8) / 2;
  const names = `<text x="${(LEFT + CURVE_WIDTH - RIGHT) / 2}" y="${CURVE_HEIGHT - 6}" ` +
    `text-anchor="middle">iteration</text><text transform="translate(14 ${middle}) ` +
    `rotate(-90)" text-anchor="middle">smoothed loss (nats)</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CURVE_WIDTH}" height="${CURVE_HEIGHT}" ` +
    `viewBox="0 0 ${CURVE_WIDTH} ${CURVE_HEIGHT}" font-family="${FONT_FAMILY}" font-size="13" fill="${INK}">` +
    `${levels.join("")}${marks.join("")}${names}${lines.join("")}</svg>`;
}
