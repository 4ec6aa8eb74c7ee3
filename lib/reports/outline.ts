/** What a reader must know of a notebook before opening it: its title, lead, figure and state. */
import type { CodeCell, Notebook } from "@lab/notebooks";
import { escapeHtml } from "./html.ts";
import { readLead } from "./markdown.ts";
import { firstPicture } from "./outputs.ts";

const isCode = (cell: Notebook["cells"][number]): cell is CodeCell => cell.cell_type === "code";

/** The head of a notebook. */
export interface Outline {
  /** The text of its first heading of level 1, else its name. */
  title: string;
  /** The same as inline HTML without links. */
  titleHtml: string;
  /** Its first paragraph as plain text; empty when it has none. */
  lead: string;
  /** The same as inline HTML without links. */
  leadHtml: string;
  /** The `data:` address of the first picture that its code displayed. */
  picture?: string;
  /** How many cells of code it has. */
  codeCells: number;
  /** The number among the cells of code, from 1, of the first that failed. */
  failedCell?: number;
}

/**
 * Reads the head of a notebook.
 * @param notebook any notebook, executed or not
 * @param name what to call it when it has no title: its file's name without `.ipynb`
 * @returns its title, first paragraph, first picture, number of cells and first failure
 * @example
 * ```ts
 * import { outline } from "@lab/reports";
 * import { assertEquals } from "@std/assert";
 * const cells = [{ cell_type: "markdown" as const, metadata: {}, source: "# Loss\nIt *falls*." }];
 * const { title, leadHtml } = outline({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }, "03");
 * assertEquals([title, leadHtml], ["Loss", "It <em>falls</em>."]);
 * ```
 */
export function outline(notebook: Notebook, name: string): Outline {
  const leads = notebook.cells
    .filter((cell) => cell.cell_type === "markdown")
    .map((cell) => readLead(cell.source));
  const title = leads.find((lead) => lead.title !== undefined)?.title;
  const lead = leads.find(({ paragraph }) => paragraph !== undefined)?.paragraph;
  const code = notebook.cells.filter(isCode);
  const failed = code.findIndex(({ outputs }) =>
    outputs.some(({ output_type }) => output_type === "error")
  );
  return {
    title: title?.text ?? name,
    titleHtml: title?.html ?? escapeHtml(name),
    lead: lead?.text ?? "",
    leadHtml: lead?.html ?? "",
    picture: firstPicture(code.flatMap(({ outputs }) => outputs)),
    codeCells: code.length,
    failedCell: failed === -1 ? undefined : failed + 1,
  };
}
