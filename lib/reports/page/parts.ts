/** Parts that the report's first page and its chapters share. */
import { escapeHtml } from "@lab/text";

/** What the notebooks ran on. */
export const ENGINE: string = `Deno ${Deno.version.deno} (V8 ` +
  `${Deno.version.v8.replace(/-rusty$/, "")}, TypeScript ${Deno.version.typescript})`;

/** The address of a notebook's page, from a page beside it. */
export const chapterAddress = (name: string): string =>
  `${encodeURIComponent(name.toWellFormed())}.html`;

/** What stands in the bar at the top. */
interface Header {
  /** Where one is, plain text. */
  title: string;
  /** Whether there is a first page to go back to. */
  hasIndex: boolean;
  /** Whether there is code to fold. */
  hasCode: boolean;
}

/** The bar at the top: the way back, where one is, and the button that folds all code. */
export function header({ title, hasIndex, hasCode }: Header): string {
  const button = `<button type="button" id="fold-all" hidden>Hide code</button>`;
  const home = hasIndex ? `<a rel="index" href="index.html">char-rnn-lab</a>` : "";
  return `<header class="top">${home}` +
    `<span class="here" aria-hidden="true">${escapeHtml(title)}</span>${hasCode ? button : ""}` +
    `</header>`;
}

/** The page's foot: how it came to be, a paragraph each, as HTML. */
export const footer = (paragraphs: readonly string[]): string =>
  `<footer class="foot">${paragraphs.map((text) => `<p>${text}</p>`).join("")}</footer>`;
