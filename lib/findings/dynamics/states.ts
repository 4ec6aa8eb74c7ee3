/** Where the state of a network goes, how long a difference lives, what is still known: in figures. */
import type {
  DifferenceLife,
  FixedPointSearch,
  LyapunovResult,
  OrbitCounts,
  PrincipalComponents,
  ProbeResult,
} from "@lab/analysis";
import { project, stabilityAgrees } from "@lab/analysis";
import {
  barChart,
  type Block,
  type Figure,
  formatNumber,
  formatShare,
  lineChart,
  type Prose,
  prose,
  scatter,
  table,
} from "@lab/figures";
import { characterName, visibleCharacter } from "@lab/text";
import { capitalised, visible } from "./words.ts";

/** How many characters, in words that fit one, too. */
const characters = (n: number): string => `${formatNumber(n)} character${n === 1 ? "" : "s"}`;

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
 * const figure = orbitsChart({ characters: 3, starts, parted: 3, ends: [0, 3, 0] }, "600 steps");
 * assertEquals(figure.title, "All 3 characters lead a state and its mirror image to different ends");
 * ```
 */
export function orbitsChart(counts: OrbitCounts, caption: string): Figure {
  const { starts, parted } = counts;
  const all = characters(counts.characters);
  return barChart({
    title: parted === 0
      ? `None of ${all} leads a state and its mirror image to different ends`
      : `${parted === counts.characters ? "All" : `${parted} of`} ${all} lead a state and its ` +
        "mirror image to different ends",
    caption: `${
      capitalised(caption)
    } Two starts that settle nowhere do not count as different ends.`,
    categories: { label: "start", names: starts.map(({ name }) => name) },
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
  const agreement = stabilityAgrees(points)
    ? "Eigenvalues and a push of 0.000001 say the same of each"
    : "Eigenvalues and a push of 0.000001 differ for some";
  const reached = searches.map(({ character, starts, reached }) =>
    `${characterName(character)} ${reached} of ${starts}`
  );
  return table({
    title: `${points.length} fixed point${points.length === 1 ? "" : "s"} for ` +
      `${characters(searches.length)}: ${stable} stable, ${points.length - stable} unstable`,
    caption:
      `${
        capitalised(network)
      }. Newton's method, to a residual below 0.000000000001. Starts that led to a point: ` +
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

/**
 * How far apart two states are that read the same text, over the characters read.
 * @param lives one for each way to differ
 * @param network what the network is, for the caption
 * @returns a line chart with the half-lives as its title
 * @example
 * ```ts
 * import { differenceLife } from "@lab/analysis";
 * import { differenceChart } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
 * parameters.Wxh.set([0.1, -0.1]);
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const life = differenceLife(model, "abba".repeat(9), { steps: 9 });
 * assertStringIncludes(differenceChart([life], "X").title, "half of a difference is gone after 1 character");
 * ```
 */
export function differenceChart(lives: readonly DifferenceLife[], network: string): Figure {
  const [{ halfLife, pairs, distances }] = lives;
  return lineChart({
    title: halfLife === Infinity
      ? "Two states that read the same text stay apart in half of the pairs"
      : `Two states read the same text: half of a difference is gone after ` +
        characters(halfLife),
    caption: `${
      capitalised(network)
    }. Median and band of 10–90 % over ${pairs} pairs; the title is of the first kind.`,
    x: { label: "characters that both have read" },
    y: { label: "distance of the two states", log: true },
    series: lives.map((life) => ({
      name: life.kind,
      x: distances.map((_, t) => t),
      y: life.distances.map(({ median }) => visible(median)),
      band: {
        low: life.distances.map(({ low }) => visible(low)),
        high: life.distances.map(({ high }) => visible(high)),
      },
    })),
  });
}

/**
 * How long differences live, and what the Lyapunov exponent says of small ones.
 * @param life pairs of states that read the same text
 * @param lyapunov the exponents along a text
 * @param network what the network is
 * @returns a paragraph
 * @example
 * ```ts
 * import { differenceLife, lyapunovExponents } from "@lab/analysis";
 * import { differenceProse } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
 * parameters.Wxh.set([0.1, -0.1]);
 * parameters.Whh[0] = 0.5;
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const text = "abba".repeat(100);
 * const words = differenceProse(
 *   differenceLife(model, text),
 *   lyapunovExponents(model, text),
 *   "this network",
 * );
 * assertStringIncludes(`${words}`, "all 100 pairs have become one");
 * ```
 */
export function differenceProse(
  life: DifferenceLife,
  lyapunov: LyapunovResult,
  network: string,
): Prose {
  const { merged, pairs, halfLife, halfLifeInterval: [low, high], verdict, distances } = life;
  const [{ mean, interval }] = lyapunov.exponents;
  const exponent = `${formatNumber(mean, 3)} (95 %: ${formatNumber(interval[0], 3)} to ` +
    `${formatNumber(interval[1], 3)}) nats per character`;
  const small = {
    "vanish": `below 0: once small, a difference is halved every ${
      formatNumber(lyapunov.halfLife, 1)
    } characters, and in the end it vanishes`,
    "grow": "above 0: small differences grow, as in chaos",
    "not decided": "and its interval holds 0: whether small differences grow is not decided",
  }[lyapunov.verdict];
  return prose(
    `In ${network}, after ${distances.length - 1} characters ` +
      (verdict === "all vanish"
        ? `all ${pairs} pairs have become one.`
        : `${merged} of ${pairs} pairs have become one.`) +
      (halfLife === Infinity ? "" : ` The median time to half the difference is ` +
        `${characters(halfLife)} (95 %: ${formatNumber(low)} to ` +
        `${formatNumber(high)}).`) +
      ` The largest Lyapunov exponent is ${exponent}, ${small}.`,
  );
}

/**
 * What a linear probe names of the character k steps back.
 * @param probe what was found for each distance
 * @param network what the network is, for the caption
 * @returns a line chart with the reach as its title
 * @example
 * ```ts
 * import { probeMemory } from "@lab/analysis";
 * import { probeChart } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const probe = probeMemory(model, "abba".repeat(99), { maxLag: 2, train: 100, test: 100 });
 * assertEquals(probeChart(probe, "X").title, "A straight line reads no character off the state");
 * ```
 */
export function probeChart({ lags, reach, train, test }: ProbeResult, network: string): Figure {
  const means = (of: "accuracy" | "control"): number[] => lags.map((lag) => lag[of].mean);
  const ends = (k: 0 | 1): number[] => lags.map(({ accuracy }) => accuracy.interval[k]);
  return lineChart({
    title: reach < 0
      ? "A straight line reads no character off the state"
      : reach === 0
      ? "A straight line reads the last character off the state, none before it"
      : `A straight line reads the character up to ${reach} back off the state`,
    caption:
      `${capitalised(network)}. Ridge regression, trained on ${
        formatNumber(train)
      } states and scored on ${formatNumber(test)} ` +
      "others; the band is the mean ± 1.96 standard errors over 20 stretches. It reads a character " +
      "where it is better than what needs no state, and than the control, both beyond chance.",
    x: { label: "characters back" },
    y: { label: "share named rightly", range: [0, 1.03] },
    series: [
      {
        name: "from the state",
        y: means("accuracy"),
        band: { low: ends(0), high: ends(1) },
        mode: "lines+markers",
      },
      { name: "control: random labels", y: means("control"), dash: "dash" },
      {
        name: "from the last character alone",
        y: lags.map(({ fromLast }) => fromLast),
        dash: "dot",
      },
      { name: "always the most frequent", y: lags.map(({ majority }) => majority), dash: "dot" },
    ],
  });
}
