/** The same as in `machines.test.ts`, thirty times. */
import { withFolder } from "../support.ts";
import { killedSweeps } from "./killing.ts";

Deno.test("rnn sweep goes on bit for bit from wherever it was killed, thirty times", async () => {
  await withFolder(async (folder) => await killedSweeps(folder, 30));
});
