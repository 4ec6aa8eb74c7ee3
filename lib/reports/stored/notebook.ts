/** A notebook with its outputs as its file keeps them, and of which cells they are. */
import { createHash } from "node:crypto";
import type { Cell, Notebook } from "@lab/notebooks";
import { storedOutput } from "./outputs.ts";

/** The lab's notes in a notebook's metadata. */
const NOTES = "char_rnn_lab";

/**
 * The fingerprint of a notebook's code: what outputs hang on, beside the lab itself.
 * @param notebook the notebook
 * @returns 16 hexadecimal digits
 * @example
 * ```ts
 * import { codeFingerprint } from "@lab/reports";
 * import { assertEquals } from "@std/assert";
 * const prose = { cell_type: "markdown" as const, metadata: {}, source: "# Words count for nothing" };
 * const notebook = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells: [] };
 * assertEquals(codeFingerprint({ ...notebook, cells: [prose] }), codeFingerprint(notebook));
 * ```
 */
export function codeFingerprint({ cells }: Notebook): string {
  const code = cells.flatMap(({ cell_type, source }) => cell_type === "code" ? [source] : []);
  return createHash("sha256").update(JSON.stringify(code)).digest("hex").slice(0, 16);
}

/**
 * Of which code the outputs in a notebook's file are.
 * @param notebook the notebook as it lies in its file
 * @returns the fingerprint that was noted with them; undefined where none were stored
 * @example
 * ```ts
 * import { storedFingerprint } from "@lab/reports";
 * import { assertEquals } from "@std/assert";
 * const notebook = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells: [] };
 * assertEquals(storedFingerprint(notebook), undefined);
 * ```
 */
export function storedFingerprint({ metadata }: Notebook): string | undefined {
  return (metadata[NOTES] as { outputs_of?: string } | undefined)?.outputs_of;
}

async function storedCell(cell: Cell, count: number): Promise<Cell> {
  if (cell.cell_type !== "code") return cell;
  const outputs = await Promise.all(cell.outputs.map(storedOutput));
  return {
    ...cell,
    execution_count: count,
    outputs: outputs.map((output) =>
      output.output_type === "execute_result" ? { ...output, execution_count: count } : output
    ),
  };
}

/**
 * An executed notebook as its file keeps it: each output in a format that shows where no script and no style
 * is let through, with the fingerprint of the code that made it.
 * @param executed the notebook with the outputs of a run
 * @returns the notebook to be written
 * @example
 * ```ts
 * import { codeFingerprint, storedFingerprint, storeOutputs } from "@lab/reports";
 * import { assertEquals } from "@std/assert";
 * const notebook = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells: [] };
 * assertEquals(storedFingerprint(await storeOutputs(notebook)), codeFingerprint(notebook));
 * ```
 */
export async function storeOutputs(executed: Notebook): Promise<Notebook> {
  const cells: Cell[] = [];
  let count = 0;
  for (const cell of executed.cells) {
    if (cell.cell_type === "code") count++;
    cells.push(await storedCell(cell, count));
  }
  const notes = { outputs_of: codeFingerprint(executed) };
  return { ...executed, metadata: { ...executed.metadata, [NOTES]: notes }, cells };
}
