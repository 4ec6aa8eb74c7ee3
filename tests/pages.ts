/// <reference lib="dom" />
/** The report's own pages in a real browser: all that was executed, exported and opened. */
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { NotebookRun } from "@lab/notebooks";
import { exportIndex, exportNotebook, outline } from "@lab/reports";
import {
  accessibilityProblems,
  collisions,
  type OpenPage,
  PHONE,
  SKIPPED,
  swipe,
  withBrowser,
} from "./browser.ts";

/** A notebook that was executed. */
export interface ExecutedChapter {
  /** Its file's name without `.ipynb`. */
  name: string;
  /** Its run. */
  run: NotebookRun;
}

/** How many pages are right, how many are not, and what is wrong with them. */
export interface PagesOutcome {
  passed: number;
  failed: number;
  skipped: number;
  notes: string[];
}

/** So many pages are looked at at a time. */
const PAGES = 2;

/** A page is sent to phones. */
const MOST_BYTES = 2_500_000;

/** Writes the pages as `deno task report` does; notes which are too large. */
async function write(
  chapters: readonly ExecutedChapter[],
  source: string,
  folder: string,
  notes: string[],
): Promise<string[]> {
  const entries = chapters.map(({ name, run: { notebook, seconds } }) => ({
    name,
    notebook,
    seconds,
  }));
  const siblings = entries.map(({ name, notebook }) => ({
    name,
    title: outline(notebook, name).title.text,
  }));
  for (const { name, notebook, seconds } of entries) {
    const html = await exportNotebook(notebook, { name, siblings, seconds, folder: source });
    const bytes = new TextEncoder().encode(html).length;
    if (bytes > MOST_BYTES) notes.push(`${name}.html: ${bytes} bytes, ${MOST_BYTES} are allowed`);
    await Deno.writeTextFile(join(folder, `${name}.html`), html);
  }
  await Deno.writeTextFile(
    join(folder, "index.html"),
    await exportIndex(entries, { title: "Chapters" }),
  );
  return ["index.html", ...entries.map(({ name }) => `${name}.html`)];
}

/** Runs in the page: figures without marks or picture, and how far it scrolls sideways. */
function look(): string[] {
  const found: string[] = [];
  const marks = ".scatterlayer path, .heatmaplayer image, .barlayer path, .boxlayer path, " +
    ".violinlayer path, .contourlayer path, .imagelayer image";
  for (const output of document.querySelectorAll(".output.plotly")) {
    const name = output.querySelector("figcaption")?.textContent ?? "a figure";
    const picture = output.querySelector<HTMLImageElement>("figure > img");
    if (picture === null || picture.naturalWidth === 0) found.push(`${name}: no still picture`);
    if (!output.matches(".drawn")) found.push(`${name}: not drawn`);
    else if (output.querySelector(marks) === null) found.push(`${name}: drawn without a mark`);
  }
  for (const output of document.querySelectorAll(".output.playground")) {
    const name = output.querySelector("figcaption")?.textContent ?? "a playground";
    if (output.querySelector(".panel tbody tr") === null) found.push(`${name}: not running`);
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`${scrollWidth} px wide where ${clientWidth} fit`);
  return found;
}

/** Waits until a page's figures are drawn, where it has any. */
async function drawn(page: Page): Promise<void> {
  if (await page.locator(".output.plotly").count() === 0) return;
  await page.waitForSelector("html[data-figures=drawn]");
}

/** What is wrong with a page, a line each. */
export async function inspect(open: OpenPage, file: string): Promise<string[]> {
  const found: string[] = [];
  const phone = { colorScheme: "dark", ...PHONE } as const;
  for (const options of [{ colorScheme: "light" }, phone] as const) {
    const { page, problems, requests } = await open(file, options);
    await drawn(page);
    found.push(...await collisions(page, ".js-plotly-plot"));
    for (const end of options === phone ? [".plot >> nth=0", ".plot >> nth=-1"] : []) {
      if (await page.locator(end).count() === 0) continue;
      const scrolled = await swipe(page, end);
      if (Math.abs(scrolled) < 100) found.push(`a swipe over a figure scrolls by ${scrolled} px`);
    }
    found.push(...await page.evaluate(look), ...await accessibilityProblems(page), ...problems);
    found.push(...requests.slice(1).map((address) => `asked for ${address}`));
    // A smaller phone; a tablet.
    await page.setViewportSize({ width: options === phone ? 320 : 768, height: 900 });
    if (options === phone) await page.reload().then(() => drawn(page));
    else await page.waitForTimeout(300);
    found.push(...await collisions(page, ".js-plotly-plot"), ...await page.evaluate(look));
    await page.context().close();
  }
  return [...new Set(found)];
}

/** Links between the pages that lead nowhere. */
async function deadLinks(folder: string, pages: readonly string[]): Promise<string[]> {
  const texts = new Map<string, string>();
  for (const page of pages) texts.set(page, await Deno.readTextFile(join(folder, page)));
  const found: string[] = [];
  for (const [page, text] of texts) {
    for (const [, file, id] of text.matchAll(/<a [^>]*?href="([^":#]*\.html)?(?:#([^"]*))?"/g)) {
      const target = texts.get(file === undefined ? page : decodeURIComponent(file));
      const isThere = id === undefined || target?.includes(`id="${decodeURIComponent(id)}"`);
      if (target === undefined || !isThere) {
        found.push(`${page}: dead link ${file ?? ""}#${id ?? ""}`);
      }
    }
  }
  return found;
}

/**
 * Exports executed notebooks into a folder of their own and opens every page in Chromium, wide and
 * light and then as wide as a tablet, on a phone and a smaller one and dark: no message on the console, no request, every figure drawn, no label on
 * another, a swipe that scrolls, nothing sideways, no page above 2.5 MB, no accessibility problem, no
 * dead link.
 * @param chapters the executed notebooks of the report
 * @param source path of the notebooks' folder
 * @returns the count of pages and what is wrong with them; all skipped where there is no Chromium
 */
export async function checkPages(
  chapters: readonly ExecutedChapter[],
  source: string,
): Promise<PagesOutcome> {
  const folder = await Deno.makeTempDir();
  try {
    const notes: string[] = [];
    const pages = await write(chapters, source, folder, notes);
    notes.push(...await deadLinks(folder, pages));
    const waiting = [...pages];
    const opened = await withBrowser(async (open) => {
      const work = async (): Promise<void> => {
        for (let page = waiting.shift(); page !== undefined; page = waiting.shift()) {
          const found = await inspect(open, join(folder, page));
          notes.push(...found.map((problem) => `${page}: ${problem}`));
        }
      };
      await Promise.all(Array.from({ length: PAGES }, work));
    });
    const wrong = new Set(notes.map((note) => note.split(": ")[0])).size;
    if (!opened) {
      return {
        passed: 0,
        failed: wrong,
        skipped: pages.length - wrong,
        notes: [...notes, SKIPPED],
      };
    }
    return { passed: pages.length - wrong, failed: wrong, skipped: 0, notes };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
