/** A file in the making, under a name of its own beside its target, until it is whole. */
import { basename, dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What is in the making: `NAME.1a2b3c4d.partial`. */
const PARTIAL = /\.([0-9a-f]{8})\.partial$/;

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

/**
 * Asks the operating system to keep a folder's names for good, where it knows how.
 * @param folder the folder
 */
export async function syncFolder(folder: string): Promise<void> {
  try {
    using file = await Deno.open(folder);
    await file.sync();
  } catch {
    // Windows has no such request, and some network folders refuse it.
  }
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

/**
 * A name for a file in the making.
 * @param target where it is to be
 * @param mark eight hexadecimal digits; drawn when left out
 * @returns a name beside it
 */
export const partialName = (
  target: string,
  mark: string = crypto.randomUUID().slice(0, 8),
): string => `${target}.${mark}.partial`;

/**
 * The digits in such a name.
 * @param name the name
 * @returns the eight digits
 */
export const markOf = (name: string): string => name.match(PARTIAL)![1];

/**
 * Makes a file to write into; it is locked, so that nobody takes it for a leftover.
 * @param target where it is to be
 * @returns the open file and its name until then
 */
export async function openPartial(target: string): Promise<{ file: Deno.FsFile; name: string }> {
  while (true) {
    const name = partialName(target);
    const file = await Deno.open(name, { write: true, createNew: true });
    // A folder that takes no locks is none the worse for it: nobody collects anything there.
    const isMine = await file.tryLock(true).catch(() => true);
    if (isMine && await Deno.stat(name).then(() => true, () => false)) return { file, name };
    file.close();
    await Deno.remove(name).catch(() => {});
  }
}

/**
 * What is in the making for a file, or was when its writer was killed.
 * @param target where the file is to be
 * @returns the paths of what is there
 */
export async function partialsOf(target: string): Promise<string[]> {
  const [folder, name] = [dirname(target), basename(target)];
  const names = await Array.fromAsync(Deno.readDir(folder), (entry) => entry.name).catch(() => []);
  return names.filter((other) => other.replace(PARTIAL, "") === name && other !== name)
    .map((other) => join(folder, other));
}

/**
 * Removes what processes left that were killed while they wrote a file: nobody has it locked.
 * @param target where the file is to be
 */
export async function collectLeftovers(target: string): Promise<void> {
  for (const path of await partialsOf(target)) {
    try {
      using file = await Deno.open(path, { write: true });
      if (await file.tryLock(true)) await Deno.remove(path);
    } catch {
      // Somebody else was faster, or the folder takes no locks.
    }
  }
}

/**
 * Writes all bytes to an open file.
 * @param file the file
 * @param bytes the bytes
 */
export async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}

/** A file that is written but not yet in its place. */
export interface Prepared {
  /** Where it is to be, behind links. */
  target: string;
  /** What is there now. */
  there: Deno.FileInfo | undefined;
  /** Its name until then, and the lock on it; undefined for a device, which takes the bytes themselves. */
  partial?: { file: Deno.FsFile; name: string };
  /** Its content. */
  bytes: Uint8Array;
}

/**
 * Writes the content beside its target.
 * @param path where the file is to be
 * @param content its bytes, or text written as UTF-8
 * @returns what is to be put into its place, or discarded
 * @throws {Deno.errors.NotFound | Deno.errors.PermissionDenied} when it can't be; others likewise
 */
export async function prepare(
  path: string | URL,
  content: Uint8Array | string,
): Promise<Prepared> {
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
    await discard({ partial });
    throw error;
  }
  return { target, there, bytes, partial };
}

/**
 * Puts it into its place.
 * @param prepared what was written
 */
export async function place({ target, partial, bytes }: Prepared): Promise<void> {
  if (partial !== undefined) return await Deno.rename(partial.name, target);
  using device = await Deno.open(target, { write: true });
  await writeAll(device, bytes);
}

/**
 * Forgets what was prepared; one that is in its place stays there.
 * @param prepared what was written
 */
export async function discard({ partial }: Pick<Prepared, "partial">): Promise<void> {
  await Deno.remove(partial?.name ?? "").catch(() => {});
  partial?.file.close();
}
