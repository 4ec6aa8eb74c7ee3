/** The same as in `rnn_resume.test.ts`, fifty times. */
import { killedRuns } from "./killing.ts";
import { withFolder } from "./support.ts";

Deno.test("rnn train --checkpoint leaves a whole file at each of 50 kills", async () => {
  await withFolder(async (folder) => await killedRuns(folder, 50));
});
