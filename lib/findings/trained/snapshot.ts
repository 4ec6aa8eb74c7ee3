/** What is in a trained network's file and in its states, as tables and figures: chapter 5. */
import { max, min } from "d3-array";
import type { UnitStatisticsResult } from "@lab/analysis";
import {
  type Block,
  type Figure,
  formatNumber,
  formatShare,
  histogram,
  namesInWords,
  table,
} from "@lab/figures";
import { type ModelParameters, PARAMETER_NAMES } from "@lab/model";
import { histogramText } from "@lab/text";

/** One array, or one other value, of a file. */
export interface Entry {
  /** The value's name in the file. */
  readonly name: string;
  /** The length of each axis; empty for a single value. */
  readonly shape: readonly number[];
  /** Such as `float64` or `dict`. */
  readonly type: string;
  /** The smallest number, where there are numbers with axes. */
  readonly min?: number;
  /** The largest number, where there are numbers with axes. */
  readonly max?: number;
  /** `[bins]` how many numbers lie in each of equal steps from the smallest to the largest. */
  readonly histogram?: readonly number[];
  /** The beginning of what is not an array of numbers. */
  readonly preview?: string;
}

/**
 * What is in a file: the network's five arrays first, then the rest.
 * @param entries the file's entries
 * @param bytes how long the file is
 * @returns a table with the number of entries and the file's size as its title
 * @example
 * ```ts
 * import { contentsTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const bh = { name: "bh", shape: [4, 1], type: "float32", min: -1, max: 2, histogram: [1, 3] };
 * assertStringIncludes(contentsTable([bh], 2048).text, "bh    4\u00a0×\u00a01  float32");
 * ```
 */
export function contentsTable(entries: readonly Entry[], bytes: number): Block {
  const place = ({ name }: Entry): number =>
    (PARAMETER_NAMES as readonly string[]).indexOf(name) + 1 || Infinity;
  const rows = [...entries].sort((a, b) => place(a) < place(b) ? -1 : Number(place(a) > place(b)));
  return table({
    title: `${formatNumber(rows.length)} entries in ${formatNumber(bytes)} bytes`,
    caption:
      "Histograms run from the smallest number to the largest; any count shows at least a line.",
    columns: [
      { label: "name", monospace: true },
      "shape",
      "type",
      "from",
      "to",
      { label: "histogram or content", monospace: true },
    ],
    rows: rows.map(({ name, shape, type, min, max, histogram, preview }) => [
      ...[name, shape.join("\u00a0×\u00a0"), type, min, max],
      histogram === undefined ? preview : histogramText(histogram),
    ]),
  });
}

/**
 * How the weights of the three matrices are spread.
 * @param parameters the network
 * @param spreads the root of the mean square of each matrix
 * @returns a histogram with the three spreads as its title
 * @example
 * ```ts
 * import { weightsChart } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * assertEquals(
 *   weightsChart(parameters, { Wxh: 0.5, Whh: 0.25, Why: 0 }).title,
 *   "The spreads: Wxh 0.50, Whh 0.25, Why 0.00",
 * );
 * ```
 */
export function weightsChart(
  parameters: ModelParameters,
  spreads: Readonly<Record<"Wxh" | "Whh" | "Why", number>>,
): Figure {
  const names = ["Wxh", "Whh", "Why"] as const;
  const limit = 4 * spreads.Wxh;
  return histogram({
    title: `The spreads: ${names.map((name) => `${name} ${spreads[name].toFixed(2)}`).join(", ")}`,
    caption: "Weights beyond four times Wxh's spread are left out.",
    value: { label: "weight", range: [-limit, limit] },
    series: names.map((name) => ({
      name,
      values: parameters[name].filter((w) => Math.abs(w) <= limit),
    })),
    share: true,
    bins: 120,
  });
}

/** A network, how it scores on a text. */
export interface NetworkScore {
  /** Which network, on which text. */
  readonly name: string;
  /** How many different characters the network knows. */
  readonly vocabularySize: number;
  /** How many characters were predicted. */
  readonly characters: number;
  /** The mean surprisal, in nats per character. */
  readonly natsPerChar: number;
}

/**
 * Scores in nats, bits and perplexity, beside that of finding all characters alike.
 * @param scores the scores
 * @param vocabularySize V, how many characters there are
 * @returns a table with the lowest and the highest perplexity as its title
 * @example
 * ```ts
 * import { scoresTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const { text } = scoresTable([
 *   { name: "a network", vocabularySize: 62, characters: 99, natsPerChar: Math.log(5) },
 * ]);
 * assertStringIncludes(text, "As if among 5.00 characters, not 62");
 * ```
 */
export function scoresTable(scores: readonly NetworkScore[]): Block {
  const sizes = [...new Set(scores.map(({ vocabularySize }) => vocabularySize))];
  const chosen = sizes.map((size) => {
    const those = scores.filter(({ vocabularySize }) => vocabularySize === size)
      .map(({ natsPerChar }) => Math.exp(natsPerChar));
    const [low, high] = [min(those)!, max(those)!].map((among) => formatNumber(among, 2));
    return `among ${low === high ? low : `${low} to ${high}`} characters, not ${
      formatNumber(size)
    }`;
  });
  return table({
    title: `As if ${chosen.join("; ")}`,
    columns: [
      "network, part of its text",
      "characters",
      { label: "nats", digits: 4 },
      { label: "bits", digits: 3 },
      { label: "perplexity", digits: 2 },
    ],
    rows: [
      ...scores.map(({ name, characters, natsPerChar }) => [
        ...[name, characters, natsPerChar, natsPerChar / Math.LN2, Math.exp(natsPerChar)],
      ]),
      ...sizes.map((size) => [
        ...[`all ${formatNumber(size)} alike`, undefined, Math.log(size), Math.log2(size), size],
      ]),
    ],
  });
}

/** A file with the numbers in some type, and how the network in it scores. */
export interface StoredScore {
  /** The type of the numbers. */
  readonly type: string;
  /** How long the file is. */
  readonly bytes: number;
  /** The score of the network that was read back, in nats per character. */
  readonly natsPerChar: number;
}

/**
 * What fewer digits change.
 * @param stored the exact one first
 * @returns a table with the changes of the others as its title
 * @example
 * ```ts
 * import { digitsTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const { text } = digitsTable([
 *   { type: "float64", bytes: 800, natsPerChar: 1.5 },
 *   { type: "float16", bytes: 200, natsPerChar: 1.501 },
 * ]);
 * assertStringIncludes(text, "float16 changes the score by 0.001 nats");
 * ```
 */
export function digitsTable([exact, ...others]: readonly StoredScore[]): Block {
  const changed = (nats: number): string => {
    const change = Number(Math.abs(nats - exact.natsPerChar).toPrecision(1));
    return change === 0 ? "no" : change < 1e-4 ? "less than 0.0001" : `${change}`;
  };
  return table({
    title: namesInWords(
      others.map(({ type, natsPerChar }) =>
        `${type} changes the score by ${changed(natsPerChar)} nats`
      ),
    ),
    columns: ["type", "bytes", { label: "nats per character", digits: 8 }],
    rows: [exact, ...others].map(({ type, bytes, natsPerChar }) => [type, bytes, natsPerChar]),
  });
}

/** A network, and how its units behave over a text. */
export interface NetworkStates {
  /** Which network. */
  readonly name: string;
  /** How often each unit is beyond 0.5, and at the ends of tanh. */
  readonly statistics: UnitStatisticsResult;
}

/**
 * Where the states of networks are: beyond 0.5, at the ends of tanh, or nowhere else.
 * @param networks the networks
 * @returns a table with the shares beyond 0.5 as its title
 * @example
 * ```ts
 * import { unitStatistics } from "@lab/analysis";
 * import { statesTable } from "@lab/findings";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertStringIncludes } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 2 });
 * const statistics = unitStatistics({ parameters, vocabulary: Vocabulary.of("ab") }, "abab");
 * assertStringIncludes(statesTable([{ name: "zero", statistics }]).text, "0 % of the states of zero");
 * ```
 */
export function statesTable(networks: readonly NetworkStates[]): Block {
  return table({
    title: `Beyond ±0.5 are ${
      namesInWords(networks.map(({ name, statistics }) =>
        `${formatShare(statistics.inMask)} of the states of ${name}`
      ))
    }`,
    columns: [
      "network",
      { label: "|h| > 0.5", unit: "%", digits: 1 },
      { label: "|h| > 0.99", unit: "%", digits: 1 },
      "units that hardly vary",
      "units",
    ],
    rows: networks.map(({ name, statistics: { inMask, saturated, constant, units } }) => [
      ...[name, 100 * inMask, 100 * saturated, constant, units.length],
    ]),
  });
}
