/** The import rules: the pipeline is the map, and imports go only along its arrows. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { dirname } from "node:path/posix";

const ROOT = new URL("../", import.meta.url);

/** What each folder of lib/ may import, besides itself and npm packages. */
const ROOMS: Record<string, readonly string[]> = {
  assert: [],
  numerics: [],
  stop: [],
  text: ["numerics"],
  data: ["text"],
  baselines: ["numerics"],
  model: ["numerics", "text"],
  engines: ["numerics", "model"],
  training: ["numerics", "stop", "text", "model", "engines"],
  sampling: ["numerics", "text", "model", "engines"],
  snapshots: ["data", "text", "model"],
  analysis: ["numerics", "stop", "text", "model", "engines", "sampling"],
  figures: ["numerics", "text", "model"],
  findings: ["text", "model", "training", "analysis", "figures"],
  exercises: ["numerics", "figures"],
  playground: ["numerics", "text", "model", "engines", "sampling", "figures"],
  jupyter: ["stop"],
  notebooks: ["jupyter"],
  reports: ["text", "figures", "notebooks", "playground"],
};

/** The commands may import everything. */
const ARROWS: Record<string, readonly string[]> = { ...ROOMS, cli: Object.keys(ROOMS) };

/** The rooms whose code also runs in a browser page, and so knows nothing of Deno or of files. */
const PURE = [
  "numerics/",
  "stop/",
  "text/",
  "baselines/",
  "model/",
  "engines/",
  "training/",
  "sampling/",
  "analysis/",
  "playground/page/",
];

/** Rooms in which folders need each other; in all others they know each other in one direction only. */
const KNOTTED = ["analysis", "figures", "playground", "reports", "snapshots"];

/** Files that touch what all code of a process or a page shares, and why they may. */
const SHARERS: Record<string, string> = {
  "lib/figures/charts/figure.ts": "figures wait in window.labFigures until a page has plotly.js",
  "lib/figures/notebook/interactive.ts": "draws the figures that wait there",
  "lib/figures/notebook/displayable.ts": "Deno's names for what shows and prints a value",
  "lib/jupyter/session/setup.ts": "runs in the kernel, where a cell may have its own 'Deno'",
  "lib/jupyter/session/short_printing.ts":
    "Deno's name for what prints a value, once more in the kernel",
  "lib/text/vocabulary.ts": "Node's name for what prints a value, which pages know, too",
  "lib/training/train_many_worker.ts": "a worker answers by its global scope",
};

/** Code that writes what it makes into the room that ships it. */
const BUILDERS = "lib/cli/build/";

/** How many source files a folder has at most, without those of its own folders. */
const MOST_FILES = 15;

interface Source {
  /** Its path from the top, `lib/model/loss.ts`. */
  path: string;
  text: string;
}

async function* sources(folder: URL): AsyncGenerator<Source> {
  for await (const entry of Deno.readDir(folder)) {
    const url = new URL(entry.name + (entry.isDirectory ? "/" : ""), folder);
    if (entry.isDirectory) {
      if (entry.name !== "node_modules") yield* sources(url);
    } else if (entry.name.endsWith(".ts")) {
      yield { path: url.href.slice(ROOT.href.length), text: await Deno.readTextFile(url) };
    }
  }
}

const LIB = await Array.fromAsync(sources(new URL("lib/", ROOT)));
const TESTS = await Array.fromAsync(sources(new URL("tests/", ROOT)));

/** A module without its comments, and so without its examples; what looks like one in a text stays. */
const withoutComments = (text: string): string =>
  text.replace(
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[^]*?\*\/|\/\/.*/g,
    (_, literal?: string) => literal ?? "",
  );

/** What a module imports, in whatever way: values, types, JSON and texts, now or later. */
function imports(code: string): string[] {
  const ways = [
    /^\s*(?:import|export)\b[^;"']*?\bfrom\s*["']([^"']+)["']/gm,
    /^\s*import\s*["']([^"']+)["']/gm,
    /\bimport\(\s*["'`]([^"'`]+)/g,
    /\bimport\.meta\.resolve\(\s*["'`]([^"'`]+)/g,
  ];
  return ways.flatMap((way) => [...code.matchAll(way)].map(([, specifier]) => specifier));
}

/** The files that a module names beside itself, without importing them. */
const urls = (code: string): string[] =>
  [...code.matchAll(/\bnew URL\(\s*["'`]([^"'`$]+)[^,]*,\s*import\.meta\.url/g)]
    .map(([, specifier]) => specifier);

const resolved = (specifier: string, path: string): string =>
  new URL(specifier, new URL(path, ROOT)).href.slice(ROOT.href.length);

function againstArrows(path: string, code: string): string[] {
  const room = path.split("/")[1];
  const found: string[] = [];
  for (const specifier of imports(code)) {
    const target = specifier.match(/^@lab\/([^/]+)$/)?.[1];
    if (target !== undefined && !ARROWS[room].includes(target)) {
      found.push(`lib/${room} must not import ${specifier}`);
    }
    if (/^@lab(\/.+\/|$)/.test(specifier)) found.push(`'${specifier}' is no room's front door`);
    if (specifier.startsWith(".") && !resolved(specifier, path).startsWith(`lib/${room}/`)) {
      found.push(`'${specifier}' leaves lib/${room}; import it as @lab/…`);
    }
  }
  if (/\bimport\(\s*[^"'`\s$]/.test(code)) found.push("import() must be given a text");
  for (const specifier of path.startsWith(BUILDERS) ? [] : urls(code)) {
    const target = resolved(specifier, path);
    if (target.startsWith("lib/") && !target.startsWith(`lib/${room}/`)) {
      found.push(`'${specifier}' reaches into another room`);
    }
  }
  return found;
}

function againstPurity(path: string, code: string): string[] {
  if (!PURE.some((room) => path.startsWith(`lib/${room}`))) return [];
  return [
    ...imports(code).filter((specifier) => specifier.startsWith("node:")),
    ...code.match(/\bDeno\.\w+/g) ?? [],
  ].map((name) => `must run in a browser, so not use ${name}`);
}

function sharing(path: string, code: string): string[] {
  if (path in SHARERS) return [];
  const shared =
    /\bSymbol\.for\(|\bglobalThis\b|\b(?:window|self)(?:\.\w+|\[[^\]]+\])\s*(?:\|\||&&|\?\?)?=(?!=)|\bdeclare global\b/g;
  return (code.match(shared) ?? []).map((name) => `'${name}' shares a global with other rooms`);
}

/** What a module of lib/ does against the rules, a line each. */
function violations(path: string, text: string): string[] {
  const room = path.split("/")[1];
  if (!(room in ARROWS)) return [`${path}: lib/${room} is not in the map`];
  const code = withoutComments(text);
  return [againstArrows, againstPurity, sharing].flatMap((rule) => rule(path, code))
    .map((problem) => `${path}: ${problem}`);
}

type Graph = Record<string, readonly string[]>;

/** The circles of a graph: `a → b → a`. */
function circles(graph: Graph): string[] {
  const found: string[] = [];
  const [open, done]: [string[], Set<string>] = [[], new Set()];
  const visit = (node: string): void => {
    const at = open.indexOf(node);
    if (at !== -1) found.push([...open.slice(at), node].join(" → "));
    if (at !== -1 || done.has(node)) return;
    open.push(node);
    for (const next of graph[node] ?? []) visit(next);
    open.pop();
    done.add(node);
  };
  for (const node of Object.keys(graph)) visit(node);
  return found;
}

/** Which module imports which of its own room, be it for a type only. */
const moduleGraph = (modules: readonly Source[]): Graph =>
  Object.fromEntries(modules.map(({ path, text }) => [
    path,
    imports(withoutComments(text)).filter((specifier) => specifier.startsWith("."))
      .map((specifier) => resolved(specifier, path)),
  ]));

/** The same between a room's folders; files beside them stand for themselves. */
function folderGraph(graph: Graph): Graph {
  const place = (path: string): string => path.split("/").slice(0, 3).join("/");
  const places = Map.groupBy(Object.keys(graph), place);
  return Object.fromEntries(
    [...places].map(([from, paths]) => [
      from,
      paths.flatMap((path) => graph[path].map(place)).filter((to) => to !== from),
    ]),
  );
}

/** The folders with more source files of their own than anybody can keep in mind. */
function crowded(paths: readonly string[]): string[] {
  return [...Map.groupBy(paths, dirname)].filter(([, files]) => files.length > MOST_FILES)
    .map(([folder, files]) => `${folder} has ${files.length} files of its own`);
}

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
