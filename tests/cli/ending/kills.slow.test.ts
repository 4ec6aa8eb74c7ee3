/** A hundred kills. */
import { HAS_PROC, NO_PROC } from "./processes.ts";
import { killAtRandom, WORKS } from "./kills.ts";

for (const [name, work] of Object.entries(WORKS)) {
  Deno.test(`${name} leaves whole files and no process at 25 kills -9`, async () => {
    if (!HAS_PROC) return console.log(NO_PROC);
    await killAtRandom(work, 25, 20261126);
  });
}
