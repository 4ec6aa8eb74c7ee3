/// <reference lib="dom" />
/**
 * How the figures look that were worst on a phone, small and with a tolerance, as fonts differ. After a
 * change that is meant: `UPDATE_GOLDEN=1 deno test -A tests/reports/pictures.slow.test.ts`.
 */
import { Buffer } from "node:buffer";
import { assert } from "@std/assert";
import type { Page } from "playwright-core";
import { browserTest } from "../browser.ts";
import { openDrawn, withPage } from "./phone_page.ts";

/** The figures' titles, by the names of their pictures. */
const WORST = {
  circuit: "A colon ends the line",
  names: "A matrix with more names",
  legend: "Long names",
  heap: "Names on a heap",
};

/** Mean difference of a channel, 0 to 255, that other fonts may make. */
const TOLERANCE = 2.5;

/** A picture a quarter as large, as the base64 of a PNG. */
const shrink = (page: Page, base64: string): Promise<string> =>
  page.evaluate(async (source) => {
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    const size = { width: image.width >> 2, height: image.height >> 2 };
    const canvas = Object.assign(document.createElement("canvas"), size);
    const context = canvas.getContext("2d")!;
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, size.width, size.height);
    return canvas.toDataURL("image/png").split(",")[1];
  }, base64);

/** The mean difference of two pictures' channels; 255 where their sizes differ by more than a line. */
const difference = (page: Page, pictures: [string, string]): Promise<number> =>
  page.evaluate(async (sources) => {
    const images = sources.map((source) =>
      Object.assign(new Image(), { src: `data:image/png;base64,${source}` })
    );
    await Promise.all(images.map((image) => image.decode()));
    const [{ width, height }, other] = images;
    if (Math.abs(height - other.height) > 8 || width !== other.width) return 255;
    const [a, b] = images.map((image) => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const context = canvas.getContext("2d")!;
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, width, height).data;
    });
    return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
  }, pictures);

browserTest(
  "the figures that were worst on a phone look as they did when they were mended",
  (open) =>
    withPage(async (file) => {
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await openDrawn(open, file, { colorScheme });
        for (const [name, title] of Object.entries(WORST)) {
          const figure = page.locator(".output.plotly", { hasText: title });
          const shot = await figure.screenshot();
          const small = await shrink(page, shot.toString("base64"));
          const golden = new URL(`golden/${name}-${colorScheme}.png`, import.meta.url);
          if (Deno.env.get("UPDATE_GOLDEN") === "1") {
            await Deno.writeFile(golden, Buffer.from(small, "base64"));
          }
          const stored = Buffer.from(await Deno.readFile(golden)).toString("base64");
          const off = await difference(page, [small, stored]);
          assert(off < TOLERANCE, `${name}, ${colorScheme}: ${off.toFixed(1)} off`);
          // It can fail: without its marks and names the figure is another.

          await figure.locator(".plot").evaluate((plot) =>
            (plot as HTMLElement).style.opacity = "0"
          );
          const empty = await shrink(page, (await figure.screenshot()).toString("base64"));
          const apart = await difference(page, [empty, stored]);
          assert(
            apart > TOLERANCE,
            `${name}, ${colorScheme}, without its plot: ${apart.toFixed(1)} off`,
          );
        }
      }
    }),
);
