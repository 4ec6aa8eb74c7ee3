/** A few vectors beside each other, as one would write them on paper. */
import type { Block } from "../notebook/displayable.ts";
import { table } from "./table.ts";

/**
 * A table of vectors of one length: a row for each.
 * @param title what the numbers show
 * @param vectors the vectors by name, in the order of the rows
 * @param columns the names of the entries; their numbers from 1 when left out
 * @returns the table, three digits after the point
 * @throws {RangeError} when a vector has not as many entries as there are columns
 * @example
 * ```ts
 * import { numbersTable } from "@lab/figures";
 * import { assertStringIncludes } from "@std/assert";
 * const text = String(numbersTable("Two vectors", { y: [1.5, -1], p: [0.924, 0.076] }, ["a", "b"]));
 * assertStringIncludes(text, "−1.000");
 * ```
 */
export function numbersTable(
  title: string,
  vectors: Record<string, ArrayLike<number>>,
  columns?: readonly string[],
): Block {
  const [first] = Object.values(vectors);
  const names = columns ?? Array.from(first, (_, i) => `${i + 1}`);
  for (const [name, { length }] of Object.entries(vectors)) {
    if (length === names.length) continue;
    throw new RangeError(
      `Cannot make a table as '${name}' must have ${names.length} entries, as many as there are ` +
        `columns: current number is ${length}`,
    );
  }
  return table({
    title,
    columns: ["vector", ...names.map((label) => ({ label, digits: 3 }))],
    rows: Object.entries(vectors).map(([name, values]) => [name, ...Array.from(values)]),
  });
}
