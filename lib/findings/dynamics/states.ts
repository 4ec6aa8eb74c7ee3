/** Where the state of a network goes, in figures. */
import type { FixedPointSearch, OrbitCounts, PrincipalComponents } from "@lab/analysis";
import { project, stabilityAgrees } from "@lab/analysis";
import {
  barChart,
  type Block,
  type Figure,
  formatNumber,
  formatShare,
  scatter,
  table,
} from "@lab/figures";
import { characterName, visibleCharacter } from "@lab/text";
import { capitalised, characters } from "../words.ts";

/**
 * Where the same starts end when a character is fed for ever, over all characters.
 * @param counts where each start ends; the first two are a state of the text and its mirror image
 * @param caption how long was fed
 * @returns a bar chart with the number of characters that part the first two starts as its title
 * @example
 * ```ts
 * import { orbitsChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const start = { fixedPoint: 2, cycle: 1, neither: 0 };
 * const starts = [{ name: "text", ...start }, { name: "mirrored", ...start }];
 * const figure = orbitsChart({ characters: 3, starts, parted: 3, oneSettles: 0, ends: [0, 3, 0] }, "600 steps");
 * assertEquals(figure.title, "All 3 characters lead a state and its mirror image to different ends");
 * ```
 */
export function orbitsChart(counts: OrbitCounts, caption: string): Figure {
  const { starts, parted, oneSettles } = counts;
  const all = characters(counts.characters);
  return barChart({
    title: (parted === 0
      ? `None of ${all} leads a state and its mirror image to different ends`
      : `${
        parted === counts.characters ? "All" : `${formatNumber(parted)} of`
      } ${all} lead a state and its ` +
        "mirror image to different ends") +
      (oneSettles === 0 ? "" : `; at ${formatNumber(oneSettles)} only one of the two settles`),
    caption: `${capitalised(caption)} A start that settles nowhere has no end to compare.`,
    categories: {
      label: "start",
      names: starts.map(({ name }) =>
        name
      ),
    },
    value: { label: "characters", range: [0, counts.characters] },
    series: [
      { name: "fixed point", values: starts.map(({ fixedPoint }) => fixedPoint) },
      { name: "cycle", values: starts.map(({ cycle }) => cycle) },
      { name: "neither", values: starts.map(({ neither }) => neither) },
    ],
    horizontal: true,
    stacked: true,
    height: 120 + 40 * starts.length,
  });
}

/**
 * The fixed points of a few characters, the unstable ones too.
 * @param searches what was found for each character, at least one
 * @param network what the network is, for the caption
 * @returns a table with the numbers of points as its title
 * @example
 * ```ts
 * import { findFixedPoints } from "@lab/analysis";
 * import { fixedPointTable } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 1 });
 * const model = { parameters, vocabulary: Vocabulary.of("a") };
 * const { text } = fixedPointTable([findFixedPoints(model, "a", [Float64Array.of(0.5)])], "a blank network");
 * assertStringIncludes(text, "1 fixed point for 1 character: 1 stable, 0 unstable");
 * ```
 */
export function fixedPointTable(
  searches: readonly FixedPointSearch[],
  network: string,
): Block {
  const points = searches.flatMap((search) => search.points);
  const stable = points.filter(({ unstable }) => unstable === 0).length;
  const open = points.filter(({ pushed }) => pushed === "undecided").length;
  const each = open === 0
    ? "each"
    : `each but ${open}, where |λ| is near 1 and the push decides nothing in its time`;
  const agreement = stabilityAgrees(points)
    ? `Eigenvalues and a push of 10⁻⁶ say the same of ${each}`
    : "Eigenvalues and a push of 10⁻⁶ differ for some";
  const reached = searches.map(({ character, starts, reached }) =>
    `${characterName(character)} ${reached} of ${starts}`
  );
  return table({
    title: `${points.length} fixed point${points.length === 1 ? "" : "s"} for ` +
      `${characters(searches.length)}: ${stable} stable, ${points.length - stable} unstable`,
    caption:
      `${
        capitalised(network)
      }. Newton's method, to a residual below 10⁻¹². Starts that led to a point: ` +
      `${reached.join(", ")}. ${agreement}.`,
    columns: [
      "character",
      "found from",
      { label: "largest |λ|", digits: 3 },
      "directions that grow",
      "after a push it",
      "residual",
    ],
    rows: searches.flatMap(({ character, points, starts }) =>
      points.map(({ found, radius, unstable, pushed, residual }) => [
        visibleCharacter(character),
        `${found} of ${starts}`,
        radius,
        unstable,
        pushed === "undecided" ? "does neither" : pushed,
        residual,
      ])
    ),
  });
}

/** A state with a name. */
export interface NamedState {
  /** What it is. */
  readonly name: string;
  /** `[H]` the state. */
  readonly h: Float64Array;
}

/**
 * The states of a text in their two widest directions, the path of one line through them, and a few
 * states with names.
 * @param components the two directions
 * @param cloud states of the text
 * @param path the states along a line, named by the character that was read
 * @param marks states to look at, such as fixed points
 * @returns a scatter plot with the share of the spread that it shows as its title
 * @example
 * ```ts
 * import { principalComponents } from "@lab/analysis";
 * import { stateSpaceChart } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const cloud = [[0, 0], [3, 4], [6, 8]].map((h) => Float64Array.from(h));
 * const components = principalComponents(Float64Array.of(0, 0, 3, 4, 6, 8), 2);
 * const figure = stateSpaceChart(components, cloud, [], []);
 * assertStringIncludes(figure.title, "Two of 2 directions hold 100 % of the spread");
 * ```
 */
export function stateSpaceChart(
  components: PrincipalComponents,
  cloud: readonly Float64Array[],
  path: readonly NamedState[],
  marks: readonly NamedState[],
): Figure {
  const at = (states: readonly Float64Array[]): { x: number[]; y: number[] } => {
    const places = states.map((h) => project(components, h));
    return { x: places.map(([x]) => x), y: places.map(([, y]) => y) };
  };
  const named = (states: readonly NamedState[]): { x: number[]; y: number[]; names: string[] } => ({
    ...at(states.map(({ h }) => h)),
    names: states.map(({ name }) => name),
  });
  const [first, second] = components.shares;
  return scatter({
    title:
      `Two of ${components.mean.length} directions hold ${formatShare(first + second)} of the ` +
      `spread; 95 % need ${components.needed}`,
    caption:
      "Each point is a state. What lies together here can be far apart in the other directions.",
    x: { label: "widest direction" },
    y: { label: "second" },
    series: [
      { name: "states of the text", ...at(cloud) },
      ...path.length === 0 ? [] : [{ name: "along one line", ...named(path), labelled: true }],
      ...marks.length === 0
        ? []
        : [{ name: "one character for ever", ...named(marks), labelled: true }],
    ],
    height: 520,
  });
}
