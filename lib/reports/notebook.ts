/** An executed notebook to a page: one file that opens without a network. */
import { type Displayable, JUPYTER_DISPLAY } from "@lab/figures";
import type { Cell, Notebook } from "@lab/notebooks";
import { PLAYGROUND_PROGRAM } from "@lab/playground";
import { figuresScript, pageScript, plotlyScript, VERSIONS } from "./page/assets.ts";
import { renderCell } from "./cells.ts";
import { escapeHtml, sayDuration } from "@lab/text";
import { loadHighlighter } from "./prose/highlight.ts";
import type { Heading, Prose } from "./prose/markdown.ts";
import { labelNumbers } from "./prose/tex.ts";
import { outline } from "./prose/outline.ts";
import { chapterAddress, ENGINE, footer, header } from "./page/parts.ts";
import { renderPage } from "./page/page.ts";
import { loadPicture, type Picture } from "./prose/pictures.ts";

/** A page of the report, as others link to it. */
export interface Chapter {
  /** The notebook's file name without `.ipynb`; its page is `NAME.html`. */
  name: string;
  /** The chapter's title, plain text. */
  title: string;
}

/** What an exported page says beside the notebook itself. */
export interface ExportContext {
  /** The notebook's file name without `.ipynb`. */
  name: string;
  /** All notebooks of the report in their order, this one among them. */
  siblings: readonly Chapter[];
  /** How long the notebook ran, in seconds. */
  seconds: number;
  /** What the run stood on, such as its text, a line of plain text each; for the footer. */
  madeFrom?: readonly string[];
  /** What readers should know before anything else, plain text, such as on what the notebook was run. */
  note?: string;
  /** Path of the notebook's folder, from where its prose names pictures. */
  folder?: string;
  /** Is given a line for each formula, picture or reference that the page can't show as it was meant. */
  onWarning?: (line: string) => void;
}

/** The contents: sections nested by one level below the title. */
function contents(headings: readonly Heading[]): string {
  const shown = headings.filter(({ level }) => level === 2 || level === 3);
  if (shown.length === 0) return "";
  const items = shown.map(({ id, html, level }) =>
    `<li class="level-${level}"><a href="#${escapeHtml(id)}">${html}</a></li>`
  );
  return `<nav class="contents" aria-labelledby="contents-title"><details open>` +
    `<summary id="contents-title">On this page</summary><ol>${items.join("")}</ol></details></nav>`;
}

function turnPages(context: Pick<ExportContext, "name" | "siblings">): string {
  const at = context.siblings.findIndex(({ name }) => name === context.name);
  const link = (chapter: Chapter | undefined, rel: string, label: string): string =>
    chapter === undefined
      ? ""
      : `<a class="${rel}" rel="${rel}" href="${chapterAddress(chapter.name)}">` +
        `<small>${label}</small> ${escapeHtml(chapter.title)}</a>`;
  return `<nav class="turn" aria-label="Chapters">` +
    link(at > 0 ? context.siblings[at - 1] : undefined, "prev", "Previous") +
    link(at === -1 ? undefined : context.siblings[at + 1], "next", "Next") + "</nav>";
}

async function renderCells(
  notebook: Notebook,
  context: Pick<ExportContext, "folder" | "onWarning">,
): Promise<{
  parts: string[];
  headings: Heading[];
}> {
  const headings: Heading[] = [];
  const highlight = await loadHighlighter();
  const parts: string[] = [];
  const labels = labelNumbers(
    notebook.cells.flatMap((cell) => cell.cell_type === "markdown" ? [cell.source] : []),
  );
  const macros = {};
  const stems = new Map<string, number>();
  const warned = new Set<string>();
  let codeCells = 0;
  for (const [i, cell] of notebook.cells.entries()) {
    if (cell.cell_type === "code") codeCells++;
    const picture = (address: string): Promise<Picture> =>
      loadPicture(address, cell, context.folder);
    const warn = (problem: string): void => {
      // A heading is read twice, for its place and for the contents.
      const line = `cell ${i + 1}: ${problem}`;
      if (!warned.has(line)) context.onWarning?.(line);
      warned.add(line);
    };
    const prose: Prose = { headings, stems, highlight, picture, labels, macros, warn };
    try {
      parts.push(await renderCell(cell, codeCells, prose));
    } catch (error) {
      throw new Error(`cell ${i + 1}: ${(error as Error).message}`, { cause: error });
    }
  }
  return { parts, headings };
}

/** The seeds that a notebook's code names, in words; empty when it names none. */
function seedsOf({ cells }: Notebook): string {
  const named = cells.filter(({ cell_type }) => cell_type === "code").flatMap(({ source }) => [
    ...source.matchAll(/\bseeds?\s*[:=]\s*(\[[\d,\s]*\]|\d+)|\bnew Random\((\d+)\)/g),
  ]);
  const seeds = named.flatMap(([, list = "", one = ""]) => `${list} ${one}`.match(/\d+/g) ?? []);
  const sorted = [...new Set(seeds)].sort((a, b) => Number(a) - Number(b));
  return sorted.length === 0 ? "" : `Seeds in its code: ${sorted.join(", ")}.`;
}

/** The libraries whose work is on the page. */
function madeWith(article: string, hasFigure: boolean): string {
  const parts = [
    ...(article.includes('class="katex"') ? [`formulas by KaTeX ${VERSIONS.katex}`] : []),
    ...(hasFigure ? [`figures by plotly.js ${VERSIONS.plotly}`] : []),
  ].join(", ");
  return parts === "" ? "" : `${parts[0].toUpperCase()}${parts.slice(1)}.`;
}

/**
 * Turns an executed notebook into a page.
 *
 * The page is one file: styles, fonts, pictures and plotly.js are inside it, its content security
 * policy forbids every request and every foreign script. Prose is typeset, code is highlighted and
 * folds, figures show a static picture until plotly.js has drawn over it. A formula that KaTeX does not
 * know stands there as its source, a picture that is not there by its name, each with a warning.
 * @param executed the notebook with its outputs
 * @param context its name, its place in the report and how long it ran
 * @returns a whole HTML document
 * @throws {RangeError} when `context.name` can't name a file
 * @throws {Error} when a cell can't be shown, such as a figure that is none, with the cell's number
 * @example
 * ```ts
 * import { exportNotebook } from "@lab/reports";
 * import { assertStringIncludes } from "@std/assert";
 * const cells = [{ cell_type: "markdown" as const, metadata: {}, source: "# Loss\n\n$25 \\ln 62$" }];
 * const html = await exportNotebook({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }, {
 *   name: "03-training",
 *   siblings: [],
 *   seconds: 1.5,
 * });
 * assertStringIncludes(html, '<h1 id="loss">Loss</h1>');
 * ```
 */
export async function exportNotebook(
  executed: Notebook,
  context: ExportContext,
): Promise<string> {
  if (!/^[^/\\]+$/.test(context.name)) {
    throw new RangeError(
      `Cannot export a notebook as 'name' must be a file name without folders: current value is ` +
        `'${context.name}'`,
    );
  }
  return await renderNotebook(
    executed,
    context,
    `Executed in ${sayDuration(context.seconds, 1)} on the Jupyter kernel of ${ENGINE}.`,
  );
}

/**
 * Makes a page of things that a program has, without a notebook: figures, tables, text samples,
 * the network alive; and prose, in Markdown with formulas, wherever there is a string.
 * @param title the page's title, plain text
 * @param things what the page shows, in order
 * @returns a whole HTML document, one file that needs no network
 * @example
 * ```ts
 * import { table } from "@lab/figures";
 * import { exportPage } from "@lab/reports";
 * import { assertStringIncludes } from "@std/assert";
 * const sizes = table({ title: "Sizes", columns: ["H"], rows: [[100], [250]] });
 * const html = await exportPage("Two models", ["Which is *larger*?", sizes]);
 * assertStringIncludes(html, "<em>larger</em>");
 * ```
 */
export async function exportPage(
  title: string,
  things: readonly (string | Displayable)[],
): Promise<string> {
  const cell = async (thing: string | Displayable): Promise<Cell> =>
    typeof thing === "string" ? { cell_type: "markdown", metadata: {}, source: thing } : {
      cell_type: "code",
      metadata: {},
      source: "",
      execution_count: null,
      outputs: [{
        output_type: "display_data",
        data: await thing[JUPYTER_DISPLAY](),
        metadata: {},
      }],
    };
  const heading = `# ${title.replace(/[^\p{L}\p{N}\s]/gu, "\\$&")}`;
  const cells = await Promise.all([heading, ...things].map(cell));
  const notebook: Notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
  return await renderNotebook(notebook, { name: "page", siblings: [] }, `Made with ${ENGINE}.`);
}

/** A notebook's page; `made` says in the footer what made it. */
async function renderNotebook(
  executed: Notebook,
  context: Omit<ExportContext, "seconds">,
  made: string,
): Promise<string> {
  const { title: { text: title }, lead, failedCell } = outline(executed, context.name);
  const hasCode = executed.cells.some(({ cell_type, source }) =>
    cell_type === "code" && source !== ""
  );
  const { parts, headings } = await renderCells(executed, context);
  const hasTitle = headings.some(({ level }) => level === 1);
  const article = parts.join("\n");
  const hasFigure = article.includes('<div class="output plotly">');
  const hasPlayground = article.includes('<div class="output playground">');
  const failure = failedCell === undefined ? "" : `<p class="failed" role="alert">This notebook ` +
    `stopped at <a href="#cell-${failedCell}">Code ${failedCell}</a>.</p>`;
  const note = context.note === undefined
    ? ""
    : `<p class="note" role="note">${escapeHtml(context.note)}</p>`;
  const body = header({ title, hasIndex: context.siblings.length > 0, hasCode }) +
    `<div class="columns">${contents(headings)}<main id="page-main" tabindex="-1">` +
    `${
      hasTitle ? "" : `<h1>${escapeHtml(title)}</h1>`
    }${note}${failure}<article>${article}</article>` +
    `${turnPages(context)}</main></div>` +
    footer([
      made,
      ...[...context.madeFrom ?? [], seedsOf(executed)].filter((line) => line !== "").map(
        escapeHtml,
      ),
      `${madeWith(article, hasFigure)} This page is one file and needs no network.`,
    ]);
  const scripts = [
    ...hasPlayground ? [PLAYGROUND_PROGRAM] : [],
    pageScript,
    ...hasFigure ? [figuresScript] : [],
  ];
  return await renderPage({
    title: `${title} · char-rnn-lab`,
    description: lead?.text ?? "",
    body,
    scripts,
    ...(hasFigure ? { packed: { id: "plotly", program: await plotlyScript() } } : {}),
  });
}
