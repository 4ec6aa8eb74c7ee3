/** Writing files: whole or not at all, links and permissions kept, nothing left behind. */
import { behindLinks, renameForGood, writeFileAtomically, writeFilesAtomically } from "@lab/data";
import { assert, assertEquals, assertRejects } from "@std/assert";

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

Deno.test("writeFileAtomically() keeps a symbolic link, relative or not, and one that leads to nothing yet", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/disk`);
    await Deno.writeTextFile(`${folder}/disk/a.txt`, "old");
    await Deno.symlink("disk/a.txt", `${folder}/a`);
    await Deno.symlink(`${folder}/a`, `${folder}/to-a`);
    await Deno.symlink("disk/new.txt", `${folder}/new`);
    await writeFileAtomically(`${folder}/to-a`, "new");
    await writeFileAtomically(`${folder}/new`, "newer");
    assertEquals(await Deno.readTextFile(`${folder}/disk/a.txt`), "new");
    assertEquals(await Deno.readTextFile(`${folder}/disk/new.txt`), "newer");
    assert(
      (await Deno.lstat(`${folder}/a`)).isSymlink && (await Deno.lstat(`${folder}/new`)).isSymlink,
    );
    assertEquals([names(folder), names(`${folder}/disk`)], [
      ["a", "disk", "new", "to-a"],
      ["a.txt", "new.txt"],
    ]);
    await Deno.symlink("loop", `${folder}/loop`);
    await assertRejects(() => behindLinks(`${folder}/loop`), Error, "must come to an end");
  });
});

Deno.test("writeFileAtomically() keeps permissions, and refuses a file that is read-only", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a.txt`;
    await Deno.writeTextFile(path, "old");
    await Deno.chmod(path, 0o640);
    await writeFileAtomically(path, "new");
    assertEquals((await Deno.stat(path)).mode! & 0o777, 0o640);
    await Deno.chmod(path, 0o444);
    await assertRejects(
      () => writeFileAtomically(path, "newer"),
      Deno.errors.PermissionDenied,
      "read-only",
    );
    assertEquals([await Deno.readTextFile(path), names(folder)], ["new", ["a.txt"]]);
  });
});

Deno.test("writeFileAtomically() removes what killed processes left of this file, and nothing that is being written", async () => {
  await inFolder(async (folder) => {
    const left = ["a.txt.0123abcd.partial", "a.txt.89abcdef.partial"];
    const others = ["b.txt.0123abcd.partial", "a.txt.mine.partial", "aa.txt.0123abcd.partial"];
    for (const name of [...left, ...others]) await Deno.writeTextFile(`${folder}/${name}`, "");
    using held = await Deno.open(`${folder}/${left[1]}`, { write: true });
    await held.lock(true);
    await writeFileAtomically(`${folder}/a.txt`, "text");
    assertEquals(names(folder), ["a.txt", left[1], ...others].sort());
  });
});

Deno.test("writeFileAtomically() of many writers at once leaves one of their texts, whole, and no other file", async () => {
  await inFolder(async (folder) => {
    const texts = Array.from({ length: 40 }, (_, k) => String(k).repeat(1000));
    await Promise.all(texts.map((text) => writeFileAtomically(`${folder}/a.txt`, text)));
    assert(texts.includes(await Deno.readTextFile(`${folder}/a.txt`)));
    assertEquals(names(folder), ["a.txt"]);
  });
});

Deno.test("writeFileAtomically() to a device that is full says so, and leaves the device alone", async () => {
  if (!await Deno.stat("/dev/full").then(() => true, () => false)) {
    return console.log("skipped: this system has no /dev/full");
  }
  await inFolder(async (folder) => {
    await Deno.symlink("/dev/full", `${folder}/full`);
    await assertRejects(
      () => writeFileAtomically(`${folder}/full`, "text"),
      Error,
      "No space left",
    );
    assert((await Deno.stat("/dev/full")).isCharDevice);
  });
});

/** What is asked of the disk while something is done: to keep a file or a folder, and new names. */
async function askedOfDisk(action: () => Promise<void>): Promise<string[]> {
  const asked: string[] = [];
  const [{ sync }, { rename }] = [Deno.FsFile.prototype, Deno];
  Deno.FsFile.prototype.sync = async function (this: Deno.FsFile): Promise<void> {
    asked.push((await this.stat()).isDirectory ? "keep folder" : "keep file");
    await sync.call(this);
  };
  Deno.rename = async (from, to): Promise<void> => {
    asked.push("rename");
    await rename(from, to);
  };
  try {
    await action();
  } finally {
    Deno.FsFile.prototype.sync = sync;
    Deno.rename = rename;
  }
  return asked;
}

Deno.test("writeFileAtomically() and its like have a file kept before its name changes, and the name after", async () => {
  await inFolder(async (folder) => {
    const one = await askedOfDisk(() => writeFileAtomically(`${folder}/a`, "new"));
    assertEquals(one, ["keep file", "rename", "keep folder"]);
    const files = new Map([["a", "newer"], ["b", "new"]]);
    assertEquals(await askedOfDisk(() => writeFilesAtomically(folder, files)), [
      ...["keep file", "keep file"],
      // The list of what is about to be renamed.
      ...["keep file", "keep folder"],
      ...["rename", "rename", "keep folder"],
    ]);
    const moved = await askedOfDisk(() => renameForGood(`${folder}/a`, `${folder}/c`));
    assertEquals(moved, ["rename", "keep folder"]);
  });
});
