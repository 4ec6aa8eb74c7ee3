/** What was counted in a text, in words: its words, or pieces of characters where it has none. */
import type { Lexicon } from "@lab/analysis";
import { formatShare } from "@lab/figures";

/**
 * What was counted.
 * @param lexicon words, or pieces of which length
 * @returns such as "words" or "pieces of 7 characters"
 * @example
 * ```ts
 * import { countedInWords } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * assertEquals(countedInWords({ pieceLength: 7 }), "pieces of 7 characters");
 * ```
 */
export const countedInWords = (lexicon: Partial<Lexicon>): string =>
  lexicon.pieceLength === undefined ? "words" : `pieces of ${lexicon.pieceLength} characters`;

/** What was counted, in one word. */
export const piecesOrWords = ({ pieceLength }: Partial<Lexicon>): string =>
  pieceLength === undefined ? "words" : "pieces";

/** Why pieces are counted; nothing where words are. */
export function whyPieces(
  { pieceLength, wordsAgain = 0, again = 0 }: Partial<Lexicon>,
): string | undefined {
  if (pieceLength === undefined) return undefined;
  return `This text has no words to count: of the runs of letters in its last tenth ${
    formatShare(wordsAgain)
  } occur before it. In their place stand all pieces of ${pieceLength} characters, of which ${
    formatShare(again)
  } do.`;
}
