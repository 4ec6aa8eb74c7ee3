/** The vocabulary of a snapshot: `chars`, `ix_to_char` and `char_to_ix`, checked against each other. */
import { Vocabulary } from "@lab/text";
import { latin1 } from "./latin1.ts";
import { elementCount, type NdArray } from "./numpy/ndarray.ts";
import type { Contents } from "./tensors/torch.ts";

/**
 * Whether a value is an array of NumPy's.
 * @param value any value from a file
 * @returns true when it is
 */
export function isNdArray(value: unknown): value is NdArray {
  return typeof value === "object" && value !== null && "dtype" in value && "shape" in value;
}

/** A value as one character; NumPy's arrays of text can't tell a zero from nothing. */
function character(value: unknown, inNumPyText: boolean): string | undefined {
  const text = value instanceof Uint8Array ? latin1(value) : value;
  if (text === "" && inNumPyText) return "\0";
  return typeof text === "string" && [...text].length === 1 ? text : undefined;
}

function fail(name: string, rule: string): never {
  throw new TypeError(`Cannot load the snapshot as '${name}' must ${rule}`);
}

function listed(values: readonly unknown[], name: string, inNumPyText = false): string[] {
  return values.map((value, i) =>
    character(value, inNumPyText) ??
      fail(name, `list single characters: entry ${i} is ${quoted(value)}`)
  );
}

function quoted(value: unknown): string {
  if (value instanceof Uint8Array) return JSON.stringify(latin1(value.subarray(0, 20)));
  if (typeof value === "string") return JSON.stringify(value.slice(0, 20));
  return value === null ? "None" : typeof value === "object" ? "an object" : String(value);
}

/** The characters in the order of their numbers, from a list, an array or a text. */
function fromList(value: unknown, name: string): string[] {
  if (typeof value === "string") return [...value];
  if (Array.isArray(value)) return listed(value, name);
  if (isNdArray(value) && "SUO".includes(value.dtype[0])) {
    if (value.shape.length === 0) return [...String(value.data[0])];
    if (value.shape.length !== 1) {
      fail(name, `have one axis: its shape is [${value.shape.join(", ")}]`);
    }
    return listed(Array.from(value.data as unknown[]), name, value.dtype !== "O");
  }
  return fail(name, "list characters, as bytes or as text: it does not");
}

/** The characters in the order of their numbers, from pairs of number and character. */
function fromPairs(pairs: Iterable<[unknown, unknown]>, size: number, name: string): string[] {
  const characters: string[] = new Array(size);
  for (const [index, value] of pairs) {
    if (typeof index !== "number" || !Number.isInteger(index) || index < 0 || index >= size) {
      fail(name, `number its characters from 0 to ${size - 1}: one is ${quoted(index)}`);
    }
    if (characters[index as number] !== undefined) {
      fail(name, `use each number once: ${index} comes twice`);
    }
    [characters[index as number]] = listed([value], name);
  }
  return characters;
}

function dict(contents: Contents, name: string): ReadonlyMap<unknown, unknown> | undefined {
  const value = unwrap(contents.get(name));
  if (value === undefined || value instanceof Map) return value;
  return fail(name, "be a dict: it is not");
}

/**
 * The value inside an array without axes.
 * @param value any value from a file
 * @returns that value, or the value itself
 */
export function unwrap(value: unknown): unknown {
  if (!isNdArray(value) || value.shape.length > 0 || elementCount(value.shape) !== 1) return value;
  const inner = value.data[0];
  return value.dtype === "b1" ? inner !== 0 : inner;
}

/**
 * The vocabulary that a file holds.
 * @param contents what is in the file
 * @returns the vocabulary, or undefined when the file has none
 * @throws {TypeError} when it is not made of characters, or its parts contradict each other
 * @throws {RangeError} when a character comes twice
 */
export function findVocabulary(contents: Contents): Vocabulary | undefined {
  const found: { name: string; characters: string[] }[] = [];
  if (contents.has("chars")) {
    found.push({ name: "chars", characters: fromList(contents.get("chars"), "chars") });
  }
  const toCharacter = dict(contents, "ix_to_char");
  if (toCharacter !== undefined) {
    const characters = fromPairs(toCharacter, toCharacter.size, "ix_to_char");
    found.push({ name: "ix_to_char", characters });
  }
  const toIndex = dict(contents, "char_to_ix");
  if (toIndex !== undefined) {
    const pairs = [...toIndex].map(([text, index]): [unknown, unknown] => [index, text]);
    found.push({ name: "char_to_ix", characters: fromPairs(pairs, toIndex.size, "char_to_ix") });
  }
  const [first, ...others] = found;
  for (const { name, characters } of others) {
    const length = Math.max(characters.length, first.characters.length);
    for (let i = 0; i < length; i++) {
      if (characters[i] === first.characters[i]) continue;
      const named = (text?: string): string =>
        text === undefined ? "nothing" : JSON.stringify(text);
      fail(
        name,
        `agree with '${first.name}', where number ${i} is ${named(first.characters[i])}: it is ` +
          named(characters[i]),
      );
    }
  }
  return first && new Vocabulary(first.characters);
}
