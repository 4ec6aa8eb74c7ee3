/** Text that a model read or wrote, shown as it is. */
import type { Block } from "../notebook/displayable.ts";
import { escapeHtml } from "@lab/text";
import { STYLES, titledBlock } from "./html.ts";

/** A sample of text. */
export interface TextSampleOptions {
  /** What the text shows. */
  title: string;
  /** How the text was made: model, temperature, seed. */
  caption?: string;
  /** The text. */
  text: string;
  /** What was given to the model before it went on by itself; shown in front, highlighted. */
  prefix?: string;
}

/** The frame of a text: its line breaks kept, long lines wrapped. */
const TEXT_FRAME = `margin: 0; padding: 10px 12px; white-space: pre-wrap; ` +
  `overflow-wrap: break-word; line-height: 1.45; border-left: 3px solid rgba(128,128,128,0.6); ` +
  `background-color: rgba(128,128,128,0.08); ${STYLES.monospace}`;

/**
 * A text in its frame; each line of a text in Arabic or Hebrew reads from the side that it begins on.
 * @param text the text
 * @param html the same as HTML
 * @returns a `pre` element
 */
export function framedText(text: string, html: string): string {
  const side = /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(text) ? ' dir="auto"' : "";
  // A line break directly after <pre> would be dropped by HTML, so one more stands before the text.
  return `<pre style="${TEXT_FRAME}"${side}>\n${html}</pre>`;
}

/**
 * A block of text in characters of the same width, with its prefix highlighted.
 * @param options title, text, prefix
 * @returns a block that shows itself
 * @example
 * ```ts
 * import { textSample } from "@lab/figures";
 * import { assertStringIncludes } from "@std/assert";
 * const sample = textSample({ title: "It keeps the form", prefix: "KING:", text: "\nAy" });
 * assertStringIncludes(sample.html, "KING:</mark>");
 * ```
 */
export function textSample(options: TextSampleOptions): Block {
  const { text, prefix = "" } = options;
  const mark = prefix === ""
    ? ""
    : `<mark style="background-color: rgba(230,159,0,0.35); color: inherit">` +
      `${escapeHtml(prefix)}</mark>`;
  const html = framedText(prefix + text, mark + escapeHtml(text));
  return titledBlock("text", options, html, `${prefix}${text}`);
}
