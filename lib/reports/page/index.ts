/** The first page of a report: what it is about and what its chapters ask and find. */
import { thumbnailPicture } from "@lab/figures";
import type { Notebook } from "@lab/notebooks";
import { dataUrl, escapeHtml, sayDuration } from "@lab/text";
import { loadHighlighter } from "../prose/highlight.ts";
import { type Prose, renderMarkdown } from "../prose/markdown.ts";
import { type Outline, outline } from "../prose/outline.ts";
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
  /**
   * What the chapters are about, in some sentences, plain text. Without it nothing is known of the
   * notebooks but their titles, so that the page says no more of them.
   */
  about?: string;
  /** One line on the data that the notebooks used, plain text. */
  data?: string;
  /** What stands below the chapters, in Markdown. */
  sections?: readonly string[];
}

/** A notebook with what is said of it. */
type Told = ReportEntry & { head: Outline };

/** How a chapter's run went. */
function state({ seconds, head: { codeCells, failedCell } }: Told): string {
  const cells = `${codeCells} ${codeCells === 1 ? "cell" : "cells"}`;
  if (failedCell !== undefined) return `<strong>stopped at Code ${failedCell}</strong> of ${cells}`;
  return seconds === undefined
    ? `${cells}, not run`
    : `${cells}, run in ${sayDuration(seconds, 1)}`;
}

/** The marks of the chapter's figure, which the chapter shows with its text alternative; or its number. */
async function thumbnail({ name, head: { figure } }: Told): Promise<string> {
  // A figure that plotly.js can't draw still has its chapter, where it says so.
  const svg = figure && await thumbnailPicture(figure).catch(() => undefined);
  if (svg === undefined) {
    const number = name.match(/^\d+/)?.[0] ?? "";
    return `<span class="thumbnail none" aria-hidden="true">${escapeHtml(number)}</span>`;
  }
  return `<img class="thumbnail" src="${dataUrl("image/svg+xml", svg)}" alt="">`;
}

/** The link to a notebook, with its number unless its title has one. */
function link({ name, head: { title } }: Told): string {
  const number = /^\d/.test(title.text) ? undefined : name.match(/^\d+/)?.[0];
  return (number === undefined ? "" : `<span class="number">${number}</span> `) +
    `<a href="${chapterAddress(name)}">${title.html}</a>`;
}

async function card(told: Told): Promise<string> {
  const { lead, question, finding, minutes } = told.head;
  const asked = question ?? lead;
  const facts = [...minutes === undefined ? [] : [`${minutes} minutes`], state(told)];
  return `<li class="card">${await thumbnail(told)}<div><h3>${link(told)}</h3>` +
    (asked === undefined ? "" : `<p>${asked.html}</p>`) +
    (finding === undefined ? "" : `<p class="finding">${finding.html}</p>`) +
    `<p class="state">${facts.join(" · ")}</p></div></li>`;
}

/** The chapters in their order, each with its question and what was found, and what stands beside them. */
async function toldInFull(all: readonly Told[]): Promise<string> {
  const chapters = all.filter(({ name }) => /^\d/.test(name));
  const others = all.filter((told) => !chapters.includes(told));
  const minutes = chapters.reduce((sum, { head }) => sum + (head.minutes ?? 0), 0);
  const beside = others.map((told) =>
    `<li>${link(told)}${told.head.lead === undefined ? "" : `<br>${told.head.lead.html}`}</li>`
  );
  return `<h2>The chapters, in their order</h2>` +
    (minutes === 0
      ? ""
      : `<p class="order">Each asks a question, and answers it with what its code ` +
        `has just found. To read all of them takes ${sayDuration(60 * minutes)}.</p>`) +
    `<ol class="cards">${(await Promise.all(chapters.map(card))).join("\n")}</ol>` +
    (beside.length === 0 ? "" : `<h2>Beside the chapters</h2><ul>${beside.join("\n")}</ul>`);
}

/** Nothing but titles, and what went wrong. */
const titles = (all: readonly Told[]): string =>
  `<ul class="titles">${
    all.map((told) =>
      `<li>${link(told)}${told.head.failedCell === undefined ? "" : ` (${state(told)})`}</li>`
    ).join("\n")
  }</ul>`;

async function sections(markdown: readonly string[]): Promise<string> {
  const prose: Prose = {
    headings: [],
    stems: new Map(),
    highlight: await loadHighlighter(),
    picture: () => Promise.resolve({ problem: "be inside the page" }),
    labels: new Map(),
    macros: {},
    warn: (problem) => console.warn(problem),
  };
  const parts = await Promise.all(markdown.map((source) => renderMarkdown(source, prose)));
  return parts.map((html) => `<section class="prose">${html}</section>`).join("\n");
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
  const all = entries.map((entry): Told => ({
    ...entry,
    head: outline(entry.notebook, entry.name),
  }));
  const total = entries.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0);
  const { title, about, data } = context;
  const body =
    `<main id="page-main" class="index" tabindex="-1"><p class="brand">char-rnn-lab</p>` +
    `<h1>${escapeHtml(title)}</h1>` +
    (about === undefined ? "" : `<p class="about">${escapeHtml(about)}</p>`) +
    (data === undefined ? "" : `<p class="data">Data: ${escapeHtml(data)}</p>`) +
    (about === undefined ? titles(all) : await toldInFull(all)) +
    `${await sections(context.sections ?? [])}</main>` +
    footer([
      `Executed in ${sayDuration(total, 1)} on the Jupyter kernel of ${ENGINE}.`,
      "Each page is one file and needs no network.",
    ]);
  return await renderPage({
    title: `char-rnn-lab · ${title}`,
    description: about ?? title,
    body,
    scripts: [],
  });
}
