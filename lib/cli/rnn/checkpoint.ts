/** Snapshots of a training that is under way: the newest, and the one before it. */
import { loadSnapshot, saveSnapshot, type Snapshot } from "@lab/snapshots";

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
export const previousOf = (path: string): string => path.replace(/(\.\w+)$/, ".previous$1");

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
  const previous = previousOf(path);
  if (await Deno.stat(path).then(() => true, () => false)) {
    // A second name for the file that is about to be replaced; a copy where names can't be shared.
    const next = `${previous}.partial`;
    await Deno.remove(next).catch(() => {});
    await Deno.link(path, next).catch(() => Deno.copyFile(path, next));
    await Deno.rename(next, previous);
    await Deno.remove(next).catch(() => {}); // still there if both names were one file's already
  }
  await saveSnapshot(path, snapshot);
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
    const previous = previousOf(path);
    const snapshot = await loadSnapshot(previous).catch(() => undefined);
    if (snapshot === undefined) throw error;
    return { snapshot, path: previous, problem: problem.split("\n", 1)[0] };
  }
}
