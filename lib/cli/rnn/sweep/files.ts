/**
 * The files of a run: what there is says how it stands. A run is `NAME.npz` when it has ended well,
 * `NAME.half.npz` while it has not, `NAME.failed` when it can't go on, and `NAME.lock` is locked by the
 * process that does it.
 */
import { fileProblem, renameForGood, writeFileAtomically } from "@lab/data";
import { join } from "node:path";
import { previousOf } from "../checkpoint.ts";

/** Where the files of a run lie. */
export interface RunFiles {
  /** The trained network with its scores, of a run that has ended well. */
  readonly done: string;
  /** The newest checkpoint of a run that has not. */
  readonly half: string;
  /** Why the run can't go on, in one line. */
  readonly failed: string;
  /** What the process locks that does the run. */
  readonly lock: string;
}

/**
 * Where the files of a run lie.
 * @param folder the sweep's
 * @param name the run's
 * @returns the paths
 */
export const filesOf = (folder: string, name: string): RunFiles => ({
  done: join(folder, `${name}.npz`),
  half: join(folder, `${name}.half.npz`),
  failed: join(folder, `${name}.failed`),
  lock: join(folder, `${name}.lock`),
});

/** Whether there is a file. */
export const exists = (path: string): Promise<boolean> =>
  Deno.stat(path).then(() => true, () => false);

/**
 * Why a run failed, when it was last tried.
 * @param files the run's files
 * @returns one line; undefined of a run that has not failed
 */
export async function failureOf(files: RunFiles): Promise<string | undefined> {
  if (await exists(files.done)) return undefined;
  return await Deno.readTextFile(files.failed).then((line) => line.trim(), () => undefined);
}

/** Writes down why a run failed. */
export async function writeFailure(files: RunFiles, reason: string): Promise<void> {
  await writeFileAtomically(files.failed, `${reason}\n`);
}

/** Makes a run's newest checkpoint its result. */
export async function writeDone(files: RunFiles): Promise<void> {
  await renameForGood(files.half, files.done);
  for (const path of [previousOf(files.half), files.failed]) {
    await Deno.remove(path).catch(() => {});
  }
}

/**
 * Takes a run for this process. The operating system lets go of it when the process ends, however it ends.
 * @param files the run's files
 * @returns lets go of the run; undefined when another process has it
 * @throws {Error} when the folder takes no locks, in one line
 */
export async function claim(files: RunFiles): Promise<(() => Promise<void>) | undefined> {
  while (true) {
    const file = await Deno.open(files.lock, { create: true, write: true });
    let isMine: boolean;
    try {
      isMine = await file.tryLock(true);
    } catch (error) {
      file.close();
      throw new Error(`Cannot lock '${files.lock}': ${fileProblem(error)}`);
    }
    if (!isMine) {
      file.close();
      return undefined;
    }
    // Whoever had it before has removed the name: then another process may have made it anew.
    const [mine, named] = [await file.stat(), await Deno.stat(files.lock).catch(() => undefined)];
    if (named?.ino === mine.ino) {
      return async () => {
        await Deno.remove(files.lock).catch(() => {});
        file.close();
      };
    }
    file.close();
  }
}
