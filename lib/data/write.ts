/** Writing files so that nothing is lost: whole or not at all, also when the power goes. */
import { basename, dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

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
  const target = await behindLinks(path instanceof URL ? fileURLToPath(path) : path);
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const there = await checkTarget(target);
  if (there !== undefined && !there.isFile) {
    using device = await Deno.open(target, { write: true });
    return await writeAll(device, bytes);
  }
  const { file, name } = await openPartial(target);
  try {
    await writeAll(file, bytes);
    if (there?.mode) await Deno.chmod(name, there.mode & 0o7777);
    await file.sync();
    await renameForGood(name, target);
  } catch (error) {
    await Deno.remove(name).catch(() => {});
    throw error;
  } finally {
    file.close();
  }
  await collectLeftovers(target);
}
