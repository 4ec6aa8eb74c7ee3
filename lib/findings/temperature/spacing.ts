/** How dense words stand at a temperature, in sentences. */
import type { Density, Lexicon, Spacing, TrainedApartFinding } from "@lab/analysis";
import { formatNumber, type Prose, proseList } from "@lab/figures";
import { intervalInWords } from "../intervals.ts";

/** “19 % more words than as long a stretch of the text (interval of 95 %: 18 to 20 %)”. */
export function spacingInWords({ share, interval: [low, high] }: Spacing): string {
  const ends = intervalInWords([100 * low, 100 * high], 1);
  return `${formatNumber(100 * Math.abs(share), 0)} % ${
    share < 0 ? "fewer" : "more"
  } words than as ` +
    `long a stretch of the text (interval of 95 %: ${ends === "any" ? ends : `${ends} %`})`;
}

/** Whether words stand too dense or too sparse, as an answer. */
export const ANSWERS: Readonly<Record<Spacing["verdict"], string>> = {
  denser: "**yes, too dense**",
  sparser: "**yes, too sparse**",
  "not decided": "**not decided**",
};

/** “12 % more blanks (10 to 14 %)”; nothing where the text has none to compare with. */
function partInWords({ share, interval: [low, high] }: Spacing, what: string): string {
  if (!Number.isFinite(share)) return "";
  const ends = intervalInWords([100 * low, 100 * high], 1);
  const amount = formatNumber(100 * Math.abs(share), 0);
  return `${amount} % ${share < 0 ? "fewer" : "more"} ${what} (${
    ends === "any" ? ends : `${ends} %`
  })`;
}

/**
 * Whether words stand too dense or too sparse, as the report says, at each temperature, and why.
 * @param spacings temperatures and how dense words stand
 * @param lexicon what the text has; words when left out
 * @returns a list, a line for each temperature; of a text without words, how many blanks there are
 * @example
 * ```ts
 * import { compareDensity } from "@lab/analysis";
 * import { spacingProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const density = compareDensity(Array(4).fill("of the man"), Array(4).fill("o he is me"));
 * const words = `${spacingProse([{ temperature: 0.5, density }])}`;
 * assertStringIncludes(words, "At τ = 0.5: **yes, too dense**, 33 % more words");
 * assertStringIncludes(words, "50 % more spaces and line breaks");
 * assertStringIncludes(words, "34 % fewer letters in a word");
 * ```
 */
export function spacingProse(
  spacings: readonly { readonly temperature: number; readonly density: Density }[],
  lexicon: Partial<Lexicon> = {},
): Prose {
  if (lexicon.pieceLength !== undefined) return blanksProse(spacings);
  return proseList(
    ...spacings.map(({ temperature, density: { words, blanks, letters } }) => {
      const parts = [
        partInWords(blanks, "spaces and line breaks"),
        partInWords(letters, "letters in a word"),
      ].filter((part) => part !== "");
      return `At τ = ${temperature}: ${ANSWERS[words.verdict]}, ${spacingInWords(words)}` +
        (parts.length === 0 ? "." : `; ${parts.join(", ")}.`);
    }),
  );
}

/** The same of a text that has no words: only its blanks can stand dense or sparse. */
function blanksProse(spacings: Parameters<typeof spacingProse>[0]): Prose {
  return proseList(
    ...spacings.map(({ temperature, density: { blanks } }) => {
      const part = partInWords(blanks, "spaces and line breaks than as long a stretch of the text");
      return `At τ = ${temperature}: no words that could stand dense or sparse` +
        (part === "" ? "." : `; ${part}.`);
    }),
  );
}

/**
 * How dense words stand where a finished network writes, and where it was trained at the temperature, in short.
 * @param densities of the finished network
 * @param apart the trained ones, at the same temperatures
 * @param lexicon what the text has
 * @returns two lines; none of a text without words
 * @example
 * ```ts
 * import { spacingLines } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * assertEquals(spacingLines([], { others: [] }, { pieceLength: 7 }), []);
 * ```
 */
export function spacingLines(
  densities: Parameters<typeof spacingProse>[0],
  { others }: Pick<TrainedApartFinding, "others">,
  lexicon: Partial<Lexicon>,
): string[] {
  if (lexicon.pieceLength !== undefined) return [];
  const written = densities.map(({ temperature, density }) =>
    `at ${temperature}: ${density.words.verdict}`
  );
  const trained = others.map(({ temperature, spacing }) => `at ${temperature}: ${spacing.verdict}`);
  return [
    `Words beside the text's, where a network trained at 1 writes ${written.join("; ")}.`,
    `The same where it was trained ${trained.join("; ")}.`,
  ];
}
