/** Small notebooks for the exporter's tests, written as nbformat objects. */
import type { Cell, CodeCell, Notebook, Output } from "@lab/notebooks";
import { type ExportContext, exportNotebook } from "@lab/reports";

/** A cell of prose. */
export const prose = (source: string): Cell => ({ cell_type: "markdown", metadata: {}, source });

/** A cell of code with its outputs. */
export const code = (source: string, ...outputs: Output[]): CodeCell => ({
  cell_type: "code",
  metadata: {},
  execution_count: 1,
  source,
  outputs,
});

/** Printed text. */
export const printed = (text: string, name: "stdout" | "stderr" = "stdout"): Output => ({
  output_type: "stream",
  name,
  text,
});

/** Something displayed. */
export const shown = (data: Record<string, unknown>): Output => ({
  output_type: "display_data",
  data,
  metadata: {},
});

/** A notebook of these cells. */
export const notebook = (...cells: Cell[]): Notebook => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells,
});

/** Where the sample stands in its report. */
export const CONTEXT: ExportContext = {
  name: "02-bptt",
  siblings: [
    { name: "01-forward-pass", title: "Forward & pass" },
    { name: "02-bptt", title: "Back through time" },
    { name: "03-training", title: "Training" },
  ],
  seconds: 61.2,
};

/** The page's own part, the cells, as HTML. */
export async function articleOf(...cells: Cell[]): Promise<string> {
  const html = await exportNotebook(notebook(...cells), CONTEXT);
  return html.match(/<article>([\s\S]*)<\/article>/)?.[1] ?? "";
}

const STILL = btoa(
  `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><path d="M0 0 300 200" ` +
    `stroke="blue"/></svg>`,
);

/** A figure as lib/figures displays it: a caption, a still picture, and what plotly.js draws. */
export const figure = (title: string, data: unknown[], script = ""): Output =>
  shown({
    "text/html": `<figure class="lab-figure" data-alt="About ${title}"><figcaption>${title}` +
      `</figcaption><img src="data:image/svg+xml;base64,${STILL}" alt="About ${title}" ` +
      `width="760" height="420">${script}</figure>`,
    "application/vnd.plotly.v1+json": {
      data,
      layout: { height: 420, title: { text: title }, font: { color: "#767676" } },
    },
    "text/plain": title,
  });

/** Every kind of content at once, hostile content among it. */
export const FULL: Notebook = notebook(
  prose(
    "# Back through time\n\nThe error $\\delta_t$ flows *backwards*: [next](03-training.ipynb).",
  ),
  code(`import { backward } from "@lab/model";`),
  prose(
    "## Equations\n\n$$\\delta_{t} = W_{hy}^\\top (p_t - x_t) + W_{hh}^\\top \\delta_{t+1} " +
      "\\odot (1 - h_{t+1} \\odot h_{t+1}) + \\frac{1}{\\tau}\\sum_{i=1}^{n} g_i g_i^\\top$$\n\n" +
      "| name | shape |\n| - | - |\n| `Wxh` | [H, V] |",
  ),
  code("console.log(longLine);", printed("x".repeat(400) + "\n")),
  prose("## Figures\n\n### A line"),
  code(
    "await show(line);",
    figure("The loss falls", [{ type: "scatter", mode: "lines", x: [1, 2, 3], y: [9, 4, 1] }]),
  ),
  prose("### A heatmap"),
  code(
    "await show(heatmap);",
    figure(
      "Two units agree",
      [{ type: "heatmap", z: [[1, 0, -1], [0, 1, 0], [-1, 0, 1]] }],
      `<script>globalThis.hacked = 1</script><img src=x onerror="globalThis.hacked = 2">`,
    ),
  ),
  prose("## Tables and texts"),
  code(
    "table",
    shown({ "text/html": `<table><tr>${"<th>wide column</th>".repeat(24)}</tr></table>` }),
    shown({ "text/html": `<a href="javascript:globalThis.hacked = 3">x</a>` }),
    printed("</pre><script>globalThis.hacked = 4</script>\n"),
  ),
);
