/** What becomes of a network that begins otherwise, as figures and sentences. */
import { type Beginning, beginningTraps, type ResetsFinding } from "@lab/analysis";
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

/** A network some iterations into its training. */
export interface EarlyNetwork {
  /** The η that it trains with. */
  readonly learningRate: number;
  /** Iterations done. */
  readonly iterations: number;
  /** The largest singular value of its Whh. */
  readonly singularValue: number;
  /** What becomes of it after each first character. */
  readonly beginnings: readonly Beginning[];
}

/**
 * How large first steps give a network a second side.
 * @param early networks on their way, in the order of the iterations, the same for each learning rate;
 * the first two are those at 0 and at 1
 * @param caption what was trained
 * @returns a table with what one iteration does as its title
 * @example
 * ```ts
 * import { sidesTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const at = (iterations: number, singularValue: number) =>
 *   ({ learningRate: 0.1, iterations, singularValue, beginnings: [] });
 * assertStringIncludes(sidesTable([at(0, 0.3), at(1, 25)], "H = 250").text, "from 0.30 to 25.0 at η = 0.1");
 * ```
 */
export function sidesTable(early: readonly EarlyNetwork[], caption: string): Block {
  const rates = [...new Set(early.map(({ learningRate }) => learningRate))];
  const of = (rate: number): EarlyNetwork[] => early.filter((one) => one.learningRate === rate);
  const after = rates.map((rate) => `to ${of(rate)[1].singularValue.toFixed(1)} at η = ${rate}`);
  return table({
    title: "One iteration lifts the largest singular value of Whh from " +
      `${early[0].singularValue.toFixed(2)} ${after.join(", ")}`,
    caption,
    columns: [
      "iterations",
      ...rates.flatMap((rate) => [{ label: `η = ${rate}: singular value`, digits: 2 }, "opposite"]),
    ],
    rows: of(rates[0]).map(({ iterations }, k) => [
      iterations,
      ...rates.flatMap((rate) => {
        const { singularValue, beginnings } = of(rate)[k];
        return [singularValue, beginningTraps(beginnings).opposite];
      }),
    ]),
  });
}

/**
 * The traps of networks that were trained without and with resets.
 * @param finding the networks compared
 * @param caption what was trained
 * @returns a table with what resets did as its title
 * @example
 * ```ts
 * import { beginningTraps, compareResets } from "@lab/analysis";
 * import { resetsTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const network = (natsPerChar: number) =>
 *   beginningTraps([1, 2].map(() => ({ character: "a", natsPerChar, similarity: 1 })));
 * const { text } = resetsTable(compareResets([network(2)], [network(0.1)]), "two networks");
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
 * import { beginningTraps, compareResets } from "@lab/analysis";
 * import { resetsProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const network = (natsPerChar: number) =>
 *   beginningTraps([1, 2].map(() => ({ character: "a", natsPerChar, similarity: 1 })));
 * const words = resetsProse(compareResets([network(0.1)], [network(0.1)]));
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
      ? `${counts}: a coin for each pair that differs gives that with a probability of ${often}. So ` +
        "a zero state now and then keeps the way from it open."
      : verdict === "fewer, as by chance"
      ? `${counts}; a coin for each pair that differs gives that with a probability of ${often}, so ` +
        "these few networks alone would not show it."
      : `${counts}: this does not show that resets help.`,
  );
}
