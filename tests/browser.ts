/**
 * Opens pages in a real browser, headless Chromium, and watches what they do. Where there is no
 * Chromium, the tests that need one say that they are skipped.
 */
import axe from "axe-core/axe.min.js" with { type: "text" };
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const isFile = (path: string): boolean => {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
};

/** Path of Chromium: `CHROME_PATH`, or the first that PATH names; undefined where there is none. */
export function findChromium(): string | undefined {
  const given = Deno.env.get("CHROME_PATH");
  if (given !== undefined && given !== "") return isFile(given) ? given : undefined;
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return NAMES.flatMap((name) => folders.map((folder) => `${folder}/${name}`)).find(isFile);
}

/** A page that was opened, and all that it did since. */
export interface OpenedPage {
  /** The page, to look at and to act on. */
  page: Page;
  /** Warnings and errors of the console and errors that nothing caught, one line each. */
  problems: string[];
  /** The addresses that it asked for, `data:` and `blob:` left out. */
  requests: string[];
}

/** Opens a file in a fresh context, such as `{ colorScheme: "dark", viewport }`. */
export type OpenPage = (path: string, options?: BrowserContextOptions) => Promise<OpenedPage>;

async function openIn(
  browser: Browser,
  path: string,
  options?: BrowserContextOptions,
): Promise<OpenedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const problems: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    const type = message.type();
    if (type === "error" || type === "warning") problems.push(`${type}: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url())) requests.push(request.url());
  });
  await page.goto(new URL(path, "file:///").href, { waitUntil: "load" });
  return { page, problems, requests };
}

/**
 * Starts a browser, hands over how to open files in it, and ends it.
 * @param run is given `open`, which opens a file, by its absolute path, in a fresh context
 * @returns false when there is no Chromium, so that nothing was run
 */
export async function withBrowser(run: (open: OpenPage) => Promise<void>): Promise<boolean> {
  const executablePath = findChromium();
  if (executablePath === undefined) return false;
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
  });
  try {
    await run((path, options) => openIn(browser, path, options));
  } finally {
    await browser.close();
  }
  return true;
}

/** Why a test that needs a browser was left out. */
export const SKIPPED = "skipped: Chromium was not found on PATH or as CHROME_PATH";

/**
 * Registers a test that needs a browser. The browser is started for the test and ended after it.
 * @param name the test's name
 * @param run the test, see `withBrowser`
 */
export function browserTest(name: string, run: (open: OpenPage) => Promise<void>): void {
  Deno.test(name, async () => {
    if (!await withBrowser(run)) console.log(SKIPPED);
  });
}

/**
 * The buttons of each plot's tool bar.
 * @param page an open page whose plots are drawn
 * @returns a plot's buttons each, as the reader is told their names
 */
export const toolBars = (page: Page): Promise<(string | null)[][]> =>
  page.$$eval(
    ".js-plotly-plot",
    (plots) =>
      plots.map((plot) =>
        [...plot.querySelectorAll(".modebar-btn")].map((button) =>
          button.getAttribute("data-title")
        )
      ),
  );

/** The buttons of a figure of lib/figures, in some order: none sends the figure's data anywhere. */
export const TOOL_BAR = ["Download plot as a PNG", "Pan", "Reset axes", "Zoom"];

/**
 * Texts of pictures or plots that leave them or lie over each other.
 * @param page an open page
 * @param selector the pictures
 * @returns a line for each text or pair of texts
 */
export const collisions = (page: Page, selector: string): Promise<string[]> =>
  page.$$eval(selector, (roots) =>
    roots.flatMap((root) => {
      const frame = root.getBoundingClientRect();
      const texts = [...root.querySelectorAll("text")]
        .map((text) => ({ words: text.textContent ?? "", box: text.getBoundingClientRect() }))
        .filter(({ words, box }) => words.trim() !== "" && box.width > 0);
      const found = texts.filter(({ box }) =>
        box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 ||
        box.bottom > frame.bottom + 1
      ).map(({ words }) => `outside: ${words}`);
      for (const [i, a] of texts.entries()) {
        for (const b of texts.slice(i + 1)) {
          const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
          const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
          if (across > 3 && down > 6) found.push(`over each other: ${a.words} | ${b.words}`);
        }
      }
      return found;
    }));

/** A phone: a narrow screen, and fingers. */
export const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
} as const;

/**
 * Swipes upwards over the middle of an element, as a finger does.
 * @param page a page that was opened as on a phone
 * @param selector the element; the first one of its kind
 * @returns how far the page has scrolled, in pixels
 */
export async function swipe(page: Page, selector: string): Promise<number> {
  const target = page.locator(selector).first();
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (box === null) throw new Error(`Cannot swipe over '${selector}' as it must be visible`);
  const before = await page.evaluate(() => scrollY);
  const session = await page.context().newCDPSession(page);
  const x = box.x + box.width / 2;
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", y?: number): Promise<unknown> =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: y === undefined ? [] : [{ x, y }],
    });
  const from = Math.min(800, Math.max(200, box.y + box.height / 2));
  await touch("touchStart", from);
  for (let way = 15; way <= 150; way += 15) await touch("touchMove", from - way);
  await touch("touchEnd");
  return await page.evaluate(() => scrollY) - before;
}

/**
 * What axe-core finds against WCAG 2 A and AA and its best practices.
 * @param page an open page
 * @returns a line for each rule that is broken, with the elements
 */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return await page.evaluate(async () => {
    type Result = { violations: { id: string; nodes: { html: string }[] }[] };
    const { violations } = await (globalThis as unknown as { axe: { run(): Promise<Result> } })
      .axe.run();
    return violations.map(({ id, nodes }) =>
      `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" ")}`
    );
  });
}
