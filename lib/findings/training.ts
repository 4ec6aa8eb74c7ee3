/** Training at two temperatures, from several seeds each, as figures and sentences. */
import {
  type Block,
  type Figure,
  formatNumber,
  lineChart,
  type LineSeries,
  type Prose,
  prose,
  table,
} from "@lab/figures";
import {
  besideFan,
  compareSettings,
  type Comparison,
  type CurveFan,
  curveFan,
  type LossPoint,
  type TrainingResult,
} from "@lab/training";

/** A run that has ended: its loss curve and its last smoothed loss. */
export type EndedRun = Pick<TrainingResult, "curve" | "smoothedLossNats">;

/** Runs at two temperatures, one from each seed, and what a report prints of its own two. */
export interface TwoTemperatures {
  /** The two temperatures τ. */
  readonly temperatures: readonly [first: number, second: number];
  /** The seeds. */
  readonly seeds: readonly number[];
  /** The runs at each temperature, in the order of the seeds, recorded at the same iterations. */
  readonly runs: readonly [first: readonly EndedRun[], second: readonly EndedRun[]];
  /** The losses that the report prints for each temperature. */
  readonly printed: readonly [first: readonly LossPoint[], second: readonly LossPoint[]];
}

const fansOf = ({ runs }: TwoTemperatures): CurveFan[] =>
  runs.map((ended) => curveFan(ended.map(({ curve }) => curve)));

function comparisonOf({ runs }: TwoTemperatures): Comparison {
  const [first, second] = runs.map((ended) => ended.map((run) => run.smoothedLossNats));
  return compareSettings(first, second);
}

/** `100,000 iterations`: how long the runs are. */
const lengthOf = ({ runs }: TwoTemperatures): string =>
  `${formatNumber(runs[0][0].curve.iteration.at(-1)!)} iterations`;

/**
 * Both fans of loss curves, with the printed losses on top.
 * @param trained the runs and the printed losses
 * @param options the caption, and the range of losses that is shown, in nats
 * @returns a line chart with the two means at the end as its title
 * @throws {TypeError} when runs at one temperature were recorded at different iterations
 * @example
 * ```ts
 * import { lossFanChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const run = (loss: number) => ({
 *   smoothedLossNats: loss,
 *   curve: { iteration: [0, 9000], smoothedLossNats: [103, loss] },
 * });
 * const figure = lossFanChart({
 *   ...{ temperatures: [1, 2], seeds: [1, 2], printed: [[], []] },
 *   runs: [[run(45), run(46)], [run(43), run(44)]],
 * }, { caption: "Two seeds" });
 * assertEquals(figure.title, "After 9,000 iterations τ = 1 stands at 45.5 and τ = 2 at 43.5 nats");
 * ```
 */
export function lossFanChart(
  trained: TwoTemperatures,
  options: { caption: string; range?: [low: number, high: number] },
): Figure {
  const { temperatures, seeds, printed } = trained;
  const { firstMean, secondMean } = comparisonOf(trained);
  const [first, second] = temperatures;
  return lineChart({
    title: `After ${lengthOf(trained)} τ = ${first} stands at ${firstMean.toFixed(1)} and ` +
      `τ = ${second} at ${secondMean.toFixed(1)} nats`,
    caption: options.caption,
    x: { label: "iteration" },
    y: { label: "smoothed loss", unit: "nats for 25 characters", range: options.range },
    series: [
      ...fansOf(trained).map(({ iteration, mean, low, high }, k): LineSeries => ({
        name: `τ = ${temperatures[k]}, ${seeds.length} seeds`,
        x: iteration,
        y: mean,
        band: { low, high },
      })),
      ...printed.map((losses, k): LineSeries => ({
        name: `printed in the report, τ = ${temperatures[k]}`,
        x: losses.map(({ iteration }) => iteration),
        y: losses.map(({ smoothedLossNats }) => smoothedLossNats),
        mode: "markers",
        colour: k,
      })),
    ],
  });
}

/**
 * The last smoothed loss of every run.
 * @param trained the runs
 * @returns a table with a row for each seed, and one for the means
 * @example
 * ```ts
 * import { lossTable } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const run = (loss: number) => ({
 *   smoothedLossNats: loss,
 *   curve: { iteration: [0, 9000], smoothedLossNats: [103, loss] },
 * });
 * const block = lossTable({
 *   ...{ temperatures: [1, 2], seeds: [1, 2], printed: [[], []] },
 *   runs: [[run(45), run(46)], [run(43), run(45.5)]],
 * });
 * assertStringIncludes(block.text, "mean  45.50  44.25");
 * ```
 */
export function lossTable(trained: TwoTemperatures): Block {
  const { temperatures, seeds, runs } = trained;
  const { firstMean, secondMean } = comparisonOf(trained);
  return table({
    title: `Smoothed loss after ${lengthOf(trained)}, in nats for 25 characters`,
    columns: ["seed", ...temperatures.map((tau) => ({ label: `τ = ${tau}`, digits: 2 }))],
    rows: [
      ...seeds.map((seed, k) => [
        String(seed),
        ...runs.map((ended) => ended[k].smoothedLossNats),
      ]),
      ["mean", firstMean, secondMean],
    ],
  });
}

/**
 * Which of the two temperatures trains better, as far as the runs tell.
 * @param trained the runs
 * @returns a paragraph
 * @example
 * ```ts
 * import { comparisonProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const run = (loss: number) => ({
 *   smoothedLossNats: loss,
 *   curve: { iteration: [0, 9000], smoothedLossNats: [103, loss] },
 * });
 * const words = comparisonProse({
 *   ...{ temperatures: [1, 2], seeds: [1, 2], printed: [[], []] },
 *   runs: [[run(45), run(46)], [run(43), run(45.5)]],
 * });
 * assertStringIncludes(`${words}`, "**3** end lower with $\\tau = 2$");
 * ```
 */
export function comparisonProse(trained: TwoTemperatures): Prose {
  const { seeds } = trained;
  const [one, two] = trained.temperatures.map((tau) => `$\\tau = ${tau}$`);
  const found = comparisonOf(trained);
  const verdicts: Record<Comparison["verdict"], string> = {
    "second always lower": `Every run with ${two} ends below every run with ${one}, which chance ` +
      `alone would bring about once in ${formatNumber(1 / found.chanceOfAlways)} times: ` +
      `${trained.temperatures[1]} is the better setting here, as far as ${seeds.length} runs of ` +
      "each can tell.",
    "first always lower": `Every run with ${one} ends below every run with ${two}: the report's ` +
      "impression does not hold here.",
    overlapping:
      "The two fans overlap: from one run of each, the seed could have decided either way.",
  };
  const apart = Math.abs(found.firstMean - found.secondMean).toFixed(2);
  const means = {
    first: `The mean with ${one} is lower by ${apart} nats`,
    second: `The mean with ${two} is lower by ${apart} nats`,
    neither: "The means are the same",
  };
  return prose(
    `Of the ${found.pairs} pairs of a run with ${one} and one with ${two}, ` +
      `**${found.secondLower}** end lower with ${two}. ${means[found.lowerMean]}; runs with the ` +
      `same setting differ by up to ${found.widestSpread.toFixed(2)}. ${verdicts[found.verdict]}`,
  );
}

/**
 * Where the printed losses lie beside the runs.
 * @param trained the runs and the printed losses
 * @returns a sentence
 * @throws {RangeError} when the runs were not recorded at a printed loss's iteration
 * @example
 * ```ts
 * import { printedProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const run = (loss: number) => ({
 *   smoothedLossNats: loss,
 *   curve: { iteration: [0, 9000], smoothedLossNats: [103, loss] },
 * });
 * const words = printedProse({
 *   ...{ temperatures: [1, 2], seeds: [1, 2] },
 *   runs: [[run(45), run(46)], [run(43), run(45.5)]],
 *   printed: [[{ iteration: 9000, smoothedLossNats: 50 }], []],
 * });
 * assertStringIncludes(`${words}`, "1 of 1 with $\\tau = 1$ and 0 of 0");
 * ```
 */
export function printedProse(trained: TwoTemperatures): Prose {
  const fans = fansOf(trained);
  const [first, second] = trained.printed.map((losses, k) => {
    const { above, compared } = besideFan(losses, fans[k]);
    return `${above} of ${compared} with $\\tau = ${trained.temperatures[k]}$`;
  });
  return prose(
    `Of the losses that the report prints after the start, ${first} and ${second} lie above ` +
      "everything that our seeds give at the same iteration.",
  );
}
