/** How long static pictures take once plotly.js is warm. */
import { lineChart, staticPicture } from "@lab/figures";
import { assert } from "@std/assert";
import { fastest } from "../fastest.ts";
import { namedMatrix } from "./pictures.ts";

const small = lineChart({
  title: "Loss falls",
  x: { label: "iteration" },
  y: { label: "loss", unit: "nats" },
  series: [{ name: "loss", x: [0, 1, 2], y: [3, 2, 1] }],
});

Deno.test("staticPicture() draws a figure in less than half a second", async () => {
  await staticPicture(small.spec);
  const bestMs = await fastest(500, () => staticPicture(small.spec));
  assert(bestMs < 500, `took ${bestMs} ms`);
});

Deno.test("staticPicture() draws a matrix of 250 named units by 62 characters in a second", async () => {
  const { spec } = namedMatrix();
  await staticPicture(spec);
  // Without the cure for Deno's missing __proto__ this takes four times as long.
  const bestMs = await fastest(1000, () => staticPicture(spec));
  assert(bestMs < 1000, `took ${bestMs} ms`);
});
