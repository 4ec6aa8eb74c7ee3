/** Why a state gets stuck: the sides of a network's states, in figures and words. */
import type { Basin, Sides, SidesResult } from "@lab/analysis";
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
import { capitalised, visible } from "../words.ts";

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
  { basins: [first], vocabularySize }: SidesResult,
  network: string,
  steps: number,
): Figure {
  const { caught, fates } = first;
  const drawn = fates.length < vocabularySize ? ` drawn from ${formatNumber(vocabularySize)}` : "";
  const length = fates[0].distances.length;
  const shown = fates.slice(0, MOST_PATHS);
  const named = new Set<boolean>();
  return lineChart({
    title: caught > 0
      ? `After ${caught} of ${fates.length} first characters${drawn} the state never finds its way`
      : drawn === ""
      ? "Whatever the text begins with, the state finds its way"
      : `Whichever of ${fates.length} first characters${drawn} the text begins with, the state finds its way`,
    caption:
      `${
        capitalised(network)
      }. Zero, then each first character: the distance to the state of the text's own beginning ` +
      `while both read the same; "never" is within ${formatNumber(length)} characters.`,
    x: { label: "characters read" },
    y: { label: "distance to the usual state", log: true },
    series: shown.map((fate) => {
      const faint = named.has(fate.caught);
      named.add(fate.caught);
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

/** What the largest eigenvalue does to its sum of the units, by itself and along the text, in words. */
function stretch({ kind, followed, eigenvalue: { real, imaginary, size } }: Sides): string {
  const value = imaginary === 0
    ? formatNumber(real, 1)
    : `${formatNumber(real, 1)} ± ${formatNumber(imaginary, 1)}i`;
  const turn = formatNumber(Math.atan2(imaginary, real) * 180 / Math.PI, 0);
  const one = `${value}: at each step one sum of the units is multiplied by it, before the input ` +
    `is added and tanh bends the units`;
  const steps = `${formatShare(followed)} of the steps`;
  return {
    holds: `${one}. Alone that keeps the sum's sign; along the text it is kept in ${steps}`,
    flips: `${one}. Alone that flips the sum's sign; along the text it flips in ${steps}`,
    turns:
      `${value}: at each step one pair of sums of the units is turned by ${turn} degrees and ` +
      `multiplied by ${
        formatNumber(size, 1)
      }, before the input is added and tanh bends the units. ` +
      `Along the text it comes within a quarter turn of there in ${steps}`,
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
  const share = `${predicted} of ${starts} starts (95 %: ${formatShare(finding.accuracy[0])} to ` +
    `${formatShare(finding.accuracy[1])})`;
  const guess = `saying the same of all is right for ${guessed}, the likeness of the whole state ` +
    `for ${byLikeness}`;
  return prose(
    `In ${network}, the largest eigenvalue of $W_{hh}$ is ${stretch(sides)}. ` + {
      "one side":
        `All ${starts} starts came back, the last after ${slowestBack} characters: no other side was found.` +
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
