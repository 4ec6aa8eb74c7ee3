/** Restarts, interrupts and questions, 200 times in a row: nothing piles up. */
import { assert, assertEquals } from "@std/assert";
import { sleep } from "../../lib/jupyter/time.ts";
import { newConnection } from "../../lib/jupyter/wire/connection.ts";
import { FrontEnd } from "./front_end.ts";

const TIMES = 200;
/** After so many everything that is made once has been made. */
const WARM_UP = 20;
const MOST_MB = 20;

/** The processes whose temporary files go to a folder, with the memory of each in MB. */
async function processesOf(folder: string): Promise<{ pid: string; mb: number }[]> {
  const found: { pid: string; mb: number }[] = [];
  for await (const { name: pid } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      if (!(await Deno.readTextFile(`/proc/${pid}/environ`)).includes(`TMPDIR=${folder}\0`)) {
        continue;
      }
      const status = await Deno.readTextFile(`/proc/${pid}/status`);
      // One that has ended and waits for its parent to notice has no memory.
      const kb = status.match(/^VmRSS:\s+(\d+) kB/m)?.[1];
      if (kb !== undefined) found.push({ pid, mb: Number(kb) / 1024 });
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  if (Deno.build.os !== "linux") return console.log("skipped: only Linux has /proc");
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
    // What watches over a kernel ends a moment after it.
    for (let i = 0; i < 50 && (await processesOf(folder)).length > 0; i++) await sleep(0.1);
    assertEquals(await processesOf(folder), []);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test(`serveKernel() leaves no process and no file after ${TIMES} restarts`, () =>
  inFolder(async (TMPDIR) => {
    const connection = newConnection();
    for (let i = 0; i < TIMES; i++) {
      await using front = await FrontEnd.start({ TMPDIR }, connection);
      assertEquals((await front.run(`${i} + 1`)).reply.status, "ok");
    }
  }));

Deno.test(`serveKernel() holds no more than ${MOST_MB} MB after ${TIMES} interrupts and questions`, () =>
  inFolder(async (TMPDIR) => {
    await using front = await FrontEnd.start({ TMPDIR });
    front.answer = "yes";
    const memory = async (): Promise<number> => {
      await front.run("globalThis.gc?.()");
      return (await processesOf(TMPDIR)).reduce((sum, { mb }) => sum + mb, 0);
    };
    let before = 0;
    for (let i = 0; i < TIMES + WARM_UP; i++) {
      if (i === WARM_UP) before = await memory();
      const begun = front.until(({ type }) => type === "stream");
      const looping = front.run("console.log('begun'); while (true);");
      await begun;
      await front.request("control", "interrupt_request");
      assertEquals((await looping).reply.ename, "Stopped");
      const asked = await front.run(`prompt("Go on?")`, { allow_stdin: true });
      assertEquals(asked.published.at(-1)!.content.data, { "text/plain": `"yes"` });
      // What this test has heard is not the kernel's.
      front.published.length = 0;
    }
    const grown = await memory() - before;
    console.log(`grown by ${grown.toFixed(1)} MB`);
    assert(grown <= MOST_MB, `grown by ${grown} MB`);
  }));
