/** What notebooks' files keep of their outputs: formats that show everywhere, nothing that changes. */
import { JUPYTER_DISPLAY, lineChart, prose, rasterise, table, textSample } from "@lab/figures";
import { type CodeCell, formatNotebook, type Notebook, parseNotebook } from "@lab/notebooks";
import { storeOutputs } from "@lab/reports";
import { dataUrl } from "@lab/text";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { curvePicture } from "../../lib/figures/static/curve_picture.ts";
import { figcaption } from "../../lib/figures/texts/html.ts";
import { code, shown } from "./sample.ts";

/** What is stored of the formats that something shows. */
async function stored(data: Record<string, unknown>): Promise<Record<string, unknown>> {
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [code("", shown(data))] };
  const { cells: [kept] } = await storeOutputs(notebook as Notebook);
  const [first] = (kept as CodeCell).outputs;
  return "data" in first ? first.data : {};
}

Deno.test("storeOutputs() keeps a figure as a PNG picture with its title, the same each time", async () => {
  const [x, y, series] = [{ label: "x" }, { label: "y" }, [{ name: "a", y: [1, 3, 2] }]];
  const draw = (title: string) => lineChart({ title, x, y, series })[JUPYTER_DISPLAY]();
  const one = await draw("It turns");
  const again = await draw("It turns");
  const other = await draw("It does not");
  const kept = await stored(one);
  assertEquals(Object.keys(kept), ["image/png", "text/plain"]);
  assert(String(kept["image/png"]).startsWith("iVBORw0KGgo"));
  assert(String(kept["image/png"]).length < 20_000);
  assertStringIncludes(String(kept["text/plain"]), "It turns");
  assertEquals(await stored(again), kept);
  assert((await stored(other))["image/png"] !== kept["image/png"], "the title is in the picture");
});

Deno.test("rasterise() keeps a marker's colour behind a part of its style that is empty", async () => {
  const svg = (style: string): string =>
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">' +
    `<path d="M1,1L8,1L8,8Z" style="${style}fill:rgb(0, 114, 178)"/></svg>`;
  assertEquals(await rasterise(svg("stroke-dasharray:;")), await rasterise(svg("")));
});

Deno.test("storeOutputs() keeps tables and samples as HTML that needs no style", async () => {
  const columns = ["n", { label: "|h| > 0.5" }];
  const block = table({ title: "A < B", columns, rows: [["a", 1.5]] });
  const { "text/html": html } = await stored({ ...block[JUPYTER_DISPLAY]() });
  assertStringIncludes(String(html), "<strong>A &lt; B</strong>");
  assertStringIncludes(String(html), '<td align="right">1.5</td>');
  assertStringIncludes(String(html), '<td align="right"><b>|h| &gt; 0.5</b></td>');
  assert(!/style=|class=|<figure|<script|<p|<th/.test(String(html)), String(html));
  const sample = textSample({ title: "Said", prefix: "KING:", text: "\n<b>" });
  const { "text/html": text } = await stored({ ...sample[JUPYTER_DISPLAY]() });
  assertStringIncludes(String(text), "<strong>KING:</strong>\n&lt;b&gt;");
  assertEquals(await stored({ ...prose("$h_t$")[JUPYTER_DISPLAY]() }), {
    "text/markdown": "$h_t$",
  });
});

Deno.test("storeOutputs() leaves out how fast a training ran, scripts, and a network's weights", async () => {
  const html = "<p>finished 100 iterations · 3,210.5 iterations/s</p><script>x()</script>";
  assertEquals(await stored({ "text/html": html, "text/plain": "" }), {
    "text/html": "<div>finished 100 iterations</div>",
  });
  const finished = (speed: string): Record<string, unknown> => {
    const text = `finished 100 iterations · ${speed} iterations/s`;
    const head = figcaption("A small network", text);
    const picture = curvePicture([{ x: [0, 100], y: [100, 50] }], 100);
    const img = `<img src="${dataUrl("image/svg+xml", picture)}" alt="${text}">`;
    return { "text/html": `<figure>${head}${img}</figure>`, "text/plain": text };
  };
  assertEquals(await stored(finished("8,219")), await stored(finished("14,746")));
  const network = { "text/html": "<p>a network</p>", "application/vnd.x+json": { Whh: [1] } };
  assertEquals(await stored({ ...network, "text/plain": "" }), {
    "text/html": "<div>a network</div>",
  });
});

Deno.test("formatNotebook() gives back what Jupyter saved", () => {
  const text = JSON.stringify(
    {
      cells: [{
        cell_type: "code",
        execution_count: 1,
        id: "a",
        metadata: {},
        outputs: [
          {
            data: { "image/png": "iVBO", "text/plain": ["a\n", "b"] },
            metadata: {},
            output_type: "display_data",
          },
          { name: "stdout", output_type: "stream", text: ["one\n", "two"] },
        ],
        source: ["let a = 1;\n", "a"],
      }],
      metadata: { kernelspec: { display_name: "Deno", name: "deno" } },
      nbformat: 4,
      nbformat_minor: 5,
    },
    null,
    1,
  ) + "\n";
  assertEquals(formatNotebook(parseNotebook(text)), text);
});
