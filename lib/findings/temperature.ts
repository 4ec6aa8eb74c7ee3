/** What the temperature does, as figures and tables. */
import {
  type Course,
  coursesOf,
  leastSurprising,
  type Lexicon,
  type TemperatureScore,
  type Trend,
  type WordStatistics,
  writingTrend,
} from "@lab/analysis";
import { maxIndex } from "d3-array";
import {
  barChart,
  type Block,
  type Column,
  type Figure,
  formatNumber,
  formatShare,
  lineChart,
  type Prose,
  prose,
  table,
} from "@lab/figures";
import { visibleCharacter } from "@lab/text";
import { countedInWords, piecesOrWords, whyPieces } from "./lexicon.ts";
import { capitalised } from "./words.ts";

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

/**
 * One distribution at several temperatures.
 * @param temperatures the temperatures, ascending
 * @param shares `[temperatures][V]` the probabilities at each
 * @param characters `[V]` the characters
 * @param after what was read before
 * @returns bars of the eight likeliest characters, with what becomes of the first as the title
 * @example
 * ```ts
 * import { flattenedChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * assertEquals(
 *   flattenedChart([0.5, 5], [[0.9, 0.1], [0.6, 0.4]], ["a", "b"], "th").title,
 *   "The likeliest character gets 90 % at τ = 0.5 and 60 % at τ = 5",
 * );
 * ```
 */
export function flattenedChart(
  temperatures: readonly number[],
  shares: readonly ArrayLike<number>[],
  characters: readonly string[],
  after: string,
): Figure {
  const [first, last] = [shares[0], shares[shares.length - 1]];
  const order = [...characters.keys()].sort((a, b) => first[b] - first[a]).slice(0, 8);
  return barChart({
    title:
      `The likeliest character gets ${formatShare(first[order[0]])} at τ = ${temperatures[0]} ` +
      `and ${formatShare(last[order[0]])} at τ = ${temperatures.at(-1)}`,
    categories: {
      label: `character after “${after}”`,
      names: order.map((i) => visibleCharacter(characters[i])),
    },
    value: { label: "probability" },
    series: temperatures.map((temperature, k) => ({
      name: `τ = ${temperature}`,
      values: order.map((i) => shares[k][i]),
    })),
  });
}

/**
 * At which of some temperatures the characters are likeliest.
 * @param temperatures the temperatures, ascending
 * @param shares `[temperatures][V]` the probabilities at each
 * @param characters `[V]` the characters
 * @returns a paragraph with the number of each kind, and up to six that are likeliest in between
 * @example
 * ```ts
 * import { courseProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const words = courseProse([0.5, 1, 5], [[0.9, 0.1], [0.8, 0.2], [0.6, 0.4]], ["a", "b"]);
 * assertStringIncludes(`${words}`, "Of 2 characters 1 is likeliest at the lowest");
 * ```
 */
export function courseProse(
  temperatures: readonly number[],
  shares: readonly ArrayLike<number>[],
  characters: readonly string[],
): Prose {
  const courses = coursesOf(shares);
  const those = (course: Course): number[] =>
    [...characters.keys()].filter((i) => courses[i] === course);
  const [shrinking, growing] = [those("shrinks").length, those("grows").length];
  const between = those("grows, then shrinks").sort((a, b) => shares[0][b] - shares[0][a]);
  const named = between.slice(0, 6).map((i) => {
    const peak = temperatures[maxIndex(shares, (share) => share[i])];
    return `“${visibleCharacter(characters[i])}” (at τ = ${peak})`;
  });
  const more = between.length > 6 ? " and others" : "";
  return prose(
    `Of ${formatNumber(characters.length)} characters ${formatNumber(shrinking)} ${
      shrinking === 1 ? "is" : "are"
    } likeliest at the lowest of these temperatures, ${formatNumber(growing)} at the highest` +
      (between.length === 0
        ? "."
        : `, ${formatNumber(between.length)} in between: ${named.join(", ")}${more}.`) +
      ` (Beyond the highest, whatever is above 1/${
        formatNumber(characters.length)
      } has still to shrink.)`,
  );
}

/**
 * How surprising a text is over the temperature.
 * @param scores the scores, ascending by temperature
 * @param name which text it is
 * @returns a line chart with the best temperature as its title
 * @example
 * ```ts
 * import { surpriseChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const scores = [2.1, 1.8, 2.4].map((natsPerChar, k) => ({ temperature: 0.5 * 2 ** k, natsPerChar }));
 * assertEquals(
 *   surpriseChart(scores, "a text").title,
 *   "The text is least surprising at τ = 1.00: 1.800 nats per character",
 * );
 * ```
 */
export function surpriseChart(scores: readonly TemperatureScore[], name: string): Figure {
  const { temperature, natsPerChar, place } = leastSurprising(scores);
  const end = place === "between others" ? "" : `, the ${place}`;
  return lineChart({
    title: `The text is least surprising at τ = ${temperature.toFixed(2)}${end}: ` +
      `${natsPerChar.toFixed(3)} nats per character`,
    x: { label: "temperature τ", log: true },
    y: { label: "loss", unit: "nats per character" },
    series: [{
      name,
      x: scores.map((score) => score.temperature),
      y: scores.map((score) => score.natsPerChar),
    }],
  });
}
