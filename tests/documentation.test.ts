/** What the code says of itself: each export has its words, and an example that can fail. */
import { assert, assertEquals } from "@std/assert";

const ROOT = new URL("../", import.meta.url);

/** What `deno doc --json` says of a declaration, as far as it is asked here. */
interface Declaration {
  kind: string;
  jsDoc?: { tags?: { kind: string; doc?: string }[] };
  def?: { properties?: { name: string; jsDoc?: { doc?: string } }[] };
}

/** A name that a door exports. */
interface Exported {
  name: string;
  declarations: Declaration[];
}

async function* files(folder: URL, ending: RegExp): AsyncGenerator<{ path: string; text: string }> {
  for await (const entry of Deno.readDir(folder)) {
    const url = new URL(entry.name + (entry.isDirectory ? "/" : ""), folder);
    if (entry.isDirectory) {
      if (entry.name !== "node_modules") yield* files(url, ending);
    } else if (ending.test(entry.name)) {
      yield { path: url.href.slice(ROOT.href.length), text: await Deno.readTextFile(url) };
    }
  }
}

async function denoDoc(...args: string[]): Promise<Deno.CommandOutput> {
  const doors: string[] = [];
  for await (const { path } of files(new URL("lib/", ROOT), /^mod\.ts$/)) doors.push(path);
  return await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--quiet", ...args, ...doors.sort()],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
}

/** The functions and classes that have no example which `deno test --doc` runs. */
function withoutExample(symbols: readonly Exported[]): string[] {
  const isShown = ({ jsDoc }: Declaration): boolean =>
    jsDoc?.tags?.some(({ kind, doc }) => kind === "example" && doc?.startsWith("```ts\n")) ?? false;
  return symbols.filter(({ declarations }) =>
    declarations.some(({ kind }) => kind === "function" || kind === "class") &&
    !declarations.some(isShown)
  ).map(({ name }) => name);
}

/** The fields whose words finish another's: Shift+Tab shows one field at a time. */
function unfinished(symbols: readonly Exported[]): string[] {
  return symbols.flatMap(({ name, declarations }) =>
    declarations.flatMap(({ def }) => def?.properties ?? [])
      .filter(({ jsDoc }) =>
        /^(…|The same|(As|Its|Their|Then|These)\b)|…$|^\W*\S+$/.test(jsDoc?.doc ?? "")
      )
      .map((field) => `${name}.${field.name}`)
  );
}

/** The lines of the examples in a module that no assertion of `@std/assert` ends. */
function toothless(text: string): number[] {
  return [...text.matchAll(/^[ *]*```ts\b(.*?)```/gms)].filter(([, code]) => {
    const imported = [...code.matchAll(/import \{([^}]*)\} from "@std\/assert"/g)];
    const names = imported.flatMap(([, list]) => list.match(/\bassert\w*/g) ?? []);
    return !names.some((name) => code.includes(`${name}(`));
  }).map(({ index }) => text.slice(0, index).split("\n").length);
}

/** What a text says is there: files and folders of the project, and tasks of deno.json. */
function named(text: string): { paths: string[]; tasks: string[] } {
  const links = [...text.matchAll(/\]\(([^)#\s]+)/g)].map(([, address]) => address)
    .filter((address) => !/^[a-z]+:/.test(address));
  const paths = [...text.matchAll(/\b(?:lib|tests|notebooks|data|\.ci)\/[\w./-]*\w\/?/g)]
    .map(([path]) => path).filter((path) => !/\/(NAME|ROOM|NN)\b|^data\/downloads/.test(path));
  const tasks = [...text.matchAll(/\bdeno(?:@[\d.]+)? task ([a-z][a-z:]*[a-z])/g)].map(([, name]) =>
    name
  );
  return { paths: [...links, ...paths], tasks };
}

Deno.test("every exported symbol is documented", async () => {
  const { success, stderr } = await denoDoc("--lint");
  assert(success, new TextDecoder().decode(stderr));
});

Deno.test("every exported function and class has an example, every field words of its own", async () => {
  const { stdout } = await denoDoc("--json");
  const { nodes }: { nodes: Record<string, { symbols: Exported[] }> } = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  for (const [door, { symbols }] of Object.entries(nodes)) {
    assertEquals(withoutExample(symbols), [], `${door} exports these without an example`);
    assertEquals(unfinished(symbols), [], `${door} has fields whose words finish another's`);
  }
});

Deno.test("every example asserts, and nothing asserts in a way that throws nothing", async () => {
  const found: string[] = [];
  for (const folder of ["lib/", "tests/", "notebooks/"]) {
    for await (const { path, text } of files(new URL(folder, ROOT), /\.(ts|ipynb)$/)) {
      if (folder === "lib/") found.push(...toothless(text).map((line) => `${path}:${line}`));
      if (/\bconsole\.assert\b/.test(text)) found.push(`${path}: its assertion throws nothing`);
    }
  }
  assertEquals(found, []);
});

Deno.test("withoutExample() sees a function and a class without one, and a block that does not run", () => {
  const tag = (doc: string): Declaration["jsDoc"] => ({ tags: [{ kind: "example", doc }] });
  const all = [
    { name: "f", declarations: [{ kind: "function" }] },
    { name: "C", declarations: [{ kind: "class", jsDoc: tag("```\nnew C();\n```") }] },
    { name: "g", declarations: [{ kind: "function", jsDoc: tag("```ts ignore\ng();\n```") }] },
    { name: "I", declarations: [{ kind: "interface" }] },
    { name: "h", declarations: [{ kind: "function", jsDoc: tag("```ts\nh();\n```") }] },
  ];
  assertEquals(withoutExample(all), ["f", "C", "g"]);
});

Deno.test("toothless() sees an example that asserts nothing, or with another's assert", () => {
  const example = (...code: string[]): string =>
    ["/**", "```ts", ...code, "```", "*/"].join("\n * ");
  const imported = 'import { assert, assertEquals } from "@std/assert";';
  assertEquals(toothless(example("f();")), [2]);
  assertEquals(toothless(example(imported, "f();")), [2]);
  assertEquals(toothless(example("assertEquals(f(), 1);")), [2]);
  assertEquals(toothless(example(imported, "assertEquals(f(), 1);")), []);
});

Deno.test("unfinished() sees a field that goes on with the one before, and a bare number", () => {
  const field = (name: string, doc: string): object => ({ name, jsDoc: { doc } });
  const properties = [
    field("a", "Whether it is met here …"),
    field("b", "… and there."),
    field("c", "The same in bits."),
    field("d", "25."),
    field("e", "How many units, ≥ 1; 25 when left out."),
  ];
  const symbol = { name: "I", declarations: [{ kind: "interface", def: { properties } }] };
  assertEquals(unfinished([symbol as Exported]), ["I.a", "I.b", "I.c", "I.d"]);
});

Deno.test("what the READMEs name is there, and so are the tasks that texts name", async () => {
  const tasks = new Set(
    (await Deno.readTextFile(new URL("deno.json", ROOT))).match(/(?<=^ {4}")[\w:]+(?=": \{$)/gm),
  );
  const found: string[] = [];
  for (
    const readme of [
      "README.md",
      "lib/README.md",
      "data/README.md",
      "lib/cli/README.md",
      "lib/jupyter/README.md",
      "tests/bench/README.md",
    ]
  ) {
    const { paths, tasks: mentioned } = named(await Deno.readTextFile(new URL(readme, ROOT)));
    found.push(...mentioned.filter((task) => !tasks.has(task)).map((task) => `${readme}: ${task}`));
    for (const path of paths) {
      const from = /^(lib|tests|notebooks|data|\.ci)\//.test(path) ? ROOT : new URL(readme, ROOT);
      const isThere = await Deno.stat(new URL(path, from)).then(() => true, () => false);
      if (!isThere) found.push(`${readme}: there is no ${path}`);
    }
  }
  for (const folder of ["lib/", "tests/", "notebooks/"]) {
    for await (const { path, text } of files(new URL(folder, ROOT), /\.(ts|md|ipynb)$/)) {
      const gone = named(text).tasks.filter((task) => !tasks.has(task));
      found.push(...gone.map((task) => `${path}: there is no task ${task}`));
    }
  }
  assertEquals(found, []);
});

Deno.test("the texts name one version of Deno", () => {
  const texts = ["README.md", ".ci/run", "lib/jupyter/deno_internals.ts"]
    .map((path) => Deno.readTextFileSync(new URL(path, ROOT)));
  const versions = texts.flatMap((text) => text.match(/(?<=\b[Dd]eno[@ ])\d+\.\d+\.\d+/g) ?? []);
  assertEquals([versions.length, new Set(versions).size], [6, 1]);
});

Deno.test("named() reads links, paths and tasks", () => {
  assertEquals(
    named("[a](data/x.png) of `lib/gone/`, https://x.y/lib, tests/a.ts. `deno task test:slow`"),
    { paths: ["data/x.png", "data/x.png", "lib/gone/", "tests/a.ts"], tasks: ["test:slow"] },
  );
});
