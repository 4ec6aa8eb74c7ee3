/** What a figure hands to notebooks, reports and terminals. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Buffer } from "node:buffer";
import { Figure, heatmap, JUPYTER_DISPLAY, lineChart, scatter, staticPicture } from "@lab/figures";
import { distinctColours, namedMatrix, pngsIn } from "./pictures.ts";

const line = (): Figure =>
  lineChart({
    title: 'Loss <falls> & "rests"',
    caption: "H = 100 <b>",
    x: { label: "iteration" },
    y: { label: "loss", unit: "nats" },
    series: [{ name: "a < b", x: [0, 1, 2], y: Float64Array.of(3, NaN, 1) }],
    references: [{ axis: "y", value: 2, label: "guessing" }],
    points: [{ x: 2, y: 1, label: "here" }],
  });

const matrix = (): Figure =>
  heatmap({
    title: "Weights",
    rows: { label: "unit" },
    columns: { label: "character", names: ["a", "<", "c", "&", "e"] },
    values: Float64Array.from({ length: 35 }, (_, i) => i - 17),
    shape: [7, 5],
    value: { label: "weight" },
  });

const svgOf = (html: string): string => {
  const base64 = html.match(/<img src="data:image\/svg\+xml;base64,([^"]+)"/)?.[1];
  return Buffer.from(base64 ?? "", "base64").toString("utf8");
};

Deno.test("Figure shows a picture, a plotly specification and a text", async () => {
  const bundle = await line()[JUPYTER_DISPLAY]();
  assertEquals(Object.keys(bundle), [
    "text/html",
    "application/vnd.plotly.v1+json",
    "text/plain",
  ]);
  const html = String(bundle["text/html"]);
  assert(html.startsWith('<figure class="lab-figure"'));
  assert(html.indexOf("<figcaption") < html.indexOf("<img"), "the title stands above the picture");
  assertStringIncludes(bundle["text/plain"], "from 3 to 1");
});

Deno.test("Figure's bundle survives JSON unchanged: no typed array, NaN or undefined", async () => {
  for (const figure of [line(), matrix()]) {
    const bundle = await figure.bundle();
    assertEquals(JSON.parse(JSON.stringify(bundle)), bundle);
  }
  const [trace] = line().spec.data;
  assertEquals(trace.y, [3, null, 1]);
});

Deno.test("Figure's static picture of a line chart holds its lines, texts and arrow", async () => {
  const svg = svgOf(String((await line().bundle())["text/html"]));
  assert(/<path[^>]*class="js-line"/.test(svg), "the line");
  for (const text of ["iteration", "loss (nats)", "guessing", "here"]) {
    assertStringIncludes(svg, `>${text}<`);
  }
  assert(!svg.includes("NaN"), "every position is a number");
});

Deno.test("Figure's static picture of a heatmap holds a PNG with a colour per value", async () => {
  const svg = svgOf(String((await matrix().bundle())["text/html"]));
  const pngs = pngsIn(svg);
  assertEquals(pngs.length, 1);
  assertEquals(distinctColours(pngs[0]), 35);
});

Deno.test("Figure escapes its words in HTML and cannot be left by </script>", async () => {
  const figure = new Figure({
    title: "</script><b>",
    alt: `"><img src=x>`,
    spec: { data: [{ type: "scatter", y: [1, 2], name: "</script><i>" }], layout: {} },
  });
  const html = String((await figure.bundle())["text/html"]);
  assertEquals(html.match(/<\/script>/g)?.length, 1);
  assertEquals(html.match(/<img /g)?.length, 1);
  assert(!html.includes("<b>") && !html.includes("<i>"));
  assertStringIncludes(html, "&lt;/script&gt;&lt;b&gt;");
});

Deno.test("Figure shows its numbers and says why when the picture cannot be drawn", async () => {
  const bundle = await line().bundle(() => Promise.reject(new Error("no <canvas>")));
  const html = String(bundle["text/html"]);
  assertStringIncludes(html, "could not be drawn (no &lt;canvas&gt;)");
  assertStringIncludes(html, "<td>3, –, 1</td>");
  assert(!html.includes("<img"));
  assert(bundle["application/vnd.plotly.v1+json"] !== undefined);
});

Deno.test("Figure's sketch is its bundle but for the picture, whose place stays as high", async () => {
  const [{ "text/html": html, ...rest }, sketch] = [await line().bundle(), line().sketch()];
  const { "text/html": empty, ...same } = sketch;
  assertEquals(same, rest);
  const place = '<div class="lab-sketch" style="height: 420px"></div>';
  assertEquals(empty, String(html).replace(/<img [^>]*>/, place));
});

Deno.test("Figure puts its title into the specification that front-ends draw alone", async () => {
  const spec = (await line().bundle())["application/vnd.plotly.v1+json"];
  assertStringIncludes(JSON.stringify(spec), "<b>Loss &lt;falls&gt; &amp;");
  assertEquals(line().spec.layout.title, undefined);
});

Deno.test("staticPicture() leaves its argument and the global scope as they were", async () => {
  const spec = { data: [{ type: "scatter", y: [1, 3, 2] }], layout: { height: 200 } };
  const before = structuredClone(spec);
  await staticPicture(spec);
  assertEquals(spec, before);
  assertEquals([typeof Reflect.get(globalThis, "window"), "document" in globalThis], [
    "undefined",
    false,
  ]);
});

Deno.test("staticPicture() names every tenth of 250 units, and all of them under the pointer", async () => {
  const figure = namedMatrix();
  await staticPicture(figure.spec);
  assertEquals((figure.spec.layout.yaxis as { tickvals: number[] }).tickvals.length, 25);
  assertStringIncludes(JSON.stringify(figure.spec.data), "unit: unit 249<br>character: c61");
});

Deno.test("staticPicture() of many points draws an even choice and says so", async () => {
  const many = Array.from({ length: 5003 }, (_, i) => i);
  const figure = scatter({
    title: "Many",
    x: { label: "x" },
    y: { label: "y" },
    series: [{ name: "points", x: many, y: many }, { name: "few", x: [1, 2], y: [3, 4] }],
  });
  const svg = await staticPicture(figure.spec);
  assertStringIncludes(svg, ">2000 of 5003 points, evenly chosen<");
  assertEquals(svg.match(/class="point"/g)?.length, 2002);
  assertEquals((figure.spec.data[0].x as number[]).length, 5003);
});
