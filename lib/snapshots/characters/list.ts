/** Characters in the order of their numbers, from the ways in which programs keep them. */
import { latin1 } from "../latin1.ts";
import { isNdArray, unwrap } from "../numpy/ndarray.ts";
import { OpaqueValue } from "../pickle/values.ts";

/** The last step of a name such as `model.char_to_ix` or `model/chars`. */
export function lastStep(name: string): string {
  return name.slice(Math.max(name.lastIndexOf("."), name.lastIndexOf("/")) + 1);
}

const TO_CHARACTER =
  /^(ix|idx|ind|index|int|id|i)_?(2|to)_?(chars?|str|ch|s|c|token)$|^(indices|index|idx|ix|ids?)_chars?$/i;
const TO_INDEX =
  /^(chars?|str|ch|s|c|token)_?(2|to)_?(ix|idx|ind|index|int|id|i)$|^chars?_(indices|index|idx|ix|ids?)$/i;
const LIST = /^(chars|characters|all_chars|all_characters|vocab|vocabulary|alphabet)$/i;

/**
 * Whether a name is one that programs give to their characters.
 * @param name a name, with or without the way to it
 * @returns true for `chars`, `vocab`, `char_to_idx`, `stoi`, `itos`, `ix_to_char` and their kin
 */
export function isVocabularyName(name: string): boolean {
  const step = lastStep(name);
  return TO_CHARACTER.test(step) || TO_INDEX.test(step) || LIST.test(step);
}

/** Objects and lists of JSON as a pickle would have them. */
export function fromJson(value: unknown): unknown {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject) return value;
  return new Map(Object.entries(value).map(([name, part]) => [name, fromJson(part)]));
}

/** A list or object of JSON, or undefined. */
export function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return fromJson(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether each character comes once, as in a vocabulary. */
export function isDistinct(text: string): boolean {
  const characters = [...text];
  return new Set(characters).size === characters.length;
}

function fail(name: string, rule: string): never {
  throw new TypeError(`Cannot load the snapshot as '${name}' must ${rule}`);
}

function describe(value: unknown): string {
  if (value instanceof Uint8Array) return JSON.stringify(latin1(value.subarray(0, 20)));
  if (typeof value === "string") return JSON.stringify(value.slice(0, 20));
  return value === null ? "None" : typeof value === "object" ? "an object" : String(value);
}

/** A number ≥ 0, also as a text of digits, as JSON has it for keys. */
function whole(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
  const isWhole = typeof number === "bigint" || Number.isInteger(number);
  return isWhole && number as number >= 0 ? Number(number) : undefined;
}

/** A value as one character: a text, a byte, or the character's code. */
function character(value: unknown, inNumPyText: boolean): string | undefined {
  if (typeof value === "number" || typeof value === "bigint") {
    const code = whole(value);
    return code !== undefined && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
  }
  const text = value instanceof Uint8Array ? latin1(value) : value;
  if (text === "" && inNumPyText) return "\0"; // NumPy's text can't tell a zero from nothing
  return typeof text === "string" && [...text].length === 1 ? text : undefined;
}

function listed(values: readonly unknown[], name: string, inNumPyText = false): string[] {
  return values.map((value, i) =>
    character(value, inNumPyText) ??
      fail(name, `list single characters: entry ${i} is ${describe(value)}`)
  );
}

/** The characters in the order of their numbers, from pairs of number and character. */
function fromPairs(pairs: Iterable<[unknown, unknown]>, size: number, name: string): string[] {
  const characters: string[] = new Array(size);
  for (const [index, value] of pairs) {
    const number = whole(index);
    if (number === undefined || number >= size) {
      return fail(name, `number its characters from 0 to ${size - 1}: one is ${describe(index)}`);
    }
    if (characters[number] !== undefined) {
      fail(name, `use each number once: ${number} comes twice`);
    }
    [characters[number]] = listed([value], name);
  }
  return characters;
}

/** Whether values are 0 … n − 1 in some order. */
function isNumbering(values: readonly unknown[]): boolean {
  const numbers = new Set(values.map(whole));
  return numbers.size === values.length && values.every((_, i) => numbers.has(i));
}

/** Which of a map's two sides counts: told from its name, else from what it holds. */
function leadsToIndex(map: ReadonlyMap<unknown, unknown>, name: string): boolean {
  if (TO_INDEX.test(lastStep(name))) return true;
  if (TO_CHARACTER.test(lastStep(name))) return false;
  const values = [...map.values()], keys = [...map.keys()];
  const areNumbers = (side: unknown[]): boolean => side.every((x) => typeof x !== "string");
  if (!areNumbers(values)) return false;
  if (!isNumbering(keys)) return true;
  if (isNumbering(values) && areNumbers(keys)) {
    fail(name, "say which side counts, as numbers stand on both: name it ix_to_char or char_to_ix");
  }
  return isNumbering(values);
}

/**
 * The characters in the order of their numbers.
 * @param value a list or array of characters or of their codes, a text, JSON, or a map between
 * characters and numbers in either direction
 * @param name what the value is called
 * @returns the characters
 * @throws {TypeError} when the value is none of these
 */
export function charactersOf(value: unknown, name: string): string[] {
  const inner = unwrap(value);
  if (inner instanceof Uint8Array) return [...latin1(inner)];
  if (typeof inner === "string") {
    const json = isDistinct(inner) ? undefined : parseJson(inner);
    return json === undefined ? [...inner] : charactersOf(json, name);
  }
  const map = inner instanceof OpaqueValue ? inner.attributes : inner;
  if (map instanceof Map) {
    const pairs = leadsToIndex(map, name) ? [...map].map(([a, b]) => [b, a]) : map;
    return fromPairs(pairs as Iterable<[unknown, unknown]>, map.size, name);
  }
  if (Array.isArray(inner)) return listed(inner, name);
  if (isNdArray(inner) && "SUOiu".includes(inner.dtype[0])) {
    if (inner.shape.length !== 1) {
      fail(name, `have one axis: its shape is [${inner.shape.join(", ")}]`);
    }
    return listed(Array.from(inner.data as unknown[]), name, "SU".includes(inner.dtype[0]));
  }
  return fail(name, "list characters, as bytes or as text: it does not");
}

/** Whether a value may be meant as a vocabulary, as `vocab` may also be a size or a file's name. */
export function isListLike(value: unknown): boolean {
  const inner = unwrap(value);
  if (typeof inner === "string") return isDistinct(inner) || parseJson(inner) !== undefined;
  const isArray = isNdArray(inner) && inner.shape.length === 1 && "SUOiu".includes(inner.dtype[0]);
  return inner instanceof Map || Array.isArray(inner) || inner instanceof Uint8Array || isArray;
}
