/** A vocabulary from a file of its own, in the file's order. */
import { Vocabulary } from "@lab/text";
import type { ReadOptions } from "../budget.ts";
import { bytesOf, detectFormat, readValue, type SnapshotSource } from "../contents.ts";
import { unwrap } from "../numpy/ndarray.ts";
import { charactersOf, isDistinct, parseJson } from "./list.ts";
import { findVocabulary } from "./vocabulary.ts";

/** How to read a vocabulary. */
export interface VocabularyOptions extends ReadOptions {
  /**
   * How many characters there must be, V: a text's last line feed or its byte order mark is left out
   * when that makes it fit.
   */
  readonly size?: number;
}

/** A text without what an editor may have put around it. */
function textVariants(text: string): string[] {
  const unmarked = text.replace(/^\ufeff/, "");
  return [text, unmarked].flatMap((whole) => [whole, whole.replace(/\r?\n$/, "")]);
}

/** A text that is itself the list: its characters in order, or one on each line. */
function fromText(text: string, size: number | undefined): Vocabulary | undefined {
  const lists = textVariants(text).filter(isDistinct).map((variant) => [...variant]);
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  if (lines.every((line) => [...line].length === 1)) lists.push(lines);
  const list = lists.find(({ length }) => length === size) ?? lists[0];
  return list && new Vocabulary(list);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What a value holds under known names, or else what it is itself. */
function fromValue(value: unknown): Vocabulary {
  const inner = unwrap(value);
  if (inner instanceof Map) {
    const isNamed = [...inner.keys()].every((key) => typeof key === "string");
    const found = isNamed ? findVocabulary(inner as ReadonlyMap<string, unknown>) : undefined;
    if (found !== undefined) return found.vocabulary;
  }
  if (Array.isArray(inner)) {
    const found = findVocabulary(inner.map((part, i) => [String(i), part] as const));
    if (found !== undefined) return found.vocabulary;
  }
  return new Vocabulary(charactersOf(inner, "the list of characters"));
}

/**
 * Reads a vocabulary from a file of its own, never in another order than the file's.
 *
 * The file is a text that has each character once, JSON, .npz, .npy, a pickle or .safetensors. It
 * holds a list of characters or of their codes, or a map between characters and numbers, by itself or
 * under a name such as `chars`, `vocab`, `char_to_ix`, `char2idx`, `stoi`, `itos`, `ix_to_char`.
 * @param source the file's bytes, its path, or its URL (`file:`, `http:` or `https:`)
 * @param options how many characters there must be; limits, how to read Python 2 `str`
 * @returns the vocabulary
 * @throws {Error} when there is no such file, or it can't be read or fetched
 * @throws {SnapshotFormatError} when the file is not sound, with the position
 * @throws {TypeError} when it does not say which character has which number
 * @throws {RangeError} when a character comes twice
 * @example
 * ```ts
 * import { loadVocabulary } from "@lab/snapshots";
 * import { assertEquals } from "@std/assert";
 * const json = new TextEncoder().encode('{"b": 0, "\\n": 2, "a": 1}');
 * assertEquals((await loadVocabulary(json)).characters, ["b", "a", "\n"]);
 * ```
 */
export async function loadVocabulary(
  source: SnapshotSource,
  options: VocabularyOptions = {},
): Promise<Vocabulary> {
  const bytes = await bytesOf(source, "characters");
  const text = detectFormat(bytes) === "pickle" ? decode(bytes) : undefined;
  const listed = text ? fromText(text, options.size) : undefined;
  if (listed !== undefined) return listed;
  const json = text === undefined ? undefined : parseJson(text);
  if (json !== undefined) return fromValue(json);
  if (text && !/^(\(|[cdl}\])]).*\.$/s.test(text)) {
    throw new TypeError(
      "Cannot take the characters from the text as it must have each once, in the order of their " +
        "numbers: some come twice (--chars sorted:FILE for a program that sorted its text's)",
    );
  }
  return fromValue(await readValue(bytes, options));
}
