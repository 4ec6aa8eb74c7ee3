/** Type-checks the cells of notebooks, which the kernel does not. */
import { configOf, readCheckErrors } from "@lab/jupyter";
import type { Notebook } from "./nbformat.ts";

/** Something that `deno check` says of a cell. */
export interface TypeProblem {
  /** The notebook's name, as it was given. */
  notebook: string;
  /** The number of the cell among the notebook's code cells, from 1. */
  cell: number;
  /** The line in the cell, from 1. */
  line: number;
  /** What is wrong, in one line: `TS2322: Type 'string' is not …`. */
  message: string;
}

/** A notebook under the name by which its problems are reported. */
export interface NamedNotebook {
  /** What problems call the notebook. */
  name: string;
  /** The notebook. */
  notebook: Notebook;
}

const codeCells = ({ cells }: Notebook): string[] =>
  cells.filter((cell) => cell.cell_type === "code").map((cell) => cell.source);

/** A semicolon ends each cell, so that the next can't continue its last statement. */
const join = (sources: readonly string[]): string =>
  sources.map((source) => `${source}\n;\n`).join("") + "export {};\n";

/** The cell, and the line in it, of a line of the joined cells. */
function locate(sources: readonly string[], line: number): { cell: number; line: number } {
  for (const [i, source] of sources.entries()) {
    const length = source.split("\n").length + 1;
    if (line <= length || i === sources.length - 1) return { cell: i + 1, line };
    line -= length;
  }
  return { cell: 1, line };
}

/**
 * A new folder for the modules: beside the notebooks, where what they import from there is found too; where
 * that takes no files, elsewhere.
 */
async function placeOf(folder: string): Promise<string> {
  const options = { prefix: ".check-", suffix: ".partial" };
  return await Deno.makeTempDir({ ...options, dir: folder }).catch((error) => {
    const isRefused = error instanceof Deno.errors.PermissionDenied ||
      /read-only file system/i.test(error.message);
    if (isRefused) return Deno.makeTempDir(options);
    throw error;
  });
}

/** The name of the module that the `i`-th notebook becomes. */
const moduleName = (i: number): string => `cells-${i}.ts`;

function problems(report: string, named: readonly NamedNotebook[]): TypeProblem[] {
  return readCheckErrors(report).flatMap(({ message, file, line }) => {
    const found = named.find((_, i) => moduleName(i) === file);
    if (found === undefined) return [];
    return [{ notebook: found.name, ...locate(codeCells(found.notebook), line), message }];
  });
}

/**
 * Type-checks notebooks: the cells of each are joined to one module, so that a name means one thing
 * in the whole notebook. What the kernel would allow, to declare a name again in a later cell, is
 * reported as an error.
 * @param named the notebooks and their names
 * @param folder the folder that the notebooks lie in: imports resolve as they do there
 * @returns the problems, in the order of the cells
 * @throws {Error} when `deno check` fails for another reason
 * @example
 * ```ts
 * import { checkNotebooks, parseNotebook } from "@lab/notebooks";
 * import { assertEquals } from "@std/assert";
 * const cell = { cell_type: "code", metadata: {}, source: 'let n = 1;\nn = "one";', outputs: [] };
 * const source = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] };
 * const notebook = parseNotebook(JSON.stringify(source));
 * assertEquals(await checkNotebooks([{ name: "one", notebook }], "."), [{
 *   notebook: "one",
 *   cell: 1,
 *   line: 2,
 *   message: "TS2322: Type 'string' is not assignable to type 'number'.",
 * }]);
 * ```
 */
export async function checkNotebooks(
  named: readonly NamedNotebook[],
  folder: string,
): Promise<TypeProblem[]> {
  if (named.length === 0) return [];
  const modules = await placeOf(folder);
  try {
    const files = named.map((_, i) => moduleName(i));
    for (const [i, { notebook }] of named.entries()) {
      await Deno.writeTextFile(`${modules}/${files[i]}`, join(codeCells(notebook)));
    }
    const config = ["--config", configOf(folder)];
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", ...config, ...files],
      cwd: modules,
      env: { NO_COLOR: "1" },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).output();
    const report = new TextDecoder().decode(stderr);
    const found = problems(report, named);
    if (!success && found.length === 0) throw new Error(`Cannot check notebooks: ${report.trim()}`);
    return found;
  } finally {
    await Deno.remove(modules, { recursive: true });
  }
}
