/** What may import what: the map of lib, and what breaks it. */
import { dirname } from "node:path/posix";

export const ROOT = new URL("../", import.meta.url);

/** What each folder of lib/ may import, besides itself and npm packages. */
export const ROOMS: Record<string, readonly string[]> = {
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
  figures: ["numerics", "stop", "text", "model"],
  findings: ["text", "model", "training", "analysis", "figures"],
  exercises: ["numerics", "figures"],
  playground: ["numerics", "text", "model", "engines", "sampling", "figures"],
  jupyter: ["stop"],
  notebooks: ["jupyter"],
  reports: ["text", "figures", "notebooks", "playground"],
};

/** The commands may import everything. */
export const ARROWS: Record<string, readonly string[]> = { ...ROOMS, cli: Object.keys(ROOMS) };

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
export const KNOTTED = ["analysis", "figures", "playground", "reports", "snapshots"];

/** Files that touch what all code of a process or a page shares, and why they may. */
export const SHARERS: Record<string, string> = {
  "lib/engines/wide/worker.ts": "a worker answers by its global scope",
  "lib/figures/charts/figure.ts": "figures wait in window.labFigures until a page has plotly.js",
  "lib/figures/notebook/interactive.ts": "draws the figures that wait there",
  "lib/figures/notebook/displayable.ts": "Deno's names for what shows and prints a value",
  "lib/jupyter/session/joined_printing.ts": "the kernel's console, by which cells print",
  "lib/jupyter/session/setup.ts": "runs in the kernel, where a cell may have its own 'Deno'",
  "lib/jupyter/session/short_printing.ts":
    "Deno's name for what prints a value, once more in the kernel",
  "lib/text/vocabulary.ts": "Node's name for what prints a value, which pages know, too",
  "lib/training/train_many_worker.ts": "a worker answers by its global scope",
};

/** Code that writes what it makes into the room that ships it. */
const BUILDERS = "lib/cli/build/";

/** How many source files a folder has at most, without those of its own folders. */
export const MOST_FILES = 15;

export interface Source {
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

export const LIB = await Array.fromAsync(sources(new URL("lib/", ROOT)));
export const TESTS = await Array.fromAsync(sources(new URL("tests/", ROOT)));

/** A module without its comments, and so without its examples; what looks like one in a text stays. */
export const withoutComments = (text: string): string =>
  text.replace(
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[^]*?\*\/|\/\/.*/g,
    (_, literal?: string) => literal ?? "",
  );

/** What a module imports, in whatever way: values, types, JSON and texts, now or later. */
export function imports(code: string): string[] {
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

export function sharing(path: string, code: string): string[] {
  if (path in SHARERS) return [];
  const shared =
    /\bSymbol\.for\(|\bglobalThis\b|\b(?:window|self)(?:\.\w+|\[[^\]]+\])\s*(?:\|\||&&|\?\?)?=(?!=)|\bdeclare global\b/g;
  return (code.match(shared) ?? []).map((name) => `'${name}' shares a global with other rooms`);
}

/** What a module of lib/ does against the rules, a line each. */
export function violations(path: string, text: string): string[] {
  const room = path.split("/")[1];
  if (!(room in ARROWS)) return [`${path}: lib/${room} is not in the map`];
  const code = withoutComments(text);
  return [againstArrows, againstPurity, sharing].flatMap((rule) => rule(path, code))
    .map((problem) => `${path}: ${problem}`);
}

type Graph = Record<string, readonly string[]>;

/** The circles of a graph: `a → b → a`. */
export function circles(graph: Graph): string[] {
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
export const moduleGraph = (modules: readonly Source[]): Graph =>
  Object.fromEntries(modules.map(({ path, text }) => [
    path,
    imports(withoutComments(text)).filter((specifier) => specifier.startsWith("."))
      .map((specifier) => resolved(specifier, path)),
  ]));

/** The same between a room's folders; files beside them stand for themselves. */
export function folderGraph(graph: Graph): Graph {
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
export function crowded(paths: readonly string[]): string[] {
  return [...Map.groupBy(paths, dirname)].filter(([, files]) => files.length > MOST_FILES)
    .map(([folder, files]) => `${folder} has ${files.length} files of its own`);
}
