/** What a reader must know of a notebook before opening it: its title, lead, figure and state. */
import type { CodeCell, Notebook } from "@lab/notebooks";
import { escapeHtml } from "@lab/text";
import { type Lead, readLead } from "./markdown.ts";
import { firstPicture } from "../outputs.ts";
import { tagsOf } from "../tags.ts";

const isCode = (cell: Notebook["cells"][number]): cell is CodeCell => cell.cell_type === "code";

/** The head of a notebook. */
export interface Outline {
  /** The notebook's title: its first heading of level 1, else its name; plain text. */
  title: string;
  /** The title as inline HTML without links. */
  titleHtml: string;
  /** The notebook's first paragraph as plain text; empty when it has none. */
  lead: string;
  /** The first paragraph as inline HTML without links. */
  leadHtml: string;
  /**
   * The `data:` address of the first picture that the notebook's code displayed; cells with the
   * tag `thumbnail` come first.
   */
  picture?: string;
  /** How many cells of code the notebook has. */
  codeCells: number;
  /** The number among the cells of code, from 1, of the first that failed. */
  failedCell?: number;
}

/** The first title and the first paragraph of the prose, each wherever it stands. */
function readHead(notebook: Notebook): Lead {
  const head: Lead = {};
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "markdown") continue;
    const { title, paragraph } = readLead(cell.source);
    head.title ??= title;
    head.paragraph ??= paragraph;
    if (head.title !== undefined && head.paragraph !== undefined) break;
  }
  return head;
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
  const { title, paragraph } = readHead(notebook);
  const code = notebook.cells.filter(isCode);
  const chosen = code.filter((cell) => tagsOf(cell).has("thumbnail"));
  const failed = code.findIndex(({ outputs }) =>
    outputs.some(({ output_type }) => output_type === "error")
  );
  return {
    title: title?.text ?? name,
    titleHtml: title?.html ?? escapeHtml(name),
    lead: paragraph?.text ?? "",
    leadHtml: paragraph?.html ?? "",
    picture: firstPicture([...chosen, ...code].flatMap(({ outputs }) => outputs)),
    codeCells: code.length,
    failedCell: failed === -1 ? undefined : failed + 1,
  };
}
