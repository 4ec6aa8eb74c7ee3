/** What followed each context of a text, and how often. V: characters. */
import { checkRoom, ContextTree } from "./context_tree.ts";

/** The counts of all contexts that were met. */
export class Contexts extends ContextTree {
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
  readonly #counts = new Map<number, number>();

  /**
   * Starts with nothing counted.
   * @param vocabularySize V
   * @param order how many lengths of context there are: 0 … order − 1 characters
   */
  constructor(vocabularySize: number, order: number) {
    super(vocabularySize);
    this.#vocabularySize = vocabularySize;
    this.countsOfCounts = Array.from({ length: order }, () => new Float64Array(5));
  }

  /** How often a character was counted after a context. */
  count(node: number, character: number): number {
    return this.#counts.get(node * this.#vocabularySize + character) ?? 0;
  }

  override extend(
    characters: ArrayLike<number>,
    at: number,
    path: Int32Array,
    from: number,
  ): number {
    const length = super.extend(characters, at, path, from);
    for (const values of [this.totals, this.ones, this.twos, this.more]) {
      for (let d = from; d < length; d++) values.push(0);
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
    if (before === 0) checkRoom(this.#counts.size);
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
}
