/**
 * The specifications of figures, compared with files that are reviewed as diffs. After a wanted
 * change: `UPDATE_GOLDEN=1 deno test -A tests/figures/golden.test.ts`.
 */
import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { sampleFigures } from "./samples.ts";

const FOLDER = new URL("../reference/figures/", import.meta.url);
const update = Deno.env.get("UPDATE_GOLDEN") !== undefined;

/** JSON with lists of plain values on one line each. */
function readable(value: unknown): string {
  const simple = /\[\s+((?:(?:"(?:[^"\\]|\\.)*"|[-\d.e+]+|null|true|false),?\s*)+)\]/g;
  return JSON.stringify(value, null, 2)
    .replace(simple, (_, items: string) => `[${items.trim().replace(/\s*\n\s*/g, " ")}]`) + "\n";
}

for (const [name, figure] of Object.entries(sampleFigures())) {
  Deno.test(`Figure's specification is the golden one: ${name}`, async () => {
    const file = new URL(`${name}.json`, FOLDER);
    const { title, caption, alt, spec } = figure;
    const actual = { title, caption, alt, ...spec };
    if (update) {
      await Deno.mkdir(FOLDER, { recursive: true });
      await Deno.writeTextFile(file, readable(actual));
    }
    assertEquals(actual, JSON.parse(await Deno.readTextFile(file)));
  });

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

Deno.test("golden files belong to a figure each", async () => {
  const names: string[] = [];
  for await (const entry of Deno.readDir(FOLDER)) names.push(entry.name);
  assertEquals(names.sort(), Object.keys(sampleFigures()).map((name) => `${name}.json`).sort());
});
