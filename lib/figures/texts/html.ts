/** Small pieces of HTML, and the escaping that keeps a text's `<` from becoming a tag. */

const ENTITIES: Record<string, string> = {
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
 * import { escapeHtml } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * assertEquals(escapeHtml(`<b title="x">`), "&lt;b title=&quot;x&quot;&gt;");
 * ```
 */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/**
 * A text that plotly.js shows as it is: plotly reads a small set of HTML tags in labels.
 * @param text any text
 * @returns the text with `& < >` as entities and line breaks as `<br>`
 */
export function escapeLabel(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character]).replaceAll("\n", "<br>");
}

/**
 * JSON that may stand inside a `<script>` element.
 * @param value plain data
 * @returns JSON without `<`, U+2028 and U+2029
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (character) => "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0"),
  );
}

/**
 * A character as it can be seen in a label: space, line break and other invisible ones get a sign.
 * @param character one character
 * @returns a visible text
 * @example
 * ```ts
 * import { visibleCharacter } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * assertEquals([" ", "\n", "a"].map(visibleCharacter), ["␣", "⏎", "a"]);
 * ```
 */
export function visibleCharacter(character: string): string {
  if (character === " ") return "␣";
  if (character === "\n") return "⏎";
  if (character === "\t") return "⇥";
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0xa0 ? "⍽" : character;
}

/** Styles are inline, and only such as JupyterLab lets through in an untrusted notebook. */
export const STYLES = {
  figure: "margin: 12px 0; max-width: 960px",
  caption: "margin: 0 0 6px 0; text-align: left; line-height: 1.4",
  note: "opacity: 0.8; font-size: 90%",
  monospace: "font-family: Menlo, Consolas, 'DejaVu Sans Mono', monospace",
} as const;

/**
 * The head of a figure: the finding, and below it what the reader must know.
 * @param title the finding
 * @param caption what is shown and how it was made
 * @returns a `<figcaption>` element
 */
export function figcaption(title: string, caption?: string): string {
  const note = caption === undefined || caption === ""
    ? ""
    : `<br><span style="${STYLES.note}">${escapeHtml(caption)}</span>`;
  return `<figcaption style="${STYLES.caption}"><strong>${escapeHtml(title)}</strong>${note}` +
    "</figcaption>";
}
