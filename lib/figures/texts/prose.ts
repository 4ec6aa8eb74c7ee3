/** Sentences that speak from computed numbers, set like the text around them. */
import {
  type Displayable,
  INSPECT,
  JUPYTER_DISPLAY,
  type MimeBundle,
} from "../notebook/displayable.ts";

/**
 * Markdown that shows itself as text, formulas between dollars included.
 * @example
 * ```ts
 * import { JUPYTER_DISPLAY, Prose } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * assertEquals(new Prose("$h_t$")[JUPYTER_DISPLAY]()["text/markdown"], "$h_t$");
 * ```
 */
export class Prose implements Displayable {
  /**
   * Keeps the text.
   * @param markdown the text, in Markdown
   */
  constructor(readonly markdown: string) {}

  /** Called by the kernel. */
  [JUPYTER_DISPLAY](): MimeBundle {
    return { "text/markdown": this.markdown, "text/plain": this.markdown };
  }

  /** What `console.log` prints. */
  [INSPECT](): string {
    return this.toString();
  }

  /** The text, in Markdown. */
  toString(): string {
    return this.markdown;
  }
}

/**
 * A paragraph in Markdown, for sentences whose numbers or words are computed.
 * @param markdown the text; formulas stand between dollars
 * @returns a paragraph that shows itself
 * @example
 * ```ts
 * import { prose } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * const share = 0.25;
 * assertEquals(String(prose(`**${100 * share}%** of the units`)), "**25%** of the units");
 * ```
 */
export function prose(markdown: string): Prose {
  return new Prose(markdown);
}

/**
 * A list in Markdown: what a chapter found, in lines that one could quote.
 * @param lines the lines; formulas stand between dollars
 * @returns a list that shows itself
 * @example
 * ```ts
 * import { proseList } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * assertEquals(String(proseList(`${2 + 2} units`, "*one* more")), "- 4 units\n- *one* more");
 * ```
 */
export function proseList(...lines: readonly string[]): Prose {
  return new Prose(lines.map((line) => `- ${line}`).join("\n"));
}
