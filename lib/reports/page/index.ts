/** The first page of a report: what it is about and what its chapters show. */
import type { Notebook } from "@lab/notebooks";
import { escapeHtml, sayDuration } from "@lab/text";
import { outline } from "../prose/outline.ts";
import { renderPage } from "./page.ts";
import { chapterAddress, ENGINE, footer } from "./parts.ts";

/** A chapter of the report. */
export interface ReportEntry {
  /** The notebook's file name without `.ipynb`; its page is `NAME.html`. */
  name: string;
  /** The notebook; with its outputs when it was executed. */
  notebook: Notebook;
  /** How long it ran, in seconds; left out when it was not run. */
  seconds?: number;
}

/** What the first page says beside its chapters. */
export interface IndexContext {
  /** What the chapters are about, in a few words, plain text. */
  title: string;
  /** What the chapters are about, in some sentences, plain text; the page does without them. */
  about?: string;
  /** One line on the data that the notebooks used, plain text. */
  data?: string;
}

/** How a chapter's run went. */
function state({ seconds }: ReportEntry, codeCells: number, failedCell?: number): string {
  const cells = `${codeCells} ${codeCells === 1 ? "cell" : "cells"}`;
  if (failedCell !== undefined) return `<strong>stopped at Code ${failedCell}</strong> of ${cells}`;
  return seconds === undefined ? `${cells}, not run` : `${cells} · ${sayDuration(seconds, 1)}`;
}

function card(entry: ReportEntry): string {
  const { title, titleHtml, leadHtml, picture, codeCells, failedCell } = outline(
    entry.notebook,
    entry.name,
  );
  const number = entry.name.match(/^\d+/)?.[0];
  const isNumbered = /^\d/.test(title);
  // The picture repeats what the chapter shows with its text alternative, so here it has none.
  const thumbnail = picture === undefined
    ? `<span class="thumbnail none" aria-hidden="true">${escapeHtml(number ?? "")}</span>`
    : `<img class="thumbnail" src="${escapeHtml(picture)}" alt="">`;
  return `<li class="card">${thumbnail}<div><h2>` +
    (isNumbered || number === undefined ? "" : `<span class="number">${number}</span> `) +
    `<a href="${chapterAddress(entry.name)}">${titleHtml}</a></h2>` +
    (leadHtml === "" ? "" : `<p>${leadHtml}</p>`) +
    `<p class="state">${state(entry, codeCells, failedCell)}</p></div></li>`;
}

/**
 * Makes the page that leads to the chapters.
 * @param entries the chapters in their order
 * @param context what else the page says
 * @returns a whole HTML document, one file that needs no network
 * @example
 * ```ts
 * import { exportIndex } from "@lab/reports";
 * import { assertStringIncludes } from "@std/assert";
 * const cells = [{ cell_type: "markdown" as const, metadata: {}, source: "# Loss" }];
 * const notebook = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells };
 * const html = await exportIndex([{ name: "03-training", notebook, seconds: 1.5 }], { title: "Mine" });
 * assertStringIncludes(html, 'href="03-training.html"');
 * ```
 */
export async function exportIndex(
  entries: readonly ReportEntry[],
  context: IndexContext,
): Promise<string> {
  const total = entries.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0);
  const body =
    `<main id="page-main" class="index" tabindex="-1"><p class="brand">char-rnn-lab</p>` +
    `<h1>${escapeHtml(context.title)}</h1>` +
    (context.about === undefined ? "" : `<p class="about">${escapeHtml(context.about)}</p>`) +
    (context.data === undefined ? "" : `<p class="data">Data: ${escapeHtml(context.data)}</p>`) +
    `<ol class="cards">${entries.map(card).join("\n")}</ol></main>` +
    footer([
      `Executed in ${sayDuration(total, 1)} on the Jupyter kernel of ${ENGINE}.`,
      "Each page is one file and needs no network.",
    ]);
  return await renderPage({
    title: `char-rnn-lab · ${context.title}`,
    description: context.about ?? context.title,
    body,
    scripts: [],
  });
}
