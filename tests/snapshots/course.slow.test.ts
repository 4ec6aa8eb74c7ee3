/** How fast the course's own snapshot opens, where `CHAR_RNN_DATA` names its folder. */
import { loadSnapshot } from "@lab/snapshots";
import { assert } from "@std/assert";
import { fastest } from "../fastest.ts";

const FOLDER = Deno.env.get("CHAR_RNN_DATA") || undefined;

Deno.test("loadSnapshot() opens the course's file in under 150 ms", async () => {
  if (FOLDER === undefined) return console.log("skipped: CHAR_RNN_DATA is not set");
  const bytes = await Deno.readFile(`${FOLDER}/char-rnn-snapshot.npz`);
  await loadSnapshot(bytes.slice()); // the first call compiles the code
  const bestMs = await fastest(150, () => loadSnapshot(bytes));
  assert(bestMs < 150, `${bestMs} ms`);
});
