/**
 * Contexts of a text, longest match first, and what followed each of them. V: characters.
 *
 * The contexts form a tree: below the empty context stand the last characters, below each of those
 * the characters before them, and so on. Node 0 is the empty context.
 */

/** A Map holds no more keys than this. */
const MOST_KEYS = 2 ** 24 - 1;

/** The counts of all contexts that were met. */
export class Contexts {
  /** How many counts a node has, all characters together. */
  readonly totals: number[] = [0];
  /** How many characters a node has counted once, twice, and more often. */
  readonly ones: number[] = [0];
  /** See {@link ones}. */
  readonly twos: number[] = [0];
  /** See {@link ones}. */
  readonly more: number[] = [0];
  /** For contexts of each length, how many counts of exactly 1, 2, 3 and 4 there are (index 0 is idle). */
  readonly countsOfCounts: readonly Float64Array[];
  readonly #vocabularySize: number;
  readonly #children = new Map<number, number>();
  readonly #counts = new Map<number, number>();

  /**
   * Starts with nothing counted.
   * @param vocabularySize V
   * @param order how many lengths of context there are: 0 … order − 1 characters
   */
  constructor(vocabularySize: number, order: number) {
    this.#vocabularySize = vocabularySize;
    this.countsOfCounts = Array.from({ length: order }, () => new Float64Array(5));
  }

  /** How often a character was counted after a context. */
  count(node: number, character: number): number {
    return this.#counts.get(node * this.#vocabularySize + character) ?? 0;
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
   * @param path `[order]` the nodes that {@link match} found; is given the others
   * @param from how many those are
   * @returns how many nodes there are now
   * @throws {RangeError} when the text has more contexts than can be held
   */
  extend(characters: ArrayLike<number>, at: number, path: Int32Array, from: number): number {
    let length = from;
    for (; length < path.length && length <= at; length++) {
      const key = path[length - 1] * this.#vocabularySize + characters[at - length];
      path[length] = this.totals.length;
      this.#checkRoom();
      this.#children.set(key, path[length]);
      for (const values of [this.totals, this.ones, this.twos, this.more]) values.push(0);
    }
    return length;
  }

  /**
   * Counts a character after a context.
   * @param node the context
   * @param length how many characters it has
   * @param character what followed
   * @returns how often it was counted there before
   * @throws {RangeError} when there are more counts than can be held
   */
  add(node: number, length: number, character: number): number {
    const key = node * this.#vocabularySize + character;
    const before = this.#counts.get(key) ?? 0;
    if (before === 0) this.#checkRoom();
    this.#counts.set(key, before + 1);
    this.totals[node]++;
    const classes = [this.ones, this.twos, this.more];
    if (before >= 1 && before <= 2) classes[before - 1][node]--;
    if (before <= 2) classes[before][node]++;
    const counts = this.countsOfCounts[length];
    if (before >= 1 && before <= 4) counts[before]--;
    if (before + 1 <= 4) counts[before + 1]++;
    return before;
  }

  #checkRoom(): void {
    if (Math.max(this.#counts.size, this.#children.size) < MOST_KEYS) return;
    throw new RangeError(
      `Cannot count a text as it must have at most ${MOST_KEYS} different sequences up to the order: ` +
        `current number is more; read a part of it, or choose a lower order`,
    );
  }
}
