/** What a network writes at several temperatures: its words, in a figure, a table and a paragraph. */
import { type Lexicon, type Trend, type WordStatistics, writingTrend } from "@lab/analysis";
import {
  type Block,
  type Column,
  type Figure,
  formatShare,
  lineChart,
  type Prose,
  prose,
  table,
} from "@lab/figures";
import { countedInWords, piecesOrWords, whyPieces } from "../lexicon.ts";
import { capitalised } from "../words.ts";

/** The words that a network writes at a temperature. */
export interface Writing {
  /** The temperature τ, > 0. */
  readonly temperature: number;
  /** What its words are like. */
  readonly words: WordStatistics;
}

const VARIETY: Readonly<Record<Trend, string>> = {
  grows: "variety grows",
  falls: "variety falls too",
  stays: "variety stays",
};

/**
 * Known and different words over the temperature.
 * @param written what a network writes, the lowest temperature first
 * @param lexicon what was counted; words when left out
 * @returns a line chart with both trends, from end to end, as its title; and where a line is highest
 * in between
 * @example
 * ```ts
 * import { writingChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const at = (temperature: number, knownShare: number, differentShare: number) =>
 *   ({ temperature, words: { words: 100, meanLength: 4, shortShare: 0.2, knownShare, differentShare } });
 * assertEquals(
 *   writingChart([at(0.5, 0.9, 0.2), at(5, 0.3, 0.8)]).title,
 *   "Real words fall from 90 % at τ = 0.5 to 30 % at τ = 5, variety grows",
 * );
 * ```
 */
export function writingChart(
  written: readonly Writing[],
  lexicon: Partial<Lexicon> = {},
): Figure {
  const words = written.map((writing) => writing.words);
  const x = written.map(({ temperature }) => temperature);
  const { coolKnown, hotKnown, known, variety, mostKnown, mostVaried } = writingTrend(words);
  const peak = (at: number): string =>
    at === 0 || at === x.length - 1 ? "" : ` (most at τ = ${x[at]})`;
  const verb = { falls: "fall", grows: "rise", stays: "stay" }[known];
  return lineChart({
    title:
      `${
        lexicon.pieceLength === undefined ? "Real words" : `Known ${countedInWords(lexicon)}`
      } ${verb} from ${formatShare(coolKnown)} at τ = ${x[0]} to ` +
      `${formatShare(hotKnown)} at τ = ${x[x.length - 1]}${peak(mostKnown)}, ` +
      `${VARIETY[variety]}${peak(mostVaried)}`,
    caption: whyPieces(lexicon),
    x: { label: "temperature τ", log: true },
    y: { label: `share of the ${piecesOrWords(lexicon)} written` },
    series: [
      { name: "occur in the training text", x, y: words.map((row) => row.knownShare) },
      { name: "different from all before", x, y: words.map((row) => row.differentShare) },
    ],
  });
}

function wordColumns(lexicon: Partial<Lexicon>): readonly Column[] {
  const counted = piecesOrWords(lexicon);
  return [
    { label: counted, digits: 0 },
    { label: `${counted} known`, unit: "%", digits: 0 },
    { label: `${counted} different`, unit: "%", digits: 0 },
    { label: "mean length", unit: "letters", digits: 1 },
    { label: "one or two letters", unit: "%", digits: 0 },
  ];
}

const wordCells = (
  { words, knownShare, differentShare, meanLength, shortShare }: WordStatistics,
): number[] => [
  words,
  100 * knownShare,
  100 * differentShare,
  meanLength,
  100 * shortShare,
];

/**
 * The words at each temperature, and those of the text itself.
 * @param written what a network writes
 * @param text the words of as long a stretch of the text
 * @param lexicon what was counted; words when left out
 * @returns a table; the lengths of pieces, all alike, are left out
 * @example
 * ```ts
 * import { writingTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const words = { words: 100, meanLength: 4, shortShare: 0.2, knownShare: 0.9, differentShare: 0.2 };
 * const { text } = writingTable([{ temperature: 0.5, words }], { ...words, knownShare: 1 });
 * assertStringIncludes(text, "the text    100              100                   20");
 * ```
 */
export function writingTable(
  written: readonly Writing[],
  text: WordStatistics,
  lexicon: Partial<Lexicon> = {},
): Block {
  const columns = wordColumns(lexicon).slice(0, lexicon.pieceLength === undefined ? undefined : 3);
  const row = (name: string, words: WordStatistics): (string | number)[] => [
    ...[name, ...wordCells(words).slice(0, columns.length)],
  ];
  return table({
    title: "What it writes, and the text itself",
    columns: ["τ", ...columns],
    rows: [
      ...written.map(({ temperature, words }) => row(String(temperature), words)),
      row("the text", text),
    ],
  });
}

/** How many short words there are where words vary most, and at the highest temperature. */
const shortWords = (varied: Writing, last: Writing): string =>
  " Of one or two letters there are not many different words, and so short are " +
  `${formatShare(varied.words.shortShare)} of the words at τ = ${varied.temperature}, ` +
  `${formatShare(last.words.shortShare)} at the highest.`;

/**
 * What surprises in the table of words: where the most known and the most different words stand.
 * @param written what a network writes, the lowest temperature first
 * @param lexicon what was counted; words when left out
 * @returns a paragraph
 * @example
 * ```ts
 * import { writingProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const at = (temperature: number, knownShare: number, differentShare: number) =>
 *   ({ temperature, words: { words: 100, meanLength: 4, shortShare: 0.2, knownShare, differentShare } });
 * const words = writingProse([at(0.5, 0.9, 0.2), at(2, 0.5, 0.9), at(5, 0.3, 0.8)]);
 * assertStringIncludes(`${words}`, "Words vary most at τ = 2, not at the highest");
 * ```
 */
export function writingProse(
  written: readonly Writing[],
  lexicon: Partial<Lexicon> = {},
): Prose {
  const counted = piecesOrWords(lexicon);
  const { mostKnown, mostVaried } = writingTrend(written.map(({ words }) => words));
  const [known, varied, last] = [written[mostKnown], written[mostVaried], written.at(-1)!];
  const lines = [
    mostKnown === 0
      ? `The most ${counted} are known at the lowest temperature, τ = ${known.temperature}, as one expects.`
      : `The most ${counted} are known at τ = ${known.temperature}, not at the lowest. At the lowest only ` +
        `${
          formatShare(written[0].words.differentShare)
        } of the ${counted} are different from all before: ` +
        "each counts again and again, so that a single unknown one moves the share.",
    varied === last
      ? `${
        capitalised(counted)
      } vary most at the highest, τ = ${varied.temperature}, as one expects.`
      : `${capitalised(counted)} vary most at τ = ${varied.temperature}, not at the highest: ` +
        `${formatShare(varied.words.differentShare)} beside ` +
        `${formatShare(last.words.differentShare)}.${
          lexicon.pieceLength === undefined ? shortWords(varied, last) : ""
        }`,
  ];
  return prose(lines.join(" "));
}
