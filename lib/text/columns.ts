/** Tables in plain text. */

/**
 * Rows as lines, each column as wide as its widest cell.
 * @param rows cells of text, equally many in each row
 * @param isRight for each column whether its cells stand at its right end; at the left when left out
 * @returns the lines
 * @example
 * ```ts
 * import { alignColumns } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const rows = [["a", "1"], ["bcd", "20"]];
 * assertEquals(alignColumns(rows), ["a    1", "bcd  20"]);
 * assertEquals(alignColumns(rows, [false, true]), ["a     1", "bcd  20"]);
 * ```
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
  isRight: readonly boolean[] = [],
): string[] {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => [...row[i]].length))) ?? [];
  return rows.map((row) =>
    row.map((cell, i) => {
      const gap = " ".repeat(widths[i] - [...cell].length);
      return isRight[i] ? gap + cell : cell + gap;
    }).join("  ").trimEnd()
  );
}
