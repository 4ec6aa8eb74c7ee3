/** The networks that commands open, where these begin to read, and what is said of them. */
import { type ArrayNames, type LoadedSnapshot, loadSnapshot, loadVocabulary } from "@lab/snapshots";
import { Vocabulary } from "@lab/text";
import { type OptionTable, type OptionValues, UsageError } from "../command.ts";
import { visible } from "../terminal.ts";
import { forFile } from "./files.ts";
import { readText, TEXT_OPTIONS, TEXT_USAGE } from "./texts.ts";

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
  Deno.stdout.writeSync(new TextEncoder().encode(`\r\x1b[K${visible(line)}`));
}

/** The options of every command that opens a network that may be another program's, and of its texts. */
export const NETWORK_OPTIONS = {
  chars: { type: "string" },
  names: { type: "string" },
  ...TEXT_OPTIONS,
} as const satisfies OptionTable;

/** Their help text. */
export const NETWORK_USAGE =
  `  --chars FILE      the characters in the network's order, for a file that has none: text, a list or
                    map in JSON, .npz, .npy or a pickle (chars, vocab, char_to_ix, stoi, itos, ...);
                    sorted:TEXT for a network whose program did sorted(set(TEXT))
  --names LIST      which arrays are which: "Wxh=U,Whh=W,Why=V,bh=b,by=c"; W.T where a weight lies
                    transposed, a+b for a sum, embedding=E for one before Wxh; no bias: zero
${TEXT_USAGE}`;

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
  const vocabulary = text === undefined
    ? chars
    : Vocabulary.of((await readText(text, values)).text);
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
