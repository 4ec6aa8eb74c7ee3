import { assert, assertEquals, assertThrows } from "@std/assert";
import { operationsOf } from "./limits.ts";
import { type Figures, renewedReadmes, withTables } from "./readme.ts";

const FILE = new URL("./figures.json", import.meta.url);

Deno.test("renewedReadmes() finds the tables and the picture as the stored figures give them", async () => {
  for (const [path, bytes] of await renewedReadmes(FILE)) {
    assertEquals(await Deno.readFile(path), new Uint8Array(bytes), path);
  }
});

Deno.test("the stored figures say machine, date and versions", async () => {
  const figures = JSON.parse(await Deno.readTextFile(FILE)) as Figures;
  assert(/^\d{4}-\d\d-\d\d$/.test(figures.date) && figures.processor !== "" && figures.cores >= 1);
  assert(figures.versions.some((version) => version.startsWith("Deno ")));
});

Deno.test("withTables() throws where a table has no place, and writes one that has", async () => {
  const figures = JSON.parse(await Deno.readTextFile(FILE)) as Figures;
  assertThrows(() => withTables("no place", ["training"], figures), Error, "table 'training'");
  const place = "a\n<!-- deno task bench: training -->\nold\n<!-- end -->\nb";
  const [comparison] = figures.comparisons.filter(({ task }) => task === "train");
  comparison.measurements[0].perSecond = 123.4;
  const written = withTables(place, ["training"], figures);
  assert(written.startsWith("a\n") && written.endsWith("\nb") && !written.includes("old"));
  assert(written.split("\n").some((line) => /^\| char-rnn-lab +\| +123 \|/.test(line)));
});

Deno.test("operationsOf() counts two operations for each weight that a written character takes", () => {
  const sizes = { hidden: 3, length: 5, vocabularySize: 2 };
  assertEquals(operationsOf("sample", sizes), 2 * (3 * 3 + 2 * 3));
  // Forward and twice backward at each of five steps, but Whh is not used behind the first.
  assertEquals(operationsOf("train", sizes), 6 * 5 * (3 * 3 + 2 * 3) - 2 * 3 * 3);
});
