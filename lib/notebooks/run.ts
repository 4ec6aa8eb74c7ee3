/** Runs a notebook from its first cell to its last in a fresh kernel. */
import { type Execution, type Kernel, type Located, locateError, startKernel } from "@lab/jupyter";
import type { Cell, CodeCell, Notebook, Output } from "./nbformat.ts";
import { readOutputs } from "./read.ts";

/** A code cell that has just been run. */
export interface CellProgress {
  /** The number of the cell among the notebook's code cells, from 1: Jupyter's `[n]`. */
  cell: number;
  /** How many code cells the notebook has. */
  of: number;
  /** How long the cell took, in seconds. */
  seconds: number;
}

/** How to run a notebook. */
export interface RunOptions {
  /** The folder in which the kernel runs: the notebook's own, as in Jupyter. */
  cwd: string;
  /** Seconds that each cell may take, > 0; 120 when left out. */
  timeoutSeconds?: number;
  /** Is told of each cell that has been run without an error. */
  onCell?: (progress: CellProgress) => void;
}

/** A notebook that was run. */
export interface NotebookRun {
  /** The notebook with the outputs of this run in place of those it had. */
  notebook: Notebook;
  /** How long each code cell took, in seconds. */
  cellSeconds: number[];
  /** How long the whole run took, with the kernel's start, in seconds. */
  seconds: number;
}

/**
 * A notebook that could not be run to its end.
 * @example
 * ```ts
 * import { NotebookRunError, parseNotebook } from "@lab/notebooks";
 * import { assertEquals } from "@std/assert";
 * const source = '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}';
 * const error = new NotebookRunError(2, 5, 1, "x is not defined", parseNotebook(source));
 * assertEquals(error.message, "cell 2 of 5 line 1: x is not defined");
 * ```
 */
export class NotebookRunError extends Error {
  /** Always `"NotebookRunError"`. */
  override readonly name: string = "NotebookRunError";

  /**
   * Makes the error.
   * @param cell the number of the failed cell among the notebook's code cells, from 1
   * @param of how many code cells the notebook has
   * @param line the line in the cell, from 1; undefined when it can't be told
   * @param problem what went wrong
   * @param notebook the notebook with the outputs up to and with the failed cell
   */
  constructor(
    readonly cell: number,
    readonly of: number,
    readonly line: number | undefined,
    readonly problem: string,
    readonly notebook: Notebook,
  ) {
    super(`cell ${cell} of ${of}${line === undefined ? "" : ` line ${line}`}: ${problem}`);
  }
}

/** Jupyter's tag of a cell that is meant to throw. */
const mayThrow = ({ metadata: { tags } }: CodeCell): boolean =>
  Array.isArray(tags) && tags.includes("raises-exception");

const isCode = (cell: Cell): cell is CodeCell => cell.cell_type === "code";

async function problem(
  { source }: CodeCell,
  { status, error = { name: "Error", message: "failed", traceback: [] } }: Execution,
): Promise<Located> {
  if (status === "timeout") return { message: `ran out of time: ${error.message}` };
  return status === "died" ? { message: error.message } : await locateError(source, error);
}

/** Runs the cells in place. */
async function runCells(
  kernel: Kernel,
  notebook: Notebook,
  { timeoutSeconds = 120, onCell }: RunOptions,
): Promise<number[]> {
  const cells = notebook.cells.filter(isCode);
  const cellSeconds: number[] = [];
  const live: Output[][] = [];
  /** Takes over what a cell shows, also where a later cell has replaced it since. */
  const settle = (i: number): void => {
    cells[i].outputs = readOutputs(live[i], (path, wrong) => {
      const made = `made an output that no notebook can hold: ${path}: ${wrong}`;
      throw new NotebookRunError(i + 1, cells.length, undefined, made, notebook);
    });
  };
  for (const [i, cell] of cells.entries()) {
    const start = performance.now();
    const execution = await kernel.execute(cell.source, { timeoutSeconds });
    live.push(execution.outputs);
    settle(i);
    cell.execution_count = execution.executionCount;
    const isExpected = execution.status === "error" && mayThrow(cell);
    if (execution.status !== "ok" && !isExpected) {
      live.forEach((_, k) => settle(k));
      const { line, message } = await problem(cell, execution);
      throw new NotebookRunError(i + 1, cells.length, line, message, notebook);
    }
    const seconds = (performance.now() - start) / 1000;
    cellSeconds.push(seconds);
    onCell?.({ cell: i + 1, of: cells.length, seconds });
  }
  live.forEach((_, k) => settle(k));
  return cellSeconds;
}

/** Throws unless the notebook's cells are in a language that the kernel runs. */
function checkLanguage({ metadata }: Notebook): void {
  const { kernelspec, language_info } = metadata as Record<string, Record<string, unknown>>;
  const language = kernelspec?.language ?? language_info?.name;
  if (/^(typescript|javascript|deno)$/i.test(String(language ?? "typescript"))) return;
  const kernel = kernelspec?.display_name ?? language;
  throw new Error(
    `Cannot run the notebook as its cells must be TypeScript or JavaScript: its kernel is ${kernel}`,
  );
}

/**
 * Runs a notebook from its first cell to its last in a fresh kernel, which is gone afterwards.
 *
 * A cell tagged `raises-exception` may throw. Types are not checked: see
 * {@linkcode checkNotebooks}.
 * @param notebook the notebook; it is not changed
 * @param options where to run, how long, and whom to tell
 * @returns the notebook with its new outputs, and how long it took
 * @throws {Error} before anything runs, when its cells are in another language
 * @throws {NotebookRunError} when a cell throws, does not parse, runs out of time or ends the kernel
 * @example
 * ```ts
 * import { parseNotebook, runNotebook } from "@lab/notebooks";
 * import { assertEquals } from "@std/assert";
 * const cell = { cell_type: "code", metadata: {}, source: "6 * 7", outputs: [] };
 * const source = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] };
 * const { notebook } = await runNotebook(parseNotebook(JSON.stringify(source)), { cwd: "." });
 * assertEquals(notebook.cells[0].cell_type === "code" && notebook.cells[0].outputs[0], {
 *   output_type: "execute_result",
 *   data: { "text/plain": "42" },
 *   metadata: {},
 *   execution_count: 1,
 * });
 * ```
 */
export async function runNotebook(notebook: Notebook, options: RunOptions): Promise<NotebookRun> {
  checkLanguage(notebook);
  const start = performance.now();
  const cells = notebook.cells.map((cell) =>
    isCode(cell) ? { ...cell, outputs: [], execution_count: null } : cell
  );
  const executed = { ...notebook, cells };
  const secondsSince = (): number => (performance.now() - start) / 1000;
  // Prose alone needs no kernel.
  if (!cells.some(isCode)) return { notebook: executed, cellSeconds: [], seconds: secondsSince() };
  await using kernel = await startKernel(options.cwd);
  const cellSeconds = await runCells(kernel, executed, options);
  return { notebook: executed, cellSeconds, seconds: secondsSince() };
}
