/** What the temperature does to what a network expects: its probabilities, and what a text costs it. */
import { type Course, coursesOf, leastSurprising, type TemperatureScore } from "@lab/analysis";
import {
  barChart,
  type Figure,
  formatNumber,
  formatShare,
  lineChart,
  type Prose,
  prose,
} from "@lab/figures";
import { visibleCharacter } from "@lab/text";
import { maxIndex } from "d3-array";

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
