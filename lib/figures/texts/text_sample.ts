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
export const TEXT_FRAME = `margin: 0; padding: 10px 12px; white-space: pre-wrap; ` +
  `overflow-wrap: break-word; line-height: 1.45; border-left: 3px solid rgba(128,128,128,0.6); ` +
  `background-color: rgba(128,128,128,0.08); ${STYLES.monospace}`;

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
  // A line break directly after <pre> would be dropped by HTML, so one more stands before the text.
  const html = `<pre style="${TEXT_FRAME}">\n${mark}${escapeHtml(text)}</pre>`;
  return titledBlock("text", options, html, `${prefix}${text}`);
}
