/** Random bits by key and place: each can be drawn alone, in any order, on any number of workers. */

/** Two 32-bit words that choose one of 2⁶⁴ sequences of random bits. */
export interface Key {
  /** The word that meets the place first, a signed 32-bit integer. */
  readonly first: number;
  /** The word that meets it between the two multiplications, a signed 32-bit integer. */
  readonly second: number;
}

/** Two rounds of xor-shift and multiplication, with a word of a key before each. */
function scramble(x: number, first: number, second: number): number {
  x ^= first;
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= second;
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return x ^ (x >>> 16);
}

/**
 * The key of a sequence, from the numbers that name it.
 * @param numbers safe integers, such as a seed, what the bits are for, and how often they were drawn
 * @returns the key; lists that differ in one number give keys that have nothing in common
 * @throws {RangeError} when one is not a safe integer
 * @example
 * ```ts
 * import { keyOf } from "@lab/numerics";
 * import { assertEquals, assertNotEquals } from "@std/assert";
 * assertEquals(keyOf(7, 1), keyOf(7, 1));
 * assertNotEquals(keyOf(7, 1), keyOf(7, 2));
 * ```
 */
export function keyOf(...numbers: number[]): Key {
  let [first, second] = [0x243f6a88, 0x85a308d3 | 0];
  for (const number of numbers) {
    if (!Number.isSafeInteger(number)) {
      throw new RangeError(
        `Cannot make a key as its numbers must be safe integers: current value is ${number}`,
      );
    }
    for (const word of [number | 0, Math.floor(number / 2 ** 32) | 0]) {
      [first, second] = [scramble(word, first, second), scramble(~word, second, first)];
    }
  }
  return { first, second };
}

/**
 * The random bits at one place of a sequence.
 *
 * The two multiplications and three shifts of the hash lowbias32, the key's words before each half:
 * nine operations on 32-bit integers, so that SIMD draws four places at once.
 * @param key which sequence
 * @param place which place, an integer from 0 to 2³² − 1
 * @returns an integer from 0 to 2³² − 1
 * @see C. Wellons, "Prospecting for hash functions", nullprogram.com (2018); J. Salmon and others,
 * "Parallel random numbers: as easy as 1, 2, 3", SC (2011), for numbers drawn by their place
 * @example
 * ```ts
 * import { keyedBits, keyOf } from "@lab/numerics";
 * import { assert, assertEquals } from "@std/assert";
 * const key = keyOf(7);
 * assertEquals(keyedBits(key, 3), keyedBits(key, 3));
 * assert(keyedBits(key, 3) !== keyedBits(key, 4));
 * ```
 */
export function keyedBits(key: Key, place: number): number {
  return scramble(place, key.first, key.second) >>> 0;
}
