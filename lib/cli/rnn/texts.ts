/** The texts that commands read: the one that they are given, or the default one. */
import { loadTrainingText, readTextFile } from "@lab/data";
import { type CharacterNumbers, sayLineEnds, TextDecodingError, type Vocabulary } from "@lab/text";
import { type OptionTable, type OptionValues, UsageError } from "../command.ts";
import { forFile } from "./files.ts";

/** A text with a name to call it by. */
export interface NamedText {
  /** The text itself. */
  text: string;
  /** What to call it in messages. */
  title: string;
}

/** The options of every command that reads a text. */
export const TEXT_OPTIONS = {
  encoding: { type: "string" },
  "line-ends": { type: "string" },
} as const satisfies OptionTable;

/** Their help text. */
export const TEXT_USAGE =
  `  --encoding NAME   how the text is encoded, such as windows-1252, shift_jis or utf-16le, where no byte
                    order mark says it (utf-8)
  --line-ends lf    read each line end of Windows and of old Macs as a line break alone`;

function lineEndsOf(values: OptionValues): "lf" | undefined {
  const lineEnds = values["line-ends"];
  if (lineEnds === undefined || lineEnds === "lf") return lineEnds;
  throw new UsageError(
    `Cannot read '--line-ends' as it must be lf: current value is ${lineEnds}`,
  );
}

/**
 * Reads a text file, or the default text when no file is given.
 * @param path the file, or undefined
 * @param values the command's options, of which `--encoding` and `--line-ends` count
 * @returns the text and what to call it
 * @throws {Error} when the file can't be read, is not of its encoding, or is empty, in one line
 * @example
 * ```ts
 * import { readText } from "./texts.ts";
 * import { loadTrainingText } from "@lab/data";
 * import { assertEquals } from "@std/assert";
 * assertEquals(await readText(undefined, {}), await loadTrainingText());
 * ```
 */
export async function readText(
  path: string | undefined,
  values: OptionValues,
): Promise<NamedText> {
  const lineEnds = lineEndsOf(values);
  if (path === undefined) return await loadTrainingText();
  const encoding = values.encoding as string | undefined;
  try {
    return { text: await readTextFile(path, { encoding, lineEnds }), title: path };
  } catch (error) {
    const { message, cause } = error as Error;
    const likely = cause instanceof TextDecodingError ? cause.likely : undefined;
    throw likely === undefined ? error : new Error(`${message}: --encoding ${likely}`);
  }
}

/**
 * What is to be said of a text's line ends.
 * @param named the text and what to call it
 * @param vocabulary the network's that reads it; undefined for one that is still to be trained
 * @returns one line; undefined for line ends that need no word
 * @example
 * ```ts
 * import { lineEndsNote } from "./texts.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(
 *   lineEndsNote({ text: "a\r\nb", title: "a.txt" }),
 *   "a.txt has Windows line ends (\\r\\n), which count as characters: --line-ends lf reads line breaks alone",
 * );
 * ```
 */
export function lineEndsNote(
  { text, title }: NamedText,
  vocabulary?: Vocabulary,
): string | undefined {
  const ends = vocabulary?.has("\r") ? undefined : sayLineEnds(text);
  if (ends === undefined) return undefined;
  const why = vocabulary === undefined ? "count as characters" : "the network does not know";
  return `${title} has ${ends}, which ${why}: --line-ends lf reads line breaks alone`;
}

/**
 * How many characters a text has; a character is a code point, here as in the vocabulary.
 * @param text any text
 * @returns the number
 * @example
 * ```ts
 * import { countCharacters } from "./texts.ts";
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
 * import { sayUnknown } from "./texts.ts";
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

/**
 * What is to become of characters that a network does not know.
 * @param values the command's options, of which `--unknown` counts
 * @returns `skip`, when left out, or `stop`
 * @throws {UsageError} when it is another word
 * @example
 * ```ts
 * import { unknownOption } from "./texts.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals([unknownOption({}), unknownOption({ unknown: "stop" })], ["skip", "stop"]);
 * ```
 */
export function unknownOption({ unknown = "skip" }: OptionValues): "skip" | "stop" {
  if (unknown === "skip" || unknown === "stop") return unknown;
  throw new UsageError(
    `Cannot read '--unknown' as it must be skip or stop: current value is ${unknown}`,
  );
}

/**
 * The numbers of a text's characters for a network, as `--unknown` says.
 * @param text the text and what to call it
 * @param vocabulary the network's
 * @param unknown `skip`, when left out: leave out what the network does not know and say so; `stop`:
 * refuse it
 * @returns the numbers
 * @throws {RangeError} when a character is unknown and not to be skipped
 * @example
 * ```ts
 * import { encodeFor } from "./texts.ts";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const named = { text: "abc", title: "a.txt" };
 * assertEquals([...await encodeFor(named, Vocabulary.of("abc"), "stop")], [0, 1, 2]);
 * ```
 */
export async function encodeFor(
  { text, title }: NamedText,
  vocabulary: Vocabulary,
  unknown: "skip" | "stop" = "skip",
): Promise<CharacterNumbers> {
  const note = lineEndsNote({ text, title }, vocabulary);
  if (note !== undefined) console.error(note);
  const { indices, skipped } = await forFile(title, () => vocabulary.encodeLong(text, unknown));
  if (skipped.size > 0) console.error(sayUnknown(title, skipped));
  return indices;
}
