/** Snapshots of a training: the newest, the one before it, and what is done when they can't be written. */
import { tmpdir } from "node:os";
import { join, parse } from "node:path";
import { behindLinks, fileProblem } from "@lab/data";
import { loadSnapshot, saveSnapshot, type Snapshot } from "@lab/snapshots";

/** Another file's path: a word before the ending. */
const beside = (path: string, word: string): string => path.replace(/(\.\w+)$/, `.${word}$1`);

/**
 * Where the checkpoint before the newest lies.
 * @param path path of the newest
 * @returns its path with `.previous` before the ending
 * @example
 * ```ts
 * import { previousOf } from "./checkpoint.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(previousOf("runs/model.npz"), "runs/model.previous.npz");
 * ```
 */
export const previousOf = (path: string): string => beside(path, "previous");

/**
 * Where a damaged checkpoint is set aside.
 * @param path path of the newest
 * @returns its path with `.damaged` before the ending
 * @example
 * ```ts
 * import { damagedOf } from "./checkpoint.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(damagedOf("runs/model.npz"), "runs/model.damaged.npz");
 * ```
 */
export const damagedOf = (path: string): string => beside(path, "damaged");

/**
 * Sets a damaged checkpoint aside, so that the next one does not keep it in place of the one before.
 * @param path path of the newest
 * @returns whether there was one
 * @example
 * ```ts
 * import { setAside } from "./checkpoint.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(await setAside("no/such/model.npz"), false);
 * ```
 */
export async function setAside(path: string): Promise<boolean> {
  const own = await behindLinks(path);
  return await Deno.rename(own, damagedOf(own)).then(() => true, () => false);
}

/**
 * Saves a snapshot and keeps the one that was there as `.previous`: at each moment the file at `path` is
 * a whole one.
 * @param path where to
 * @param snapshot what to save
 * @returns when it is written
 * @example
 * ```ts
 * import { previousOf, saveCheckpoint } from "./checkpoint.ts";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assert } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 3 });
 * const snapshot = { parameters, vocabulary: Vocabulary.of("abc"), metadata: {} };
 * const path = `${await Deno.makeTempDir()}/model.npz`;
 * for (const _ of [1, 2]) await saveCheckpoint(path, snapshot);
 * assert((await Deno.stat(previousOf(path))).isFile);
 * ```
 */
export async function saveCheckpoint(path: string, snapshot: Snapshot): Promise<void> {
  const own = await behindLinks(path);
  const previous = previousOf(own);
  if (await Deno.stat(own).then(({ isFile }) => isFile, () => false)) {
    // A second name for the file that is about to be replaced; a copy where names can't be shared.
    const next = `${previous}.partial`;
    await Deno.remove(next).catch(() => {});
    await Deno.link(own, next).catch(() => Deno.copyFile(own, next));
    await Deno.rename(next, previous);
    await Deno.remove(next).catch(() => {}); // still there if both names were one file's already
  }
  await saveSnapshot(path, snapshot);
}

/** Folders that may take a file where another does not: where one stands, one's own, the system's. */
function otherFolders(): string[] {
  const home = Deno.env.get("HOME") ?? Deno.env.get("USERPROFILE");
  return [...new Set([Deno.cwd(), ...home === undefined ? [] : [home], tmpdir()])];
}

/**
 * Saves what must not be lost: where its file can't be written, as the disk is full or its folder has gone,
 * in another folder.
 * @param path where to
 * @param save writes it
 * @param folders other folders to try, in this order
 * @throws {Error} when it is not in its file: why, and where it is instead
 * @example
 * ```ts
 * import { saveOrRescue } from "./checkpoint.ts";
 * import { assertEquals, assertRejects } from "@std/assert";
 * const folder = await Deno.makeTempDir();
 * const save = (path: string) => Deno.writeTextFile(path, "weights");
 * await assertRejects(
 *   () => saveOrRescue(`${folder}/gone/model.npz`, save, [folder]),
 *   Error,
 *   `there is no such folder; the network is in '${folder}/model.rescued-`,
 * );
 * assertEquals([...Deno.readDirSync(folder)].length, 1);
 * ```
 */
export async function saveOrRescue(
  path: string,
  save: (path: string) => Promise<void>,
  folders: readonly string[] = otherFolders(),
): Promise<void> {
  try {
    return await save(path);
  } catch (error) {
    // What can't be stored at all can't be stored elsewhere.
    if (error instanceof RangeError || error instanceof TypeError) throw error;
    const isGone = error instanceof Deno.errors.NotFound;
    const problem = isGone ? "there is no such folder" : fileProblem(error);
    const { name, ext } = parse(path);
    for (const folder of folders) {
      const other = join(folder, `${name}.rescued-${crypto.randomUUID().slice(0, 8)}${ext}`);
      if (!await save(other).then(() => true, () => false)) continue;
      throw new Error(`Cannot write '${path}': ${problem}; the network is in '${other}' instead`);
    }
    throw new Error(`Cannot write '${path}': ${problem}; nor in ${folders.join(", ")}`);
  }
}

/**
 * Loads the newest checkpoint that is whole.
 * @param path where it was saved
 * @returns the snapshot, its path, and in one line why it is not the newest, where it is not
 * @throws {Error} when neither it nor the one before it can be loaded: what is wrong with the newest
 * @example
 * ```ts
 * import { loadCheckpoint } from "./checkpoint.ts";
 * import { assertRejects } from "@std/assert";
 * await assertRejects(() => loadCheckpoint("no-such.npz"), Error, "no-such.npz");
 * ```
 */
export async function loadCheckpoint(
  path: string,
): Promise<{ snapshot: Snapshot; path: string; problem?: string }> {
  try {
    return { snapshot: await loadSnapshot(path), path };
  } catch (error) {
    const { message: problem } = error as Error;
    const previous = previousOf(await behindLinks(path));
    const snapshot = await loadSnapshot(previous).catch(() => undefined);
    if (snapshot === undefined) throw error;
    return { snapshot, path: previous, problem: problem.split("\n", 1)[0] };
  }
}
