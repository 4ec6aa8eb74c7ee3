/** Histograms in plain text. */

const BLOCKS = "▁▂▃▄▅▆▇█";

/**
 * A histogram in one line of text: higher blocks for larger counts.
 * @param counts any numbers ≥ 0
 * @returns one character for each; a space for a count of 0
 * @example
 * ```ts
 * import { histogramText } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals(histogramText([0, 1, 4, 8]), " ▁▄█");
 * ```
 */
export function histogramText(counts: readonly number[]): string {
  const most = Math.max(...counts);
  return counts.map((count) => {
    if (count === 0) return " ";
    return BLOCKS[Math.max(0, Math.ceil(count / most * BLOCKS.length) - 1)];
  }).join("");
}
