/** What it costs to be fed another text than the true one, as figures and sentences. */
import { misreadingCost, type SecondFeeds } from "@lab/analysis";
import { barChart, type Figure, formatNumber, lineChart, type Prose, prose } from "@lab/figures";
import { visibleCharacter } from "@lab/text";

/** `[n]` each: the mean surprisal of the next characters after four ways of reading, in nats. */
export interface Readings {
  /** After the text itself. */
  readonly right: ArrayLike<number>;
  /** After the text with its last character fed twice. */
  readonly twice: ArrayLike<number>;
  /** After what Python's `str()` makes of the text's bytes. */
  readonly picture: ArrayLike<number>;
  /** After the same without the quotation mark at its end. */
  readonly open: ArrayLike<number>;
}

/**
 * The surprisal after each way of reading.
 * @param readings the surprisals
 * @param caption what was read
 * @returns a line chart with the costs for the next character as its title
 * @example
 * ```ts
 * import { misreadingChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const readings = { right: [1, 1], twice: [4, 1], picture: [3, 1], open: [2, 1] };
 * assertEquals(
 *   misreadingChart(readings, "One passage").title,
 *   "Fed twice, the last character costs 3.00 nats for the next one; str() costs 2.00",
 * );
 * ```
 */
export function misreadingChart(readings: Readings, caption: string): Figure {
  const { right, twice, picture, open } = readings;
  const x = Array.from(right, (_, t) => t + 1);
  const costOf = (way: ArrayLike<number>): string =>
    formatNumber(misreadingCost(right, way).nextNats, 2);
  const lines = {
    "the text itself": right,
    "last character twice": twice,
    "bytes through str()": picture,
    "str(), last quote removed": open,
  };
  return lineChart({
    title: `Fed twice, the last character costs ${costOf(twice)} nats for the next one; str() ` +
      `costs ${costOf(picture)}`,
    caption,
    x: { label: "characters after the passage" },
    y: { label: "surprisal", unit: "nats" },
    series: Object.entries(lines).map(([name, y]) => ({ name, x, y, mode: "lines+markers" })),
  });
}

/**
 * What makes the picture of the bytes cost what it does, and how soon both slips are forgotten.
 * @param readings the surprisals
 * @returns a paragraph
 * @example
 * ```ts
 * import { misreadingProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const readings = { right: [1, 1], twice: [4, 1], picture: [3, 1.5], open: [2, 1] };
 * assertStringIncludes(`${misreadingProse(readings)}`, "differ by 0.500 nats a character at most");
 * ```
 */
export function misreadingProse({ right, twice, picture, open }: Readings): Prose {
  const apart = Math.max(...[picture, twice].map((way) => misreadingCost(right, way).laterNats));
  return prose(
    "`str()` ends the text with a quotation mark that nobody wrote (a double one, which the network " +
      "lacks, where the text has apostrophes and no double ones, as `samples.txt`). Without it, the " +
      `lost line breaks and the rest cost ${
        formatNumber(misreadingCost(right, open).nextNats, 2)
      } nats. ` +
      `Over the second ten characters the ways differ by ${
        formatNumber(apart, 3)
      } nats a character at ` +
      "most: the state forgets both slips, and a sample of 400 characters looks fine. That is why " +
      "they survive.",
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
 * const characters = [{ character: "e", occurrences: 60, costNats: 2.5 }];
 * assertEquals(
 *   secondFeedChart({ length: 100, minimum: 50, meanNats: 1.25, characters }).title,
 *   "A second feed costs 1.25 nats on average, and 2.5 after e",
 * );
 * ```
 */
export function secondFeedChart(feeds: SecondFeeds): Figure {
  const { length, minimum, meanNats, characters } = feeds;
  const names = characters.map(({ character }) => visibleCharacter(character));
  const values = characters.map(({ costNats }) => costNats);
  return barChart({
    title: `A second feed costs ${formatNumber(meanNats, 2)} nats on average, and ` +
      `${formatNumber(values[0], 1)} after ${names[0]}`,
    caption: `The first ${length} characters; those that occur at least ${minimum} times.`,
    categories: { label: "character fed twice", names },
    value: { label: "cost for the next character", unit: "nats" },
    series: [{ name: "mean cost", values }],
  });
}
