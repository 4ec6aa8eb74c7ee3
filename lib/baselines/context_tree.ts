/**
 * The contexts that a text has shown, as a tree: below the empty context stand the last characters,
 * below each of those the characters before them, and so on. Node 0 is the empty context. V: characters.
 */

/** A Map holds no more keys than this. */
const MOST_KEYS = 2 ** 24 - 1;

/**
 * Throws when a Map that keeps what a text has shown is full.
 * @param keys how many keys it holds
 * @throws {RangeError} when there is no room for another
 */
export function checkRoom(keys: number): void {
  if (keys < MOST_KEYS) return;
  throw new RangeError(
    `Cannot count a text as it must have at most ${MOST_KEYS} different sequences up to the order: ` +
      `current number is more; read a part of it, or choose a lower order`,
  );
}

/** The numbers of contexts. */
export class ContextTree {
  readonly #vocabularySize: number;
  readonly #children = new Map<number, number>();

  /**
   * Starts with the empty context alone.
   * @param vocabularySize V
   */
  constructor(vocabularySize: number) {
    this.#vocabularySize = vocabularySize;
  }

  /**
   * The contexts before a position, as far as they were met.
   * @param characters the text
   * @param at the position whose character comes next
   * @param path `[order]` is given the nodes, the empty context first
   * @returns how many nodes there are
   */
  match(characters: ArrayLike<number>, at: number, path: Int32Array): number {
    let length = 1;
    for (path[0] = 0; length < path.length && length <= at; length++) {
      const key = path[length - 1] * this.#vocabularySize + characters[at - length];
      const child = this.#children.get(key);
      if (child === undefined) break;
      path[length] = child;
    }
    return length;
  }

  /**
   * Adds the contexts before a position that were never met.
   * @param characters the text
   * @param at the position whose character comes next
   * @param path `[order]` the nodes that {@link match} found; is given the others, in rising numbers
   * @param from how many those are
   * @returns how many nodes there are now
   * @throws {RangeError} when the text has more contexts than can be held
   */
  extend(characters: ArrayLike<number>, at: number, path: Int32Array, from: number): number {
    let length = from;
    for (; length < path.length && length <= at; length++) {
      checkRoom(this.#children.size);
      path[length] = this.#children.size + 1;
      const key = path[length - 1] * this.#vocabularySize + characters[at - length];
      this.#children.set(key, path[length]);
    }
    return length;
  }
}
