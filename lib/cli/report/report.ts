/** `deno task report`: run every notebook on Deno's Jupyter kernel and write reports/*.html. */
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { finishTogether, writeFilesAtomically } from "@lab/data";
import { checkNotebooks, type Notebook, readNotebook } from "@lab/notebooks";
import {
  type Chapter as Page,
  exportIndex,
  exportNotebook,
  outline,
  type ReportEntry,
} from "@lab/reports";
import {
  type Chapter,
  type ChapterResult,
  chooseChapters,
  hasTakenName,
  listChapters,
  resultTable,
  runChapters,
} from "./chapters.ts";
import { indexContext, madeFrom, ownTextNote } from "./first_page.ts";
import { layOutOwnText } from "./own_text.ts";
import {
  numberOption,
  type OptionValues,
  readArguments,
  runCommand,
  UsageError,
} from "../command.ts";
import { checkTakesFiles, checkWritable } from "../rnn/files.ts";

const USAGE = `deno task report [--only NAMES] [--text FILE [--snapshot FILE]] [--out FOLDER]

Runs every notebook in a fresh Deno Jupyter kernel and writes index.html and a page for each, which
open without a network. A failed run changes no page, and one that is killed changes all or none.

  --only NAMES          only these notebooks, by the beginnings of their names: 03 or 01,03-training;
                        index.html is then written only if there is none
  --text FILE           your own text, in any language, in place of the lab's: 10,000 characters or
                        more, of which the first 300,000 are read. Chapters that follow a rule through
                        a trained network ask about one that is found in the text
  --snapshot FILE       a network that knows the text's characters, for these chapters; two are trained
                        when left out, beside it one
  --encoding NAME       how the text is encoded, such as windows-1252, shift_jis or utf-16le, where no
                        byte order mark says it (utf-8)
  --out FOLDER          where to write; reports/ when left out
  --keep-going          run the others when one fails, and write the pages of those that went well
  --timeout SECONDS     how long a cell may take; 600 when left out
  --jobs COUNT          how many notebooks run at a time; 2 when left out, on a machine with two cores
                        or more
  --notebooks FOLDER    where the notebooks are; notebooks/ when left out. Also outside the lab they can
                        import @lab/…
  --check               only check the types of the cells: option names, arguments, misspelt names
  --help                this text`;

const OPTIONS = {
  only: { type: "string", multiple: true },
  text: { type: "string" },
  snapshot: { type: "string" },
  encoding: { type: "string" },
  out: { type: "string" },
  "keep-going": { type: "boolean" },
  timeout: { type: "string" },
  jobs: { type: "string" },
  notebooks: { type: "string" },
  check: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const projectFolder = (name: string): string =>
  fileURLToPath(new URL(`../../../${name}`, import.meta.url));

const exists = (path: string): Promise<boolean> => Deno.lstat(path).then(() => true, () => false);

/** The title of a notebook; undefined where it can't be told, which its own page says. */
function titleOf(notebook: Notebook, name: string): string | undefined {
  try {
    return outline(notebook, name).title.text;
  } catch {
    return undefined;
  }
}

/** The chapters that pages can link to: those of this run, and those whose page is there. */
async function linkedPages(
  chapters: readonly Chapter[],
  results: readonly ChapterResult[],
  folder: string,
): Promise<Page[]> {
  const pages: Page[] = [];
  for (const { name, path } of chapters.filter((chapter) => !hasTakenName(chapter))) {
    const run = results.find((result) => result.name === name)?.run;
    if (run === undefined && !await exists(join(folder, `${name}.html`))) continue;
    const notebook = run?.notebook ?? await readNotebook(path).catch(() => undefined);
    const title = notebook && titleOf(notebook, name);
    if (title !== undefined) pages.push({ name, title });
  }
  return pages;
}

/** The pages, by file name, of the notebooks that went well; a page that fails is told in its result. */
async function renderPages(
  results: readonly ChapterResult[],
  siblings: readonly Page[],
  source: string,
  withIndex: boolean,
): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const entries: ReportEntry[] = [];
  for (const result of results) {
    if (result.run === undefined) continue;
    const { name, run: { notebook, seconds } } = result;
    try {
      const onWarning = (line: string): void => console.log(`${name}: warning: ${line}`);
      const isOwn = relative(source, projectFolder("notebooks")) === "";
      const context = {
        name,
        siblings,
        seconds,
        ...(isOwn ? { madeFrom: await madeFrom(notebook), note: await ownTextNote(notebook) } : {}),
        folder: source,
        onWarning,
      };
      pages.set(`${name}.html`, await exportNotebook(notebook, context));
      entries.push({ name, notebook, seconds });
    } catch (error) {
      [result.failure] = (error as Error).message.split("\n");
    }
  }
  if (withIndex && entries.length > 0) {
    pages.set(
      "index.html",
      await exportIndex(entries, await indexContext(source, projectFolder("notebooks"))),
    );
  }
  return pages;
}

/** Throws unless the pages can be written: a run of minutes shall not fail at its end. */
async function checkOut(folder: string, chapters: readonly Chapter[]): Promise<void> {
  let place = resolve(folder);
  while (!await exists(place)) place = dirname(place);
  if (!(await Deno.stat(place)).isDirectory) {
    throw new Error(`Cannot write to '${folder}' as it must be a folder: '${place}' is a file`);
  }
  await checkTakesFiles(place).catch((error) => {
    throw new Error(`${error.message}. '--out FOLDER' writes elsewhere`);
  });
  if (place !== resolve(folder)) return;
  for (const { name } of [{ name: "index" }, ...chapters]) {
    await checkWritable(join(folder, `${name}.html`), [".html"]);
  }
  const finished = await finishTogether(folder);
  if (finished.length > 0) {
    console.log(`Finished what a killed run had begun in ${folder}: ${finished.join(", ")}`);
  }
}

/** Writes all pages, or none where one can't be. */
async function publish(pages: ReadonlyMap<string, string>, folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await writeFilesAtomically(folder, pages);
  console.log(`Written to ${folder}: ${[...pages.keys()].join(", ")}`);
}

function positive(values: OptionValues, name: string, fallback: number): number {
  const value = numberOption(values, name, fallback);
  if (value > 0) return value;
  throw new UsageError(`Cannot report as '--${name}' must be > 0: current value is ${value}`);
}

/** Prints what is wrong with the types of the cells, a line each. */
async function checkTypes(chapters: readonly Chapter[], folder: string): Promise<void> {
  const named = await Promise.all(
    chapters.map(async ({ name, path }) => ({ name, notebook: await readNotebook(path) })),
  );
  const problems = await checkNotebooks(named, folder);
  for (const { notebook, cell, line, message } of problems) {
    console.log(`${notebook}: cell ${cell} line ${line}: ${message}`);
  }
  const count = `${problems.length} ${problems.length === 1 ? "problem" : "problems"}`;
  if (problems.length > 0) throw new Error(`${count} in the cells of ${folder}`);
  const one = chapters.length === 1;
  console.log(
    `${chapters.length} ${one ? "notebook" : "notebooks"}: no problem in ${
      one ? "its" : "their"
    } cells`,
  );
}

async function report(values: OptionValues): Promise<void> {
  const source = values.notebooks as string | undefined ?? projectFolder("notebooks");
  const folder = values.out as string | undefined ?? projectFolder("reports");
  const chapters = await listChapters(source);
  const wanted = values.only as string[] | undefined ?? [];
  const chosen = chooseChapters(chapters, wanted);
  if (values.check) return await checkTypes(chosen, source);
  await checkOut(folder, chosen);
  await using _text = await layOutOwnText(values, chosen);
  const keepGoing = values["keep-going"] === true;
  const results = await runChapters(chosen, {
    timeoutSeconds: positive(values, "timeout", 600),
    jobs: Math.ceil(positive(values, "jobs", Math.min(2, navigator.hardwareConcurrency))),
    keepGoing,
    onLine: (line) => console.log(line),
  });
  const isWhole = wanted.length === 0 || !await exists(join(folder, "index.html"));
  const siblings = await linkedPages(chapters, results, folder);
  const pages = await renderPages(results, siblings, source, isWhole);
  const failed = results.filter(({ failure }) => failure !== undefined);
  console.log(["", ...resultTable(results), ""].join("\n"));
  if (pages.size > 0 && (keepGoing || failed.length === 0)) await publish(pages, folder);
  if (failed.length === 1) throw new Error(`${failed[0].name}: ${failed[0].failure}`);
  if (failed.length > 1) throw new Error(`${failed.length} of ${results.length} notebooks failed`);
}

if (import.meta.main) {
  await runCommand(async () => {
    const { values } = readArguments(Deno.args, OPTIONS);
    if (values.help) return console.log(USAGE);
    await report(values);
  });
}
