/** Files that are written together: all of them change or none, whatever happens to who writes them. */
import { finishTogether, writeFilesAtomically } from "@lab/data";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { Family, HAS_PROC, NO_PROC } from "../cli/ending/processes.ts";

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const names = (folder: string): string[] =>
  [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const COUNT = 100;
const pages = Array.from({ length: COUNT }, (_, k) => `${k}`.padStart(3, "0"));

/** How many of the files have each content. */
function contents(folder: string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const name of pages) {
    const text = Deno.readTextFileSync(`${folder}/${name}`);
    found[text] = (found[text] ?? 0) + 1;
  }
  return found;
}

/** Starts to write a folder's files, and stops at some moment between the first rename and the last. */
async function writeHalf(folder: string, family: Family): Promise<Deno.ChildProcess> {
  const program = `import { writeFilesAtomically } from "@lab/data";
    const names = ${JSON.stringify(pages)};
    await writeFilesAtomically("${folder}", new Map(names.map((name) => [name, "new"])));`;
  for (let tries = 0; tries < 20; tries++) {
    for (const name of pages) Deno.writeTextFileSync(`${folder}/${name}`, "old");
    const child = new Deno.Command(Deno.execPath(), { args: ["eval", program], env: family.env })
      .spawn();
    while (Deno.readTextFileSync(`${folder}/${pages[0]}`) === "old") await pause(0);
    child.kill("SIGSTOP");
    if (contents(folder).old > 0) return child;
    // On a busy machine it may have been faster.
    child.kill("SIGCONT");
    await child.status;
  }
  throw new Error("never stopped between the renames");
}

Deno.test("writeFilesAtomically() changes all files where it is killed between the renames", async () => {
  if (!HAS_PROC) return console.log(NO_PROC);
  await inFolder(async (folder) => {
    const family = new Family();
    const child = await writeHalf(folder, family);
    child.kill("SIGKILL");
    await child.status;
    await family.assertGone("kill -9 of the writer");
    assertEquals([contents(folder), names(folder)], [{ new: COUNT }, pages]);
  });
});

Deno.test("finishTogether() finishes what was killed with all its processes, and the next writing begins with it", async () => {
  if (!HAS_PROC) return console.log(NO_PROC);
  for (const next of ["finish", "write"]) {
    await inFolder(async (folder) => {
      const family = new Family();
      const child = await writeHalf(folder, family);
      const finisher = await family.find(/together/);
      assertEquals(await finishTogether(folder), [], "its writer is alive");
      for (const pid of [finisher, child.pid]) Deno.kill(pid, "SIGKILL");
      await child.status;
      await family.assertGone("kill -9 of both");
      assert(contents(folder).old > 0, "nobody has finished it");
      if (next === "finish") assertEquals(await finishTogether(folder), pages);
      else await writeFilesAtomically(folder, new Map([[pages[COUNT - 1], "newer"]]));
      const all: Record<string, number> = next === "finish"
        ? { new: COUNT }
        : { new: COUNT - 1, newer: 1 };
      assertEquals(contents(folder), all);
      assertEquals(names(folder), pages);
      assertEquals(await finishTogether(folder), []);
    });
  }
});

Deno.test("finishTogether() follows no list out of its folder, and forgets one that is not whole", async () => {
  await inFolder(async (folder) => {
    const inner = `${folder}/reports`;
    await Deno.mkdir(inner);
    await Deno.writeTextFile(`${folder}/own`, "kept");
    await Deno.writeTextFile(`${folder}/own.1a2b3c4d.partial`, "evil");
    await Deno.writeTextFile(`${inner}/own.1a2b3c4d`, "evil");
    const lists = [
      [["../own", "1a2b3c4d"], ["..", "1a2b3c4d"], ["own", "1a2b3c4d/../x"]],
      [[5, "1a2b3c4d"]],
      null,
      [["own"]],
    ].map((list) => JSON.stringify(list));
    for (const [k, text] of [...lists, '[["own", "1a2b'].entries()) {
      await Deno.writeTextFile(`${inner}/.together.0000000${k}.partial`, text);
    }
    assertEquals(await finishTogether(inner), []);
    assertEquals(await Deno.readTextFile(`${folder}/own`), "kept");
    assertEquals(names(inner), ["own.1a2b3c4d"]);
  });
});

Deno.test("writeFilesAtomically() brings the old files back where one of them can't be replaced at the last moment", async () => {
  await inFolder(async (folder) => {
    const write = (a: string, more: Record<string, string> = {}): Promise<void> =>
      writeFilesAtomically(folder, new Map(Object.entries({ "a.html": a, "b.html": a, ...more })));
    const a = (): Promise<string> => Deno.readTextFile(`${folder}/a.html`);
    await Deno.writeTextFile(`${folder}/a.html`, "old");
    const writing = write("new", { "c.html": "new".repeat(2e7) });
    while (!names(folder).some((name) => name.startsWith("c.html"))) await pause(1);
    await Deno.mkdir(`${folder}/b.html`);
    await assertRejects(() => writing, Error, "Cannot write the files: it is a folder");
    assertEquals([await a(), names(folder)], ["old", ["a.html", "b.html"]]);
    await Deno.remove(`${folder}/b.html`);
    await write("newer");
    assertEquals([await a(), names(folder)], ["newer", ["a.html", "b.html"]]);
  });
});
