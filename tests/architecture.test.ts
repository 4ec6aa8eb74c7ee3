/** The import rules: the pipeline is the map, and imports go only along its arrows. */
import { assertEquals } from "@std/assert";

const ROOT = new URL("../", import.meta.url);

/** What each folder of lib/ may import, besides itself and npm packages. */
const ARROWS: Record<string, readonly string[]> = {
  assert: [],
  numerics: [],
  data: [],
  stop: [],
  text: ["numerics"],
  model: ["numerics", "text"],
  engines: ["numerics", "model"],
  training: ["numerics", "stop", "text", "model", "engines"],
  sampling: ["numerics", "text", "model", "engines"],
  snapshots: ["data", "text", "model"],
  analysis: ["numerics", "text", "model", "engines", "sampling"],
  figures: ["numerics", "text", "model"],
  findings: ["text", "model", "training", "analysis", "figures"],
  playground: ["numerics", "text", "model", "engines", "sampling", "figures"],
  jupyter: ["stop"],
  notebooks: ["jupyter"],
  reports: ["text", "notebooks", "playground"],
  cli: [
    "numerics",
    "data",
    "stop",
    "text",
    "model",
    "engines",
    "training",
    "sampling",
    "snapshots",
    "analysis",
    "figures",
    "findings",
    "playground",
    "jupyter",
    "notebooks",
    "reports",
  ],
};

/** The rooms whose code also runs in a browser page, and so knows nothing of Deno or of files. */
const PURE = [
  "numerics/",
  "stop/",
  "text/",
  "model/",
  "engines/",
  "training/",
  "sampling/",
  "analysis/",
  "playground/page/",
];

async function* sources(folder: URL): AsyncGenerator<{ path: string; text: string }> {
  for await (const entry of Deno.readDir(folder)) {
    const url = new URL(entry.name + (entry.isDirectory ? "/" : ""), folder);
    if (entry.isDirectory) {
      if (entry.name !== "node_modules") yield* sources(url);
    } else if (entry.name.endsWith(".ts")) {
      yield { path: url.href.slice(ROOT.href.length), text: await Deno.readTextFile(url) };
    }
  }
}

/** The specifiers that a module imports, its comments (and so its examples) left out. */
function imports(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const pattern = /^\s*(?:import|export)\b[^;]*?\bfrom\s*"([^"]+)"|^\s*import\s*"([^"]+)"/gm;
  return [...code.matchAll(pattern)].map((match) => match[1] ?? match[2]);
}

/** What a module of lib/ does against the rules, a line each. */
export function violations(path: string, text: string): string[] {
  const [, folder, ...rest] = path.split("/");
  if (rest.length === 0) return [];
  const allowed = ARROWS[folder];
  if (allowed === undefined) return [`${path}: lib/${folder} is not in the map`];
  const found: string[] = [];
  const isPure = PURE.some((room) => path.startsWith(`lib/${room}`));
  for (const specifier of imports(text)) {
    const target = specifier.match(/^@lab\/([^/]+)$/)?.[1];
    if (target !== undefined && !allowed.includes(target)) {
      found.push(`${path}: lib/${folder} must not import ${specifier}`);
    }
    if (/^@lab(\/.+\/|$)/.test(specifier)) {
      found.push(`${path}: '${specifier}' is not a folder's front door`);
    }
    if (specifier.startsWith("../")) {
      const resolved = new URL(specifier, new URL(path, ROOT)).href.slice(ROOT.href.length);
      if (!resolved.startsWith(`lib/${folder}/`)) {
        found.push(`${path}: '${specifier}' leaves lib/${folder}; import it as @lab/…`);
      }
    }
    if (isPure && specifier.startsWith("node:")) {
      found.push(`${path}: lib/${folder} must run in a browser, so not import ${specifier}`);
    }
  }
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
  if (isPure && /\bDeno\./.test(code)) {
    found.push(`${path}: lib/${folder} must run in a browser, so not use Deno`);
  }
  return found;
}

Deno.test("imports go only along the arrows, through mod.ts, and the maths knows no files", async () => {
  const found: string[] = [];
  for await (const { path, text } of sources(new URL("lib/", ROOT))) {
    found.push(...violations(path, text));
  }
  assertEquals(found, []);
});

Deno.test("violations() sees an import against the arrows, a side door and a file read", () => {
  assertEquals(violations("lib/model/x.ts", `import { a } from "@lab/training";`).length, 1);
  assertEquals(
    violations("lib/training/x.ts", `import { a } from "../model/forward.ts";`).length,
    1,
  );
  assertEquals(
    violations("lib/training/x.ts", `import { a } from "@lab/model/forward.ts";`).length,
    1,
  );
  assertEquals(violations("lib/text/x.ts", `Deno.readTextFile("x");`).length, 1);
  assertEquals(violations("lib/text/x.ts", `import { a } from "@lab/numerics";`), []);
});
