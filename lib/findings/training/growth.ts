/** What more units and more text do to a held-out loss, as figures and sentences. */
import { type GrowingScores, judgeCrossing, judgeLargestStep } from "@lab/analysis";
import {
  type Figure,
  formatNumber,
  lineChart,
  type LineSeries,
  type Prose,
  prose,
} from "@lab/figures";
import { capitalised } from "../words.ts";

/** Losses on the same held-out text, in nats per character, at each of several points that grow. */
export interface Growth {
  /** `[n]` numbers of hidden units, or amounts of text in characters. */
  readonly points: readonly number[];
  /** `[n][seeds]` a network's losses. */
  readonly network: readonly (readonly number[])[];
  /** What counting models pay at each point, by their names. */
  readonly counting: Readonly<Record<string, readonly number[]>>;
}

const mean = (runs: readonly number[]): number => runs.reduce((a, b) => a + b) / runs.length;

function growthSeries({ points, network, counting }: Growth, per = 1): LineSeries[] {
  const x = points.map((point) => point / per);
  const [low, high] = [Math.min, Math.max].map((end) => network.map((runs) => end(...runs)));
  return [
    { name: "network", x, y: network.map(mean), mode: "lines+markers", band: { low, high } },
    ...Object.entries(counting).map(([name, y]): LineSeries => ({ name, x, y, dash: "dash" })),
  ];
}

/** For each counting model, from which point on all seeds lie below it. */
const crossings = ({ points, network, counting }: Growth): [string, number | undefined][] =>
  Object.entries(counting).map(([name, scores]) => {
    const growing: GrowingScores = { points, network, counting: scores };
    return [name, judgeCrossing(growing)];
  });

/** “below Witten-Bell from 128 units on, below Kneser-Ney not even at 256”. */
const crossingsInWords = (growth: Growth, unit: string): string =>
  crossings(growth).map(([name, from]) =>
    `below ${name} ` +
    (from === undefined
      ? `not even at ${formatNumber(growth.points.at(-1)!)}`
      : `from ${formatNumber(from)} ${unit} on`)
  ).join(", ");

const LARGEST_STEP = {
  lower: (from: string, to: string) =>
    `From ${from} to ${to} units the loss still falls, whatever the seed`,
  higher: (from: string, to: string) => `${to} units pay more than ${from}, whatever the seed`,
  "not decided": (from: string, to: string) =>
    `Between ${from} and ${to} units the seeds differ more than the sizes: nothing is decided`,
};

/**
 * The loss over the number of hidden units.
 * @param growth the losses; the counting models' are the same at every size
 * @param caption what was trained on which text
 * @returns a line chart over a logarithmic axis
 * @example
 * ```ts
 * import { sizeChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const growth = { points: [16, 32], network: [[1.8, 1.9], [1.6, 1.7]], counting: { counts: [1.75, 1.75] } };
 * assertEquals(
 *   sizeChart(growth, "a text").title,
 *   "From 16 to 32 units the loss still falls, whatever the seed",
 * );
 * ```
 */
export function sizeChart(growth: Growth, caption: string): Figure {
  const [from, to] = growth.points.slice(-2).map((size) => formatNumber(size));
  return lineChart({
    title: LARGEST_STEP[judgeLargestStep(growth.points, growth.network)](from, to),
    caption,
    x: { label: "hidden units H", log: true },
    y: { label: "held-out loss", unit: "nats per character" },
    series: growthSeries(growth),
  });
}

/**
 * What more units do.
 * @param growth the losses, of two seeds or more at each size
 * @returns a paragraph that says no more than all seeds do
 * @example
 * ```ts
 * import { sizeProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const growth = { points: [16, 32], network: [[1.8, 1.9], [1.6, 1.7]], counting: { counts: [1.75, 1.75] } };
 * assertStringIncludes(`${sizeProse(growth)}`, "below counts from 32 units on");
 * ```
 */
export function sizeProse(growth: Growth): Prose {
  const seeds = growth.network[0].length;
  return prose(
    `Whatever the seed, the network lies ${
      crossingsInWords(growth, "units")
    }. If two sizes were alike, all ` +
      `${seeds} seeds of one would lie on one side of all ${seeds} of the other, by luck, in 1 of ` +
      `${formatNumber(splits(seeds))} cases.`,
  );
}

/** In one of how many cases all of n runs lie on one side of n others like them: (2n choose n) / 2. */
function splits(n: number): number {
  let ways = 1;
  for (let k = 1; k <= n; k++) ways = ways * (n + k) / k;
  return Math.round(ways / 2);
}

/**
 * The loss over the amount of text that is learned from.
 * @param growth the losses
 * @param caption what was trained on which text
 * @returns a line chart over a logarithmic axis
 * @example
 * ```ts
 * import { amountChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const growth = { points: [10, 20], network: [[1.8, 1.9], [1.4, 1.5]], counting: { counts: [1.7, 1.6] } };
 * assertEquals(amountChart(growth, "a text").title, "Below counts from 20 characters on");
 * ```
 */
export function amountChart(growth: Growth, caption: string): Figure {
  return lineChart({
    title: capitalised(crossingsInWords(growth, "characters")),
    caption,
    x: { label: "thousand characters learned from", log: true },
    y: { label: "held-out loss", unit: "nats per character" },
    series: growthSeries(growth, 1000),
  });
}

/**
 * What more text does.
 * @param growth the losses, of two seeds or more at each amount
 * @param hiddenSize the network's hidden units, of which the crossing is
 * @returns a paragraph that says no more than all seeds do
 * @example
 * ```ts
 * import { amountProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const growth = { points: [10, 20], network: [[1.8, 1.9], [1.6, 1.7]], counting: { counts: [1.7, 1.6] } };
 * assertStringIncludes(`${amountProse(growth, 64)}`, "from +0.150 to +0.050 nats (counts)");
 * ```
 */
export function amountProse(growth: Growth, hiddenSize: number): Prose {
  const last = growth.points.length - 1;
  const differences = Object.entries(growth.counting).map(([name, scores]) => {
    const [least, most] = [0, last].map((k) => signed(mean(growth.network[k]) - scores[k]));
    return `from ${least} to ${most} nats (${name})`;
  });
  return prose(
    `From the least text to the most, what a network of ${
      formatNumber(hiddenSize)
    } units pays beyond ` +
      `counting goes ${differences.join(" and ")}.`,
  );
}

/** “+0.072”, “−0.009”. */
const signed = (nats: number): string => (nats > 0 ? "+" : "") + formatNumber(nats, 3);
