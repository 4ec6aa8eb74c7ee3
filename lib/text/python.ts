/** How Python writes what it holds. */

/**
 * What Python's `str()` makes of a text's bytes: not the text but a picture of it, `b'…'`, with a backslash
 * and an `n` for each line break.
 * @param text an ASCII text
 * @returns the picture, as Python 3 writes it
 * @throws {RangeError} when a character is not ASCII
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
  const short: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };
  const written = [...text].map((character) => {
    const code = character.codePointAt(0)!;
    if (code > 127) {
      throw new RangeError(
        `Cannot write bytes as 'text' must be ASCII: current value has ${
          JSON.stringify(character)
        }`,
      );
    }
    if (character === quote) return `\\${quote}`;
    const isPlain = code >= 32 && code < 127;
    return short[character] ?? (isPlain ? character : `\\x${code.toString(16).padStart(2, "0")}`);
  });
  return `b${quote}${written.join("")}${quote}`;
}
