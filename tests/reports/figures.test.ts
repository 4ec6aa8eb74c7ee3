/** What lib/figures displays reaches the page whole. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  barChart,
  circuit,
  colouredText,
  type Displayable,
  JUPYTER_DISPLAY,
  lineChart,
  prose,
  table,
  textSample,
} from "@lab/figures";
import { articleOf, code, shown } from "./sample.ts";

const CASES: Record<string, Displayable> = {
  lineChart: lineChart({
    title: "f < g & 'h'",
    x: { label: "x" },
    y: { label: "y", unit: "nats" },
    series: [{ name: "s", y: [3, 1, 2] }],
  }),
  barChart: barChart({
    title: "bars",
    categories: { label: "c", names: ["a", "b"] },
    value: { label: "v" },
    series: [{ name: "s", values: [1, 2] }],
  }),
  circuit: circuit({
    title: "circuit",
    columns: [{ label: "in", nodes: [{ id: "a" }] }, { label: "out", nodes: [{ id: "b" }] }],
    edges: [{ from: "a", to: "b", weight: 2 }],
  }),
  table: table({
    title: "t",
    columns: ["<name>", { label: "loss", unit: "nats" }],
    rows: [["a", 1]],
  }),
  textSample: textSample({ title: "t", prefix: "KING:", text: "\n<b> & ay\n" }),
  colouredText: colouredText({
    title: "t",
    text: "K:\n ",
    values: [0.5, -0.5, 0, 1],
    value: { label: "activation" },
  }),
};

/** The tags of a text with their attributes, scripts left out, as a reader of HTML sees them. */
const tagsOf = (html: string): string[] =>
  (html.replace(/<script[\s\S]*?<\/script>/g, "").match(/<[a-z][^>]*>/g) ?? []).map((tag) =>
    tag.replace(/ \/>$/, ">").replaceAll("&#39;", "'").replace(/([:;])\s+/g, "$1")
      .replace(/;"/g, '"')
  );

for (const [name, displayed] of Object.entries(CASES)) {
  Deno.test(`exportNotebook() keeps every element and attribute of ${name}()`, async () => {
    const data = await displayed[JUPYTER_DISPLAY]();
    const html = await articleOf(code("x", shown(data)));
    const output = html.slice(html.indexOf('<div class="output'));
    assertEquals(tagsOf(output).slice(1), tagsOf(String(data["text/html"])));
  });
}

Deno.test("exportNotebook() sets computed sentences of prose() like the text around them", async () => {
  const data = await prose("**Half** of $H$")[JUPYTER_DISPLAY]();
  const html = await articleOf(code("x", shown(data)));
  assertStringIncludes(html, '<div class="output prose"><p><strong>Half</strong> of <span');
});
