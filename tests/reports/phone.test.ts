/// <reference lib="dom" />
/** A page with figures of every kind on a phone: fingers scroll, words don't collide, numbers are there. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "playwright-core";
import { accessibilityProblems, browserTest, collisions, swipe } from "../browser.ts";
import { sampleFigures } from "../figures/samples.ts";
import { CROWDED, openDrawn, withPage } from "./phone_page.ts";

/** Elements that reach beyond the screen, but for what lies in a box that scrolls. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll("main *")].filter((element) => {
      const { right, width } = element.getBoundingClientRect();
      return width > 0 && right > innerWidth + 1 &&
        element.parentElement!.closest(".scroll, .katex-display, .output.html *, .katex-mathml") ===
          null;
    }).map(({ tagName, className }) => `${tagName} ${className}`)
  );

const rangesOf = (page: Page, plot: number): Promise<number[]> =>
  page.evaluate((at) => {
    type Drawn = Element & { _fullLayout: Record<"xaxis" | "yaxis", { range: number[] }> };
    const { xaxis, yaxis } = (document.querySelectorAll(".plot")[at] as Drawn)._fullLayout;
    return [...xaxis.range, ...yaxis.range];
  }, plot);

browserTest(
  "on a phone a swipe over any figure scrolls the page, and a tap names what it touches",
  (open) =>
    withPage(async (file) => {
      const page = await openDrawn(open, file);
      const count = await page.locator(".plot").count();
      assertEquals(count, Object.keys(sampleFigures()).length + CROWDED.length);
      for (let at = 0; at < count; at++) {
        const before = await rangesOf(page, at);
        const scrolled = await swipe(page, `.output.plotly >> nth=${at} >> .plot`);
        assert(scrolled > 100, `figure ${at}: ${scrolled} px`);
        assertEquals(await rangesOf(page, at), before, `figure ${at} stays as it was`);
      }
      await page.locator(".output.plotly", { hasText: "Weights" }).locator(".nsewdrag").tap();
      await page.waitForSelector(".hoverlayer .hovertext");
    }),
);

browserTest(
  "on a phone no label lies on another, only tables and formulas are wider than the screen, axe finds nothing",
  (open) =>
    withPage(async (file) => {
      for (const width of [320, 390]) {
        const page = await openDrawn(open, file, { viewport: { width, height: 800 } });
        await page.waitForTimeout(100);
        assertEquals(await collisions(page, ".js-plotly-plot"), [], `${width} px`);
        assertEquals(await tooWide(page), [], `${width} px`);
        if (width !== 390) continue;
        assert(await page.locator(".katex-display").evaluate((e) => e.scrollWidth > e.clientWidth));
        assertEquals(await accessibilityProblems(page), []);
        await page.setViewportSize({ width: 844, height: 390 }); // turned
        await page.waitForTimeout(500);
        assertEquals(await collisions(page, ".js-plotly-plot"), [], "turned");
      }
    }),
);

browserTest(
  "the buttons below a figure show its numbers, zoom, reset and save it",
  (open) =>
    withPage(async (file) => {
      const page = await openDrawn(open, file);
      const output = (title: string) => page.locator(".output.plotly", { hasText: title });
      const numbers = async (title: string): Promise<string[]> => {
        await output(title).getByRole("button", { name: "Data" }).click();
        const rows = await output(title).locator(".numbers tr").all();
        return await Promise.all(
          rows.map(async (row) => (await row.locator("th, td").allTextContents()).join(" | ")),
        );
      };
      assertEquals((await numbers("The loss <falls>")).slice(0, 3), [
        "series | iteration | loss (nats)",
        "a < b, low | 0 | 2",
        "a < b, low | 1 | 2",
      ]);
      assertEquals(await numbers("Probabilities"), [
        "before \\ after | 0 | 1",
        "x | 0.25 | 0.75",
        "x | 1 | 0",
      ]);
      assertEquals((await numbers("Two models")).slice(0, 2), [
        "series | model | loss (bits per character) | error",
        "training | bigram | 3.5 | −0.1 +0.2",
      ]);
      assertEquals(await numbers("Contributions"), [
        "unit | contribution",
        "7 | 2",
        "12 | -1",
        "7 | 0",
      ]);
      assertEquals((await numbers("Values")).slice(0, 2), [
        "series | h | share of values",
        "after | −1 to −0.5 | 0.4",
      ]);
      assertMatch(
        (await numbers("A colon ends the line")).join("\n"),
        /h7 → out: 4\.2\n[^]*h7 0\.97/,
      );
      assertMatch((await numbers("A matrix with more")).join("\n"), /The first|^character/);
      await output("Probabilities").getByRole("button", { name: "Data" }).click();
      assert(!await output("Probabilities").locator(".numbers").isVisible());
      const before = await rangesOf(page, 0);
      await output("The loss <falls>").getByRole("button", { name: "Zoom in" }).click();
      const [low, high] = await rangesOf(page, 0);
      assert(Math.abs((high - low) / (before[1] - before[0]) - 0.6) < 1e-6);
      await output("The loss <falls>").getByRole("button", { name: "Reset" }).click();
      assertEquals(await rangesOf(page, 0), before);
      const saved = page.waitForEvent("download");
      await output("The loss <falls>").getByRole("button", { name: "Save" }).click();
      assertEquals((await saved).suggestedFilename(), "The-loss-falls-.png");
    }),
);
