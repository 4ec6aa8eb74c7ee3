/** What becomes of a network that begins otherwise, as figures and sentences. */
import {
  type Beginning,
  beginningTraps,
  type GroupComparison,
  type ResetsFinding,
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

/**
 * The surprisal after each beginning, beside that of guessing.
 * @param beginnings one for each character of the vocabulary
 * @returns a bar chart with the number of traps as its title
 * @example
 * ```ts
 * import { beginningsChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const figure = beginningsChart([
 *   { character: "a", natsPerChar: 0.3, similarity: 1 },
 *   { character: "b", natsPerChar: 0.7, similarity: -0.9 },
 * ]);
 * assertEquals(figure.title, "1 of 2 first characters lead into a trap");
 * ```
 */
export function beginningsChart(beginnings: readonly Beginning[]): Figure {
  const { ranked, trapped, guessingNats, verdict } = beginningTraps(beginnings);
  const V = ranked.length;
  return barChart({
    title: verdict === "no trap"
      ? "Whatever it begins with, the network finds its way into the text"
      : `${trapped.length} of ${V} first characters lead into a trap`,
    caption: "Mean surprisal of the characters 101 to 200 after the first one.",
    categories: {
      label: "first character",
      names: ranked.map(({ character }) => visibleCharacter(character)),
    },
    value: { label: "surprisal", unit: "nats per character" },
    series: [{ name: "surprisal", values: ranked.map(({ natsPerChar }) => natsPerChar) }],
    references: [{ value: guessingNats, label: `all ${V} alike` }],
  });
}

/**
 * What the traps are, where there are any.
 * @param beginnings one for each character of the vocabulary
 * @returns a paragraph
 * @example
 * ```ts
 * import { beginningsProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const words = beginningsProse([
 *   { character: "a", natsPerChar: 0.3, similarity: 1 },
 *   { character: "b", natsPerChar: 0.7, similarity: -0.9 },
 * ]);
 * assertStringIncludes(`${words}`, "is −0.90. It is nearly its mirror image");
 * ```
 */
export function beginningsProse(beginnings: readonly Beginning[]): Prose {
  const { trapped: [worst], verdict } = beginningTraps(beginnings);
  return prose(
    verdict === "no trap"
      ? "After 100 characters the beginning is forgotten. That is not given: the course's snapshot " +
        "and other runs on this play are trapped by some first characters for good " +
        "(`data/snapshots/README.md`); this network was chosen because it is not."
      : "The cosine between a trapped state and the usual one is " +
        `${formatNumber(worst.similarity, 2)}. ` +
        (verdict === "traps opposite to the usual state"
          ? "It is nearly its mirror image: $\\tanh$ is odd, so units that hold each other at ±1 hold " +
            "each other just as well with all signs changed. "
          : "") +
        "Training never came to that side and never made it useful. A prefix had better begin as " +
        "the text does.",
  );
}

/**
 * The traps of networks that were trained without and with resets.
 * @param finding the networks compared
 * @param caption what was trained
 * @returns a table with what resets did as its title
 * @example
 * ```ts
 * import { compareResets } from "@lab/analysis";
 * import { resetsTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const { text } = resetsTable(compareResets([{ traps: 2 }], [{ traps: 0 }]), "two networks");
 * assertStringIncludes(text, "1 of 1 networks have traps without resets, 0 of 1 with them");
 * ```
 */
export function resetsTable(finding: ResetsFinding, caption: string): Block {
  const { pairs, trappedWithout, trappedWith, trapsWithout, trapsWith } = finding;
  return table({
    title: `${trappedWithout} of ${pairs} networks have traps without resets, ${trappedWith} of ` +
      `${pairs} with them`,
    caption,
    columns: ["pair", "traps without resets", "traps with resets"],
    rows: trapsWithout.map((traps, k) => [k + 1, traps, trapsWith[k]]),
  });
}

/**
 * Whether resets in training free networks of traps.
 * @param finding the networks compared
 * @returns a paragraph
 * @example
 * ```ts
 * import { compareResets } from "@lab/analysis";
 * import { resetsProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const words = resetsProse(compareResets([{ traps: 0 }], [{ traps: 0 }]));
 * assertStringIncludes(`${words}`, "does not show that resets help");
 * ```
 */
export function resetsProse({ pairs, fewer, more, chance, verdict }: ResetsFinding): Prose {
  const counts =
    `With resets there are fewer traps in ${fewer} of the ${pairs} pairs of the same ` +
    `seed, and more in ${more}`;
  const often = formatNumber(chance, 2);
  return prose(
    verdict === "fewer"
      ? `${counts}: a coin for each pair that differs gives as many or more with a probability (one-sided) of ${often}. So ` +
        "a zero state now and then keeps the way from it open."
      : verdict === "fewer, as by chance"
      ? `${counts}; a coin for each pair that differs gives as many or more with a probability (one-sided) of ${often}, so ` +
        "these few networks alone would not show it."
      : `${counts}: this does not show that resets help.`,
  );
}

/** What one measure says of networks with traps beside those without. */
function measureInWords(
  { verdict, secondLower, firstLower, differences, chance }: GroupComparison,
): string {
  const [how, pairs] = secondLower > firstLower ? ["smaller", secondLower] : ["larger", firstLower];
  return `${how} in the network with traps in ${pairs} of ${differences.length} pairs (exact rank-sum ` +
    `test, two-sided $p = ${formatNumber(Number(chance.toPrecision(2)))}$)` +
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
    Number(measure.chance.toPrecision(2)),
  ];
  return table({
    title: `${trapped} of ${networks} networks have traps; what is larger in those?`,
    caption,
    columns: [
      "of Whh",
      { label: "without traps (median)", digits: 1 },
      { label: "with traps (median)", digits: 1 },
      { label: "difference", digits: 1 },
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
        : ` A tendency, no more: ${exceptions} of ${realPart.differences.length} pairs are the other way round.`) +
      " [Chapter 7](07-dynamics.ipynb) follows the states themselves.",
  );
}

/**
 * Whether networks that were trained with resets have smaller eigenvalues.
 * @param compared the largest real parts without and with resets
 * @returns a sentence
 * @example
 * ```ts
 * import { compareRealParts } from "@lab/analysis";
 * import { resetEigenvaluesProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const network = (realPart: number) => ({ traps: 0, realPart, singularValue: 9 });
 * const words = resetEigenvaluesProse(compareRealParts([network(3)], [network(4)]));
 * assertStringIncludes(`${words}`, "median 3.0 without resets, 4.0 with them");
 * ```
 */
export function resetEigenvaluesProse(compared: GroupComparison): Prose {
  const { firstMedian, secondMedian, interval: [low, high], verdict } = compared;
  const ends = [low, high].map((end) => formatNumber(end, 1));
  const says = {
    "not decided": "So these runs do not show that resets free a network by making it smaller.",
    "second lower": "So with resets it is smaller.",
    "first lower": "So with resets it is larger.",
  };
  return prose(
    `The largest real part of an eigenvalue has the median ${firstMedian.toFixed(1)} without ` +
      `resets, ${
        secondMedian.toFixed(1)
      } with them; the interval of 95 % for the difference goes ` +
      `from ${ends[0]} to ${ends[1]}. ${says[verdict]}`,
  );
}
