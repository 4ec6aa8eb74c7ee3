/** Tables of numbers and texts. */
import type { Block } from "../notebook/displayable.ts";
import { alignColumns, escapeHtml, wholeFormulas } from "@lab/text";
import { STYLES, titledBlock } from "./html.ts";

/** What a cell may hold. */
export type Cell = string | number | boolean | null | undefined;

/** A column: its head, and how its numbers are written. */
export interface Column {
  /** The head of the column. */
  label: string;
  /** The unit, shown in brackets. */
  unit?: string;
  /** Digits after the point; as `formatNumber` chooses when left out. */
  digits?: number;
  /** Where the cells stand; by default numbers right and texts left. */
  align?: "left" | "right" | "center";
  /** Characters of the same width, for code and text samples. */
  monospace?: boolean;
}

/** The content of a table. */
export interface TableOptions {
  /** The finding or the subject. */
  title: string;
  /** What is shown and how it was made. */
  caption?: string;
  /** The columns, left to right; a text stands for a column with that label. */
  columns: readonly (Column | string)[];
  /** The rows, each with one cell per column. The first column names the row. */
  rows: readonly (readonly Cell[])[];
}

/**
 * A number in a few characters: commas between thousands, a true minus sign.
 * @param value any number
 * @param digits after the point; when left out, whole numbers in full, others to four significant
 * digits or to whole numbers from 1,000, and powers of ten below 1e-4 and from 1e15
 * @returns the text
 * @example
 * ```ts
 * import { formatNumber } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * assertEquals(formatNumber(-1234567), "−1,234,567");
 * assertEquals(formatNumber(0.123456), "0.1235");
 * ```
 */
export function formatNumber(value: number, digits?: number): string {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (digits === undefined && size !== 0 && (size < 1e-4 || size >= 1e15)) {
    const [mantissa, exponent] = size.toExponential(2).split("e");
    return `${sign}${mantissa}e${exponent.replace("+", "").replace("-", "−")}`;
  }
  const text = digits !== undefined
    ? size.toFixed(digits)
    : Number.isInteger(size)
    ? String(size)
    : String(Number(size.toFixed(Math.max(0, 3 - Math.floor(Math.log10(size))))));
  const [whole, fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return (Number(text) === 0 ? "" : sign) + grouped +
    (fraction === undefined ? "" : `.${fraction}`);
}

/** Up to so many characters of a cell are never broken. */
const SHORT = 24;

function formatCell(cell: Cell, column: Column): string {
  if (cell === null || cell === undefined) return "–";
  return typeof cell === "number" ? formatNumber(cell, column.digits) : String(cell);
}

function alignment(column: Column, index: number, rows: TableOptions["rows"]): string {
  if (column.align !== undefined) return column.align;
  return rows.some((row) => typeof row[index] === "number") ? "right" : "left";
}

const columnTitle = ({ label, unit }: Column): string =>
  unit === undefined ? label : `${label} (${unit})`;

/** The heads, a line under them as wide as the columns, and the rows. */
function textTable(heads: readonly string[], rows: readonly string[][], aligns: string[]): string {
  const widths = heads.map((_, i) =>
    Math.max(...[heads, ...rows].map((row) => [...row[i]].length))
  );
  const rule = widths.map((width) => "─".repeat(width));
  return alignColumns([heads, rule, ...rows], aligns.map((align) => align === "right")).join("\n");
}

/**
 * A table: numbers aligned right and written alike, column heads with units.
 * @param options title, columns, rows
 * @returns a block that shows itself
 * @throws {TypeError} when a row has more or fewer cells than there are columns
 * @example
 * ```ts
 * import { table } from "@lab/figures";
 * import { assertMatch } from "@std/assert";
 * const block = table({
 *   title: "The model halves the loss of the best bigram",
 *   columns: ["model", { label: "loss", unit: "bits per character", digits: 2 }],
 *   rows: [["bigram", 3.53], ["network", 2.51]],
 * });
 * assertMatch(block.text, /bigram +3\.53\nnetwork +2\.51/);
 * ```
 */
export function table(options: TableOptions): Block {
  const columns = options.columns.map((c): Column => typeof c === "string" ? { label: c } : c);
  for (const [i, row] of options.rows.entries()) {
    if (row.length !== columns.length) {
      throw new TypeError(
        `Cannot make a table as 'rows' must have ${columns.length} cells each: row ${i} has ` +
          `${row.length}`,
      );
    }
  }
  const aligns = columns.map((column, i) => alignment(column, i, options.rows));
  const heads = columns.map(columnTitle);
  const cells = options.rows.map((row) => row.map((cell, i) => formatCell(cell, columns[i])));
  const html = tableHtml(columns, heads, cells, aligns);
  return titledBlock("table", options, html, textTable(heads, cells, aligns));
}

function tableHtml(
  columns: readonly Column[],
  heads: readonly string[],
  cells: readonly string[][],
  aligns: readonly string[],
): string {
  const rule = "border-bottom: 1px solid rgba(128,128,128,0.35)";
  const style = (i: number): string =>
    `text-align: ${aligns[i]}; padding: 4px 8px 4px 4px; ${rule}` +
    (columns[i].monospace ? `; white-space: pre-wrap; ${STYLES.monospace}` : "");
  // Short cells stay on a line and long ones get room: a table too wide for a phone scrolls.
  const unbroken = (text: string, i: number): string => {
    const { length } = [...text];
    if (length > SHORT) return `; min-width: ${length > 3 * SHORT ? 18 : 9}em`;
    return `; white-space: ${columns[i].monospace ? "pre" : "nowrap"}`;
  };
  // A long head has about three lines, not one for each word.
  const roomy = ({ length }: string): string =>
    length > SHORT / 2 ? `; min-width: ${Math.ceil(length / 3)}ch` : "";
  const head = heads.map((text, i) =>
    `<th scope="col" style="${style(i)}; vertical-align: bottom${roomy(text)}">${
      wholeFormulas(text)
    }</th>`
  );
  const body = cells.map((row) =>
    "<tr>" + row.map((text, i) =>
      i === 0
        ? `<th scope="row" style="${style(i)}; font-weight: normal${unbroken(text, i)}">${
          escapeHtml(text)
        }</th>`
        : `<td style="${style(i)}${unbroken(text, i)}">${escapeHtml(text)}</td>`
    ).join("") + "</tr>"
  );
  return `<div style="overflow-x: auto"><table style="border-collapse: collapse; margin: 0">` +
    `<thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

/**
 * A share in percent, with a digit after the point where whole percents say too little.
 * @param share 0 … 1
 * @returns such as `"42 %"` or `"99.6 %"`
 * @example
 * ```ts
 * import { formatShare } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * assertEquals([0.42, 0.9961, 0.016].map(formatShare), ["42 %", "99.6 %", "1.6 %"]);
 * ```
 */
export function formatShare(share: number): string {
  if (share > 0.9995 && share < 1) return "over 99.9 %";
  if (share > 0 && share < 0.0005) return "under 0.1 %";
  const coarse = share === 0 || share === 1 || (share >= 0.1 && share <= 0.9);
  return `${(100 * share).toFixed(coarse ? 0 : 1)} %`;
}
