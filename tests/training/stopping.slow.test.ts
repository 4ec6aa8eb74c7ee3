/** How soon a signal is heard. */
import { loadBundledText } from "@lab/data";
import { assert } from "@std/assert";
import { fastest } from "../fastest.ts";
import { stopTraining, stopTrainingMany } from "./stopping.ts";

const { text } = await loadBundledText();

Deno.test("train() stops at a signal within 100 ms", async () => {
  const lateMs = await fastest(100, async () => (await stopTraining(text)).lateMs);
  assert(lateMs < 100, `stopped after ${lateMs} ms`);
});

Deno.test("trainMany() stops all runs at a signal within 200 ms", async () => {
  const runs = [1, 2, 3].map((seed) => ({ hiddenSize: 20, seed }));
  const lateMs = await fastest(200, async () => (await stopTrainingMany(text, runs, 2)).lateMs);
  assert(lateMs < 200, `stopped after ${lateMs} ms`);
});
