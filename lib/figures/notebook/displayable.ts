/** What Deno's Jupyter kernel looks for in a value. */
import type { Json } from "../texts/json.ts";

/** The name of the method that the kernel calls to show a value. */
export const JUPYTER_DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** The name of the method that `console.log` calls. */
export const INSPECT: unique symbol = Symbol.for("Deno.customInspect");

/** One value in several formats, by mime type; a front-end chooses. */
export interface MimeBundle {
  /** What a terminal shows. */
  "text/plain": string;
  /** What a page shows. */
  "text/html"?: string;
  /** Other formats. */
  [type: string]: Json | undefined;
}

/** A value that shows itself in Jupyter. */
export interface Displayable {
  /** The value in the formats it has. */
  [JUPYTER_DISPLAY](): MimeBundle | Promise<MimeBundle>;
  /** The same at once, without what takes long and a page can do without for a moment. */
  sketch?(): MimeBundle;
}

/**
 * A block of HTML with its text: tables, text samples, coloured texts.
 * @example
 * ```ts
 * import { Block, JUPYTER_DISPLAY } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * const block = new Block("<p>1 &lt; 2</p>", "1 < 2");
 * assertEquals(block[JUPYTER_DISPLAY]()["text/plain"], "1 < 2");
 * ```
 */
export class Block implements Displayable {
  /**
   * Joins the two forms.
   * @param html what pages show; its styles are inline, its texts escaped
   * @param text what a terminal shows
   */
  constructor(readonly html: string, readonly text: string) {}

  /** Called by the kernel. */
  [JUPYTER_DISPLAY](): MimeBundle {
    return { "text/html": this.html, "text/plain": this.text };
  }

  /** What `console.log` prints: the text, not the numbers. */
  [INSPECT](): string {
    return this.toString();
  }

  /** The text. */
  toString(): string {
    return this.text;
  }
}
