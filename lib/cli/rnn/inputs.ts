/** What the commands read: the text they are given, or the default one. */
import { dirname } from "node:path";
import { fileProblem, loadTrainingText } from "@lab/data";
import { type ArrayNames, type LoadedSnapshot, loadSnapshot, loadVocabulary } from "@lab/snapshots";
import { Vocabulary } from "@lab/text";
import { type OptionTable, type OptionValues, UsageError } from "../command.ts";

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
 * How many characters a text has; a character is a code point, here as in the vocabulary.
 * @param text any text
 * @returns the number
 * @example
 * ```ts
 * import { countCharacters } from "./inputs.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(countCharacters("a🎭"), 2);
 * ```
 */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Of the characters that a network does not know, so many are named. */
const NAMED = 5;

/**
 * Says which characters were skipped as a network does not know them.
 * @param what whose characters they are, at the beginning of a sentence
 * @param skipped how often each occurs
 * @returns one line
 * @example
 * ```ts
 * import { sayUnknown } from "./inputs.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(
 *   sayUnknown("a.txt", new Map([["é", 2], ["ß", 5]])),
 *   `a.txt has 7 characters that the network does not know, skipped: "ß" (5), "é" (2)`,
 * );
 * ```
 */
export function sayUnknown(what: string, skipped: ReadonlyMap<string, number>): string {
  const often = [...skipped].sort(([, a], [, b]) => b - a);
  const count = often.reduce((sum, [, times]) => sum + times, 0);
  const named = often.slice(0, NAMED).map(([c, times]) => `${JSON.stringify(c)} (${times})`);
  const more = often.length > NAMED ? ` and ${often.length - NAMED} others` : "";
  return `${what} has ${count} ${count === 1 ? "character" : "characters"} that the network does ` +
    `not know, skipped: ${named.join(", ")}${more}`;
}

/** Where a network begins to read, and what becomes of characters that it does not know. */
export const START_OPTIONS = {
  "from-zero": { type: "boolean" },
  unknown: { type: "string" },
} as const;

/**
 * Where a network begins to read, in words.
 * @param snapshot the network
 * @param values the options that were given
 * @returns such as `"a zero state"`
 * @example
 * ```ts
 * import { startOf } from "./inputs.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(startOf({ h: new Float64Array(5) }, {}), "the state that its training reached");
 * assertEquals(startOf({ h: new Float64Array(5) }, { "from-zero": true }), "a zero state");
 * ```
 */
export function startOf({ h }: { readonly h?: Float64Array }, values: OptionValues): string {
  if (values["from-zero"]) return "a zero state";
  return h === undefined
    ? "a zero state, as the file has none of its training"
    : "the state that its training reached";
}

/**
 * Writes over the line before it in a terminal; elsewhere nothing.
 * @param line what to show; empty to clear the line
 * @example
 * ```ts
 * import { progress } from "./inputs.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(progress("halfway"), undefined);
 * ```
 */
export function progress(line: string): void {
  if (!Deno.stdout.isTerminal()) return;
  Deno.stdout.writeSync(new TextEncoder().encode(`\r\x1b[K${line}`));
}

/**
 * The numbers of a text's characters for a network, as `--unknown` says.
 * @param text the text and what to call it
 * @param vocabulary the network's
 * @param unknown `skip`, when left out: leave out what the network does not know and say so; `stop`:
 * refuse it
 * @returns the numbers
 * @throws {RangeError} when a character is unknown and not to be skipped, or `unknown` is another word
 * @example
 * ```ts
 * import { encodeFor } from "./inputs.ts";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const named = { text: "abc", title: "a.txt" };
 * assertEquals([...await encodeFor(named, Vocabulary.of("abc"), "stop")], [0, 1, 2]);
 * ```
 */
export async function encodeFor(
  { text, title }: NamedText,
  vocabulary: Vocabulary,
  unknown = "skip",
): Promise<Int32Array> {
  if (unknown === "stop") return await forFile(title, () => vocabulary.encode(text));
  if (unknown !== "skip") {
    throw new UsageError(
      `Cannot read '--unknown' as it must be skip or stop: current value is ${unknown}`,
    );
  }
  const { indices, skipped } = vocabulary.encodeKnown(text);
  if (skipped.size > 0) console.error(sayUnknown(title, skipped));
  return indices;
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

/** The options of every command that opens a network that may be another program's. */
export const NETWORK_OPTIONS = {
  chars: { type: "string" },
  names: { type: "string" },
} as const satisfies OptionTable;

/** Their help text. */
export const NETWORK_USAGE =
  `  --chars FILE      the characters in the network's order, for a file that has none: text, a list or
                    map in JSON, .npz, .npy or a pickle (chars, vocab, char_to_ix, stoi, itos, ...);
                    sorted:TEXT for a network whose program did sorted(set(TEXT))
  --names LIST      which arrays are which: "Wxh=U,Whh=W,Why=V,bh=b,by=c"; W.T where a weight lies
                    transposed, a+b for a sum, embedding=E for one before Wxh; no bias: zero`;

function arrayNames(list: string): ArrayNames {
  const pairs = list.split(",").map((part) => part.trim().split(/\s*=\s*/));
  const other = pairs.find((pair) => pair.length !== 2 || pair.includes(""));
  if (other !== undefined) {
    throw new UsageError(
      `'--names' must be pairs such as "Wxh=U,Whh=W,Why=V": one is '${other.join("=")}'`,
    );
  }
  return Object.fromEntries(pairs);
}

/**
 * Loads the network that a command is given, with what `--chars` and `--names` say of it.
 * @param file the snapshot
 * @param values the command's options
 * @returns the snapshot
 * @throws {Error} when it can't be loaded, with the file's name
 * @example
 * ```ts
 * import { loadNetwork } from "./inputs.ts";
 * import { assertEquals } from "@std/assert";
 * const shipped = "data/snapshots/the-book-of-yesterdays.npz";
 * assertEquals((await loadNetwork(shipped, {})).parameters.hiddenSize, 250);
 * ```
 */
export async function loadNetwork(file: string, values: OptionValues): Promise<LoadedSnapshot> {
  const names = values.names === undefined ? undefined : arrayNames(values.names as string);
  const chars = values.chars as string | undefined;
  const text = chars?.match(/^sorted:(.*)$/s)?.[1];
  // Read for itself first, so that an error names the right one of the two files.
  if (chars && text === undefined) await forFile(chars, () => loadVocabulary(chars));
  const vocabulary = text === undefined ? chars : Vocabulary.of((await readText(text)).text);
  return await forFile(file, () => loadSnapshot(file, { names, vocabulary }));
}

/**
 * Warns on the standard error stream when a network predicts a text worse than one that knows nothing.
 * @param natsPerChar its score
 * @param vocabularySize V
 * @example
 * ```ts
 * import { warnIfWorseThanChance } from "./inputs.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(warnIfWorseThanChance(2.1, 62), undefined);
 * ```
 */
export function warnIfWorseThanChance(natsPerChar: number, vocabularySize: number): void {
  const chance = Math.log(vocabularySize);
  if (natsPerChar <= chance) return;
  console.error(
    `warning: ${natsPerChar.toFixed(2)} nats per character are worse than ln ${vocabularySize} = ` +
      `${
        chance.toFixed(2)
      }, the score of knowing nothing: the order of the characters (--chars) or ` +
      `the orientation of a weight (--names) is likely wrong, or the state is in a trap (chapter 5)`,
  );
}
