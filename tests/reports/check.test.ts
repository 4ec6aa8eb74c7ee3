/** The check of the report's own pages can fail, and says what is wrong. */
import { assertEquals } from "@std/assert";
import { findChromium } from "../browser.ts";
import { checkPages } from "../pages.ts";
import { code, figure, notebook, prose, shown } from "./sample.ts";

const BAD = notebook(
  prose("# Bad\n\n[a](02-none.ipynb) [b](#nowhere) [c](01-bad.ipynb#Bad) [d](https://example.org)"),
  code("1", figure("Nothing in it", [])),
  code("2", shown({ "image/png": "AAA=", "text/plain": "x" })),
  code("3", shown({ "text/html": '<div style="width: 3000px"><i tabindex="5">wide</i></div>' })),
  code("4", shown({ "application/vnd.plotly.v1+json": { data: [{ type: "heatmap", z: [[1]] }] } })),
);

Deno.test("checkPages() finds dead links, empty figures, and elements that axe-core refuses", async () => {
  const run = { notebook: BAD, seconds: 1 } as Parameters<typeof checkPages>[0][number]["run"];
  const { passed, failed, notes } = await checkPages([{ name: "01-bad", run }], ".");
  const expected = [
    "01-bad.html: dead link 02-none.html#",
    "01-bad.html: dead link #nowhere",
    "01-bad.html: Nothing in it: drawn without a mark",
    "01-bad.html: a figure: no still picture",
  ];
  if (findChromium() === undefined) {
    console.log("skipped in part: without Chromium only links are checked");
    return assertEquals(notes.slice(0, 2), expected.slice(0, 2));
  }
  assertEquals([passed, failed], [1, 1]);
  assertEquals(notes.slice(0, 4), expected);
  assertEquals(notes.slice(4).map((note) => note.split(":")[1].trim()), ["tabindex"]);
});
