/**
 * `deno task test`: every check in turn, then one line that counts them. With `--slow`, the long
 * tests (`*.slow.test.ts`) and only those.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Chapter,
  type ChapterResult,
  listChapters,
  runChapters,
} from "../lib/cli/report/chapters.ts";
import { otherText, staleFiles } from "../lib/cli/report/stored.ts";
import { readArguments, runCommand } from "../lib/cli/command.ts";
import { checkNotebooks, type NamedNotebook, readNotebook } from "@lab/notebooks";
import { checkInJupyterLab } from "./jupyter/front_ends/chapters.ts";
import { groupTests } from "./grouped.ts";
import { checkPages, type ExecutedChapter } from "./pages.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** How many checks of a step ended how, and what there is to say about them. */
interface Outcome {
  passed: number;
  failed: number;
  skipped?: number;
  /** Printed below the step: what failed, why something was skipped. */
  notes?: string[];
}

/** A part of the run. Those of one list run side by side, and the lists one after the other. */
interface Step {
  name: string;
  run: () => Promise<Outcome>;
}

async function deno(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ success: boolean; output: string }> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  return { success, output: `${text.decode(stdout)}\n${text.decode(stderr)}`.trim() };
}

/** A command that passes or fails as a whole. */
async function command(...args: string[]): Promise<Outcome> {
  const { success, output } = await deno(args);
  return success ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, notes: [output] };
}

/**
 * The format of the notebooks' cells. `deno fmt --check` names every notebook whose cells don't end
 * with a line break, though `deno fmt` writes them so: those, named without a difference, are right.
 * That is why deno.json leaves notebooks out; to format them, run this without `--check`.
 */
async function notebookFormat(): Promise<Outcome> {
  const args = ["fmt", "--check", "--no-config", "--line-width=100", "notebooks"];
  const { success, output } = await deno(args);
  const parts = output.split(/^(?=from |Error checking: |error: Found )/m);
  const wrong = parts.map((part) => part.trim()).filter((part) =>
    !/^from .*\.ipynb:$|^error: Found |^$/.test(part)
  );
  if (success || wrong.length === 0) return { passed: 1, failed: 0 };
  return { passed: 0, failed: 1, notes: wrong };
}

/** Test files, whose types have been checked before. */
async function tests(args: string[], env?: Record<string, string>): Promise<Outcome> {
  // Not --quiet, with which Deno keeps the reasons of skipped tests to itself.
  const { success, output: whole } = await deno(
    ["test", "--frozen", "--no-check", "-A", "--config=deno.json", ...args],
    env,
  );
  const output = whole.replaceAll(/^Check .*\n?/gm, "");
  const summary = output.match(/^(?:ok|FAILED) \| (\d+) passed.* \| (\d+) failed(.*)$/m);
  if (summary === null) return { passed: 0, failed: 1, notes: [output] };
  const [passed, failed] = [Number(summary[1]), Number(summary[2])];
  const skipped = Number(summary[3].match(/(\d+) ignored/)?.[1] ?? 0);
  // An error outside a test fails the run, but counts as no test.
  const uncounted = !success && failed === 0 ? 1 : 0;
  const reasons = new Set(output.split("\n").filter((line) => /^skipped\b/.test(line)));
  const errors = output.slice(Math.max(0, output.indexOf("\n ERRORS \n")));
  const notes = success ? [...reasons] : [...reasons, errors];
  return { passed, failed: failed + uncounted, skipped, notes };
}

async function files(folder: string, ending: RegExp): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(join(ROOT, folder))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory) found.push(...await files(path, ending));
    else if (ending.test(entry.name)) found.push(path);
  }
  return found.sort();
}

const isSlow = (file: string): boolean => file.endsWith(".slow.test.ts");

async function unitTests(): Promise<Outcome> {
  const quick = (await files("tests", /\.test\.ts$/)).filter((file) => !isSlow(file));
  const folder = await Deno.makeTempDir();
  try {
    const grouped = await groupTests(quick, await files("lib", /\.ts$/), folder);
    // One more than cores, as some wait for programs and browsers.
    const jobs = Deno.env.get("DENO_JOBS") ?? `${navigator.hardwareConcurrency + 1}`;
    return await tests(["--parallel", ...grouped], { DENO_JOBS: jobs });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function slowTests(): Promise<Outcome> {
  const slow = (await files("tests", /\.test\.ts$/)).filter(isSlow);
  return slow.length === 0 ? { passed: 0, failed: 0 } : await tests(slow);
}

async function notebookTypes(chapters: readonly Chapter[]): Promise<Outcome> {
  const named: NamedNotebook[] = [];
  const notes: string[] = [];
  for (const { name, path } of chapters) {
    try {
      named.push({ name, notebook: await readNotebook(path) });
    } catch (error) {
      notes.push((error as Error).message);
    }
  }
  const problems = await checkNotebooks(named, dirname(chapters[0].path));
  for (const { notebook, cell, line, message } of problems) {
    notes.push(`${notebook}, cell ${cell} line ${line}: ${message}`);
  }
  const wrong = new Set(problems.map(({ notebook }) => notebook)).size;
  return {
    passed: named.length - wrong,
    failed: wrong + chapters.length - named.length,
    notes,
  };
}

async function execute(chapters: readonly Chapter[]): Promise<ChapterResult[]> {
  return await runChapters(chapters, {
    timeoutSeconds: 600,
    jobs: Math.min(2, navigator.hardwareConcurrency),
    keepGoing: true,
    onLine: () => {},
  });
}

function notebooks(results: readonly ChapterResult[]): Outcome {
  const failures = results.filter(({ failure }) => failure !== undefined);
  return {
    passed: results.length - failures.length,
    failed: failures.length,
    notes: failures.map(({ name, failure }) => `${name}: ${failure}`),
  };
}

/** Whether the notebooks' files show what this run has shown, to the last byte of their pictures. */
async function storedOutputs(
  chapters: readonly Chapter[],
  results: readonly ChapterResult[],
): Promise<Outcome> {
  const skip = (reason: string): Outcome => ({
    ...{ passed: 0, failed: 0, skipped: chapters.length },
    notes: [`skipped: ${reason}`],
  });
  const reason = await otherText();
  if (reason !== undefined) return skip(`${reason}, and the files show the bundled play`);
  const stale = await staleFiles(chapters, results);
  const notes = stale.map(({ name }) =>
    `${name}: shows something else than its file: deno task notebooks --only ${name}`
  );
  const passed = executed(results).length - stale.length;
  return { passed, failed: stale.length, notes };
}

/** The notebooks that went well. */
const executed = (results: readonly ChapterResult[]): ExecutedChapter[] =>
  results.flatMap(({ name, run }) => run === undefined ? [] : [{ name, run }]);

async function steps(slow: boolean): Promise<Step[][]> {
  const types = { name: "types", run: () => command("check", "--frozen", "--doc", "lib", "tests") };
  if (slow) return [[types], [{ name: "slow tests", run: slowTests }]];
  const chapters = await listChapters(join(ROOT, "notebooks"));
  let results: ChapterResult[] = [];
  return [[
    types,
    { name: "types of the notebooks' cells", run: () => notebookTypes(chapters) },
    { name: "format", run: () => command("fmt", "--check") },
    { name: "format of the notebooks", run: notebookFormat },
    { name: "lint", run: () => command("lint") },
  ], [
    { name: "unit tests and examples", run: unitTests },
  ], [
    { name: "notebooks", run: async () => notebooks(results = await execute(chapters)) },
  ], [
    { name: "outputs in their files", run: () => storedOutputs(chapters, results) },
    {
      name: "pages in a browser",
      run: () => checkPages(executed(results), join(ROOT, "notebooks")),
    },
    { name: "notebooks in JupyterLab", run: () => checkInJupyterLab(executed(results)) },
  ]];
}

/** Runs a step; an error that it throws is a failure, not the end of the run. */
async function take({ name, run }: Step): Promise<Outcome> {
  const start = performance.now();
  const outcome = await run().catch((error): Outcome => ({
    passed: 0,
    failed: 1,
    notes: [String(error)],
  }));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${name}: ${count(outcome)} (${seconds} s)`);
  for (const note of outcome.notes ?? []) console.log(note.replace(/^/gm, "  "));
  return outcome;
}

function count({ passed, failed, skipped = 0 }: Outcome): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`;
}

if (import.meta.main) {
  await runCommand(async () => {
    const { values } = readArguments(Deno.args, { slow: { type: "boolean" } });
    const total = { passed: 0, failed: 0, skipped: 0 };
    for (const group of await steps(values.slow === true)) {
      for (const { passed, failed, skipped = 0 } of await Promise.all(group.map(take))) {
        total.passed += passed;
        total.failed += failed;
        total.skipped += skipped;
      }
    }
    console.log(count(total));
    if (total.failed > 0) Deno.exit(1);
  });
}
