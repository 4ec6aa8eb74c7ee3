/** What it costs to be fed another text than the true one, as figures and sentences. */
import { mean } from "d3-array";
import { GONE_NATS, misreadingCost, type SecondFeeds } from "@lab/analysis";
import { barChart, type Figure, formatNumber, lineChart, type Prose, prose } from "@lab/figures";
import { visibleCharacter } from "@lab/text";

/** `[passages][n]` each: the surprisal of the next characters after four ways of reading, in nats. */
export interface Readings {
  /** After the text itself. */
  readonly right: readonly ArrayLike<number>[];
  /** After the text with its last character fed twice. */
  readonly twice: readonly ArrayLike<number>[];
  /** After what Python's `str()` makes of the text's bytes. */
  readonly picture: readonly ArrayLike<number>[];
  /** After the same without the quotation mark at its end. */
  readonly open: readonly ArrayLike<number>[];
}

/** “1.86 ± 0.02”, with its standard error. */
const withError = ({ mean, error }: SecondFeeds["cost"], digits = 2): string =>
  `${formatNumber(mean, digits)} ± ${formatNumber(error, digits)}`;

/**
 * The surprisal after each way of reading.
 * @param readings the surprisals
 * @param caption what was read
 * @returns a line chart with the costs for the next character as its title
 * @example
 * ```ts
 * import { misreadingChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const passages = (first: number) => [[first, 1], [first, 1]];
 * const ways = { twice: passages(4), picture: passages(3), open: passages(2) };
 * assertEquals(
 *   misreadingChart({ right: passages(1), ...ways }, "Two passages").title,
 *   "Fed twice, the last character costs 3.00 ± 0.00 nats for the next one; str() costs 2.00 ± 0.00",
 * );
 * ```
 */
export function misreadingChart(readings: Readings, caption: string): Figure {
  const { right, twice, picture, open } = readings;
  const costOf = (way: readonly ArrayLike<number>[]): string =>
    withError(misreadingCost(right, way).costs[0]);
  const lines = {
    "the text itself": right,
    "last character twice": twice,
    "bytes through str()": picture,
    "str(), last quote removed": open,
  };
  return lineChart({
    title: `Fed twice, the last character costs ${costOf(twice)} nats for the next one; str() ` +
      `costs ${costOf(picture)}`,
    caption: `${caption} ± one standard error.`,
    x: { label: "characters after the passage" },
    y: { label: "surprisal", unit: "nats" },
    series: Object.entries(lines).map(([name, way]) => ({
      ...{ name, mode: "lines+markers" as const },
      x: Array.from(right[0], (_, t) => t + 1),
      y: Array.from(right[0], (_, t) => mean(way, (nats) => nats[t])!),
    })),
  });
}

/** “is forgotten after 7 characters”. */
function forgottenInWords(right: Readings["right"], other: Readings["right"]): string {
  const { forgottenAfter, costs } = misreadingCost(right, other);
  return forgottenAfter === undefined
    ? `is not surely forgotten within ${costs.length} characters`
    : `is forgotten after ${forgottenAfter} character${forgottenAfter === 1 ? "" : "s"}`;
}

/**
 * What makes the picture of the bytes cost what it does, and how soon both slips are forgotten.
 * @param readings the surprisals
 * @returns a paragraph
 * @example
 * ```ts
 * import { misreadingProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const passages = (first: number) => [[first, 1], [first, 1]];
 * const ways = { twice: passages(4), picture: passages(3), open: passages(2) };
 * assertStringIncludes(
 *   `${misreadingProse({ right: passages(1), ...ways })}`,
 *   "The second feed is forgotten after 1 character;",
 * );
 * ```
 */
export function misreadingProse({ right, twice, picture, open }: Readings): Prose {
  return prose(
    "`str()` ends the text with a quotation mark that nobody wrote (a double one, which the network " +
      "lacks, where the text has apostrophes and no double ones, as `samples.txt`). Without it, the " +
      `lost line breaks and the rest cost ${
        withError(misreadingCost(right, open).costs[0])
      } nats. ` +
      `The second feed ${forgottenInWords(right, twice)}; the picture of the bytes ` +
      `${
        forgottenInWords(right, picture)
      }: from there on the 95 % intervals of all costs lie within ` +
      `± ${GONE_NATS} nats. A sample of 400 characters looks fine. That is why the slips survive.`,
  );
}

/**
 * What a second feed costs, by character.
 * @param feeds the costs
 * @returns a bar chart with the mean and the largest cost as its title
 * @example
 * ```ts
 * import { secondFeedChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const mean = (mean: number) => ({ mean, error: 0.02, interval: [mean - 0.04, mean + 0.04] as const });
 * const characters = [{ character: "e", occurrences: 60, costNats: 2.5 }];
 * const feeds = { length: 100, minimum: 50, cost: mean(1.25), moved: mean(1.5), characters };
 * assertEquals(
 *   secondFeedChart(feeds).title,
 *   "A second feed costs 1.250 ± 0.020 nats on average, and 2.5 after e",
 * );
 * ```
 */
export function secondFeedChart(feeds: SecondFeeds): Figure {
  const { length, minimum, cost, moved, characters } = feeds;
  const names = characters.map(({ character }) => visibleCharacter(character));
  const values = characters.map(({ costNats }) => costNats);
  return barChart({
    title: `A second feed costs ${withError(cost, 3)} nats on average, and ` +
      `${formatNumber(values[0], 1)} after ${names[0]}`,
    caption:
      `Each of ${formatNumber(length)} characters fed once more, the true next one scored (± ` +
      `standard error); the bars: characters that occur at least ${minimum} times. The distribution ` +
      `itself moves by ${withError(moved, 3)} nats from the once-fed one.`,
    categories: { label: "character fed twice", names },
    value: { label: "cost for the next character", unit: "nats" },
    series: [{ name: "mean cost", values }],
  });
}
