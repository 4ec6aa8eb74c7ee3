/** What a reader must know of a notebook before opening it: question, finding, minutes, figure. */
import type { PlotlySpec } from "@lab/figures";
import type { CodeCell, Notebook } from "@lab/notebooks";
import { escapeHtml, wholeFormulas } from "@lab/text";
import { firstWords, type Lead, readLead, type Words } from "./markdown.ts";
import { firstFigure, firstMarkdown } from "../outputs.ts";
import { tagsOf } from "../tags.ts";

const isCode = (cell: Notebook["cells"][number]): cell is CodeCell => cell.cell_type === "code";

/** The head of a notebook. */
export interface Outline {
  /** The notebook's title: its first heading of level 1, else its name. */
  title: Words;
  /** The notebook's first paragraph. */
  lead?: Words;
  /** The first paragraph up to its first question mark. */
  question?: Words;
  /** What was found, once the notebook was executed: see `tagsOf`. */
  finding?: Words;
  /** How long it takes to read, as its prose says. */
  minutes?: number;
  /** What its section “Five questions” asks, in Markdown, without the answers. */
  questions: string[];
  /** The figure of the first cell with the tag `thumbnail`. */
  figure?: PlotlySpec;
  /** How many cells of code the notebook has. */
  codeCells: number;
  /** The number among the cells of code, from 1, of the first that failed. */
  failedCell?: number;
}

/** The first title and the first paragraph of the prose, each wherever it stands. */
function readHead(prose: readonly string[]): Lead {
  const head: Lead = {};
  for (const source of prose) {
    const { title, paragraph, question } = readLead(source);
    head.title ??= title;
    if (head.paragraph === undefined) Object.assign(head, { paragraph, question });
    if (head.title !== undefined && head.paragraph !== undefined) break;
  }
  return head;
}

/** The entries of the list under the heading “Five questions”, without what is folded. */
function questionsIn(prose: readonly string[]): string[] {
  const [, section] = prose.join("\n\n").split(/^## Five questions$/m);
  const list = (section ?? "").split(/^#/m)[0].replace(/<details>[^]*?<\/details>/g, "");
  return list.split(/^\d+\.\s/m).slice(1)
    .map((entry) => entry.split("\n\n")[0].trim().replace(/\s+/g, " "));
}

/**
 * Reads the head of a notebook.
 * @param notebook any notebook, executed or not
 * @param name what to call it when it has no title: its file's name without `.ipynb`
 * @returns what its prose and its outputs say of it
 * @example
 * ```ts
 * import { outline } from "@lab/reports";
 * import { assertEquals } from "@std/assert";
 * const source = "# Loss\nHow far does\nit *fall*? Here we see.\n\n20 minutes.";
 * const cells = [{ cell_type: "markdown" as const, metadata: {}, source }];
 * const notebook = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells };
 * const { title, question, minutes } = outline(notebook, "03");
 * assertEquals([title.text, minutes], ["Loss", 20]);
 * assertEquals(question?.text, "How far does it fall?");
 * ```
 */
export function outline(notebook: Notebook, name: string): Outline {
  const prose = notebook.cells.filter(({ cell_type }) => cell_type === "markdown")
    .map(({ source }) => source);
  const { title, paragraph, question } = readHead(prose);
  const code = notebook.cells.filter(isCode);
  const outputsOf = (tag: string): CodeCell["outputs"] =>
    code.filter((cell) => tagsOf(cell).has(tag)).flatMap(({ outputs }) => outputs);
  const figure = firstFigure(outputsOf("thumbnail"));
  const found = firstMarkdown(outputsOf("finding"));
  const minutes = prose.slice(0, 2).join("\n").match(/\b(\d+)\s+minutes\b/)?.[1];
  const failed = code.findIndex(({ outputs }) =>
    outputs.some(({ output_type }) => output_type === "error")
  );
  return {
    title: title ?? { text: name, html: escapeHtml(name) },
    lead: paragraph,
    question,
    finding: found === undefined
      ? figure && { text: figure.title, html: wholeFormulas(figure.title) }
      : firstWords(found),
    minutes: minutes === undefined ? undefined : Number(minutes),
    questions: questionsIn(prose),
    figure: figure?.spec,
    codeCells: code.length,
    failedCell: failed === -1 ? undefined : failed + 1,
  };
}
