/** Parts that the report's first page and its chapters share. */
import { escapeHtml } from "@lab/text";

/** What the notebooks ran on. */
export const ENGINE: string = `Deno ${Deno.version.deno} (V8 ` +
  `${Deno.version.v8.replace(/-rusty$/, "")}, TypeScript ${Deno.version.typescript})`;

/** The address of a notebook's page, from a page beside it. */
export const chapterAddress = (name: string): string => `${encodeURIComponent(name)}.html`;

/** The bar at the top: the way back, where one is, and the button that folds all code. */
export function header(title: string, hasCode: boolean): string {
  const button = `<button type="button" id="fold-all" hidden>Hide code</button>`;
  return `<header class="top"><a rel="index" href="index.html">char-rnn-lab</a>` +
    `<span class="here" aria-hidden="true">${escapeHtml(title)}</span>${hasCode ? button : ""}` +
    `</header>`;
}

/** The page's foot: how it came to be, a paragraph each, as HTML. */
export const footer = (paragraphs: readonly string[]): string =>
  `<footer class="foot">${paragraphs.map((text) => `<p>${text}</p>`).join("")}</footer>`;
