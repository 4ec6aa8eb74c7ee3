/** `deno task exercises`: what the checks in a folder of notebooks found, as a table for a teacher. */
import { join, relative } from "node:path";
import { type CheckResult, EXERCISES, RESULT_TYPE } from "@lab/exercises";
import { readNotebook } from "@lab/notebooks";
import { alignColumns } from "@lab/text";
import { readArguments, requiredOption, runCommand, UsageError } from "./command.ts";

const USAGE = `deno task exercises --report FOLDER [--json]

Reads the notebooks of a folder and its folders, as they were handed in, runs nothing, and prints for each
which exercises were right when it was last run.

  --report FOLDER   where the notebooks are
  --json            one line of JSON for each notebook
  --help            this text

What is read is what the notebook says; whoever edits its file can make it say anything.`;

/** What is in one notebook. */
interface HandedIn {
  /** The notebook's path within the folder. */
  notebook: string;
  /** The last result of each exercise, by its number. */
  results: Record<string, CheckResult["state"]>;
  /** Why the notebook can't be read. */
  error?: string;
}

async function notebooksIn(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory && !name.startsWith(".")) paths.push(...await notebooksIn(join(folder, name)));
    else if (name.endsWith(".ipynb")) paths.push(join(folder, name));
  }
  return paths.sort();
}

const isResult = (value: unknown): value is CheckResult => {
  const { id, state } = (value ?? {}) as Partial<CheckResult>;
  return EXERCISES.some((exercise) => exercise.id === id) &&
    ["right", "wrong", "unsolved"].includes(`${state}`);
};

async function readHandedIn(path: string, folder: string): Promise<HandedIn> {
  const notebook = relative(folder, path);
  const results: HandedIn["results"] = {};
  try {
    const { cells } = await readNotebook(path);
    const outputs = cells.flatMap((cell) => cell.cell_type === "code" ? cell.outputs : []);
    for (const output of outputs) {
      const found = "data" in output ? output.data[RESULT_TYPE] : undefined;
      if (isResult(found)) results[found.id] = found.state;
    }
    return { notebook, results };
  } catch (error) {
    return { notebook, results, error: error instanceof Error ? error.message : `${error}` };
  }
}

function printTable(handedIn: readonly HandedIn[]): void {
  const ids = EXERCISES.map(({ id }) => id)
    .filter((id) => handedIn.some(({ results }) => id in results));
  const marks = { right: "✓", wrong: "✗", unsolved: "…" };
  const rows = handedIn.map(({ notebook, results, error }) => {
    const right = Object.values(results).filter((state) => state === "right").length;
    const cells = ids.map((id) => results[id] === undefined ? "" : marks[results[id]]);
    return [notebook, error === undefined ? `${right}` : "can't be read", ...cells];
  });
  for (const line of alignColumns([["notebook", "right", ...ids], ...rows])) console.log(line);
  for (const { notebook, error } of handedIn) if (error) console.error(`${notebook}: ${error}`);
}

if (import.meta.main) {
  await runCommand(async () => {
    const { values } = readArguments(Deno.args, {
      report: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    });
    if (values.help) return console.log(USAGE);
    const folder = requiredOption(values, "report");
    const paths = await notebooksIn(folder).catch((error) => {
      throw new UsageError(`Cannot read the folder ${folder}: ${error.message}`);
    });
    if (paths.length === 0) {
      throw new UsageError(`Cannot report as ${folder} must have notebooks: current number is 0`);
    }
    const handedIn: HandedIn[] = [];
    for (const path of paths) handedIn.push(await readHandedIn(path, folder));
    if (values.json) { for (const each of handedIn) console.log(JSON.stringify(each)); }
    else printTable(handedIn);
  });
}
