/** Why a state gets stuck, and what frees it: the sides of a network's states, in figures and words. */
import type { Basin, FreeingFinding, Sides, SidesResult, TrapsFinding } from "@lab/analysis";
import {
  type Block,
  type Figure,
  formatNumber,
  formatShare,
  lineChart,
  type Prose,
  prose,
  table,
} from "@lab/figures";
import { capitalised, visible } from "./words.ts";

/** How many of the starts' paths are drawn at most. */
const MOST_PATHS = 62;

/**
 * How far states that began otherwise are from the text's own, while both read the same.
 * @param result what became of the starts; those from zero with each first character are drawn
 * @param network what the network is, for the caption
 * @param steps how many characters are shown
 * @returns a line chart with the number that never come back as its title
 * @example
 * ```ts
 * import { exploreSides } from "@lab/analysis";
 * import { returnsChart } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const model = {
 *   parameters: zeroParameters({ hiddenSize: 1, vocabularySize: 2 }),
 *   vocabulary: Vocabulary.of("ab"),
 * };
 * const result = exploreSides(model, "ab".repeat(50), { before: 20, passage: 50 });
 * const { title } = returnsChart(result, "a blank network", 40);
 * assertEquals(title, "Whatever the text begins with, the state finds its way");
 * ```
 */
export function returnsChart(
  { basins: [first] }: SidesResult,
  network: string,
  steps: number,
): Figure {
  const { caught, fates } = first;
  const length = fates[0].distances.length;
  const shown = fates.slice(0, MOST_PATHS);
  const drawn = new Set<boolean>();
  return lineChart({
    title: caught === 0
      ? "Whatever the text begins with, the state finds its way"
      : `After ${caught} of ${fates.length} first characters the state never finds its way`,
    caption:
      `${
        capitalised(network)
      }. Zero, then each first character: the distance to the state of the text's own beginning ` +
      `while both read the same; "never" is within ${formatNumber(length)} characters.`,
    x: { label: "characters read" },
    y: { label: "distance to the usual state", log: true },
    series: shown.map((fate) => {
      const faint = drawn.has(fate.caught);
      drawn.add(fate.caught);
      return {
        name: fate.caught ? "never comes back" : "comes back",
        x: Array.from({ length: steps }, (_, t) => t + 1),
        y: fate.distances.slice(0, steps).map(visible),
        colour: fate.caught ? 1 : 0,
        faint,
      };
    }),
  });
}

/** What the largest eigenvalue does to its sum of the units, in words. */
function stretch({ kind, eigenvalue: { real, imaginary, size } }: Sides): string {
  const value = imaginary === 0
    ? formatNumber(real, 1)
    : `${formatNumber(real, 1)} ± ${formatNumber(imaginary, 1)}i`;
  const turn = formatNumber(Math.atan2(imaginary, real) * 180 / Math.PI, 0);
  return {
    holds: `${value}: one sum of the units is multiplied by it at each step and keeps its sign`,
    flips:
      `${value}: one sum of the units is multiplied by it at each step, so that its sign flips`,
    turns:
      `${value}: one pair of sums of the units is turned by ${turn} degrees at each step and ` +
      `multiplied by ${formatNumber(size, 1)}`,
    fades: `${value}: it is no larger than 1, so no sum of the units can hold itself`,
  }[kind];
}

/**
 * What the largest eigenvalue of a network does, and whether it explains who is caught.
 * @param result the network's sides, and what became of starts of all kinds
 * @param network what the network is
 * @returns a paragraph
 * @example
 * ```ts
 * import { exploreSides } from "@lab/analysis";
 * import { sidesProse } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const model = {
 *   parameters: zeroParameters({ hiddenSize: 1, vocabularySize: 2 }),
 *   vocabulary: Vocabulary.of("ab"),
 * };
 * const result = exploreSides(model, "ab".repeat(50), { before: 20, passage: 50 });
 * assertStringIncludes(`${sidesProse(result, "this network")}`, "All 122 starts came back");
 * ```
 */
export function sidesProse({ sides, finding }: SidesResult, network: string): Prose {
  const { caught, fates: { length: starts }, predicted, guessed, byLikeness, slowestBack } =
    finding;
  const text = sides.kind === "fades"
    ? ""
    : `, as it does in ${
      formatShare(sides.followed)
    } of the text's steps (a step counts where it ends within a quarter turn of there)`;
  const share = `${predicted} of ${starts} starts (95 %: ${formatShare(finding.accuracy[0])} to ` +
    `${formatShare(finding.accuracy[1])})`;
  const guess = `saying the same of all is right for ${guessed}, the likeness of the whole state ` +
    `for ${byLikeness}`;
  return prose(
    `In ${network}, the largest eigenvalue of $W_{hh}$ is ${stretch(sides)}${text}. ` + {
      "one side":
        `All ${starts} starts came back, the last after ${slowestBack} characters: there is one side.` +
        (sides.kind === "fades"
          ? ""
          : " A size above 1 allows another side; it does not make one."),
      "side tells":
        `${caught} of ${starts} starts were caught. The side of that sum on which they begin tells ` +
        `which, for ${share}; ${guess}. The weights of the sum were not fitted to this.`,
      "side does not tell":
        `${caught} of ${starts} starts were caught. The side of that sum on which they begin does ` +
        `not tell which: it is right for ${share}; ${guess}.`,
    }[finding.verdict],
  );
}

/**
 * What became of starts of three kinds.
 * @param result the network's basins
 * @param network what the network is, for the caption
 * @returns a table with the number of starts that were caught as its title
 * @example
 * ```ts
 * import { exploreSides } from "@lab/analysis";
 * import { basinsTable } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const model = {
 *   parameters: zeroParameters({ hiddenSize: 1, vocabularySize: 2 }),
 *   vocabulary: Vocabulary.of("ab"),
 * };
 * const result = exploreSides(model, "ab".repeat(50), { before: 20, passage: 50 });
 * assertStringIncludes(basinsTable(result, "a blank network").text, "0 of 122 starts are caught on another side");
 * ```
 */
export function basinsTable(
  { basins, finding: { caught, fates } }: SidesResult,
  network: string,
): Block {
  return table({
    title: `${caught} of ${fates.length} starts are caught on another side`,
    caption:
      `${capitalised(network)}. Caught: not back after ${
        formatNumber(fates[0].distances.length)
      } characters of the text. A trap ` +
      "also predicts worse than by guessing. The last three columns say for how many starts it is " +
      "foretold whether they are caught.",
    columns: [
      "starts",
      "how many",
      "caught",
      "in a trap",
      "by the side of the sum",
      "by the whole state",
      "saying the same of all",
    ],
    rows: basins.map(({ name, fates, caught, traps, predicted, byLikeness, guessed }: Basin) => [
      name,
      fates.length,
      caught,
      traps,
      predicted,
      byLikeness,
      guessed,
    ]),
  });
}

/**
 * Networks trained without and with resets: what their largest eigenvalue does, and who is trapped.
 * @param without what became of the starts of each network without resets
 * @param withResets the same with resets, in the order of the same seeds
 * @param finding the two compared
 * @param caption what was trained
 * @returns a table with what resets free the networks of as its title
 * @example
 * ```ts
 * import { compareFreeing, exploreSides } from "@lab/analysis";
 * import { freeingTable } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const model = {
 *   parameters: zeroParameters({ hiddenSize: 1, vocabularySize: 2 }),
 *   vocabulary: Vocabulary.of("ab"),
 * };
 * const ends = [exploreSides(model, "ab".repeat(50), { before: 20, passage: 50 })];
 * const { text } = freeingTable(ends, ends, compareFreeing(ends, ends), "one pair");
 * assertStringIncludes(text, "0 of 1 networks have traps from zero without resets, 0 with them");
 * ```
 */
export function freeingTable(
  without: readonly SidesResult[],
  withResets: readonly SidesResult[],
  { trapped, pairs }: FreeingFinding,
  caption: string,
): Block {
  const largest = ({ sides: { kind, eigenvalue } }: SidesResult): string =>
    `${kind}, ${formatNumber(eigenvalue.size, 1)}`;
  return table({
    title: `${trapped.without} of ${pairs} networks have traps from zero without resets, ` +
      `${trapped.withResets} with them`,
    caption,
    columns: [
      "pair",
      "traps from zero, without",
      "with resets",
      { label: "largest |λ|, without", align: "right" },
      { label: "with resets", align: "right" },
      "mirrored caught, without",
      "with resets",
    ],
    rows: without.map((one, k) => {
      const both = [one, withResets[k]];
      return [
        k + 1,
        ...both.map(({ basins: [first] }) => first.traps),
        ...both.map(largest),
        ...both.map(({ basins: [, mirrored] }) => mirrored.caught),
      ];
    }),
  });
}

/**
 * What resets in training free networks of.
 * @param finding networks without and with resets compared
 * @returns a paragraph
 * @example
 * ```ts
 * import { compareFreeing } from "@lab/analysis";
 * import { freeingProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const network = (traps: number) => ({ basins: [{ traps }, { caught: 9 }] as const });
 * const words = freeingProse(compareFreeing([0, 1].map(network), [0, 0].map(network)));
 * assertStringIncludes(`${words}`, "these few networks alone would not show it");
 * ```
 */
export function freeingProse(finding: FreeingFinding): Prose {
  const { pairs, fewer, more, chance, otherSide, verdict } = finding;
  const counts =
    `With resets there are fewer traps from zero in ${fewer} of ${pairs} pairs and more ` +
    `in ${more}; a coin for each pair that differs gives as many or more with a probability (one-sided) of ` +
    `${formatNumber(chance, 3)}`;
  const sides = `mirrored states are caught in ${otherSide.without} of ${pairs} networks without ` +
    `resets and in ${otherSide.withResets} with them`;
  return prose(
    {
      "zero is freed, the other side stays":
        `${counts}. But ${sides}: the other side is still there. What resets have changed is ` +
        "the way from zero.",
      "zero is freed": `${counts}; ${sides}.`,
      "not shown": `${counts}, so these few networks alone would not show it; ${sides}.`,
    }[verdict],
  );
}

/**
 * Whether traps go with a largest eigenvalue that holds a sum's sign.
 * @param finding networks with and without traps, by kind
 * @returns a paragraph
 * @example
 * ```ts
 * import { trapsByKind } from "@lab/analysis";
 * import { kindsProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const network = { sides: { kind: "holds" }, finding: { traps: 3 } } as const;
 * assertStringIncludes(`${kindsProse(trapsByKind([network]))}`, "1 of 1 networks that hold");
 * ```
 */
export function kindsProse({ holding, others, chance, verdict }: TrapsFinding): Prose {
  return prose(
    `Some start ends in a trap in ${holding.trapped} of ${holding.networks} networks that hold, and in ` +
      `${others.trapped} of ${others.networks} that flip, turn or fade. Chance alone puts as many traps ` +
      `among those that hold with a probability (one-sided) of ${formatNumber(chance, 3)}` +
      (verdict === "not shown"
        ? ", so these few networks alone would not show that the two go together."
        : ": traps go with holding."),
  );
}
