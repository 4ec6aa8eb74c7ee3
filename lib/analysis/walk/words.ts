/** The words of a text: how many are known, how many differ, how long they are. */
import { sum } from "d3-array";

/** What the words of a text are like. */
export interface WordStatistics {
  /** How many words there are. */
  words: number;
  /** The share that is in the list of known words, 0 to 1; 0 when there is no word. */
  knownShare: number;
  /** The share that is different from all the others, 0 to 1: different words / words. */
  differentShare: number;
  /** Letters per word. */
  meanLength: number;
  /** The share that has one or two letters, 0 to 1. */
  shortShare: number;
}

/**
 * The words of a text, in lower case: runs of letters and apostrophes.
 * @param text any text
 * @returns the words in their order
 * @example
 * ```ts
 * import { wordsOf } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(wordsOf("O, 'tis he! He?"), ["o", "'tis", "he", "he"]);
 * ```
 */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}']+/gu) ?? [];
}

/**
 * Counts the words of a text.
 *
 * A word counts as known when it occurs in the list, whatever it means there: chance hits of one or
 * two letters count too, so compare with another text and not with 0.
 * @param text what to count in
 * @param known the known words, in lower case
 * @returns shares and mean length
 * @example
 * ```ts
 * import { wordsOf, wordStatistics } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const known = new Set(wordsOf("to be or not to be"));
 * assertEquals(wordStatistics("To bee or to be", known).knownShare, 0.8);
 * ```
 */
export function wordStatistics(text: string, known: ReadonlySet<string>): WordStatistics {
  const words = wordsOf(text);
  const count = Math.max(1, words.length);
  return {
    words: words.length,
    knownShare: words.filter((word) => known.has(word)).length / count,
    differentShare: new Set(words).size / count,
    meanLength: sum(words, (word) => [...word].length) / count,
    shortShare: words.filter((word) => [...word].length <= 2).length / count,
  };
}
