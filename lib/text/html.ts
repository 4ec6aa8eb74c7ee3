/** Texts and data inside a page: everything that is not markup by intent is escaped. */

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * A text that HTML shows as it is, in content and in quoted attributes.
 * @param text any text
 * @returns the text with `& < > " '` as entities
 * @example
 * ```ts
 * import { escapeHtml } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals(escapeHtml(`<b title="x">`), "&lt;b title=&quot;x&quot;&gt;");
 * ```
 */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/**
 * JSON that may stand inside a `<script>` element.
 * @param value plain data
 * @returns JSON without `<`, U+2028 and U+2029
 * @example
 * ```ts
 * import { scriptJson } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals(scriptJson({ a: "</script>" }), '{"a":"\\u003c/script>"}');
 * ```
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (character) => "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0"),
  );
}

/**
 * A file as an address that holds it.
 * @param type its mime type
 * @param content bytes, or a text (as UTF-8)
 * @returns a `data:` address in base64
 * @example
 * ```ts
 * import { dataUrl } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals(dataUrl("text/plain", "é"), "data:text/plain;base64,w6k=");
 * ```
 */
export function dataUrl(type: string, content: Uint8Array | string): string {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return `data:${type};base64,${bytes.toBase64()}`;
}

/** What stays on a line: comparisons with a number, bars around a letter, percents, logarithms, middle dots. */
const PIECE =
  /(?:\d+ )?\bln \d+|\S{1,12} ·(?= )|\S{1,12} [<>≤≥=±…] −?\d(?:[\d.,]*\d)?|\|\p{L}\||(?<![\d.,])[\d.,]*\d %/gu;

/**
 * A text as HTML in which its small formulas are not broken: `|h| > 0.5` would be at its bars.
 * @param text any text
 * @returns HTML, with `<span>` around such pieces
 * @example
 * ```ts
 * import { wholeFormulas } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals(
 *   wholeFormulas("Units with |h| > 0.5 & more"),
 *   'Units with <span style="white-space: nowrap">|h| &gt; 0.5</span> &amp; more',
 * );
 * ```
 */
export function wholeFormulas(text: string): string {
  let [html, done] = ["", 0];
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    html += escapeHtml(text.slice(done, index)) +
      `<span style="white-space: nowrap">${escapeHtml(piece)}</span>`;
    done = index + piece.length;
  }
  return html + escapeHtml(text.slice(done));
}
