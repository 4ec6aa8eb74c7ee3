/** The map of lib holds, and every way to break it is seen. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  ARROWS,
  circles,
  crowded,
  folderGraph,
  KNOTTED,
  LIB,
  moduleGraph,
  MOST_FILES,
  ROOMS,
  ROOT,
  SHARERS,
  sharing,
  type Source,
  TESTS,
  violations,
  withoutComments,
} from "./architecture_rules.ts";

Deno.test("imports go only along the arrows, the maths knows no files, rooms share no globals", () => {
  assertEquals(LIB.flatMap(({ path, text }) => violations(path, text)), []);
});

Deno.test("lib/README.md draws the same map", async () => {
  const readme = await Deno.readTextFile(new URL("lib/README.md", ROOT));
  const rows = readme.matchAll(/^\| `(\w+)` +\|.*\| ([\w, ]*?) *\|$/gm);
  assertEquals(
    Object.fromEntries([...rows].map(([, room, imported]) => [room, imported])),
    {
      ...Object.fromEntries(Object.entries(ROOMS).map(([k, v]) => [k, v.join(", ")])),
      cli: "everything",
    },
  );
});

Deno.test("no circle leads through rooms, through modules, or through the folders of a room", () => {
  assertEquals(circles(ARROWS), []);
  const graph = moduleGraph([...LIB, ...TESTS]);
  assertEquals(circles(graph), []);
  const layered = Object.entries(graph).filter(([path]) => !KNOTTED.includes(path.split("/")[1]));
  assertEquals(circles(folderGraph(Object.fromEntries(layered))), []);
});

Deno.test("no folder has more than 15 source files of its own", () => {
  assertEquals(crowded([...LIB, ...TESTS].map(({ path }) => path)), []);
});

Deno.test("every file that may share a global still does", () => {
  const unneeded = Object.keys(SHARERS).filter((path) => {
    const text = LIB.find((source) => source.path === path)?.text ?? "";
    return sharing("lib/any.ts", withoutComments(text)).length === 0;
  });
  assertEquals(unneeded, []);
});

for (
  const [what, path, code] of [
    ["an import against the arrows", "model/x.ts", `import { a } from "@lab/training";`],
    ["a type against the arrows", "model/x.ts", `import type { A } from "@lab/training";`],
    ["a re-export against the arrows", "model/x.ts", `export {\n  a,\n} from "@lab/training";`],
    ["a type's import()", "model/x.ts", `let a: import("@lab/training").A;`],
    ["a dynamic import", "model/x.ts", `const { a } = await import("@lab/training");`],
    ["a dynamic import of a template", "model/x.ts", "await import(`@lab/training`);"],
    ["a dynamic import of anything", "model/x.ts", "await import(name);"],
    ["an address of a module", "model/x.ts", `import.meta.resolve("@lab/training");`],
    ["a step into another room", "training/x.ts", `import { a } from "../model/forward.ts";`],
    ["a dynamic step", "training/x.ts", `await import("../model/forward.ts");`],
    ["JSON of another room", "text/x.ts", `import a from "../data/a.json" with { type: "json" };`],
    ["a text of another room", "text/x.ts", `import a from "../data/a.js" with { type: "text" };`],
    ["a file of another room", "text/x.ts", `new URL("../data/a.json", import.meta.url);`],
    ["a file by a template", "text/x.ts", "new URL(`../data/${name}`, import.meta.url);"],
    ["a side door", "training/x.ts", `import { a } from "@lab/model/forward.ts";`],
    ["the tests", "training/x.ts", `import { a } from "../../tests/property.ts";`],
    ["a room that is not in the map", "attic/x.ts", ""],
    ["a file that the maths reads", "text/x.ts", `Deno.readTextFile("x");`],
    ["a module of Node in the maths", "text/x.ts", `import { join } from "node:path";`],
    ["a symbol for everyone", "text/x.ts", `const KEY = Symbol.for("lab.key");`],
    ["a global that is set", "text/x.ts", "globalThis.lab = 1;"],
    ["a global by its key", "text/x.ts", "(globalThis as Scope)[KEY] ??= 1;"],
    ["a global of a page", "figures/x.ts", "window.lab ||= [];"],
    ["a global that is declared", "figures/x.ts", "declare global { var lab: number; }"],
  ]
) {
  Deno.test(`violations() sees ${what}`, () => {
    assertEquals(violations(`lib/${path}`, code).length, 1);
  });
}

Deno.test("violations() allows what the map allows, and what stands in comments", () => {
  const text = `/** import { a } from "@lab/cli"; globalThis.lab = 1; */
import { a } from "@lab/numerics"; // import("@lab/cli")
import type { B } from "./b.ts";
const DATA = new URL("../../data/", import.meta.url), address = "https://a.b/*";
const [own, all] = [new URL("./c.json", import.meta.url), "lib/**"];`;
  assertEquals(violations("lib/text/x.ts", text), []);
});

Deno.test("circles() sees a type that leads back, and folders that need each other", () => {
  const modules = (...pairs: [string, string][]): Source[] =>
    pairs.map(([path, text]) => ({ path: `lib/text/${path}`, text }));
  const typed = moduleGraph(modules(
    ["a.ts", `import { b } from "./b.ts";`],
    ["b.ts", `import type { A } from "./a.ts";`],
  ));
  assertEquals(circles(typed), ["lib/text/a.ts → lib/text/b.ts → lib/text/a.ts"]);
  const folders = moduleGraph(modules(
    ["a/one.ts", `import { b } from "../b/one.ts";`],
    ["b/one.ts", ""],
    ["b/two.ts", `import { a } from "../a/one.ts";`],
  ));
  assertEquals(circles(folders), []);
  assertStringIncludes(
    circles(folderGraph(folders)).join(),
    "lib/text/a → lib/text/b → lib/text/a",
  );
  assertEquals(circles({ a: ["b", "c"], b: ["c"], c: [] }), []);
});

Deno.test("crowded() counts the files of a folder, not those of its folders", () => {
  const files = (count: number): string[] => Array.from({ length: count }, (_, i) => `a/${i}.ts`);
  assertEquals(crowded([...files(MOST_FILES), "a/b/c.ts"]), []);
  assertEquals(crowded(files(MOST_FILES + 1)), ["a has 16 files of its own"]);
});
