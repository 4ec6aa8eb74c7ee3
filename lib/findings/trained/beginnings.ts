/** What becomes of a network that begins otherwise, as figures and sentences. */
import {
  type Beginnings,
  beginningTraps,
  type GroupComparison,
  type TrapTendency,
} from "@lab/analysis";
import {
  barChart,
  type Block,
  type Figure,
  formatNumber,
  type Prose,
  prose,
  table,
} from "@lab/figures";
import { visibleCharacter } from "@lab/text";

/** How many trap; says so where not all first characters were tried. */
function trapsInWords(
  { tried, vocabularySize }: Beginnings,
  trapped: number,
  name: string,
): string {
  const drawn = tried.length < vocabularySize ? ` drawn from ${formatNumber(vocabularySize)}` : "";
  if (trapped === 0 && drawn === "") {
    return `Whatever it begins with, ${name} finds its way into the text`;
  }
  return `${
    trapped || "None"
  } of ${tried.length} first characters${drawn} lead ${name} into a trap`;
}

/**
 * The surprisal after each beginning, beside that of guessing.
 * @param beginnings those that were tried
 * @param name which network, such as "the open snapshot"
 * @returns a bar chart with the number of traps as its title
 * @example
 * ```ts
 * import { beginningsChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const tried = [
 *   { character: "a", natsPerChar: 0.3, similarity: 1 },
 *   { character: "b", natsPerChar: 0.7, similarity: -0.9 },
 * ];
 * const figure = beginningsChart({ tried, vocabularySize: 2 }, "the network");
 * assertEquals(figure.title, "1 of 2 first characters lead the network into a trap");
 * ```
 */
export function beginningsChart(beginnings: Beginnings, name: string): Figure {
  const { ranked, trapped, guessingNats } = beginningTraps(beginnings);
  return barChart({
    title: trapsInWords(beginnings, trapped.length, name),
    caption: "Mean surprisal of the characters 101 to 200 after the first one.",
    categories: {
      label: "first character",
      names: ranked.map(({ character }) => visibleCharacter(character)),
    },
    value: { label: "surprisal", unit: "nats per character" },
    series: [{ name: "surprisal", values: ranked.map(({ natsPerChar }) => natsPerChar) }],
    references: [{
      value: guessingNats,
      label: `all ${formatNumber(beginnings.vocabularySize)} alike`,
    }],
  });
}

/** A network, and what becomes of it after each beginning. */
export interface NetworkBeginnings {
  /** Which network. */
  readonly name: string;
  /** Those that were tried. */
  readonly beginnings: Beginnings;
}

/**
 * How many traps networks have, and the worst beginning of each.
 * @param networks the networks
 * @returns a table with a row for each
 * @example
 * ```ts
 * import { beginningsTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const tried = [
 *   { character: "a", natsPerChar: 0.3, similarity: 1 },
 *   { character: "b", natsPerChar: 0.7, similarity: -0.9 },
 * ];
 * const { text } = beginningsTable([{ name: "one", beginnings: { tried, vocabularySize: 2 } }]);
 * assertStringIncludes(text, "one      1 of 2                1  b");
 * ```
 */
export function beginningsTable(networks: readonly NetworkBeginnings[]): Block {
  return table({
    title: "Traps, states opposite to the usual one, and the worst beginning",
    caption:
      "Surprisals are means of the characters 101 to 200 after the first one; the cosine is that " +
      "of the state after them with the usual one: 1 is the same direction, −1 the opposite one. " +
      "Opposite: below −0.5.",
    columns: [
      "network",
      "traps",
      "opposite states",
      "worst first character",
      { label: "after it", unit: "nats", digits: 2 },
      { label: "guessing", unit: "nats", digits: 2 },
      { label: "cosine", digits: 2 },
    ],
    rows: networks.map(({ name, beginnings }) => {
      const { ranked: [worst], trapped, opposite, guessingNats } = beginningTraps(beginnings);
      return [
        ...[name, `${trapped.length} of ${beginnings.tried.length}`, opposite],
        ...[visibleCharacter(worst.character), worst.natsPerChar, guessingNats, worst.similarity],
      ];
    }),
  });
}

/** “= 0.019”; “< 0.001” where that is all that need be said. */
const belowInWords = (chance: number): string =>
  chance < 0.001 ? "< 0.001" : `= ${formatNumber(Number(chance.toPrecision(2)))}`;

/** What one measure says of networks with traps beside those without. */
function measureInWords(
  { verdict, secondLower, firstLower, differences, chance }: GroupComparison,
): string {
  const [how, pairs] = secondLower > firstLower ? ["smaller", secondLower] : ["larger", firstLower];
  return `${how} in the network with traps in ${pairs} of ${differences.length} pairs (exact rank-sum ` +
    `test, two-sided $p ${belowInWords(chance)}$)` +
    (verdict === "not decided" ? ", which decides nothing" : "");
}

/**
 * What goes with traps: two measures of Whh, without and with them.
 * @param tendency the networks compared
 * @param caption what was trained
 * @returns a table with a row for each measure
 * @example
 * ```ts
 * import { trapTendency } from "@lab/analysis";
 * import { trapsTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const network = (traps: number, realPart: number) => ({ traps, realPart, singularValue: 9 });
 * const { text } = trapsTable(trapTendency([network(0, 3), network(1, 8)])!, "two networks");
 * assertStringIncludes(text, "1 of 2 networks have traps");
 * ```
 */
export function trapsTable(tendency: TrapTendency, caption: string): Block {
  const { networks, trapped, realPart, singularValue } = tendency;
  const row = (name: string, measure: GroupComparison): (string | number)[] => [
    ...[name, measure.firstMedian, measure.secondMedian, measure.shift],
    `${formatNumber(measure.interval[0], 1)} to ${formatNumber(measure.interval[1], 1)}`,
    belowInWords(measure.chance).replace("= ", ""),
  ];
  return table({
    title: `${trapped} of ${networks} networks have traps; what is larger in those?`,
    caption,
    columns: [
      "of Whh",
      { label: "without traps (median)", digits: 1 },
      { label: "with traps (median)", digits: 1 },
      { label: "median of all pairs' differences", digits: 1 },
      "interval of 95 %",
      "p, two-sided",
    ],
    rows: [
      row("largest real part of an eigenvalue", realPart),
      row("largest singular value", singularValue),
    ],
  });
}

/**
 * What goes with traps, and what does not.
 * @param tendency the networks compared; undefined where all have traps, or none has
 * @returns a paragraph
 * @example
 * ```ts
 * import { trapsProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * assertStringIncludes(`${trapsProse(undefined)}`, "nothing to compare");
 * ```
 */
export function trapsProse(tendency: TrapTendency | undefined): Prose {
  if (tendency === undefined) {
    return prose("All of these networks have traps, or none has: there is nothing to compare.");
  }
  const { realPart, singularValue } = tendency;
  const exceptions = Math.min(realPart.secondLower, realPart.firstLower);
  return prose(
    "Take a network without traps and one with traps. The largest real part of an eigenvalue is " +
      `${measureInWords(realPart)}; the largest singular value is ${
        measureInWords(singularValue)
      }.` +
      (realPart.verdict === "not decided" || exceptions === 0
        ? ""
        : ` A tendency, no more: in ${exceptions} of ${realPart.differences.length} pairs it is the other way round.`) +
      " [Chapter 7](07-dynamics.ipynb) follows the states themselves.",
  );
}
