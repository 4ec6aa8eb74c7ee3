/** Checks and words that the figure builders share. */
import { extent } from "d3-array";
import { escapeLabel } from "../texts/html.ts";
import { formatNumber } from "../texts/table.ts";
import { wrapText } from "../static/wrap.ts";

/**
 * Throws unless two lists of a figure are equally long.
 * @param what what is being drawn, such as "a line chart"
 * @param name the list's name
 * @param actual its length
 * @param expected the length it must have
 * @throws {TypeError} with both lengths
 */
export function checkLength(what: string, name: string, actual: number, expected: number): void {
  if (actual !== expected) {
    throw new TypeError(
      `Cannot draw ${what} as '${name}' must have ${expected} entries: current length is ${actual}`,
    );
  }
}

/**
 * The range of some numbers in words.
 * @param values any numbers; those that are not finite are left out
 * @returns such as "0.5 to 3", or "no numbers"
 */
export function rangeInWords(values: ArrayLike<number>): string {
  const [low, high] = extent(Array.from(values).filter(Number.isFinite));
  if (low === undefined || high === undefined) return "no numbers";
  return low === high ? formatNumber(low) : `${formatNumber(low)} to ${formatNumber(high)}`;
}

/**
 * Some names in words, the rest counted.
 * @param names the names
 * @param most how many are named
 * @returns such as "a, b and 3 more"
 * @example
 * ```ts
 * import { namesInWords } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * assertEquals(namesInWords(["a", "b", "c"]), "a, b and c");
 * assertEquals(namesInWords(["a", "b", "c"], 1), "a and 2 more");
 * ```
 */
export function namesInWords(names: readonly string[], most = 6): string {
  const rest = names.length - most;
  if (rest > 0) return `${names.slice(0, most).join(", ")} and ${rest} more`;
  return names.length < 2
    ? names.join("")
    : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

/**
 * The name of a trace as the legend and the pointer show it: whole, in lines that fit a phone.
 * @param name the name
 * @returns the name in plotly's markup
 */
export const traceName = (name: string): string => wrapText(name, 36).map(escapeLabel).join("<br>");
