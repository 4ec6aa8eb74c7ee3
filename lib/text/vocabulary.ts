/** The characters of a text and their numbers: the 1-of-V code. */

import { quoteCharacter } from "./characters.ts";

/** Characters' numbers: of a long text in the smallest array that holds them. */
export type CharacterNumbers = Uint8Array | Uint16Array | Int32Array;

const arrayFor = (
  size: number,
): Uint8ArrayConstructor | Uint16ArrayConstructor | Int32ArrayConstructor =>
  size <= 2 ** 8 ? Uint8Array : size <= 2 ** 16 ? Uint16Array : Int32Array;

function numbersByCode(characters: readonly string[]): Int32Array {
  const codes = characters.map((character) => character.codePointAt(0)!);
  const numbers = new Int32Array(codes.reduce((a, b) => Math.max(a, b)) + 1).fill(-1);
  codes.forEach((code, i) => numbers[code] = i);
  return numbers;
}

/**
 * The V characters that a model knows, numbered 0 … V − 1.
 *
 * A character is a Unicode code point, so that an emoji counts as one.
 * @example
 * ```ts
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const vocabulary = Vocabulary.of("banana");
 * assertEquals(vocabulary.characters, ["a", "b", "n"]);
 * assertEquals(vocabulary.decode(vocabulary.encode("nab")), "nab");
 * ```
 */
export class Vocabulary {
  /** The characters in the order of their numbers. */
  readonly characters: readonly string[];
  readonly #index: ReadonlyMap<string, number>;
  /** The number of each code point, −1 where it has none; made when the first text is encoded. */
  #numbers: Int32Array | undefined;

  /**
   * Numbers the characters.
   * @param characters the characters in the order of their numbers, each once
   * @throws {RangeError} when there is none, when one occurs twice, or when an entry is not exactly
   * one character
   */
  constructor(characters: Iterable<string>) {
    const list = [...characters];
    const index = new Map<string, number>();
    for (const [i, character] of list.entries()) {
      if ([...character].length !== 1) {
        throw new RangeError(
          `Cannot build a vocabulary as each entry must be one character: entry ${i} is ` +
            JSON.stringify(character),
        );
      }
      if (index.has(character)) {
        throw new RangeError(
          `Cannot build a vocabulary as each character must occur once: entry ${i} repeats ` +
            quoteCharacter(character),
        );
      }
      index.set(character, i);
    }
    if (list.length === 0) {
      throw new RangeError(
        "Cannot build a vocabulary as it must have at least one character: current value is empty",
      );
    }
    this.characters = Object.freeze(list);
    this.#index = index;
  }

  /**
   * The vocabulary of a text: its different characters, sorted by code point.
   * @param text any text with at least one character
   * @returns the vocabulary
   * @throws {RangeError} when the text is empty
   */
  static of(text: string): Vocabulary {
    const codes = new Set<number>();
    for (let at = 0; at < text.length; at++) {
      const code = text.codePointAt(at)!;
      if (code > 0xffff) at++;
      codes.add(code);
    }
    const sorted = [...codes].sort((a, b) => a - b);
    return new Vocabulary(sorted.map((code) => String.fromCodePoint(code)));
  }

  /** What Deno and Node print: the characters in one line. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `Vocabulary(${this.size}) ${JSON.stringify(this.characters.join(""))}`;
  }

  /** How many characters there are: V. */
  get size(): number {
    return this.characters.length;
  }

  /**
   * Whether a character has a number.
   * @param character one character
   * @returns true when it does
   */
  has(character: string): boolean {
    return this.#index.has(character);
  }

  /**
   * The number of a character.
   * @param character one character
   * @returns its number, 0 … V − 1
   * @throws {RangeError} when the vocabulary lacks it
   */
  indexOf(character: string): number {
    const index = this.#index.get(character);
    if (index === undefined) {
      throw new RangeError(
        `Cannot look up a character as it must be one of the vocabulary's ${this.size}: current ` +
          `value is ${quoteCharacter(character)}`,
      );
    }
    return index;
  }

  /**
   * The numbers of a text's characters.
   * @param text any text over this vocabulary
   * @returns `[T]` numbers 0 … V − 1
   * @throws {RangeError} when a character is not in the vocabulary, with its position
   */
  encode(text: string): Int32Array {
    return new Int32Array(this.encodeLong(text).indices);
  }

  /**
   * {@linkcode encode} for a long text: in the smallest array that holds the numbers.
   * @param text any text
   * @param unknown what becomes of a character without a number: `"stop"`, when left out, or `"skip"`
   * @returns `indices`: numbers 0 … V − 1; `skipped`: how often each character without one occurs
   * @throws {RangeError} when a character has no number and is not to be skipped, with its position
   */
  encodeLong(
    text: string,
    unknown: "stop" | "skip" = "stop",
  ): { indices: CharacterNumbers; skipped: Map<string, number> } {
    const numbers = this.#numbers ??= numbersByCode(this.characters);
    const indices = new (arrayFor(this.size))(text.length);
    const skipped = new Map<string, number>();
    let length = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.codePointAt(at)!;
      if (code > 0xffff) at++;
      const index = code < numbers.length ? numbers[code] : -1;
      if (index >= 0) {
        indices[length++] = index;
        continue;
      }
      const character = String.fromCodePoint(code);
      if (unknown === "stop") {
        throw new RangeError(
          `Cannot encode text as every character must be one of the vocabulary's ${this.size}: ` +
            `character ${length} is ${quoteCharacter(character)}`,
        );
      }
      skipped.set(character, (skipped.get(character) ?? 0) + 1);
    }
    return { indices: indices.subarray(0, length), skipped };
  }

  /**
   * The text of a sequence of numbers.
   * @param indices numbers 0 … V − 1
   * @returns the text
   * @throws {RangeError} when a number is out of range, with its position
   */
  decode(indices: Iterable<number>): string {
    let text = "";
    let position = 0;
    for (const index of indices) {
      const character = this.characters[index];
      if (character === undefined) {
        throw new RangeError(
          `Cannot decode as every number must be an integer from 0 to ${this.size - 1}: number ` +
            `${position} is ${index}`,
        );
      }
      text += character;
      position++;
    }
    return text;
  }
}

/**
 * The 1-of-V code of a character number: a vector of zeros with a single 1.
 * @param index the number, 0 … V − 1
 * @param size V
 * @returns `[V]`
 * @throws {RangeError} when `index` is out of range
 * @see the report, listing 1
 * @example
 * ```ts
 * import { oneHot } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals(oneHot(1, 3), Float64Array.of(0, 1, 0));
 * ```
 */
export function oneHot(index: number, size: number): Float64Array {
  if (!Number.isInteger(index) || index < 0 || index >= size) {
    throw new RangeError(
      `Cannot encode as 1-of-V as 'index' must be an integer from 0 to ${
        size - 1
      }: current value ` +
        `is ${index}`,
    );
  }
  const x = new Float64Array(size);
  x[index] = 1;
  return x;
}
