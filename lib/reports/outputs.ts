/** Outputs of a code cell: for each the best of its formats, as HTML. */
import { stripVTControlCharacters } from "node:util";
import type { PlotlySpec } from "@lab/figures";
import type { MimeBundle, Output } from "@lab/notebooks";
import { escapeHtml, scriptJson } from "@lab/text";
import { base64Url } from "./html.ts";
import { type Prose, renderMarkdown } from "./prose/markdown.ts";
import { PLAYGROUND_TYPE } from "@lab/playground";
import { cleanHtml } from "./prose/sanitize.ts";

const PLOTLY = "application/vnd.plotly.v1+json";

const plain = (text: string): string => escapeHtml(stripVTControlCharacters(text));

const isText = (value: unknown): value is string => typeof value === "string";

/** Whether plotly.js can be asked to draw it. */
const isSpec = (value: unknown): value is PlotlySpec =>
  Array.isArray((value as Partial<PlotlySpec> | null)?.data);

/** A vector picture as an `<img>`: there its scripts and links sleep, its ids can't clash. */
const svgAddress = (svg: string): string =>
  `data:image/svg+xml,${
    encodeURIComponent(svg.toWellFormed()).replace(/%20/g, " ").replace(/'/g, "%27")
  }`;

function picture(address: string, data: MimeBundle): string {
  const alt = isText(data["text/plain"]) ? data["text/plain"] : "Picture that the code displayed";
  return `<img src="${escapeHtml(address)}" alt="${plain(alt)}">`;
}

/** What a script in the page replaces: what is seen without it, and the data that it needs. */
function replaced(kind: string, data: MimeBundle, type: string): string {
  const html = data["text/html"];
  const still = isText(html) ? cleanHtml(html) : "";
  return `<div class="output ${kind}">${still}` +
    `<script type="application/json">${scriptJson(data[type])}</script></div>`;
}

/** Other HTML. A table may be wider than the page; then it scrolls by itself, by keyboard too. */
const block = (html: string): string =>
  html.includes("<table")
    ? `<div class="output html" role="group" aria-label="Table" tabindex="0">${html}</div>`
    : `<div class="output html">${html}</div>`;

async function displayed(data: MimeBundle, prose: Prose): Promise<string> {
  if (data[PLOTLY] !== undefined) {
    if (isSpec(data[PLOTLY])) return replaced("plotly", data, PLOTLY);
    throw new TypeError("Cannot show a figure as its 'data' must be an array of traces");
  }
  if (data[PLAYGROUND_TYPE] !== undefined) return replaced("playground", data, PLAYGROUND_TYPE);
  const first = (type: string): string | undefined => isText(data[type]) ? data[type] : undefined;
  const wrap = (kind: string, html: string): string => `<div class="output ${kind}">${html}</div>`;
  const html = first("text/html");
  if (html !== undefined) return block(cleanHtml(html));
  const svg = first("image/svg+xml");
  if (svg !== undefined) return wrap("picture", picture(svgAddress(svg), data));
  for (const type of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
    const base64 = first(type);
    if (base64 === undefined) continue;
    return wrap("picture", picture(base64Url(type, base64), data));
  }
  const markdown = first("text/markdown");
  if (markdown !== undefined) return wrap("prose", await renderMarkdown(markdown, prose));
  const latex = first("text/latex");
  if (latex !== undefined) return wrap("prose", await renderMarkdown(latex, prose));
  if (data["application/json"] !== undefined) {
    const json = JSON.stringify(data["application/json"], null, 2);
    return wrap("json", prose.highlight(json, "json"));
  }
  const text = first("text/plain");
  return text === undefined
    ? ""
    : `<pre class="output text" dir="auto">${plain(shortened(text))}</pre>`;
}

function failure(output: Output & { output_type: "error" }): string {
  const stack = output.traceback.length === 0
    ? ""
    : `<pre>${plain(shortened(output.traceback.join("\n")))}</pre>`;
  return `<div class="output error" role="group" aria-label="Error">` +
    `<p><strong>${plain(output.ename)}</strong>: ${plain(output.evalue)}</p>${stack}</div>`;
}

/** What a page shows of a longer print: so many lines of its beginning and of its end. */
const [FIRST_LINES, LAST_LINES] = [2000, 500];

/** What a page shows of a longer line: so many characters. */
const LINE_LENGTH = 20_000;

const count = (number: number): string => number.toLocaleString("en");

/** A printed text, shortened in the middle where it is too long for a page, with what is left out. */
function shortened(text: string): string {
  const lines = text.split("\n").map((line) =>
    line.length <= LINE_LENGTH
      ? line
      : `${line.slice(0, LINE_LENGTH)} … ${count(line.length - LINE_LENGTH)} more characters`
  );
  const left = lines.length - FIRST_LINES - LAST_LINES;
  if (left <= 1) return lines.join("\n");
  return [
    ...lines.slice(0, FIRST_LINES),
    `… ${count(left)} lines are left out of this page …`,
    ...lines.slice(-LAST_LINES),
  ].join("\n");
}

/** Text printed in many small pieces is one text. */
function joinStreams(outputs: readonly Output[]): Output[] {
  const joined: Output[] = [];
  for (const output of outputs) {
    const last = joined.at(-1);
    if (
      output.output_type === "stream" && last?.output_type === "stream" &&
      last.name === output.name
    ) {
      joined[joined.length - 1] = { ...last, text: last.text + output.text };
    } else joined.push(output);
  }
  return joined;
}

/**
 * Turns the outputs of a cell into HTML.
 * @param outputs what the cell gave, in order
 * @param prose what the page's cells share
 * @returns HTML
 */
export async function renderOutputs(outputs: readonly Output[], prose: Prose): Promise<string> {
  const parts: string[] = [];
  for (const output of joinStreams(outputs)) {
    if (output.output_type === "stream") {
      const kind = output.name === "stderr" ? "text stderr" : "text";
      parts.push(
        `<pre class="output ${kind}" dir="auto" tabindex="0">${
          plain(shortened(output.text))
        }</pre>`,
      );
    } else if (output.output_type === "error") parts.push(failure(output));
    else parts.push(await displayed(output.data, prose));
  }
  return parts.join("\n");
}

/**
 * The first figure among outputs.
 * @param outputs any outputs
 * @returns what plotly.js draws, and the figure's title; undefined when there is none
 */
export function firstFigure(
  outputs: readonly Output[],
): { spec: PlotlySpec; title: string } | undefined {
  for (const output of outputs) {
    const spec = "data" in output ? output.data[PLOTLY] : undefined;
    if (!("data" in output) || !isSpec(spec)) continue;
    return { spec, title: `${output.data["text/plain"] ?? ""}`.split("\n", 1)[0] };
  }
  return undefined;
}

/**
 * The first text among outputs that was written as Markdown.
 * @param outputs any outputs
 * @returns the Markdown; undefined when there is none
 */
export function firstMarkdown(outputs: readonly Output[]): string | undefined {
  for (const output of outputs) {
    const markdown = "data" in output ? output.data["text/markdown"] : undefined;
    if (isText(markdown)) return markdown;
  }
  return undefined;
}
