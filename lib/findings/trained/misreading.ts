/** What it costs to be fed another text than the true one, as figures and sentences. */
import { mean } from "d3-array";
import { GONE_NATS, type MisreadingCost, misreadingCost, type SecondFeeds } from "@lab/analysis";
import { barChart, type Block, type Figure, formatNumber, lineChart, table } from "@lab/figures";
import { visibleCharacter } from "@lab/text";
import { characters } from "../words.ts";

/** `[passages][n]` each: the surprisal of the next characters after several ways of reading, in nats. */
export interface Readings {
  /** After the text itself, or after another past that the others are compared with. */
  readonly right: readonly ArrayLike<number>[];
  /** After other pasts, by their names. */
  readonly ways: Readonly<Record<string, readonly ArrayLike<number>[]>>;
}

/** “1.86 ± 0.02”, with its standard error. */
const withError = ({ mean, error }: SecondFeeds["cost"], digits = 2): string =>
  `${formatNumber(mean, digits)} ± ${formatNumber(error, digits)}`;

/** “after 7 characters”. */
const forgottenInWords = ({ forgottenAfter, costs }: MisreadingCost): string =>
  forgottenAfter === undefined
    ? `not surely within ${characters(costs.length)}`
    : `after ${characters(forgottenAfter)}`;

/**
 * The surprisal after each way of reading, and when each is forgotten.
 * @param readings the surprisals
 * @param caption what was read
 * @returns a line chart whose title says when each way is forgotten
 * @example
 * ```ts
 * import { readingsChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const passages = (first: number) => [[first, 1], [first, 1]];
 * const readings = { right: passages(1), ways: { twice: passages(4) } };
 * assertEquals(readingsChart(readings, "Two passages.").title, "Forgotten: twice, after 1 character");
 * ```
 */
export function readingsChart({ right, ways }: Readings, caption: string): Figure {
  return lineChart({
    title: `Forgotten: ${
      Object.entries(ways).map(([name, way]) =>
        `${name}, ${forgottenInWords(misreadingCost(right, way))}`
      ).join("; ")
    }`,
    caption,
    x: { label: "characters after it" },
    y: { label: "surprisal", unit: "nats", log: true },
    series: Object.entries({ "the text itself": right, ...ways }).map(([name, way]) => ({
      ...{ name, mode: "lines+markers" as const },
      x: Array.from(right[0], (_, t) => t + 1),
      y: Array.from(right[0], (_, t) => mean(way, (nats) => nats[t])!),
    })),
  });
}

/**
 * What each way of reading costs the next character, and when it is forgotten.
 * @param readings the surprisals
 * @returns a table with a row for each way
 * @example
 * ```ts
 * import { readingsTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const passages = (first: number) => [[first, 1], [first, 1]];
 * const { text } = readingsTable({ right: passages(1), ways: { twice: passages(4) } });
 * assertStringIncludes(text, "3.00 ± 0.00");
 * ```
 */
export function readingsTable({ right, ways }: Readings): Block {
  return table({
    title: "What it costs, and when it is forgotten",
    caption: "Means ± one standard error. Forgotten: from there on the intervals of 95 % of all " +
      `costs lie within ± ${GONE_NATS} nats.`,
    columns: ["instead of the text itself", "cost of the next character (nats)", "forgotten"],
    rows: Object.entries(ways).map(([name, way]) => {
      const cost = misreadingCost(right, way);
      return [name, withError(cost.costs[0]), forgottenInWords(cost)];
    }),
  });
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
  const { length, minimum, cost, moved } = feeds;
  const names = feeds.characters.map(({ character }) => visibleCharacter(character));
  const values = feeds.characters.map(({ costNats }) => costNats);
  return barChart({
    title: `A second feed costs ${withError(cost, 3)} nats on average, and ` +
      `${formatNumber(values[0], values[0] < 1 ? 3 : 1)} after ${names[0]}`,
    caption:
      `Each of ${formatNumber(length)} characters fed once more, the true next one scored (± ` +
      `standard error); the bars: characters that occur at least ${minimum} times. The distribution ` +
      `itself moves by ${withError(moved, 3)} nats from the once-fed one.`,
    categories: { label: "character fed twice", names },
    value: { label: "cost for the next character", unit: "nats" },
    series: [{ name: "mean cost", values }],
  });
}
