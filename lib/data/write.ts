/** Writing files so that nothing is lost: whole or not at all, also when the power goes. */
import { basename, dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fileProblem } from "./files.ts";

/** What is in the making: `NAME.1a2b3c4d.partial`. */
const PARTIAL = /^\.[0-9a-f]{8}\.partial$/;

/**
 * Where a file is that a path names: behind symbolic links, which stay.
 * @param path the path
 * @returns the file's own path, which need not be there
 * @example
 * ```ts
 * import { behindLinks } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * const folder = await Deno.realPath(await Deno.makeTempDir());
 * await Deno.symlink("model.npz", `${folder}/link.npz`);
 * assertEquals(await behindLinks(`${folder}/link.npz`), `${folder}/model.npz`);
 * ```
 */
export async function behindLinks(path: string): Promise<string> {
  let named = path;
  for (let links = 0; links < 40; links++) {
    const to = await Deno.readLink(named).catch(() => undefined);
    if (to === undefined) return named;
    named = isAbsolute(to) ? to : join(dirname(named), to);
  }
  throw new Error(`Cannot follow '${path}' as its links must come to an end`);
}

/** Asks the operating system to keep a folder's names for good, where it knows how. */
async function syncFolder(folder: string): Promise<void> {
  try {
    using file = await Deno.open(folder);
    await file.sync();
  } catch {
    // Windows has no such request, and some network folders refuse it.
  }
}

/**
 * Gives a file another name, in the place of a file that has it, and for good.
 * @param from its name
 * @param to its new name
 * @example
 * ```ts
 * import { renameForGood } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/half`, "text");
 * await renameForGood(`${folder}/half`, `${folder}/whole`);
 * assertEquals(await Deno.readTextFile(`${folder}/whole`), "text");
 * ```
 */
export async function renameForGood(from: string, to: string): Promise<void> {
  await Deno.rename(from, to);
  await syncFolder(dirname(to));
}

/**
 * What a path names, if a file can be written there.
 * @param path a path that is no link
 * @returns what there is; undefined where there is nothing yet
 * @throws {Deno.errors.IsADirectory | Deno.errors.PermissionDenied} when it is a folder or read-only
 */
async function checkTarget(path: string): Promise<Deno.FileInfo | undefined> {
  const there = await Deno.stat(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (there?.isDirectory) throw new Deno.errors.IsADirectory();
  // Whoever may do everything may write a read-only file, too, but did not mean to.
  const isReadOnly = there?.isFile && there.mode !== null && (there.mode & 0o222) === 0;
  if (isReadOnly) throw new Deno.errors.PermissionDenied("it is read-only");
  if (there?.isFile) (await Deno.open(path, { write: true })).close();
  return there;
}

/** Makes a file to write into; it is locked, so that nobody takes it for a leftover. */
async function openPartial(target: string): Promise<{ file: Deno.FsFile; name: string }> {
  while (true) {
    const name = `${target}.${crypto.randomUUID().slice(0, 8)}.partial`;
    const file = await Deno.open(name, { write: true, createNew: true });
    // A folder that takes no locks is none the worse for it: nobody collects anything there.
    const isMine = await file.tryLock(true).catch(() => true);
    if (isMine && await Deno.stat(name).then(() => true, () => false)) return { file, name };
    file.close();
    await Deno.remove(name).catch(() => {});
  }
}

/** Removes what processes left that were killed while they wrote this file: nobody has it locked. */
async function collectLeftovers(target: string): Promise<void> {
  const [folder, name] = [dirname(target), basename(target)];
  const names = await Array.fromAsync(Deno.readDir(folder), (entry) => entry.name).catch(() => []);
  for (const other of names) {
    if (!other.startsWith(name) || !PARTIAL.test(other.slice(name.length))) continue;
    try {
      using file = await Deno.open(join(folder, other), { write: true });
      if (await file.tryLock(true)) await Deno.remove(join(folder, other));
    } catch {
      // Somebody else was faster, or the folder takes no locks.
    }
  }
}

/** Writes all bytes to an open file. */
async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}

/** A file that is written but not yet in its place. */
interface Prepared {
  /** Where it is to be, behind links. */
  target: string;
  /** What is there now. */
  there: Deno.FileInfo | undefined;
  /** Its name until then, and the lock on it; undefined for a device, which takes the bytes themselves. */
  partial?: { file: Deno.FsFile; name: string };
  /** Its content. */
  bytes: Uint8Array;
}

/** Writes the content beside its target. */
async function prepare(path: string | URL, content: Uint8Array | string): Promise<Prepared> {
  const target = await behindLinks(path instanceof URL ? fileURLToPath(path) : path);
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const there = await checkTarget(target);
  if (there !== undefined && !there.isFile) return { target, there, bytes };
  const partial = await openPartial(target);
  try {
    await writeAll(partial.file, bytes);
    if (there?.mode) await Deno.chmod(partial.name, there.mode & 0o7777);
    await partial.file.sync();
  } catch (error) {
    await discard({ target, there, bytes, partial });
    throw error;
  }
  return { target, there, bytes, partial };
}

/** Puts it into its place. */
async function place({ target, partial, bytes }: Prepared): Promise<void> {
  if (partial !== undefined) return await Deno.rename(partial.name, target);
  using device = await Deno.open(target, { write: true });
  await writeAll(device, bytes);
}

/** Forgets what was prepared; one that is in its place stays there. */
async function discard({ partial }: Prepared): Promise<void> {
  await Deno.remove(partial?.name ?? "").catch(() => {});
  partial?.file.close();
}

/**
 * Writes a file under a temporary name beside its target and renames it: whoever looks sees the old
 * file or the new one, whole, also after the power went; a failure changes nothing. A symbolic link and the
 * permissions of a file that is there stay; one that is read-only is refused; what killed processes left of
 * the same file is removed. A device is written to as it is.
 * @param path where the file is to be
 * @param content its bytes, or text written as UTF-8
 * @throws {Deno.errors.NotFound | Deno.errors.PermissionDenied} when the folder or the file can't be
 * written; others of `Deno.errors` likewise
 * @example
 * ```ts
 * import { writeFileAtomically } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * const folder = await Deno.makeTempDir();
 * await writeFileAtomically(`${folder}/note.txt`, "whole or not at all");
 * assertEquals(await Deno.readTextFile(`${folder}/note.txt`), "whole or not at all");
 * ```
 */
export async function writeFileAtomically(
  path: string | URL,
  content: Uint8Array | string,
): Promise<void> {
  const prepared = await prepare(path, content);
  try {
    await place(prepared);
    await syncFolder(dirname(prepared.target));
  } finally {
    await discard(prepared);
  }
  await collectLeftovers(prepared.target);
}

/** Another name for what is in a target's place, to bring it back by; undefined where nothing is. */
async function keep({ target, there }: Prepared): Promise<string | undefined> {
  if (there === undefined || !there.isFile) return undefined;
  const name = `${target}.${crypto.randomUUID().slice(0, 8)}.partial`;
  // Some folders know no second name for a file.
  await Deno.link(target, name).catch(() => Deno.copyFile(target, name));
  return name;
}

/** Puts all into their places; when one can't be, none stays there. */
async function placeAll(files: readonly Prepared[]): Promise<void> {
  const kept: (string | undefined)[] = [];
  let placed = 0;
  try {
    for (const file of files) kept.push(await keep(file));
    for (; placed < files.length; placed++) await place(files[placed]);
  } catch (error) {
    for (const [k, { target }] of files.slice(0, placed).entries()) {
      const old = kept[k];
      await (old === undefined ? Deno.remove(target) : Deno.rename(old, target));
    }
    throw error;
  } finally {
    for (const name of kept) await Deno.remove(name ?? "").catch(() => {});
  }
}

/**
 * Writes some files as {@linkcode writeFileAtomically} does, and either all of them or none: each is written
 * beside its target before the first is renamed, and when one can't be, the old ones come back.
 * @param files the content of each by its path
 * @throws {Error} when a file can't be written, with its name; nothing has changed then
 * @example
 * ```ts
 * import { writeFilesAtomically } from "@lab/data";
 * import { assertEquals, assertRejects } from "@std/assert";
 * const folder = await Deno.makeTempDir();
 * await Deno.mkdir(`${folder}/b`);
 * const files = new Map([[`${folder}/a`, "new"], [`${folder}/b`, "no file"]]);
 * await assertRejects(() => writeFilesAtomically(files), Error, "it is a folder");
 * assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["b"]);
 * ```
 */
export async function writeFilesAtomically(
  files: ReadonlyMap<string, Uint8Array | string>,
): Promise<void> {
  const prepared: Prepared[] = [];
  let at = "";
  try {
    for (const [path, content] of files) prepared.push(await prepare(at = path, content));
    at = "";
    await placeAll(prepared);
    const folders = new Set(prepared.map(({ target }) => dirname(target)));
    for (const folder of folders) await syncFolder(folder);
  } catch (error) {
    const name = at === "" ? "the files" : `'${at}'`;
    throw new Error(`Cannot write ${name}: ${fileProblem(error)}`);
  } finally {
    for (const file of prepared) await discard(file);
  }
  for (const { target } of prepared) await collectLeftovers(target);
}
