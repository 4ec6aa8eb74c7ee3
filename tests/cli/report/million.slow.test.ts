/** A cell that prints a million lines: in seconds, in bounded memory, and with their number in the page. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, assertStringIncludes } from "@std/assert";
import { folderOf } from "./support.ts";

const REPORT = fileURLToPath(new URL("../../../lib/cli/report/report.ts", import.meta.url));

Deno.test("report shows a million lines shortened, within a minute and 700 MB", async () => {
  const folder = await folderOf({ "a": ["for (let i = 0; i < 1e6; i++) console.log('line', i);"] });
  const before = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", REPORT, "--notebooks", folder, "--out", join(folder, "out")],
    stdout: "null",
  }).spawn();
  let [ended, most] = [false, 0];
  const status = child.status.finally(() => ended = true);
  while (!ended) {
    // The most that the process has ever had, in kB, where the system says so.
    const told = await Deno.readTextFile(`/proc/${child.pid}/status`).catch(() => "");
    most = Math.max(most, Number(told.match(/^VmHWM:\s+(\d+)/m)?.[1] ?? 0));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert((await status).success);
  assert(performance.now() - before < 60_000);
  assert(most < 700_000, `${most} kB`);
  console.log(
    `${(most / 1000).toFixed(0)} MB, ${((performance.now() - before) / 1000).toFixed(1)} s`,
  );
  const page = await Deno.readTextFile(join(folder, "out", "a.html"));
  assertStringIncludes(page, "997,501 lines are left out of this page");
});
