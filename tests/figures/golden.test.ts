/** The specifications of figures, compared with golden files. */
import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { assertGolden, assertNoOrphans } from "../golden.ts";
import { sampleFigures } from "./samples.ts";

const FOLDER = new URL("../reference/figures/", import.meta.url);

for (const [name, figure] of Object.entries(sampleFigures())) {
  Deno.test(`Figure's specification is the golden one: ${name}`, () =>
    assertGolden(figure, new URL(name, FOLDER)));

  Deno.test(`Figure is drawn with every number finite and a text alternative: ${name}`, async () => {
    const html = String((await figure.bundle())["text/html"]);
    const base64 = html.match(/base64,([^"]+)"/)?.[1] ?? "";
    const svg = Buffer.from(base64, "base64").toString("utf8");
    assert(svg.startsWith("<svg"), html.slice(0, 400));
    const bad = svg.match(/.{0,80}(NaN|[(, ]undefined|Infinity).{0,40}/)?.[0];
    assertEquals(bad, undefined);
    assert(figure.alt.length > 20 && !/NaN|undefined|not a number/.test(figure.alt), figure.alt);
  });
}

Deno.test("golden files belong to a figure each", () =>
  assertNoOrphans(FOLDER, Object.keys(sampleFigures()).map((name) => `${name}.json`)));
