/** The notebooks of a report: which there are, which are asked for, and running them. */
import { basename, dirname, join } from "node:path";
import { fileProblem } from "@lab/data";
import {
  type Notebook,
  type NotebookRun,
  NotebookSyntaxError,
  readNotebook,
  runNotebook,
} from "@lab/notebooks";
import { alignColumns } from "@lab/text";
import { UsageError } from "../command.ts";

/** A notebook of the report. */
export interface Chapter {
  /** The file's name without `.ipynb`. */
  name: string;
  /** The file's path. */
  path: string;
}

/** What became of a chapter. */
export interface ChapterResult {
  /** The notebook's name. */
  name: string;
  /** The run, when it went well. */
  run?: NotebookRun;
  /** What went wrong, in one line, when something did. */
  failure?: string;
}

/** Whether an entry is a file, also behind a link; what a link has lost is told when it is read. */
async function isFile(
  { isFile, isSymlink, name }: Deno.DirEntry,
  folder: string,
): Promise<boolean> {
  if (!isSymlink) return isFile;
  return await Deno.stat(join(folder, name)).then((info) => info.isFile, () => true);
}

/**
 * Lists the notebooks of a folder.
 * @param folder the folder's path
 * @returns the notebooks by name; not those whose name begins with a dot, which Jupyter hides, too
 * @throws {UsageError} when there is none
 */
export async function listChapters(folder: string): Promise<Chapter[]> {
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) {
      if (!/^[^.].*\.ipynb$/s.test(entry.name)) continue;
      if (await isFile(entry, folder)) names.push(entry.name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  if (names.length === 0) throw new UsageError(`Cannot find a notebook in '${folder}'`);
  return names.sort().map((name) => ({
    name: basename(name, ".ipynb"),
    path: join(folder, name),
  }));
}

/**
 * Chooses chapters by the beginnings of their names.
 * @param chapters all chapters
 * @param wanted beginnings such as `03` or `03-training`, also several joined by commas; none for all
 * @returns the chosen chapters in the report's order
 * @throws {UsageError} when a beginning is no chapter's
 */
export function chooseChapters(chapters: readonly Chapter[], wanted: readonly string[]): Chapter[] {
  const beginnings = wanted.flatMap((value) => value.split(",")).map((value) => value.trim());
  for (const beginning of beginnings) {
    if (beginning !== "" && chapters.some(({ name }) => name.startsWith(beginning))) continue;
    const names = chapters.map(({ name }) => name).join(", ");
    throw new UsageError(
      `Cannot choose notebooks as '--only' must begin one of ${names}: ` +
        `current value is '${beginning}'`,
    );
  }
  if (beginnings.length === 0) return [...chapters];
  return chapters.filter(({ name }) => beginnings.some((beginning) => name.startsWith(beginning)));
}

/** How to run chapters. */
export interface ChapterOptions {
  /** Seconds that each cell may take. */
  timeoutSeconds: number;
  /** How many notebooks run at a time. */
  jobs: number;
  /** Whether the others still run when one has failed. */
  keepGoing: boolean;
  /** Is given each line of progress. */
  onLine: (line: string) => void;
}

const firstLine = (text: string): string => text.split("\n", 1)[0];

/**
 * Whether a notebook's page would be the report's first one; also where only some systems think so.
 * @param chapter the notebook
 * @returns true for `index.ipynb`
 */
export const hasTakenName = ({ name }: Chapter): boolean => name.toLowerCase() === "index";

/** Reads a chapter. */
async function readChapter(chapter: Chapter): Promise<Notebook> {
  const { path } = chapter;
  if (hasTakenName(chapter)) {
    throw new Error(
      `Cannot report on '${path}' as its page must not be the report's first, index.html: ` +
        "give it another name",
    );
  }
  return await readNotebook(path).catch((error) => {
    if (error instanceof NotebookSyntaxError) throw error;
    throw new Error(`Cannot read notebook '${path}': ${fileProblem(error)}`);
  });
}

/** Reads and runs one chapter; a failure is told, not thrown. */
async function runChapter(chapter: Chapter, options: ChapterOptions): Promise<ChapterResult> {
  const { name, path } = chapter;
  try {
    const run = await runNotebook(await readChapter(chapter), {
      cwd: dirname(path),
      timeoutSeconds: options.timeoutSeconds,
      onCell: ({ cell, of, seconds }) =>
        options.onLine(`${name}: cell ${cell} of ${of}, ${seconds.toFixed(2)} s`),
    });
    return { name, run };
  } catch (error) {
    const { message } = error as Error;
    options.onLine(`${name}: failed: ${message.replaceAll("\n", "\n  ")}`);
    return { name, failure: firstLine(message) };
  }
}

/**
 * Runs chapters, each in a fresh kernel, some at a time.
 * @param chapters the chapters
 * @param options how to run them
 * @returns what became of each, in the same order; neither run nor failure when it was not reached
 * @throws {Error} before anything is run, when a file is not a notebook, or its name is taken, and the
 *   others are not to go on without it
 */
export async function runChapters(
  chapters: readonly Chapter[],
  options: ChapterOptions,
): Promise<ChapterResult[]> {
  if (!options.keepGoing) { for (const chapter of chapters) await readChapter(chapter); }
  const results: ChapterResult[] = chapters.map(({ name }) => ({ name }));
  const waiting = [...chapters.keys()];
  const isOver = (): boolean =>
    !options.keepGoing && results.some(({ failure }) => failure !== undefined);
  const work = async (): Promise<void> => {
    for (let i = waiting.shift(); i !== undefined && !isOver(); i = waiting.shift()) {
      results[i] = await runChapter(chapters[i], options);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.jobs, chapters.length) }, work));
  return results;
}

/**
 * Draws the table that ends a report.
 * @param results what became of each chapter
 * @returns lines with the columns notebook, cells, seconds, status
 */
export function resultTable(results: readonly ChapterResult[]): string[] {
  const rows = [
    ["notebook", "cells", "seconds", "status"],
    ...results.map(({ name, run, failure }) => [
      name,
      run === undefined ? "" : String(run.cellSeconds.length),
      run === undefined ? "" : run.seconds.toFixed(1),
      failure === undefined ? run === undefined ? "not run" : "ok" : `failed: ${failure}`,
    ]),
  ];
  return alignColumns(rows, [false, true, true]);
}
