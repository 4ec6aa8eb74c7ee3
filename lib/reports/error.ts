/** What an exporter says when a notebook can't become a page. */

/**
 * A notebook that can't be exported: a formula that is not TeX, a picture that is not there.
 * @example
 * ```ts
 * import { ExportError } from "@lab/reports";
 * import { assertEquals } from "@std/assert";
 * const error = new ExportError("02-bptt", 4, "picture must exist: current value is 'a.png'");
 * assertEquals(
 *   error.message,
 *   "Cannot export cell 4 of '02-bptt' as its picture must exist: current value is 'a.png'",
 * );
 * ```
 */
export class ExportError extends SyntaxError {
  /** Always `"ExportError"`. */
  override readonly name: string = "ExportError";

  /**
   * Makes the error.
   * @param notebook name of the notebook
   * @param cell number of the cell among all the notebook's cells, from 1
   * @param problem the part that is wrong, the rule and the current value
   */
  constructor(readonly notebook: string, readonly cell: number, problem: string) {
    super(`Cannot export cell ${cell} of '${notebook}' as its ${problem}`);
  }
}

/** What is wrong in a cell, thrown where the number of the cell is not known. */
export class CellProblem extends SyntaxError {
  /** Always `"CellProblem"`. */
  override readonly name: string = "CellProblem";
}

/**
 * Adds the cell to a problem found in it.
 * @param error what was thrown
 * @param notebook name of the notebook
 * @param cell number of the cell among all the notebook's cells, from 1
 * @returns an `ExportError` for a problem of the cell, any other error as it is
 */
export const atCell = (error: unknown, notebook: string, cell: number): unknown =>
  error instanceof CellProblem ? new ExportError(notebook, cell, error.message) : error;
