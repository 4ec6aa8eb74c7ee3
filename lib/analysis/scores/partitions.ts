/** Kinds of characters, and places in words and lines, to ask where a model does well. */
import type { Lexicon } from "../walk/words.ts";

/** Classes of a text's characters, of which a character has at most one. */
export interface Partition {
  /** What tells the classes apart, such as `place in the word`. */
  readonly by: string;
  /** The classes' names. */
  readonly names: readonly string[];
  /** `[N]` the class of each character, −1 for none. */
  readonly classes: Int8Array;
}

const isLetter = (character: string): boolean => /[\p{L}\p{M}]/u.test(character);

function kindOf(character: string): number {
  if (isLetter(character)) {
    const [small, capital] = [character.toLowerCase(), character.toUpperCase()];
    return small === capital ? 5 : character === small ? 0 : 1;
  }
  if (character === "\n") return 3;
  return /\s/u.test(character) ? 2 : 4;
}

/** The class of the n-th of something, from 0, by where the classes begin. */
const classOf = (n: number, begins: readonly number[]): number =>
  begins.findLastIndex((begin) => n >= begin);

/**
 * The characters of a text by kind, by place in the word and by place in the line.
 * @param text `[M]` the characters, with those before the part that is asked about
 * @param from where the part begins
 * @param lexicon from `lexiconOf`: whether the text has words; it has when left out
 * @returns three partitions of the part's M − `from` characters; of a text without words those by kind and by
 * place in the line
 * @example
 * ```ts
 * import { partitionText } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const [kinds, words, lines] = partitionText([..."Oh, no.\n"], 1);
 * assertEquals([...kinds.classes], [0, 4, 2, 0, 0, 4, 3]);
 * assertEquals(words.names[words.classes[0]], "2nd letter");
 * assertEquals([...lines.classes], [1, 1, 1, 1, 2, 2, 2]);
 * ```
 */
export function partitionText(
  text: readonly string[],
  from: number,
  lexicon: Pick<Lexicon, "pieceLength"> = {},
): Partition[] {
  const N = text.length - from;
  const [kinds, words, lines] = Array.from({ length: 3 }, () => new Int8Array(N).fill(-1));
  let [inWord, inLine] = [0, 0];
  text.forEach((character, at) => {
    const letter = isLetter(character);
    if (at >= from) {
      kinds[at - from] = kindOf(character);
      if (letter) words[at - from] = classOf(inWord, [0, 1, 2, 3, 6]);
      lines[at - from] = classOf(inLine, [0, 1, 5, 20]);
    }
    inWord = letter ? inWord + 1 : 0;
    inLine = character === "\n" ? 0 : inLine + 1;
  });
  return [
    {
      by: "kind",
      names: [
        ...["small letter", "capital letter", "space", "line break", "any other"],
        "letter without case",
      ],
      classes: kinds,
    },
    ...lexicon.pieceLength !== undefined ? [] : [{
      by: "place in the word",
      names: ["1st letter", "2nd letter", "3rd letter", "4th to 6th letter", "later letter"],
      classes: words,
    }],
    {
      by: "place in the line",
      names: ["1st of the line", "2nd to 5th", "6th to 20th", "later in the line"],
      classes: lines,
    },
  ];
}
