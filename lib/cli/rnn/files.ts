/** Files that commands read and write: what is wrong with them, before the work and in one line. */
import { behindLinks, fileProblem } from "@lab/data";
import { dirname } from "node:path";

/**
 * Throws unless a file can be written: its ending is known, its folder is there and takes files, and
 * it is not itself a folder. Asked before the work, so that its result is not lost after it.
 * @param path the file
 * @param endings the endings allowed, such as `.npz`
 * @throws {Error} in one line
 * @example
 * ```ts
 * import { checkWritable } from "./files.ts";
 * import { assertRejects } from "@std/assert";
 * const folder = await Deno.makeTempDir();
 * await checkWritable(`${folder}/model.npz`, [".npz"]);
 * await assertRejects(() => checkWritable("model.txt", [".npz"]), RangeError, "end in .npz");
 * await Deno.remove(folder);
 * ```
 */
export async function checkWritable(path: string, endings: readonly string[]): Promise<void> {
  if (!endings.some((ending) => path.endsWith(ending))) {
    throw new RangeError(
      `Cannot write '${path}' as its name must end in ${endings.join(" or ")}`,
    );
  }
  const folder = dirname(path);
  if (!await Deno.stat(folder).then((info) => info.isDirectory, () => false)) {
    throw new Error(`Cannot write '${path}' as its folder must be there: there is no '${folder}'`);
  }
  const there = await Deno.stat(path).catch(() => undefined);
  if (there?.isDirectory) {
    throw new Error(`Cannot write '${path}' as it must be a file: it is a folder`);
  }
  if (there?.isFile && there.mode !== null && (there.mode & 0o222) === 0) {
    throw new Error(`Cannot write '${path}' as it must not be read-only`);
  }
  // A device is written to as it is; its folder is the system's.
  if (there === undefined || there.isFile) await checkTakesFiles(dirname(await behindLinks(path)));
}

/**
 * Throws unless files can be written in a folder.
 * @param folder the folder, which is there
 * @throws {Error} in one line
 * @example
 * ```ts
 * import { checkTakesFiles } from "./files.ts";
 * import { assertRejects } from "@std/assert";
 * const folder = await Deno.makeTempDir();
 * await checkTakesFiles(folder);
 * await Deno.remove(folder);
 * await assertRejects(() => checkTakesFiles(folder), Error, "it takes no files");
 * ```
 */
export async function checkTakesFiles(folder: string): Promise<void> {
  try {
    await Deno.remove(await Deno.makeTempFile({ dir: folder, suffix: ".partial" }));
  } catch (error) {
    const isRefused = error instanceof Deno.errors.NotFound;
    const problem = isRefused ? "it takes no files" : fileProblem(error);
    throw new Error(`Cannot write in '${folder}': ${problem}`);
  }
}

/**
 * Does something with a file and names the file in the error when that fails.
 * @param file the file's name
 * @param action what to do
 * @returns what the action returns
 * @throws {Error} the action's message, with the file's name
 * @example
 * ```ts
 * import { forFile } from "./files.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(await forFile("a.txt", () => 7), 7);
 * ```
 */
export async function forFile<T>(file: string, action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const { message } = error as Error;
    throw message.includes(`'${file}'`) ? error : new Error(`${file}: ${message}`);
  }
}
