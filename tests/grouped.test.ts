/** Tests that share a thread: none is lost, and what an example says is held. */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { examplesOf, groupTests } from "./grouped.ts";

const ROOT = new URL("../", import.meta.url);

async function filesIn(folder: string, ending: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))) {
    if (isDirectory) found.push(...await filesIn(`${folder}${name}/`, ending));
    else if (name.endsWith(ending)) found.push(`${folder}${name}`);
  }
  return found;
}

async function withGroups(
  tests: readonly string[],
  modules: readonly string[],
  run: (paths: string[]) => void | Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(await groupTests(tests, modules, folder));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("groupTests() runs every test file and every example once", async () => {
  const [tests, modules] = [await filesIn("tests/", ".test.ts"), await filesIn("lib/", ".ts")];
  const texts = modules.map((path) => Deno.readTextFileSync(new URL(path, ROOT)));
  const fences = texts.flatMap((text) => text.match(/^ *\* ```[tj]s/gm) ?? []).length;
  await withGroups(tests, modules, (paths) => {
    const alone = paths.filter((path) => tests.includes(path));
    const written = paths.filter((path) => !tests.includes(path)).map(Deno.readTextFileSync);
    const imported = written.flatMap((text) => text.match(/(?<=^import ").*(?=";$)/gm) ?? []);
    const all = [...alone, ...imported.map((url) => url.replace(ROOT.href, ""))];
    assertEquals(all.sort(), tests.sort());
    const examples = written.flatMap((text) => text.match(/^Deno\.test\(/gm) ?? []);
    assertEquals(examples.length, fences);
    assert(paths.length < tests.length && fences > 500, `${paths.length}, ${fences}`);
  });
});

Deno.test("groupTests() makes a test of an example, which fails where it is wrong", async () => {
  const folder = await Deno.makeTempDir();
  const example = (value: number): string =>
    ["", "```ts", 'import { assertEquals } from "@std/assert";', 'import { one } from "./one.ts";']
      .concat(`assertEquals(one, ${value});`, "```").join("\n * ");
  try {
    await Deno.writeTextFile(`${folder}/one.ts`, "export const one = 1;");
    await Deno.writeTextFile(`${folder}/a.ts`, `/**${example(1)}\n */\n\n/**${example(2)}\n */`);
    const module = relative(fileURLToPath(ROOT), `${folder}/a.ts`);
    await withGroups([], [module], async (paths) => {
      const { code, stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["test", "--no-check", "-A", "--config=deno.json", ...paths],
        cwd: ROOT,
        env: { NO_COLOR: "1" },
      }).output();
      const said = new TextDecoder().decode(stdout);
      assertEquals(code, 1);
      assertStringIncludes(said, `${module}:2 ... ok`);
      assertStringIncludes(said, `${module}:10 ... FAILED`);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("examplesOf() takes the blocks that deno test --doc runs", () => {
  const text =
    "/**\n * A\n * ```ts\n * a(`\n *  b`);\n *\n * ```\n * ```ts ignore\n * c\n * ```\n */";
  assertEquals(examplesOf(text), [{ line: 3, code: "a(`\n b`);\n\n" }]);
});
