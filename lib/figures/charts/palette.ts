/**
 * Colours that readers with any colour vision can tell apart, on light and on dark pages.
 * @see M. Okabe and K. Ito, "Color Universal Design" (2008), https://jfly.uni-koeln.de/color/
 */

/**
 * The colours of series, in order: Okabe and Ito's and a grey, without black and yellow, which vanish
 * on dark and on light pages.
 */
export const SERIES_COLOURS: readonly string[] = [
  "#0072B2", // blue
  "#D55E00", // vermilion
  "#009E73", // bluish green
  "#CC79A7", // reddish purple
  "#56B4E9", // sky blue
  "#E69F00", // orange
  "#8C8C8C", // grey
];

/** Colours for positive and negative values: Okabe and Ito's vermilion and blue. */
export const SIGN_COLOURS = { positive: "#D55E00", negative: "#0072B2" } as const;

/** A grey with a contrast above 4:1 on white and on a dark notebook: text of static pictures. */
export const INK = "#767676";

/** Grid lines and axes, visible on light and on dark. */
export const LINES = { grid: "rgba(128,128,128,0.22)", axis: "rgba(128,128,128,0.6)" } as const;

/** Where a colour stands on a scale (0 … 1), and the colour. */
export type ColourStop = [position: number, colour: string];

/** From dark blue to yellow in even steps of lightness: viridis, for amounts. */
export const SEQUENTIAL: readonly ColourStop[] = [
  [0, "#440154"],
  [0.125, "#472D7B"],
  [0.25, "#3B528B"],
  [0.375, "#2C728E"],
  [0.5, "#21918C"],
  [0.625, "#28AE80"],
  [0.75, "#5EC962"],
  [0.875, "#ADDC30"],
  [1, "#FDE725"],
];

/** Blue, white in the middle, vermilion: for values with a sign. */
export const DIVERGING: readonly ColourStop[] = [
  [0, "#053C61"],
  [0.25, "#0072B2"],
  [0.4, "#8CC1E0"],
  [0.5, "#F7F7F7"],
  [0.6, "#F3BB93"],
  [0.75, "#D55E00"],
  [1, "#6B2F00"],
];

/**
 * The colour of series `index`; after the seventh they begin again.
 * @param index 0, 1, 2, …
 * @returns a colour, `#rrggbb`
 * @example
 * ```ts
 * import { seriesColour } from "@lab/figures";
 * import { assertEquals, assertNotEquals } from "@std/assert";
 * assertEquals(seriesColour(0), seriesColour(7));
 * assertNotEquals(seriesColour(0), seriesColour(6));
 * ```
 */
export function seriesColour(index: number): string {
  return SERIES_COLOURS[index % SERIES_COLOURS.length];
}

/** Red, green and blue, 0 … 255, of `#rrggbb`. */
function channels(colour: string): [number, number, number] {
  const n = Number.parseInt(colour.slice(1), 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}

/**
 * A colour made translucent.
 * @param colour `#rrggbb`
 * @param alpha 0 (invisible) … 1 (opaque)
 * @returns `rgba(…)`
 * @example
 * ```ts
 * import { translucent } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * assertEquals(translucent("#0072B2", 0.25), "rgba(0,114,178,0.25)");
 * ```
 */
export function translucent(colour: string, alpha: number): string {
  return `rgba(${channels(colour).join(",")},${Number(alpha.toFixed(3))})`;
}

/**
 * A colour made paler: mixed with white.
 * @param colour `#rrggbb`
 * @param share how much of the colour stays, 0 (white) … 1
 * @returns `rgb(…)`
 * @example
 * ```ts
 * import { paler } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * assertEquals(paler("#000000", 0), "rgb(255,255,255)");
 * ```
 */
export function paler(colour: string, share: number): string {
  return `rgb(${channels(colour).map((c) => Math.round(255 + share * (c - 255))).join(",")})`;
}
