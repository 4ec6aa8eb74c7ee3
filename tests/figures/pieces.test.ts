/** The small pieces under the figures: plain data, numbers, boxes, PNG. */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "../property.ts";
import { formatNumber, formatShare, heatmap, toJson } from "@lab/figures";
import { placeLabels } from "../../lib/figures/charts/edge_labels.ts";
import { boundingBox, type SvgNode } from "../../lib/figures/static/boxes.ts";
import { reduceColours } from "../../lib/figures/static/palette_pixels.ts";
import { encodePalettePng, encodePng } from "../../lib/figures/static/png.ts";
import { pointOnPolyline, polylineLength } from "../../lib/figures/static/polyline.ts";
import { textWidth } from "../../lib/figures/static/text_width.ts";
import { wrapText } from "../../lib/figures/static/wrap.ts";
import { distinctColours } from "./pictures.ts";

Deno.test("toJson() gives what JSON.stringify keeps, whatever the data", () => {
  const typed = fc.float64Array().map((a) => ({ a, nested: [Float32Array.from(a)] }));
  fc.assert(fc.property(fc.oneof(fc.jsonValue(), typed, fc.double()), (value) => {
    const json = toJson(value);
    assertEquals(JSON.parse(JSON.stringify(json)), structuredClone(json));
    assertEquals(toJson(json), json);
  }));
});

Deno.test("toJson() refuses what is not data", () => {
  for (const value of [() => 1, new Map(), 1n, Symbol("s"), { deep: [new Date(0)] }]) {
    assertThrows(() => toJson(value), TypeError, "must be plain data");
  }
});

Deno.test("formatShare() never calls a share all or nothing that is not", () => {
  assertEquals([0, 1, 0.999, 0.001, 0.5, 0.9999, 1e-6].map(formatShare), [
    "0 %",
    "100 %",
    "99.9 %",
    "0.1 %",
    "50 %",
    "over 99.9 %",
    "under 0.1 %",
  ]);
});

Deno.test("formatNumber() keeps four significant digits, groups thousands, marks signs", () => {
  const cases: [number, string][] = [
    [0, "0"],
    [-0, "0"],
    [1234, "1,234"],
    [12345, "12,345"],
    [0.00012345, "0.0001234"],
    [0.00001, "1.00e−5"],
    [-2.5e20, "−2.50e20"],
    [1234.5678, "1,235"],
    [99.994, "99.99"],
    [NaN, "not a number"],
    [-Infinity, "−∞"],
  ];
  for (const [value, text] of cases) assertEquals(formatNumber(value), text, String(value));
  assertEquals(formatNumber(-0.001, 2), "0.00");
});

Deno.test("wrapText() keeps the words and the width", () => {
  fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 }), (words) => {
    const lines = wrapText(words.join(" "), 12);
    assertEquals(lines.join(" "), words.join(" "));
    assert(lines.every((line) => line.length <= 12));
  }));
});

/** An SVG element as far as boxes look. */
function node(
  tagName: string,
  attributes: Record<string, string>,
  content: string | SvgNode[],
): SvgNode {
  const children = typeof content === "string" ? [] : content;
  const made = {
    tagName,
    textContent: typeof content === "string" ? content : null,
    children,
    parentNode: null as SvgNode | null,
    getAttribute: (name: string) => attributes[name] ?? null,
  };
  for (const child of children) Object.assign(child, { parentNode: made });
  return made;
}

Deno.test("boundingBox() follows anchor, font size from above, and transforms", () => {
  const width = textWidth("abc", 20);
  const text = node("text", { x: "10", y: "50", style: "text-anchor: end" }, "abc");
  const group = node("g", { style: "font-size: 20px", transform: "translate(5,-10)" }, [text]);
  const box = boundingBox(group)!;
  assertEquals([box.right, box.left], [15, 15 - width]);
  assertEquals(box.bottom, 50 - 10 + 5);
});

Deno.test("boundingBox() turns a rotated text upright", () => {
  const text = node("text", { x: "0", y: "0", transform: "rotate(-90,0,0)" }, "abcdef");
  const box = boundingBox(text)!;
  assert(box.bottom - box.top > 2 * (box.right - box.left));
  assertEquals(boundingBox(node("g", {}, [node("text", {}, " ")])), undefined);
});

Deno.test("pointOnPolyline() walks along straight lines and stops at the end", () => {
  const d = "M0,0L3,4L3,10";
  assertEquals(polylineLength(d), 11);
  assertEquals(pointOnPolyline(d, 2.5), { x: 1.5, y: 2 });
  assertEquals(pointOnPolyline(d, 7), { x: 3, y: 6 });
  assertEquals(pointOnPolyline(d, 99), { x: 3, y: 10 });
});

Deno.test("reduceColours() makes near colours one, keeps others as they are, and never more than 256", () => {
  const few = reduceColours(
    Uint8Array.of(0, 0, 0, 255, 250, 100, 9, 255, 254, 100, 9, 0, 0, 0, 0, 9),
  );
  assertEquals([...few.indices], [0, 1, 1, 0]);
  assertEquals([...few.palette], [0, 0, 0, 252, 100, 9]);
  const many = Uint8Array.from(
    { length: 4 * 4096 },
    (_, i) => (i >> 2) * [1, 16, 256, 0][i % 4] >> 4,
  );
  const { palette, indices } = reduceColours(many);
  assertEquals([palette.length / 3, Math.max(...indices)], [216, 215]);
  assertThrows(() => encodePalettePng(2, 2, indices, palette), TypeError, "current length is 4096");
});

Deno.test("encodePng() writes a file that Python's zlib and struct agree with", async () => {
  const pixels = Uint8Array.from({ length: 5 * 3 * 4 }, (_, i) => i % 4 === 3 ? 255 : 7 * i % 256);
  const png = encodePng(5, 3, pixels);
  assertEquals(distinctColours(png), 15);
  assertThrows(() => encodePng(2, 2, new Uint8Array(15)), TypeError, "current length is 15");
  const program = `
import struct, sys, zlib
b = sys.stdin.buffer.read(); at = 8; out = []
while at < len(b):
    n, = struct.unpack('>I', b[at:at+4]); crc, = struct.unpack('>I', b[at+8+n:at+12+n])
    assert zlib.crc32(b[at+4:at+8+n]) == crc; out.append((b[at+4:at+8].decode(), n)); at += 12 + n
    if out[-1][0] == 'IDAT': raw = zlib.decompress(b[at-n-4:at-4])
print(out[0], out[-1], raw.hex())`;
  const python = await run("python3", ["-c", program], png);
  if (python === undefined) return console.log("skipped: python3 is not installed");
  const rows = [0, 1, 2].map((row) => "00" + pixels.subarray(row * 20, row * 20 + 20).toHex());
  assertEquals(python.trim(), `('IHDR', 13) ('IEND', 0) ${rows.join("")}`);
});

/** The output of a program; undefined when there is no such program. */
async function run(name: string, args: string[], input: Uint8Array): Promise<string | undefined> {
  let child;
  try {
    child = new Deno.Command(name, { args, stdin: "piped", stdout: "piped" }).spawn();
  } catch {
    return undefined;
  }
  const writer = child.stdin.getWriter();
  await writer.write(input);
  await writer.close();
  return new TextDecoder().decode((await child.output()).stdout);
}

Deno.test("placeLabels() writes a weight beside its edge, clear of boxes and of other edges, or not at all", () => {
  const edge = (
    x0: number,
    y0: number,
    x1: number,
    y1: number,
    text: string,
  ): { course: { x: number; y: number }[]; text: string } => ({
    course: [{ x: x0, y: y0 }, { x: x1, y: y1 }],
    text,
  });
  const [alone] = placeLabels([edge(0, 0, 200, 0, "1.5")], []);
  assertEquals([Math.abs(alone!.y), alone!.x > 0 && alone!.x < 200], [9, true]);
  const box = { x: 100, y: 0, width: 400, height: 60 };
  assertEquals(placeLabels([edge(0, 0, 200, 0, "1.5")], [box]), [undefined]);
  const bundle = [-6, 0, 6].map((y) => edge(0, y, 200, y, "1.5"));
  assertEquals(placeLabels(bundle, []).map((place) => place !== undefined), [true, false, true]);
});

Deno.test("heatmap() of kinds has a legend in the place of a scale of amounts", () => {
  const figure = heatmap({
    title: "t",
    rows: { label: "r" },
    columns: { label: "c" },
    values: [[0, 1, 1]],
    value: { label: "in the mask" },
    kinds: ["out", "in"],
  });
  const [cells, ...entries] = figure.spec.data;
  assertEquals([cells.showscale, cells.zmin, cells.zmax], [false, 0, 1]);
  assertEquals(entries.map(({ name }) => name), ["out", "in"]);
  assertStringIncludes(figure.alt, "out: 1 cells; in: 2 cells");
});

Deno.test("boundingBox() takes parts of a line beside each other, and lines below each other", () => {
  const node = (
    tagName: string,
    text: string,
    attributes: Record<string, string>,
    ...children: SvgNode[]
  ): SvgNode => ({
    tagName,
    textContent: text,
    children,
    parentNode: null,
    getAttribute: (name) => attributes[name] ?? null,
  });
  const bold = node("tspan", "unit 7", { style: "font-weight:bold" });
  const lines = ["unit 7", " 0.96"].map((text) => node("tspan", text, { class: "line" }));
  const [beside, below] = [[bold], lines].map((children) =>
    boundingBox(node("text", "unit 7 0.96", { x: "0", y: "0" }, ...children))!
  );
  assertEquals(beside.right, textWidth("unit 7 0.96", 12));
  assert(below.right < beside.right && below.bottom > beside.bottom + 10);
});
