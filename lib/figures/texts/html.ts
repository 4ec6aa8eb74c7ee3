/** Small pieces of HTML for figures. */
import { escapeHtml } from "@lab/text";

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
    : `<br><span style="${STYLES.note}">${escapeHtml(caption)}</span>`;
  return `<figcaption style="${STYLES.caption}"><strong>${escapeHtml(title)}</strong>${note}` +
    "</figcaption>";
}
