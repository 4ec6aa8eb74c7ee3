/**
 * Many short test files, and the examples in the documentation, in few threads. `deno test` gives each file
 * and each example a thread of its own, which loads the library anew: for most that takes longer than
 * their tests.
 */
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** The rooms whose tests start no programs and no browsers, which would wait for each other in one thread. */
const CALM =
  /^tests\/(analysis|baselines|engines|findings|model|numerics|sampling|snapshots|text|training)\//;

/** So many test files share a thread: enough for its start not to count, and few enough for all cores. */
const FILES = 9;

/** An example in the documentation of a module. */
export interface Example {
  /** The line of its code's fence, from 1. */
  line: number;
  /** Its code. */
  code: string;
}

/** The examples of a module, the blocks that `deno test --doc` would run. */
export const examplesOf = (text: string): Example[] =>
  [...text.matchAll(/^ *\* ```ts\n(.*?)^ *\* ```/gms)].map(({ 1: block, index }) => ({
    line: text.slice(0, index).split("\n").length,
    code: block.replaceAll(/^ *\* ?/gm, ""),
  }));

/** What a module names by its own place, named from anywhere. */
const fromAnywhere = (code: string, path: string): string =>
  code.replaceAll(
    /(?<=\bfrom )"(\.[^"]*)"/g,
    (_, specifier: string) =>
      JSON.stringify(new URL(specifier, pathToFileURL(join(ROOT, path))).href),
  );

/**
 * Writes modules that hold a room's examples, a test each.
 * @param paths the room's modules, from the project's folder
 * @param folder where to write
 * @returns the path of the module with the tests
 */
async function writeExamples(paths: readonly string[], folder: string): Promise<string> {
  await Deno.mkdir(folder);
  const tests: string[] = [];
  for (const path of paths) {
    for (const { line, code } of examplesOf(await Deno.readTextFile(join(ROOT, path)))) {
      const file = `${tests.length}.ts`;
      await Deno.writeTextFile(join(folder, file), fromAnywhere(code, path));
      tests.push(`Deno.test("${path}:${line}", async () => void await import("./${file}"));\n`);
    }
  }
  const module = join(folder, "examples.test.ts");
  await Deno.writeTextFile(module, tests.join(""));
  return module;
}

/** The values in groups by what they have in common. */
const grouped = (values: readonly string[], of: (value: string) => string): [string, string[]][] =>
  Object.entries(Object.groupBy(values, of)).map(([name, group]) => [name, group!]);

/**
 * Writes modules that hold the tests of several files and the examples of a room each.
 * @param tests the test files, from the project's folder
 * @param modules the modules with examples
 * @param folder where to write: an empty folder
 * @returns what to run: the modules that were written, and the test files that need a thread of their own
 */
export async function groupTests(
  tests: readonly string[],
  modules: readonly string[],
  folder: string,
): Promise<string[]> {
  const calm = tests.filter((file) => CALM.test(file));
  const groups = grouped(calm, (file) => `${Math.floor(calm.indexOf(file) / FILES)}`);
  const files = groups.map(async ([name, group]) => {
    const imports = group.map((file) =>
      `import ${JSON.stringify(pathToFileURL(join(ROOT, file)).href)};\n`
    );
    const module = join(folder, `${name}.test.ts`);
    await Deno.writeTextFile(module, imports.join(""));
    return module;
  });
  const rooms = grouped(modules, (path) => path.split("/")[1]);
  const examples = rooms.map(([, paths], k) => writeExamples(paths, join(folder, `examples${k}`)));
  return [
    ...await Promise.all([...files, ...examples]),
    ...tests.filter((file) => !CALM.test(file)),
  ];
}
