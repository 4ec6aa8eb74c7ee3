/// <reference lib="dom" />
/** Figures in a real browser: the picture without scripts, the plot with them, beside each other. */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { barChart, type Figure, JUPYTER_DISPLAY, lineChart } from "@lab/figures";
import { interactiveScript } from "../../lib/figures/notebook/interactive.ts";
import {
  accessibilityProblems,
  browserTest,
  collisions,
  type OpenPage,
  TOOL_BAR,
  toolBars,
} from "../browser.ts";
import { sampleFigures } from "./samples.ts";

/** A page with every figure; `scripts` as a notebook that runs them, without as an untrusted one. */
async function withPage(scripts: boolean, run: (file: string) => Promise<void>): Promise<void> {
  const file = await Deno.makeTempFile({ suffix: ".html" });
  const bodies = await Promise.all(
    Object.values(sampleFigures()).map(async (figure) =>
      String((await figure[JUPYTER_DISPLAY]())["text/html"])
    ),
  );
  const html = bodies.join("\n");
  const body = scripts ? html : html.replace(/<script>[\s\S]*?<\/script>/g, "");
  await Deno.writeTextFile(
    file,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Figures</title>` +
      `<body style="background: #fff; color: #111"><main><h1>Figures</h1>${body}</main></body></html>`,
  );
  try {
    await run(file);
  } finally {
    await Deno.remove(file);
  }
}

const count = Object.keys(sampleFigures()).length;

/** How many different colours a picture has once the browser has drawn it. */
const coloursOf = (page: Page, selector: string): Promise<number[]> =>
  page.$$eval(
    selector,
    (images) =>
      Promise.all((images as HTMLImageElement[]).map(async (image) => {
        await image.decode();
        const canvas = Object.assign(document.createElement("canvas"), { width: 380, height: 210 });
        const context = canvas.getContext("2d")!;
        context.drawImage(image, 0, 0, 380, 210);
        return new Set(new Uint32Array(context.getImageData(0, 0, 380, 210).data.buffer)).size;
      })),
  );

browserTest(
  "a figure without scripts is a picture with pixels and a text alternative",
  (open) =>
    withPage(false, async (file) => {
      const { page, problems, requests } = await open(file);
      const colours = await coloursOf(page, "figure.lab-figure > img");
      assertEquals(colours.length, count);
      assert(colours.every((n) => n > 10), `colours of each picture: ${colours}`);
      assertEquals([problems, requests], [[], [`file://${file}`]]);
      assertEquals(await accessibilityProblems(page), []);
    }),
);

async function addPlotly(page: Page): Promise<void> {
  await page.addScriptTag({ content: await interactiveScript() });
  await page.waitForFunction((n) => document.querySelectorAll(".main-svg .xy").length >= n, count);
}

browserTest(
  "a figure becomes interactive when plotly.js arrives after it",
  (open) =>
    withPage(true, async (file) => {
      const { page, problems, requests } = await open(file);
      assertEquals(await page.locator("figure.lab-figure > img").count(), count);
      await addPlotly(page);
      assertEquals(await page.locator("figure.lab-figure > img").count(), 0);
      assertEquals(await page.locator('figure > [role="img"][aria-label]').count(), count);
      const ink = await page.locator(".xtick text").first().evaluate((e) =>
        getComputedStyle(e).fill
      );
      assertEquals(ink, "rgb(17, 17, 17)");
      // A circuit can't be zoomed: its picture can only be saved.
      const expected = Object.keys(sampleFigures()).map((name) =>
        name === "circuit" ? TOOL_BAR.slice(0, 1) : TOOL_BAR
      );
      assertEquals((await toolBars(page)).map((bar) => bar.toSorted()), expected);
      assertEquals([problems, requests], [[], [`file://${file}`]]);
    }),
);

/** Puts HTML into the page as Jupyter does where an output is updated; the margins of its plot, and their like. */
async function marginsIn(page: Page, html: unknown): Promise<number[]> {
  await page.evaluate((html) => {
    document.body.innerHTML ||= "<main></main>";
    const place = document.querySelector("main")!;
    place.innerHTML = html;
    for (const script of place.querySelectorAll("script")) {
      const copy = document.createElement("script");
      copy.textContent = script.textContent;
      script.replaceWith(copy);
    }
  }, String(html));
  await page.locator(".js-plotly-plot .main-svg").first().waitFor();
  return await page.$eval(".js-plotly-plot", (plot) => {
    const { l, r, t, b } = (plot as unknown as {
      _fullLayout: { _size: Record<"l" | "r" | "t" | "b", number> };
    })._fullLayout._size;
    return [l, r, t, b];
  });
}

browserTest("a sketch keeps the margins of the figure of its kind before it", async (open) => {
  const file = await Deno.makeTempFile({ suffix: ".html" });
  await Deno.writeTextFile(file, `<!doctype html><html lang="en"><title>Place</title><body>`);
  const bars = (name: string): Figure =>
    barChart({
      title: "two",
      alt: "two bars",
      categories: { label: "character", names: ["a", name] },
      value: { label: "count" },
      series: [{ name: "count", values: [1, 2] }],
      horizontal: true,
    });
  const html = async (figure: Figure) => (await figure.bundle())["text/html"];
  const [short, long] = [bars("b"), bars("a name that is long")];
  const other = lineChart({
    title: "three",
    x: { label: "iteration" },
    y: { label: "loss" },
    series: [{ name: "loss", x: [1, 2, 3], y: [3, 2, 1] }],
  });
  const { page, problems } = await open(file);
  await page.addScriptTag({ content: await interactiveScript() });

  const wide = await marginsIn(page, await html(long));
  const kept = await marginsIn(page, short.sketch()["text/html"]);
  const alone = await marginsIn(page, await html(short));
  assertEquals(kept, wide);
  assert(alone[0] < wide[0] - 50, `${alone} and ${wide}`);
  const first = await marginsIn(page, other.sketch()["text/html"]);
  assertEquals(first, await marginsIn(page, await html(other)));
  assertEquals(problems, []);
  await Deno.remove(file);
});

async function checkCollisions(open: OpenPage, file: string, width: number): Promise<void> {
  const { page } = await open(file, { viewport: { width, height: 900 } });
  // As elements of the page, the pictures' texts can be measured.
  await page.$$eval("figure.lab-figure > img", (images) => {
    for (const image of images as HTMLImageElement[]) {
      const holder = Object.assign(document.createElement("div"), { className: "measured" });
      const bytes = Uint8Array.from(atob(image.src.split(",")[1]), (c) => c.charCodeAt(0));
      holder.innerHTML = new TextDecoder().decode(bytes);
      document.body.append(holder);
    }
  });
  assert(await page.locator(".measured > svg text").count() > 50);
  assertEquals(await collisions(page, ".measured > svg"), [], "static pictures");
  await page.$$eval(".measured", (all) => all.forEach((each) => each.remove()));
  await addPlotly(page);
  assertEquals(await collisions(page, ".js-plotly-plot"), [], `plots in ${width} px`);
}

browserTest(
  "no text of a figure is cut off or lies over another, static and interactive",
  (open) =>
    withPage(true, async (file) => {
      for (const width of [1000, 640]) await checkCollisions(open, file, width);
    }),
);

browserTest("collisions() sees a text that is cut off and two that overlap", async (open) => {
  const file = await Deno.makeTempFile({ suffix: ".html" });
  try {
    await Deno.writeTextFile(
      file,
      `<svg width="200" height="100"><text x="180" y="20">too long</text>` +
        `<text x="10" y="60">one</text><text x="14" y="62">two</text></svg>`,
    );
    const { page } = await open(file);
    assertEquals(await collisions(page, "svg"), [
      "outside: too long",
      "over each other: one | two",
    ]);
  } finally {
    await Deno.remove(file);
  }
});
