/**
 * The words of a text: how many are known, how many differ, how long they are. Of a text without words, such
 * as a genome or one that is written without spaces, pieces of some characters in their place.
 */
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

/** What of a text is counted to see how much of it comes again in what a network writes. */
export interface Lexicon {
  /** How many characters each piece has, ≥ 2, where the text has no words; without it, words are counted. */
  readonly pieceLength?: number;
  /** The different words, or pieces, of the text. */
  readonly known: ReadonlySet<string>;
  /** Of the words in the last tenth of the text, the share that occurs before it, 0 … 1. */
  readonly wordsAgain: number;
  /** Of the words or pieces that are counted, the share of those in the last tenth that occurs before it. */
  readonly again: number;
}

/**
 * The words of a text, in lower case: runs of letters, their marks, and apostrophes. Or its pieces.
 * @param text any text
 * @param pieceLength how many characters each piece has; words when left out
 * @returns the words in their order; or all pieces, one begins at each character
 * @example
 * ```ts
 * import { wordsOf } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(wordsOf("O, 'tis he! He?"), ["o", "'tis", "he", "he"]);
 * assertEquals(wordsOf("GATC", 3), ["GAT", "ATC"]);
 * ```
 */
export function wordsOf(text: string, pieceLength?: number): string[] {
  if (pieceLength === undefined) return text.toLowerCase().match(/[\p{L}\p{M}']+/gu) ?? [];
  const characters = [...text];
  return Array.from(
    { length: Math.max(0, characters.length - pieceLength + 1) },
    (_, at) => characters.slice(at, at + pieceLength).join(""),
  );
}

/** Which share of the words, or pieces, of a text's last tenth occurs before it; 0 when it has none. */
function shareAgain(text: string, pieceLength?: number): number {
  const characters = [...text];
  const cut = Math.floor(0.9 * characters.length);
  const [before, last] = [characters.slice(0, cut), characters.slice(cut)].map((part) =>
    wordsOf(part.join(""), pieceLength)
  );
  const known = new Set(before);
  return last.filter((word) => known.has(word)).length / Math.max(1, last.length);
}

/** Pieces are no longer than that, about as long as long words. */
const LONGEST_PIECE = 12;

/**
 * What can be counted in a text: its words, where at least half of those in its last tenth occur before it;
 * else pieces, as long as at least half of those do, and at least two characters long.
 * @param text the text that a network learns from
 * @returns which of them, and all that the text has
 * @example
 * ```ts
 * import { lexiconOf } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const { pieceLength, known } = lexiconOf("to be or not to be, or not to be ".repeat(3));
 * assertEquals([pieceLength, known.size], [undefined, 4]);
 * assertEquals(lexiconOf("GATTACA".repeat(9)).pieceLength! >= 2, true); // one long run of letters
 * ```
 */
export function lexiconOf(text: string): Lexicon {
  const wordsAgain = shareAgain(text);
  if (wordsAgain >= 0.5) return { known: new Set(wordsOf(text)), wordsAgain, again: wordsAgain };
  let [pieceLength, again] = [2, shareAgain(text, 2)];
  for (let longer = 3; longer <= LONGEST_PIECE; longer++) {
    const share = shareAgain(text, longer);
    if (share < 0.5) break;
    [pieceLength, again] = [longer, share];
  }
  return { pieceLength, known: new Set(wordsOf(text, pieceLength)), wordsAgain, again };
}

/**
 * Counts the words of a text, or its pieces.
 *
 * A word counts as known when the lexicon has it, whatever it means there: chance hits of one or
 * two letters count too, so compare with another text and not with 0.
 * @param text what to count in
 * @param lexicon what to count, and what is known
 * @returns shares and mean length
 * @example
 * ```ts
 * import { lexiconOf, wordStatistics } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const lexicon = lexiconOf("to be or not to be ".repeat(9));
 * assertEquals(wordStatistics("To bee or to be", lexicon).knownShare, 0.8);
 * ```
 */
export function wordStatistics(
  text: string,
  { pieceLength, known }: Pick<Lexicon, "pieceLength" | "known">,
): WordStatistics {
  const words = wordsOf(text, pieceLength);
  const count = Math.max(1, words.length);
  return {
    words: words.length,
    knownShare: words.filter((word) => known.has(word)).length / count,
    differentShare: new Set(words).size / count,
    meanLength: sum(words, (word) => [...word].length) / count,
    shortShare: words.filter((word) => [...word].length <= 2).length / count,
  };
}
