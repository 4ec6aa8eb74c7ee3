/** Builders refuse what does not fit together, and say what. */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  barChart,
  circuit,
  colouredText,
  heatmap,
  histogram,
  lineChart,
  scatter,
  table,
  textSample,
} from "@lab/figures";

const axes = { x: { label: "x" }, y: { label: "y" } };

Deno.test("lineChart() refuses a series whose x and y differ in length", () => {
  const series = [{ name: "s", x: [1, 2], y: [1, 2, 3] }];
  assertThrows(
    () => lineChart({ title: "t", ...axes, series }),
    TypeError,
    "Cannot draw a line chart as 'x' of 's' must have 3 entries: current length is 2",
  );
});

Deno.test("lineChart() refuses a band of another length and a missing series", () => {
  const series = [{ name: "s", y: [1, 2], band: { low: [1], high: [1, 2] } }];
  assertThrows(() => lineChart({ title: "t", ...axes, series }), TypeError, "band.low");
  assertThrows(() => lineChart({ title: "t", ...axes, series: [] }), RangeError, "at least one");
});

Deno.test("lineChart() says where a line that begins or ends in a gap goes from and to", () => {
  const alt = (y: number[]): string =>
    lineChart({ title: "t", ...axes, series: [{ name: "one", x: y.map((_, k) => k), y }] }).alt;
  assertStringIncludes(alt([NaN, 2, 3, NaN]), "one goes from 2 to 3 (range 2 to 3)");
  assertStringIncludes(alt([1, NaN, 3]), "one goes from 1 to 3");
  assertStringIncludes(alt([NaN, NaN]), "one has no points");
});

Deno.test("lineChart() and scatter() make gaps of values that a logarithmic axis can't show", () => {
  const log = { x: { label: "x", log: true }, y: { label: "y", log: true } };
  const series = [{
    name: "s",
    x: [0, 1, 10],
    y: [1, 0, -1],
    band: { low: [0, 1, 1], high: [2, 2, 2] },
  }];
  const line = lineChart({ title: "t", ...log, series }).spec.data;
  assertEquals([line[2].x, line[2].y, line[0].y], [[null, 1, 10], [1, null, null], [null, 1, 1]]);
  const points = scatter({ title: "t", ...log, series }).spec.data;
  assertEquals([points[0].x, points[0].y], [[null, 1, 10], [1, null, null]]);
});

Deno.test("heatmap() refuses a shape that the values don't fill, and rows of unequal length", () => {
  const words = {
    title: "t",
    rows: { label: "r" },
    columns: { label: "c" },
    value: { label: "v" },
  };
  assertThrows(() => heatmap({ ...words, values: [1, 2, 3], shape: [2, 2] }), TypeError, "4");
  assertThrows(() => heatmap({ ...words, values: [[1, 2], [3]] }), TypeError, "values[1]");
  assertThrows(() => heatmap({ ...words, values: [] }), RangeError, "at least one row");
  const columns = { label: "c", names: ["a"] };
  assertThrows(() => heatmap({ ...words, columns, values: [[1, 2]] }), TypeError, "'c'");
});

Deno.test("lineChart() names a horizontal line at the end that other lines leave free", () => {
  const side = (y: number[], log = false): unknown => {
    const references = [{ axis: "y" as const, value: 1, label: "best" }];
    const series = [{ name: "a", y: [9, ...y] }, { name: "b", y }];
    const { spec } = lineChart({
      title: "t",
      x: { label: "n" },
      y: { label: "v", log },
      series,
      references,
    });
    return (spec.layout.annotations as { xanchor: string }[])[0].xanchor;
  };
  assertEquals(side([3, 2, 1]), "left");
  assertEquals(side([1, 2, 3]), "right");
  assertEquals(side([3, 2, 3]), "right");
  assertEquals(side([0.3, 2]), "right");
  assertEquals(side([0.3, 2], true), "left");
});

Deno.test("heatmap() keeps the number at the end of its scale clear of a wide title", () => {
  const title = (label: string): unknown => {
    const [rows, columns] = [{ label: "r" }, { label: "c" }];
    const { spec } = heatmap({ title: "t", rows, columns, value: { label }, values: [[-1, 1]] });
    return (spec.data[0].colorbar as { title: { text: string } }).title.text;
  };
  assertEquals(title("h"), "h");
  assertEquals(title("share of the difference"), "share of the<br>difference<br>\u2800");
});

Deno.test("heatmap() gives equal distances from the middle equal strength of colour", () => {
  const { spec } = heatmap({
    title: "t",
    rows: { label: "r" },
    columns: { label: "c" },
    value: { label: "v" },
    values: [[-1, 7]],
  });
  assertEquals([spec.data[0].zmin, spec.data[0].zmax], [-7, 7]);
});

Deno.test("histogram() puts every value into exactly one bin, and series into the same bins", () => {
  const values = Array.from({ length: 101 }, (_, i) => Math.sin(i));
  const { spec } = histogram({
    title: "t",
    value: { label: "v" },
    series: [{ name: "a", values }, { name: "b", values: [0.5] }],
    bins: 13,
  });
  const counts = spec.data.map((trace) => (trace.y as number[]).reduce((a, b) => a + b));
  assertEquals(counts, [101, 1]);
  assertEquals(spec.data[0].x, spec.data[1].x);
});

Deno.test("histogram() refuses a series without a finite value", () => {
  const series = [{ name: "none", values: [NaN] }];
  assertThrows(
    () => histogram({ title: "t", value: { label: "v" }, series }),
    RangeError,
    "'none'",
  );
});

Deno.test("barChart() and scatter() refuse lists of unequal length", () => {
  const categories = { label: "c", names: ["a", "b"] };
  const value = { label: "v" };
  const series = [{ name: "s", values: [1] }];
  assertThrows(() => barChart({ title: "t", categories, value, series }), TypeError, "2 entries");
  const points = [{ name: "p", x: [1], y: [1], names: [] }];
  assertThrows(() => scatter({ title: "t", ...axes, series: points }), TypeError, "names");
});

Deno.test("circuit() refuses two nodes with one id, and an edge to nowhere", () => {
  const columns = [{ label: "c", nodes: [{ id: "a" }, { id: "a" }] }];
  assertThrows(() => circuit({ title: "t", columns, edges: [] }), RangeError, "'a' occurs twice");
  const edges = [{ from: "a", to: "z", weight: 1 }];
  const one = [{ label: "c", nodes: [{ id: "a" }] }];
  assertThrows(() => circuit({ title: "t", columns: one, edges }), RangeError, "'z' is none");
});

Deno.test("table() aligns numbers, escapes texts, names rows and columns", () => {
  const block = table({
    title: "Sizes <H>",
    columns: ["model", { label: "loss", unit: "nats", digits: 2 }],
    rows: [["a & b", 1.005], ["c", null], ["d", -12345.678]],
  });
  assertStringIncludes(block.html, "Sizes &lt;H&gt;");
  assertStringIncludes(block.html, "a &amp; b");
  assertEquals(block.html.match(/<th scope="col"/g)?.length, 2);
  assertEquals(block.html.match(/<th scope="row"/g)?.length, 3);
  assert(/<td style="text-align: right[^>]*>−12,345\.68<\/td>/.test(block.html));
  assertEquals(block.text.split("\n")[3], "a & b         1.00".replace("1.00", "1.00"));
  assertThrows(
    () => table({ title: "t", columns: ["a"], rows: [[1], [1, 2]] }),
    TypeError,
    "row 1 has 2",
  );
});

Deno.test("textSample() keeps a line break at the start and escapes the text", () => {
  const block = textSample({ title: "t", text: "\n<b>&", prefix: "KING:" });
  assertStringIncludes(block.html, "KING:</mark>\n&lt;b&gt;&amp;</pre>");
  const bare = textSample({ title: "t", text: "\nAy" });
  assertStringIncludes(bare.html, ">\n\nAy</pre>");
  assertEquals(block.text, "t\nKING:\n<b>&");
});

Deno.test("textSample() and colouredText() let lines of Arabic and Hebrew read from their own side, others as they were", () => {
  const sides = ["KING: ay", "王：", "ملك: نعم", "מלך"].map((text) =>
    [
      textSample({ title: "t", text }).html,
      textSample({ title: "t", text: "a", prefix: text }).html,
      colouredText({ title: "t", text, values: Array.from(text, () => 1), value: { label: "h" } })
        .html,
    ].map((html) => html.includes('" dir="auto">'))
  );
  const [no, yes] = [false, true].map((side) => [side, side, side]);
  assertEquals(sides, [no, no, yes, yes]);
});

Deno.test("colouredText() shows every character once and colours by sign and size", () => {
  const { html } = colouredText({
    title: "t",
    text: "a<b\n😀",
    values: [1, 0, -0.5, NaN, 1],
    value: { label: "h" },
  });
  const pre = html.match(/<pre[^>]*>\n([\s\S]*)<\/pre>/)?.[1] ?? "";
  assertEquals(pre.replace(/<[^>]+>/g, ""), "a&lt;b⏎\n😀");
  assertStringIncludes(pre, 'rgba(213,94,0,0.55)" title="1.00">a<');
  assertStringIncludes(pre, 'rgba(0,114,178,0.275)" title="−0.50">b<');
  assertThrows(
    () => colouredText({ title: "t", text: "😀", values: [1, 2], value: { label: "h" } }),
    TypeError,
    "1 entries",
  );
});
