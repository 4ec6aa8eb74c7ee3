/** Cells as parts of a page. */
import type { Cell, CodeCell } from "@lab/notebooks";
import { escapeHtml } from "@lab/text";
import { visibleTurns } from "./prose/highlight.ts";
import { type Prose, renderMarkdown } from "./prose/markdown.ts";
import { renderOutputs } from "./outputs.ts";
import { tagsOf } from "./tags.ts";

const withoutComments = (source: string): string =>
  source.replace(/^\s*\/\/.*$|\/\*[\s\S]*?\*\//gm, "");

/** Imports tell a reader of the page little, so such a cell is folded. */
const onlyImports = (source: string): boolean =>
  withoutComments(source)
    .replace(/^\s*import\b[^;"']*(["'])[^"']*\1(?:\s*with\s*\{[^}]*\})?;?/gm, "").trim() === "";

/** What a folded cell shows: its first line that says something. */
function peek(source: string): string {
  const lines = source.split("\n").map((line) => line.trim());
  return lines.find((line) => line !== "") ?? "";
}

function codeBlock(cell: CodeCell, number: number, folded: boolean, prose: Prose): string {
  const source = cell.source.trimEnd();
  const lines = source.split("\n").length;
  return `<details class="code"${folded ? "" : " open"}><summary>` +
    `<span class="label">Code ${number}</span> <code class="peek">${
      escapeHtml(visibleTurns(peek(source)))
    }</code> ` +
    `<span class="lines">${lines} ${lines === 1 ? "line" : "lines"}</span></summary>` +
    `${prose.highlight(source, "typescript")}</details>`;
}

async function codeCell(cell: CodeCell, number: number, prose: Prose): Promise<string> {
  const tags = tagsOf(cell);
  const empty = cell.source.trim() === "";
  const folded = tags.has("hide-input") || onlyImports(cell.source);
  const code = empty || tags.has("remove-input") ? "" : codeBlock(cell, number, folded, prose);
  const outputs = tags.has("remove-output") ? "" : await renderOutputs(cell.outputs, prose);
  return `<div class="cell" id="cell-${number}">${code}${outputs}</div>`;
}

/**
 * Turns a cell into HTML.
 * @param cell the cell
 * @param number for a cell of code its number among those, from 1
 * @param prose what the page's cells share
 * @returns HTML; empty for a cell with the tag `remove-cell`
 */
export async function renderCell(cell: Cell, number: number, prose: Prose): Promise<string> {
  if (tagsOf(cell).has("remove-cell")) return "";
  if (cell.cell_type === "code") return await codeCell(cell, number, prose);
  if (cell.cell_type === "raw") return `<pre class="raw">${escapeHtml(cell.source)}</pre>`;
  return `<div class="prose" dir="auto">${await renderMarkdown(cell.source, prose)}</div>`;
}
