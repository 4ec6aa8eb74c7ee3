/** A page with figures of every kind, a wide table and a wide formula, as on a phone. */
import { assertEquals } from "@std/assert";
import type { BrowserContextOptions, Page } from "playwright-core";
import { type Figure, heatmap, lineChart, scatter, table } from "@lab/figures";
import { exportPage } from "@lab/reports";
import { type OpenPage, PHONE } from "../browser.ts";
import { sampleFigures } from "../figures/samples.ts";

/** Figures that are harder for a narrow screen than the small ones. */
export const CROWDED: Figure[] = [
  heatmap({
    title: "A matrix with more names than a phone has room for",
    rows: {
      label: "character",
      names: [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"],
    },
    columns: { label: "unit" },
    values: Array.from(
      { length: 52 },
      (_, i) => Float64Array.from({ length: 120 }, (_, j) => i - j),
    ),
    value: { label: "a rather long name of a value", unit: "nats" },
  }),
  heatmap({
    title: "Kinds, not amounts",
    rows: { label: "row" },
    columns: { label: "column" },
    values: [[0, 1, 1], [1, 0, 1]],
    value: { label: "in the mask" },
    kinds: ["not in the mask", "in the mask"],
  }),
  lineChart({
    title: "Long names",
    x: { label: "count", log: true },
    y: { label: "loss" },
    series: ["one", "two"].map((name, k) => ({
      name: `the loss of run ${name}, trained on the text's first nine tenths and no more`,
      x: [1, 10, 1000],
      y: [3, 2, 1 + k],
    })),
  }),
  scatter({
    title: "Names on a heap",
    x: { label: "first" },
    y: { label: "second" },
    series: [{
      name: "states",
      x: Array.from({ length: 40 }, (_, i) => Math.cos(i) * i),
      y: Array.from({ length: 40 }, (_, i) => Math.sin(i) * i),
      names: Array.from({ length: 40 }, (_, i) => `state ${i}`),
      labelled: true,
    }],
  }),
];

const TABLE = table({
  title: "A wide table",
  columns: Array.from({ length: 12 }, (_, i) => `column ${i}`),
  rows: [Array.from({ length: 12 }, (_, i) => `value of ${i}`)],
});

let exported: Promise<string> | undefined;

/** The page with all figures, made once. */
function page(): Promise<string> {
  const figures = [...Object.values(sampleFigures()), ...CROWDED];
  const formula = `$$${Array.from({ length: 30 }, (_, i) => `x_{${i}}`).join("+")}$$`;
  return exported ??= exportPage("Figures", [...figures, TABLE, formula]);
}

/** Writes the page for the time of a test. */
export async function withPage(run: (file: string) => Promise<void>): Promise<void> {
  const file = await Deno.makeTempFile({ suffix: ".html" });
  try {
    await Deno.writeTextFile(file, await page());
    await run(file);
  } finally {
    await Deno.remove(file);
  }
}

/** Opens the page as on a phone, and waits for its figures. */
export async function openDrawn(
  open: OpenPage,
  file: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const { page, problems } = await open(file, { ...PHONE, ...options });
  await page.waitForSelector("html[data-figures=drawn]");
  assertEquals(problems, []);
  return page;
}
