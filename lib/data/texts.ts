/** Texts: anybody's, and the training text: one's own, the course's where it is there, else the bundled play. */
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { type DecodeOptions, decodeText, TextDecodingError } from "@lab/text";
import { findCourseFile, isCourseFile } from "./course.ts";
import { DATA_FOLDER, fileProblem, readGivenFile } from "./files.ts";
import { TextSource } from "./source.ts";

/** The bundled play's file. */
export const BUNDLED_TEXT: URL = new URL("texts/the-book-of-yesterdays.txt", DATA_FOLDER);

/**
 * Reads the play that ships with the project.
 * @returns the text, 275,331 characters over an alphabet of 62
 * @example
 * ```ts
 * import { loadBundledText } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * assertEquals((await loadBundledText()).text.length, 275_331);
 * ```
 */
export async function loadBundledText(): Promise<TextSource> {
  return new TextSource({
    text: await Deno.readTextFile(BUNDLED_TEXT),
    title: "The Book of Yesterdays, the bundled play",
    name: "the-book-of-yesterdays.txt",
    url: BUNDLED_TEXT,
    origin: "bundled",
  });
}

/** The text that `CHAR_RNN_TEXT` names, if it names one. */
async function loadOwnText(): Promise<TextSource | undefined> {
  const path = Deno.env.get("CHAR_RNN_TEXT");
  if (path === undefined || path === "") return undefined;
  const name = basename(path);
  const text = await readTextFile(path, { lineEnds: "lf" });
  return new TextSource({ text, title: name, name, url: pathToFileURL(path), origin: "own" });
}

/**
 * Reads the training text: one's own where `CHAR_RNN_TEXT` names its file; else the course's Shakespeare
 * from the folder that `CHAR_RNN_DATA` names or from `data/downloads/`; else the bundled play. Whoever
 * calls it prints `title`.
 * @param folder where to look for the course's; what `CHAR_RNN_DATA` names when left out, and then one's
 * own text comes first
 * @returns the text and where it is from
 * @throws {Error} when `CHAR_RNN_TEXT` names no file that can be read, or `CHAR_RNN_DATA` no folder
 * @example
 * ```ts
 * import { loadBundledText, loadTrainingText } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * assertEquals(await loadTrainingText(""), await loadBundledText());
 * ```
 */
export async function loadTrainingText(folder?: string): Promise<TextSource> {
  const own = folder === undefined ? await loadOwnText() : undefined;
  if (own !== undefined) return own;
  const name = "shakespeare_train.txt";
  const url = await findCourseFile(name, folder);
  if (url === undefined) return await loadBundledText();
  const bytes = await Deno.readFile(url);
  const isCourse = await isCourseFile(name, bytes);
  return new TextSource({
    text: new TextDecoder().decode(bytes),
    title: isCourse ? "Shakespeare, the course's text" : `${name}, which is not the course's file`,
    name,
    url,
    origin: isCourse ? "course" : "own",
  });
}

/**
 * Reads anybody's text.
 * @param path the file
 * @param options its encoding, and what becomes of its line ends
 * @returns the text, without a byte order mark
 * @throws {Error} when the file can't be read, is empty, too long for a string, or not of the encoding, in
 * one line; of the encoding, `cause` is a `TextDecodingError`
 * @throws {RangeError} when there is no encoding of this name
 * @see {@linkcode decodeText} for the encodings that are recognised
 * @example
 * ```ts
 * import { readTextFile } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * const path = await Deno.makeTempFile();
 * await Deno.writeFile(path, Uint8Array.of(0x61, 0xe9, 13, 10));
 * assertEquals(await readTextFile(path, { encoding: "windows-1252", lineEnds: "lf" }), "aé\n");
 * ```
 */
export async function readTextFile(path: string, options: DecodeOptions = {}): Promise<string> {
  if (options.encoding !== undefined) checkEncoding(options.encoding);
  const text = await decodeFile(path, options);
  if (text === "") throw new Error(`Cannot use the text '${path}' as it is empty`);
  return text;
}

function checkEncoding(encoding: string): void {
  try {
    new TextDecoder(encoding);
  } catch {
    throw new RangeError(
      "Cannot read a text as its encoding must be one that TextDecoder knows, such as utf-8, " +
        `utf-16le, windows-1252, shift_jis or gb18030: current value is ${encoding}`,
    );
  }
}

async function decodeFile(path: string, options: DecodeOptions): Promise<string> {
  let problem: string;
  try {
    return decodeText(await readGivenFile(path), options);
  } catch (error) {
    if (error instanceof TextDecodingError) {
      throw new Error(`Cannot read the text '${path}' as ${error.message}`, { cause: error });
    }
    const isTooLong = /string longer|exceeds maximum|too large/i.test((error as Error).message);
    problem = isTooLong ? "it has more characters than a string can hold" : fileProblem(error);
  }
  throw new Error(`Cannot read the text '${path}': ${problem}`);
}
