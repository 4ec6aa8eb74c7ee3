/** A figure as a small picture: its marks alone, as no word can be read at that size. */
import type { JsonObject } from "../texts/json.ts";
import type { PlotlySpec } from "../charts/spec.ts";
import { staticPicture } from "./static_picture.ts";

/** Half as large as a word of it would have to be. */
const [WIDTH, HEIGHT] = [320, 200];

/** A trace without its words; undefined when nothing is left of it. */
function marksOf(trace: JsonObject): JsonObject | undefined {
  const { mode, text: _text, texttemplate: _template, ...rest } = trace;
  const kept = typeof mode === "string"
    ? mode.split("+").filter((part) => part !== "text").join("+")
    : undefined;
  if (kept === "") return undefined;
  return {
    ...rest,
    ...(kept === undefined ? {} : { mode: kept }),
    ...(trace.type === "heatmap" ? { showscale: false } : {}),
  };
}

/** An axis that is a line and nothing else. */
const bareAxis = (axis: unknown): JsonObject => ({
  ...(axis as JsonObject | undefined),
  title: { text: "" },
  showticklabels: false,
  ticks: "",
  minor: {},
  showgrid: false,
  automargin: false,
});

/**
 * Draws a figure 320 by 200 pixels large, without titles, numbers, legend and names, which would not be
 * legible; its ground is transparent, its lines show on light and on dark.
 * @param spec what to draw
 * @returns the SVG's text
 * @throws {Error} when plotly.js can't draw it
 * @example
 * ```ts
 * import { lineChart, thumbnailPicture } from "@lab/figures";
 * import { assert } from "@std/assert";
 * const axis = { label: "n" };
 * const { spec } = lineChart({ title: "Up", x: axis, y: axis, series: [{ name: "a", y: [1, 2] }] });
 * assert(!(await thumbnailPicture(spec)).includes("<text"));
 * ```
 */
export async function thumbnailPicture({ data, layout }: PlotlySpec): Promise<string> {
  return await staticPicture({
    data: data.map(marksOf).filter((trace) => trace !== undefined),
    layout: {
      ...layout,
      xaxis: bareAxis(layout.xaxis),
      yaxis: bareAxis(layout.yaxis),
      height: HEIGHT,
      margin: { l: 8, r: 8, t: 8, b: 8 },
      title: { text: "" },
      annotations: [],
      showlegend: false,
    },
  }, WIDTH);
}
