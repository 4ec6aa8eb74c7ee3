/** Which characters are tried, one by one: of a large alphabet, such as the Chinese one, a sample. */
import { Random } from "@lab/numerics";
import type { Vocabulary } from "@lab/text";

/** How many characters are tried, and how they are drawn. */
export interface AlphabetOptions {
  /** How many characters are tried at most, drawn where the alphabet has more; 128 when left out. */
  most?: number;
  /** Seed of the draw; 1 when left out. */
  seed?: number;
}

/**
 * The characters of an alphabet, or a sample of a large one, in their order.
 * @param vocabulary the alphabet
 * @param options how many there are at most, and the seed of their draw
 * @returns the characters
 * @throws {RangeError} when `most` is no number of characters
 * @example
 * ```ts
 * import { someCharacters } from "@lab/analysis";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals(someCharacters(Vocabulary.of("banana")), ["a", "b", "n"]);
 * assertEquals(someCharacters(Vocabulary.of("banana"), { most: 2 }).length, 2);
 * ```
 */
export function someCharacters(
  { characters, size }: Vocabulary,
  { most = 128, seed = 1 }: AlphabetOptions = {},
): string[] {
  return new Random(seed).choose(Math.min(most, size), size).sort((a, b) => a - b)
    .map((index) => characters[index]);
}
