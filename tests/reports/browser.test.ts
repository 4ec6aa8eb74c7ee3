/// <reference lib="dom" />
/** Exported pages in a real browser, opened from files. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "playwright-core";
import { exportIndex, exportNotebook } from "@lab/reports";
import { JUPYTER_DISPLAY, lineChart } from "@lab/figures";
import { accessibilityProblems, browserTest, type OpenedPage, toolBars } from "../browser.ts";
import { code, CONTEXT, FULL, notebook, prose, shown } from "./sample.ts";

/** The buttons below a figure. */
const TOOLS = ["Data", "+", "−", "Reset", "Save"];

/** Writes the sample's pages into a folder for the time of the test. */
async function withPages(run: (chapter: string, index: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const [chapter, index] = [`${folder}/02-bptt.html`, `${folder}/index.html`];
  try {
    await Deno.writeTextFile(chapter, await exportNotebook(FULL, CONTEXT));
    await Deno.writeTextFile(
      index,
      await exportIndex([{ name: "02-bptt", notebook: FULL }], { title: "One" }),
    );
    await run(chapter, index);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const drawn = (page: Page): Promise<unknown> => page.waitForSelector("html[data-figures=drawn]");

function assertQuiet({ problems, requests }: OpenedPage, file: string): void {
  assertEquals(problems, []);
  assertEquals(requests, [`file://${file}`]);
}

const backgroundOf = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor);

browserTest(
  "a chapter loads nothing, draws every figure and answers the pointer",
  (open) =>
    withPages(async (file) => {
      const opened = await open(file);
      const { page } = opened;
      await drawn(page);
      assertEquals(await page.locator(".output.plotly.drawn .plot .main-svg").count() > 0, true);
      assertEquals(await page.locator(".output.plotly:not(.drawn)").count(), 0);
      const line = await page.locator("path.js-line").getAttribute("d");
      assertMatch(line ?? "", /^M[\d.,-]+/);
      const colours = await page.evaluate(async () => {
        const image = document.querySelector<SVGImageElement>(".heatmaplayer image")!;
        const picture = new Image();
        picture.src = image.getAttribute("href") ?? image.getAttribute("xlink:href") ?? "";
        await picture.decode();
        const canvas = Object.assign(document.createElement("canvas"), {
          width: picture.width,
          height: picture.height,
        });
        const context = canvas.getContext("2d")!;
        context.drawImage(picture, 0, 0);
        const { data } = context.getImageData(0, 0, picture.width, picture.height);
        return new Set(new Uint32Array(data.buffer)).size;
      });
      assert(colours >= 3, `a heatmap of three values has three colours: ${colours}`);
      await page.locator(".plot").first().hover();
      await page.waitForSelector(".hoverlayer .hovertext");
      assertQuiet(opened, file);
    }),
);

browserTest(
  "no figure of a page offers to upload its data, whatever its notebook asked for",
  async (open) => {
    const ours = await lineChart({
      title: "Ours",
      x: { label: "x" },
      y: { label: "y" },
      series: [{ name: "s", y: [3, 1, 2] }],
    })[JUPYTER_DISPLAY]();
    const theirs = {
      "application/vnd.plotly.v1+json": {
        data: [{ type: "scatter", y: [1, 2] }],
        layout: {},
        config: { showSendToCloud: true, plotlyServerURL: "https://example.org" },
      },
    };
    const file = await Deno.makeTempFile({ suffix: ".html" });
    try {
      const both = notebook(code("ours", shown(ours)), code("theirs", shown(theirs)));
      await Deno.writeTextFile(file, await exportNotebook(both, CONTEXT));
      const { page } = await open(file);
      await drawn(page);
      assertEquals(await toolBars(page), [[], []]);
      assertEquals(await page.locator(".tools button").allTextContents(), [...TOOLS, ...TOOLS]);
    } finally {
      await Deno.remove(file);
    }
  },
);

browserTest(
  "a chapter without scripts shows still pictures, code and formulas",
  (open) =>
    withPages(async (file) => {
      const opened = await open(file, { javaScriptEnabled: false });
      const { page } = opened;
      const sizes = await Promise.all(
        (await page.locator(".output.plotly img[alt^='About']").all()).map((img) =>
          img.boundingBox()
        ),
      );
      assertEquals(sizes.length, 2);
      for (const size of sizes) assert(size !== null && size.width > 200 && size.height > 100);
      assert(await page.locator("details.code pre").nth(1).isVisible());
      assert(await page.locator(".katex-display .katex-html").first().isVisible());
      assert(!await page.locator("#fold-all").isVisible());
      assertEquals(opened.requests, [`file://${file}`]);
    }),
);

browserTest(
  "a chapter's outputs can't run, and its policy stops what gets past the cleaning",
  (open) =>
    withPages(async (file) => {
      const { page } = await open(file);
      await drawn(page);
      assertEquals(
        await page.evaluate(() => (globalThis as { hacked?: number }).hacked),
        undefined,
      );
      const blocked = await page.evaluate(async () => {
        const found: string[] = [];
        document.addEventListener(
          "securitypolicyviolation",
          (e) => found.push(e.effectiveDirective),
        );
        const image = new Image();
        image.src = "http://127.0.0.1:9/x.png";
        const script = document.createElement("script");
        script.textContent = "globalThis.hacked = 5";
        document.body.append(image, script);
        await fetch("http://127.0.0.1:9/").catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 200));
        return found.sort();
      });
      assertEquals(blocked, ["connect-src", "img-src", "script-src-elem"]);
      assertEquals(
        await page.evaluate(() => (globalThis as { hacked?: number }).hacked),
        undefined,
      );
    }),
);

browserTest(
  "pages follow the reader's colour scheme, figures too, also when it changes",
  (open) =>
    withPages(async (file, index) => {
      const { page } = await open(file, { colorScheme: "dark" });
      await drawn(page);
      const fill = (): Promise<string> =>
        page.locator(".plot .xtick text").first().evaluate((text) => getComputedStyle(text).fill);
      const ink = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).color);
      const dark = await backgroundOf(page);
      assertEquals(await fill(), await ink());
      await page.emulateMedia({ colorScheme: "light" });
      await page.waitForTimeout(300);
      assert(dark !== await backgroundOf(page));
      assertEquals(await fill(), await ink());
      const first = await open(index, { colorScheme: "dark" });
      assertEquals(await backgroundOf(first.page), dark);
      assertQuiet(first, index);
    }),
);

browserTest(
  "pages fit a narrow screen without scrolling sideways",
  (open) =>
    withPages(async (file, index) => {
      for (const path of [file, index]) {
        for (const width of [320, 390, 768]) {
          const opened = await open(path, { viewport: { width, height: 800 } });
          if (path === file) await drawn(opened.page);
          const [page, screen] = await opened.page.evaluate(
            () => [document.documentElement.scrollWidth, document.documentElement.clientWidth],
          );
          assert(page <= screen, `${path} at ${width} px is ${page} px wide, ${screen} fit`);
        }
      }
    }),
);

browserTest(
  "code folds by cell and all at once, is remembered, and leaves the contents alone",
  (open) =>
    withPages(async (file) => {
      const { page } = await open(file);
      const openCells = (): Promise<number> => page.locator("details.code[open]").count();
      const links = await page.locator(".contents a").count();
      const before = await openCells();
      assert(before >= 3);
      await page.locator("details.code[open] > summary").first().press("Enter");
      assertEquals(await openCells(), before - 1);
      await page.getByRole("button", { name: "Hide code" }).click();
      assertEquals(await openCells(), 0);
      assert(await page.locator(".plot").first().isVisible(), "outputs stay");
      await page.reload();
      assertEquals(await openCells(), 0);
      assertEquals(await page.locator(".contents a").count(), links);
      await page.locator(".contents a").last().click();
      assert(await page.getByRole("heading", { name: "Tables and texts" }).isVisible());
      await page.getByRole("button", { name: "Show code" }).click();
      assertEquals(await openCells(), await page.locator("details.code").count());
    }),
);

browserTest(
  "the first press of Tab offers to skip to the content",
  (open) =>
    withPages(async (file) => {
      const { page } = await open(file);
      await page.keyboard.press("Tab");
      assertEquals(await page.evaluate(() => document.activeElement?.className), "skip");
      await page.keyboard.press("Enter");
      assertEquals(await page.evaluate(() => document.activeElement?.id), "page-main");
    }),
);

browserTest(
  "on paper figures are the still pictures, and the page's tools are gone",
  (open) =>
    withPages(async (file) => {
      const { page } = await open(file);
      await drawn(page);
      await page.emulateMedia({ media: "print" });
      for (const selector of [".plot", ".top", ".contents", ".turn"]) {
        assert(!await page.locator(selector).first().isVisible(), `${selector} is not printed`);
      }
      assert(await page.locator(".output.plotly img").first().isVisible());
    }),
);

browserTest(
  "pages have no accessibility problem that axe-core finds, in light and dark",
  (open) =>
    withPages(async (file, index) => {
      for (const colorScheme of ["light", "dark"] as const) {
        const chapter = (await open(file, { colorScheme })).page;
        await drawn(chapter);
        assertEquals(await accessibilityProblems(chapter), []);
        assertEquals(await accessibilityProblems((await open(index, { colorScheme })).page), []);
      }
    }),
);

browserTest(
  "a page without sections uses its width, a labelled formula needs no scroll bar, Arabic begins right",
  async (open) => {
    const file = await Deno.makeTempFile({ suffix: ".html" });
    try {
      const plain = notebook(
        prose("\\begin{equation}\na = 1 \\label{a}\n\\end{equation}"),
        prose("الشبكة تقرأ حرفا"),
      );
      await Deno.writeTextFile(file, await exportNotebook(plain, CONTEXT));
      const { page } = await open(file, { viewport: { width: 1280, height: 800 } });
      const width = await page.locator("main").evaluate((main) => main.clientWidth);
      assert(width > 700, `${width}`);
      const [all, seen] = await page.locator(".katex-display")
        .evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
      assertEquals(all, seen);
      const direction = page.locator(".prose").last().evaluate((it) =>
        getComputedStyle(it).direction
      );
      assertEquals(await direction, "rtl");
    } finally {
      await Deno.remove(file);
    }
  },
);
