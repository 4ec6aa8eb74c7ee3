/** The vocabulary that a file holds, under the names that programs give it. */
import { Vocabulary } from "@lab/text";
import { isNdArray, unwrap } from "../numpy/ndarray.ts";
import { OpaqueValue } from "../pickle/values.ts";
import { charactersOf, isListLike, isVocabularyName, lastStep } from "./list.ts";

/** The names of the course's snapshot, and of what is written here. */
const OWN_NAMES = ["chars", "ix_to_char", "char_to_ix"];

/** A vocabulary with the names of the values that it comes from. */
export interface FoundVocabulary {
  readonly vocabulary: Vocabulary;
  readonly names: readonly string[];
}

type Entry = readonly [name: string, value: unknown];

/** The values that are named as vocabularies are, also one dict below such a name. */
function namedEntries(entries: Iterable<Entry>): Entry[] {
  return [...entries].flatMap(([name, value]): Entry[] => {
    if (!isVocabularyName(name)) return [];
    const bare = unwrap(value);
    const inner = bare instanceof OpaqueValue ? bare.attributes : bare;
    const below = inner instanceof Map
      ? [...inner].filter(([key]) => typeof key === "string" && isVocabularyName(key))
      : [];
    if (below.length > 0) return below.map(([key, part]) => [`${name}.${key}`, part] as const);
    return OWN_NAMES.includes(name) || isListLike(value) ? [[name, value]] : [];
  });
}

/** Whether a list, an array or a map has texts in it: one of numbers may be anything. */
function holdsTexts(value: unknown): boolean {
  const inner = unwrap(value);
  if (isNdArray(inner)) return "SUO".includes(inner.dtype[0]);
  const parts = inner instanceof Map ? [...inner].flat() : Array.isArray(inner) ? inner : [];
  return parts.some((part) => typeof part === "string" || part instanceof Uint8Array);
}

/** Values without a name of their own, as in a list, that list characters. */
function unnamedEntries(entries: Iterable<Entry>): Entry[] {
  return [...entries].filter(([name, value]) => {
    if (!/^(arr_)?\d+$/.test(lastStep(name)) || !holdsTexts(value)) return false;
    try {
      return charactersOf(value, name).length > 0;
    } catch {
      return false;
    }
  });
}

type List = readonly [name: string, characters: readonly string[]];

function checkAgree([name, characters]: List, [otherName, others]: List): void {
  const length = Math.max(characters.length, others.length);
  for (let i = 0; i < length; i++) {
    if (characters[i] === others[i]) continue;
    const text = (character?: string): string =>
      character === undefined ? "nothing" : JSON.stringify(character);
    throw new TypeError(
      `Cannot load the snapshot as '${otherName}' must agree with '${name}', where number ${i} ` +
        `is ${text(characters[i])}: it is ${text(others[i])}`,
    );
  }
}

/**
 * The vocabulary among a file's values: what is said there more than once must agree.
 * @param contents what is in the file
 * @returns the vocabulary, or undefined when the file has none
 * @throws {TypeError} when it is not made of characters, or its parts contradict each other
 * @throws {RangeError} when a character comes twice
 */
export function findVocabulary(contents: Iterable<Entry>): FoundVocabulary | undefined {
  const entries = [...contents];
  const own = entries.filter(([name]) => OWN_NAMES.includes(name));
  const named = namedEntries(own.length > 0 ? own : entries);
  const found = named.length > 0 ? named : unnamedEntries(entries);
  if (found.length === 0) return undefined;
  const [first, ...others] = found.map(([name, value]): List => [name, charactersOf(value, name)]);
  for (const other of others) checkAgree(first, other);
  return { vocabulary: new Vocabulary(first[1]), names: found.map(([name]) => name) };
}
