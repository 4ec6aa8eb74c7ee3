/** The words of live displays and descriptions; what a notebook does with them is in kernel.test.ts. */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  describe,
  type LiveProgress,
  liveTraining,
  liveTrainings,
  type ManyLiveProgress,
  seriesColour,
} from "@lab/figures";
import { curvePicture } from "../../lib/figures/static/curve_picture.ts";

const progress = (iteration: number): LiveProgress => ({
  iteration,
  iterations: 10_000,
  smoothedLossNats: 54.321,
  iterationsPerSecond: 2345.6,
  secondsLeft: 125,
  curve: { iteration: [0, 100], smoothedLossNats: [103.178, 54.321] },
});

/** What a function prints. */
async function printed(run: () => Promise<void>): Promise<string[]> {
  const { log } = console;
  const lines: string[] = [];
  console.log = (...things: unknown[]): void => void lines.push(things.join(" "));
  try {
    await run();
  } finally {
    console.log = log;
  }
  return lines;
}

Deno.test("liveTraining() prints few lines outside a notebook, the last one how the run ended", async () => {
  const lines = await printed(async () => {
    const live = liveTraining("H = 100");
    for (let i = 1; i <= 100; i++) live.update(progress(i));
    await live.end();
  });
  assertEquals(lines, [
    "H = 100: iteration 1 of 10,000 · smoothed loss 54.32 nats · 2,346 iterations/s · 2 min 5 s left",
    "H = 100: stopped after 100 of 10,000 iterations · smoothed loss 54.32 nats · " +
    "2,346 iterations/s",
  ]);
});

Deno.test("liveTraining() ends with what else is to be said", async () => {
  const lines = await printed(async () => {
    const live = liveTraining("H = 100");
    live.update(progress(10_000));
    await live.end("0.10 better than Witten-Bell (1.63)");
  });
  assertEquals(
    lines.at(-1),
    "H = 100: finished 10,000 iterations · smoothed loss 54.32 nats · 2,346 iterations/s · " +
      "0.10 better than Witten-Bell (1.63)",
  );
});

Deno.test("liveTraining() that was never told anything ends without a word", async () => {
  assertEquals(await printed(() => liveTraining().end()), []);
});

const one = (run: number, iteration: number): ManyLiveProgress => ({
  run,
  iteration,
  iterations: 10_000,
  smoothedLossNats: 54.321 + run,
  iterationsPerSecond: 2345.6,
  secondsLeft: 125,
});

Deno.test("liveTrainings() prints few lines outside a notebook, and at the end a row for each run", async () => {
  const lines = await printed(async () => {
    const live = liveTrainings(["seed 1", "seed 2", "seed 3", "seed 4"], "Four seeds");
    for (let i = 1; i <= 100; i++) live.update(one(i % 2, 50 * i));
    const ended = { iterations: 10_000, smoothedLossNats: 41.5, stopped: false };
    live.result({ run: 0, result: ended });
    live.result({ run: 2, error: new Error("the loss must be finite") });
    live.result({ run: 1, result: { ...ended, iterations: 5000, stopped: true } });
    await live.end();
  });
  assertEquals(lines, [
    [
      "Four seeds: 0 of 4 runs finished, 1 under way",
      "seed 1      –  waits",
      "seed 2  55.32  0 % · 2,346 iterations/s · 2 min 5 s left",
      "seed 3      –  waits",
      "seed 4      –  waits",
    ].join("\n"),
    [
      "Four seeds: 1 of 4 runs finished, 1 failed",
      "seed 1  41.50  finished 10,000 iterations",
      "seed 2  41.50  stopped after 5,000 of 10,000 iterations",
      "seed 3      –  failed: the loss must be finite",
      "seed 4      –  waits",
    ].join("\n"),
  ]);
});

Deno.test("liveTrainings() that was never told anything ends without a word", async () => {
  assertEquals(await printed(() => liveTrainings(["seed 1"]).end()), []);
});

Deno.test("curvePicture() keeps all of a long curve within the picture, in few points", () => {
  const x = Array.from({ length: 5000 }, (_, i) => i);
  const svg = curvePicture([{ x, y: x.map((i) => 100 / (1 + i)) }], 10_000);
  const points = svg.match(/points="([^"]+)"/)![1].split(" ").map((p) => p.split(",").map(Number));
  assert(
    points.length <= 302 && points.every(([u, v]) => u >= 72 && u <= 508 && v >= 0 && v <= 160),
  );
  const point = curvePicture([{ x: [0], y: [3] }], 0);
  assert(!/NaN|Infinity/.test(curvePicture([], 0) + curvePicture([{ x: [], y: [] }], 0) + point));
  const two = curvePicture([{ x: [0, 1], y: [3, 2] }, { x: [0, 1], y: [9, 8] }], 1);
  const strokes = [...two.matchAll(/polyline points="\S+,(\S+) \S+" fill="none" stroke="(#\w+)"/g)];
  assertEquals(strokes.map(([, , colour]) => colour), [seriesColour(0), seriesColour(1)]);
  assert(Number(strokes[0][1]) > Number(strokes[1][1]), "the lower curve lies lower");
  const resumed = curvePicture([{ x: [900, 1000], y: [3, 2] }], 1000);
  const [left, right] = resumed.match(/points="([\d.]+),\S+ ([\d.]+),/)!.slice(1).map(Number);
  assertEquals([left, right], [72, 388], "it begins where its data do");
  assertStringIncludes(resumed, ">iteration</text>");
  assertStringIncludes(resumed, ">smoothed loss (nats)</text>");
});

Deno.test("describe() gives numbers a line each and never thousands of them", () => {
  const { text } = describe({
    parameters: {
      hiddenSize: 3,
      vocabularySize: 5,
      Wxh: new Float64Array(15).fill(0.25),
      bh: Float64Array.of(NaN, 1, -1),
    },
    curve: Array.from({ length: 1000 }, (_, i) => i),
    name: "a".repeat(500),
    missing: null,
    list: ["x", "y"],
  });
  const [, , , ...rows] = text.split("\n");
  assertEquals(rows.length, 8);
  assert(rows.every((row) => row.length < 160));
  assertStringIncludes(text, "Float64Array [3, 5]");
  assertStringIncludes(text, "−1 to 1, 1 not finite");
  assertStringIncludes(text, "numbers [1000]");
  assertThrows(() => describe(null as unknown as object), TypeError, "must be an object");
});
