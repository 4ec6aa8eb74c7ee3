/** The same as in `machines.test.ts`, fifty times. */
import { withFolder } from "../support.ts";
import { killedSweeps } from "./killing.ts";

Deno.test("rnn sweep goes on bit for bit from wherever it was killed, fifty times", async () => {
  await withFolder(async (folder) => await killedSweeps(folder, 50));
});

Deno.test("rnn sweep goes on bit for bit on streams, too, twenty times", async () => {
  const sizes = ["--hidden", "40", "--streams", "6", "--sequence", "8", "--epochs", "300"];
  await withFolder(async (folder) =>
    await killedSweeps(folder, 20, ["--recipe", "quick", ...sizes])
  );
});
