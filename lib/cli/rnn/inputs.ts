/** What the commands read: the text they are given, or the default one. */
import { dirname } from "node:path";
import { fileProblem, loadTrainingText } from "@lab/data";

/** A text with a name to call it by. */
export interface NamedText {
  /** The text itself. */
  text: string;
  /** What to call it in messages. */
  title: string;
}

/**
 * Reads a text file, or the default text when no file is given.
 * @param path the file, or undefined
 * @returns the text and what to call it
 * @throws {Error} when the file can't be read, is not UTF-8, or is empty, in one line
 * @example
 * ```ts
 * import { readText } from "./inputs.ts";
 * import { loadTrainingText } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * assertEquals(await readText(undefined), await loadTrainingText());
 * ```
 */
export async function readText(path: string | undefined): Promise<NamedText> {
  if (path === undefined) return await loadTrainingText();
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(path);
  } catch (error) {
    throw new Error(`Cannot read the text '${path}': ${fileProblem(error)}`);
  }
  if (bytes.length === 0) throw new Error(`Cannot use the text '${path}' as it is empty`);
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), title: path };
  } catch {
    throw new Error(`Cannot read the text '${path}' as it must be UTF-8`);
  }
}

/**
 * Throws unless a file can be written: its ending is known, its folder is there and takes files, and
 * it is not itself a folder. Asked before the work, so that its result is not lost after it.
 * @param path the file
 * @param endings the endings allowed, such as `.npz`
 * @throws {Error} in one line
 * @example
 * ```ts
 * import { checkWritable } from "./inputs.ts";
 * import { assertRejects } from "@std/assert";
 * await checkWritable("model.npz", [".npz"]);
 * await assertRejects(() => checkWritable("model.txt", [".npz"]), RangeError, "end in .npz");
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
  if (await Deno.stat(path).then((info) => info.isDirectory, () => false)) {
    throw new Error(`Cannot write '${path}' as it must be a file: it is a folder`);
  }
  await checkTakesFiles(folder);
}

/**
 * Throws unless files can be written in a folder.
 * @param folder the folder, which is there
 * @throws {Error} in one line
 * @example
 * ```ts
 * import { checkTakesFiles } from "./inputs.ts";
 * import { assertRejects } from "@std/assert";
 * await checkTakesFiles(".");
 * await assertRejects(() => checkTakesFiles("no/such/folder"), Error, "it takes no files");
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
 * import { forFile } from "./inputs.ts";
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
