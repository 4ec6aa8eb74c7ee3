/** What the temperature does, as figures and tables. */
import {
  leastSurprising,
  type TemperatureScore,
  type Trend,
  type WordStatistics,
  writingTrend,
} from "@lab/analysis";
import {
  type Block,
  type Column,
  type Figure,
  formatNumber,
  formatShare,
  lineChart,
  table,
} from "@lab/figures";

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
 * @returns a line chart with both trends as its title
 * @example
 * ```ts
 * import { writingChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const at = (temperature: number, knownShare: number, differentShare: number) =>
 *   ({ temperature, words: { words: 100, meanLength: 4, knownShare, differentShare } });
 * assertEquals(
 *   writingChart([at(0.5, 0.9, 0.2), at(5, 0.3, 0.8)]).title,
 *   "Real words fall from 90 % at τ = 0.5 to 30 % at τ = 5, variety grows",
 * );
 * ```
 */
export function writingChart(written: readonly Writing[]): Figure {
  const words = written.map((writing) => writing.words);
  const x = written.map(({ temperature }) => temperature);
  const { coolKnown, hotKnown, known, variety } = writingTrend(words);
  const verb = { falls: "fall", grows: "rise", stays: "stay" }[known];
  return lineChart({
    title: `Real words ${verb} from ${formatShare(coolKnown)} at τ = ${x[0]} to ` +
      `${formatShare(hotKnown)} at τ = ${x[x.length - 1]}, ${VARIETY[variety]}`,
    x: { label: "temperature τ", log: true },
    y: { label: "share of the words written" },
    series: [
      { name: "occur in the training text", x, y: words.map((row) => row.knownShare) },
      { name: "different from all before", x, y: words.map((row) => row.differentShare) },
    ],
  });
}

const WORD_COLUMNS: readonly Column[] = [
  { label: "words known", unit: "%", digits: 0 },
  { label: "words different", unit: "%", digits: 0 },
  { label: "mean length", unit: "letters", digits: 1 },
];

const wordCells = ({ knownShare, differentShare, meanLength }: WordStatistics): number[] => [
  100 * knownShare,
  100 * differentShare,
  meanLength,
];

/**
 * The words at each temperature, and those of the text itself.
 * @param written what a network writes
 * @param text the words of the text
 * @returns a table
 * @example
 * ```ts
 * import { writingTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const words = { words: 100, meanLength: 4, knownShare: 0.9, differentShare: 0.2 };
 * const { text } = writingTable([{ temperature: 0.5, words }], { ...words, knownShare: 1 });
 * assertStringIncludes(text, "the text              100                   20");
 * ```
 */
export function writingTable(written: readonly Writing[], text: WordStatistics): Block {
  return table({
    title: "What it writes, and the text itself",
    columns: ["τ", ...WORD_COLUMNS],
    rows: [
      ...written.map(({ temperature, words }) => [String(temperature), ...wordCells(words)]),
      ["the text", ...wordCells(text)],
    ],
  });
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
    y: { label: "cross-entropy", unit: "nats per character" },
    series: [{
      name,
      x: scores.map((score) => score.temperature),
      y: scores.map((score) => score.natsPerChar),
    }],
  });
}

/**
 * Networks that train and write at the same temperature.
 * @param written what each writes, with its smoothed loss in nats summed over T
 * @param iterations how long each trained
 * @returns a table with the range of known words as its title
 * @example
 * ```ts
 * import { ownTemperatureTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const words = { words: 100, meanLength: 4, knownShare: 0.8, differentShare: 0.5 };
 * const { text } = ownTemperatureTable([{ temperature: 2, words, smoothedLossNats: 50 }], 9000);
 * assertStringIncludes(text, "from 80 % to 80 % of the words are known");
 * ```
 */
export function ownTemperatureTable(
  written: readonly (Writing & { readonly smoothedLossNats: number })[],
  iterations: number,
): Block {
  const [low, high] = writingTrend(written.map(({ words }) => words)).knownRange;
  return table({
    title:
      `Trained and writing at the same τ, from ${formatShare(low)} to ${formatShare(high)} of ` +
      "the words are known",
    caption:
      `${formatNumber(iterations)} iterations and one seed each; the loss is measured at the ` +
      "network's own τ.",
    columns: [
      "τ",
      { label: "smoothed loss", unit: "nats for 25 characters", digits: 1 },
      ...WORD_COLUMNS,
    ],
    rows: written.map(({ temperature, words, smoothedLossNats }) => [
      String(temperature),
      smoothedLossNats,
      ...wordCells(words),
    ]),
  });
}
