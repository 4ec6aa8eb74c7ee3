/** The notebooks of a report: which there are, which are asked for, and running them. */
import { basename, dirname, join } from "node:path";
import { type NotebookRun, readNotebook, runNotebook } from "@lab/notebooks";
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

/**
 * Lists the notebooks of a folder.
 * @param folder the folder's path
 * @returns the notebooks by name
 * @throws {UsageError} when there is none
 */
export async function listChapters(folder: string): Promise<Chapter[]> {
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) {
      if (entry.isFile && entry.name.endsWith(".ipynb")) names.push(entry.name);
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

/** Reads and runs one chapter; a failure is told, not thrown. */
async function runChapter(chapter: Chapter, options: ChapterOptions): Promise<ChapterResult> {
  const { name, path } = chapter;
  try {
    const run = await runNotebook(await readNotebook(path), {
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
 * @throws {NotebookSyntaxError} before anything is run, when a file is not a notebook and the others
 *   are not to go on without it
 */
export async function runChapters(
  chapters: readonly Chapter[],
  options: ChapterOptions,
): Promise<ChapterResult[]> {
  if (!options.keepGoing) { for (const { path } of chapters) await readNotebook(path); }
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
