/** How Python writes what it holds. */

/** What has a short name after the backslash. */
const SHORT: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\\": "\\\\",
};

/**
 * What Python's `str()` makes of a text's bytes: not the text but a picture of it, `b'…'`, with a backslash
 * and an `n` for each line break.
 * @param text any text; its bytes are those of UTF-8
 * @returns the picture, as Python 3 writes it
 * @see the Python documentation, `bytes.__repr__`
 * @example
 * ```ts
 * import { pythonBytes } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals(pythonBytes("to be\n"), "b'to be\\n'");
 * assertEquals(pythonBytes("'tis"), `b"'tis"`);
 * ```
 */
export function pythonBytes(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const written = Array.from(new TextEncoder().encode(text), (byte) => {
    const character = String.fromCharCode(byte);
    if (character === quote) return `\\${quote}`;
    const isPlain = byte >= 32 && byte < 127;
    return SHORT[character] ?? (isPlain ? character : `\\x${byte.toString(16).padStart(2, "0")}`);
  });
  return `b${quote}${written.join("")}${quote}`;
}
