/** Small pieces of HTML for figures. */
import { escapeHtml, wholeFormulas } from "@lab/text";
import { Block } from "../notebook/displayable.ts";

/**
 * A text that plotly.js shows as it is: plotly reads a small set of HTML tags in labels.
 * @param text any text
 * @returns the text with `& < >` as entities and line breaks as `<br>`
 */
export function escapeLabel(text: string): string {
  return text.replace(/[&<>]/g, escapeHtml).replaceAll("\n", "<br>");
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
    : `<br><span style="${STYLES.note}">${wholeFormulas(caption)}</span>`;
  return `<figcaption style="${STYLES.caption}"><strong>${wholeFormulas(title)}</strong>${note}` +
    "</figcaption>";
}

/**
 * A block under its title.
 * @param kind the last part of its class, such as "table"
 * @param head the finding, and below it what the reader must know
 * @param html what stands under the title in a page
 * @param text the same for a terminal
 * @returns a block that shows itself
 */
export function titledBlock(
  kind: string,
  { title, caption }: { title: string; caption?: string },
  html: string,
  text: string,
): Block {
  return new Block(
    `<figure class="lab-figure lab-${kind}" style="${STYLES.figure}">` +
      `${figcaption(title, caption)}${html}</figure>`,
    [title, caption ?? "", text].filter((part) => part !== "").join("\n"),
  );
}
