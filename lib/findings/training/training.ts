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
  type Agreement,
  besideRuns,
  compareSettings,
  type Comparison,
  curveFan,
  decideTogether,
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
  /**
   * The score of each run on text that none was trained on, at its own temperature, in nats per
   * character.
   */
  readonly heldOut: readonly [first: readonly number[], second: readonly number[]];
  /** The losses that the report prints for each temperature. */
  readonly printed: readonly [first: readonly LossPoint[], second: readonly LossPoint[]];
}

/** What the report prints every 10,000 iterations, at τ = 1 and at τ = 2. */
const PRINTED: TwoTemperatures["printed"] = [
  [103.178369, 55.910944, 53.47733, 55.78555, 52.068458, 50.806486],
  [
    ...[103.178357, 53.34045, 48.27121, 46.931193, 46.218963, 45.382919],
    ...[45.292573, 43.784209, 42.62118, 42.60555, 42.330884],
  ],
].map((losses) =>
  losses.map((smoothedLossNats, n) => ({ iteration: 10_000 * n, smoothedLossNats }))
) as [LossPoint[], LossPoint[]];

/**
 * Runs at τ = 1 and τ = 2 beside the two that the report prints.
 * @param runs first those at τ = 1, then as many at τ = 2, from the same seeds in the same order
 * @param heldOut the score of each run on text that none was trained on, in nats per character
 * @returns what the figures and sentences about the two temperatures take
 * @throws {RangeError} when the runs are not two of each seed, one at each temperature
 * @example
 * ```ts
 * import { besideReport } from "@lab/findings";
 * import { train } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const text = "to be or not to be, that is the question. ".repeat(3);
 * const runs = await Promise.all([1, 2].map((temperature) =>
 *   train(text, { hiddenSize: 4, iterations: 10, temperature })
 * ));
 * assertEquals(besideReport(runs, [3, 3]).seeds, [1]);
 * ```
 */
export function besideReport(
  runs: readonly (EndedRun & Pick<TrainingResult, "settings">)[],
  heldOut: readonly number[],
): TwoTemperatures {
  const half = runs.length / 2;
  const parts = [runs.slice(0, half), runs.slice(half)] as const;
  const seeds = parts.map((part) => part.map(({ settings }) => settings.seed));
  const isPaired = parts.every((part, k) =>
    part.every(({ settings }, n) => settings.temperature === k + 1 && settings.seed === seeds[0][n])
  );
  if (half === 0 || !isPaired) {
    throw new RangeError(
      `Cannot compare with the report as 'runs' must be some at τ = 1 and then as many at τ = 2, from ` +
        `the same seeds: current seeds are ${seeds.map((each) => each.join(", ")).join(" and ")}`,
    );
  }
  return {
    temperatures: [1, 2],
    seeds: seeds[0],
    runs: parts,
    heldOut: [heldOut.slice(0, half), heldOut.slice(half)],
    printed: PRINTED,
  };
}

const lossesOf = ({ runs }: TwoTemperatures): [first: number[], second: number[]] => [
  runs[0].map((run) => run.smoothedLossNats),
  runs[1].map((run) => run.smoothedLossNats),
];

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
 *   ...{ temperatures: [1, 2], seeds: [1, 2], printed: [[], []], heldOut: [[2, 2], [2, 2]] },
 *   runs: [[run(45), run(46)], [run(43), run(44)]],
 * }, { caption: "Two seeds" });
 * assertEquals(figure.title, "After 9,000 iterations τ = 1 stands at 45.5 and τ = 2 at 43.5 nats");
 * ```
 */
export function lossFanChart(
  trained: TwoTemperatures,
  options: { caption: string; range?: [low: number, high: number] },
): Figure {
  const { temperatures, seeds, runs, printed } = trained;
  const { firstMean, secondMean } = compareSettings(...lossesOf(trained));
  const [first, second] = temperatures;
  return lineChart({
    title: `After ${lengthOf(trained)} τ = ${first} stands at ${firstMean.toFixed(1)} and ` +
      `τ = ${second} at ${secondMean.toFixed(1)} nats`,
    caption: options.caption,
    x: { label: "iteration" },
    y: { label: "smoothed loss", unit: LOSS_UNIT, range: options.range },
    series: [
      ...runs.map((ended, k): LineSeries => {
        const { iteration, mean, low, high } = curveFan(ended.map(({ curve }) => curve));
        const name = `τ = ${temperatures[k]}, ${seeds.length} seeds`;
        return { name, x: iteration, y: mean, band: { low, high } };
      }),
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
 * The last smoothed loss of every run, and its score on held-out text.
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
 *   heldOut: [[1.9, 2], [1.8, 1.9]],
 * });
 * assertStringIncludes(block.text, "mean        45.50        44.25            1.950");
 * ```
 */
export function lossTable(trained: TwoTemperatures): Block {
  const { temperatures, seeds, heldOut } = trained;
  const losses = lossesOf(trained);
  const [loss, held] = [losses, heldOut].map(([first, second]) => compareSettings(first, second));
  const [one, two] = temperatures.map((tau) => `τ = ${tau}`);
  return table({
    title:
      `After ${lengthOf(trained)}: smoothed loss in nats for 25 characters, and the score on ` +
      "held-out text in nats per character",
    columns: [
      "seed",
      ...[one, two].map((tau) => ({ label: `loss, ${tau}`, digits: 2 })),
      ...[one, two].map((tau) => ({ label: `held out, ${tau}`, digits: 3 })),
    ],
    rows: [
      ...seeds.map((seed, k) => [
        ...[String(seed), losses[0][k], losses[1][k], heldOut[0][k], heldOut[1][k]],
      ]),
      ["mean", loss.firstMean, loss.secondMean, held.firstMean, held.secondMean],
    ],
  });
}

/** A probability to three digits, so that 0.0499 is not 0.05. */
const inDigits = (chance: number): string => formatNumber(Number(chance.toPrecision(3)));

/** What an interval for a difference says, and what so many runs could have said. */
function verdictInWords(
  found: Comparison,
  [one, two]: readonly string[],
  n: number,
  digits: number,
): string {
  const [low, high] = found.interval.map((end) => formatNumber(end, digits));
  if (found.smallestChance > 1 - found.level) {
    return `With ${n} runs of each even a clean sweep has $p = ${
      inDigits(found.smallestChance)
    }$ ` +
      "(two-sided): so few can't decide it.";
  }
  const interval = `the interval of ${100 * found.level} % for it goes from ${low} to ${high}`;
  return found.verdict === "not decided"
    ? `${capitalised(interval)}, with 0 inside: these runs do not decide which is better.`
    : `${capitalised(interval)}, so ` +
      `${found.verdict === "second lower" ? two : one} ends lower, by more than the seeds explain.`;
}

const capitalised = (text: string): string => text[0].toUpperCase() + text.slice(1);

/** All pairs, the shift and p of one comparison, with its verdict. */
function comparisonInWords(
  found: Comparison,
  temperatures: readonly string[],
  n: number,
  { unit, digits }: { unit: string; digits: number },
): string {
  const { secondLower, firstLower, differences, chanceSecondLower, chanceFirstLower } = found;
  const [one, two] = temperatures;
  const [more, lower, oneSided] = secondLower >= firstLower
    ? [two, secondLower, chanceSecondLower]
    : [one, firstLower, chanceFirstLower];
  return `Of the ${differences.length} pairs of a run with ${one} and one with ${two}, ` +
    `**${lower}** end lower with ${more}; chance alone gives ${more} that many with ` +
    `$p = ${inDigits(oneSided)}$ (one-sided), either of them with ` +
    `$p = ${inDigits(found.chance)}$ (two-sided). The median of the differences, ${two} minus ` +
    `${one}, is ${
      formatNumber(found.shift, digits)
    } ${unit}; runs with the same setting differ by up ` +
    `to ${found.widestSpread.toFixed(digits)}. ${verdictInWords(found, temperatures, n, digits)}`;
}

const LOSS_UNIT = "nats for 25 characters";

/** What loss and held-out score say together. */
function togetherInWords(
  { verdict, decided }: Agreement,
  [one, two]: readonly string[],
): string {
  if (verdict !== "not decided") {
    return `Both scores say so: ${
      verdict === "second lower" ? two : one
    } is the better setting here.`;
  }
  return [
    "Neither of the two scores decides.",
    "Only one of the two scores decides: an indication, which other seeds may overturn.",
    "The two scores decide for different settings: neither is the better one for both.",
  ][decided];
}

/**
 * Which of the two temperatures trains better, as far as the runs tell: by the loss of the training, and
 * by the score on text that it did not read.
 * @param trained the runs
 * @returns a paragraph for each, and what they say together
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
 *   heldOut: [[1.9, 2], [1.8, 1.9]],
 * });
 * assertStringIncludes(`${words}`, "**3** end lower with $\\tau = 2$");
 * assertStringIncludes(`${words}`, "so few can't decide it");
 * ```
 */
export function comparisonProse(trained: TwoTemperatures): Prose {
  const names = trained.temperatures.map((tau) => `$\\tau = ${tau}$`);
  const n = trained.seeds.length;
  const [loss, held] = [lossesOf(trained), trained.heldOut].map(([first, second]) =>
    compareSettings(first, second)
  );
  const lossInWords = comparisonInWords(loss, names, n, { unit: LOSS_UNIT, digits: 2 });
  const heldInWords = comparisonInWords(held, names, n, { unit: "nats per character", digits: 3 });
  return prose(
    `**The smoothed loss after ${lengthOf(trained)}.** ${lossInWords}\n\n` +
      `**The held-out text**, each run at its own temperature. ${heldInWords}\n\n` +
      togetherInWords(decideTogether(loss, held), names),
  );
}

/**
 * Where the printed losses lie beside the runs.
 * @param trained the runs and the printed losses; those after the runs' last iteration do not count
 * @returns a paragraph
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
 *   ...{ temperatures: [1, 2], seeds: [1, 2], heldOut: [[], []] },
 *   runs: [[run(45), run(46)], [run(43), run(45.5)]],
 *   printed: [[{ iteration: 9000, smoothedLossNats: 50 }], []],
 * });
 * assertStringIncludes(`${words}`, "1 of 1 with $\\tau = 1$ lie above all 2 of our runs");
 * ```
 */
export function printedProse({ temperatures, runs, printed }: TwoTemperatures): Prose {
  const names = temperatures.map((tau) => `$\\tau = ${tau}$`);
  const last = runs[0][0].curve.iteration.at(-1)!;
  const beside = printed.map((losses, k) =>
    besideRuns(losses.filter(({ iteration }) => iteration <= last), runs[k].map((r) => r.curve))
  );
  const counts = beside.map(({ above, below, compared, runs: n }, k) =>
    `${above} of ${compared} with ${names[k]} lie above all ${n} of our runs and ${below} below`
  );
  const apart = beside.flatMap(({ verdict }, k) =>
    verdict === "not decided"
      ? []
      : [`The report's run with ${names[k]} lies ${verdict} ours by more than the seed explains.`]
  );
  return prose(
    `Of the losses that the report prints up to here, ${counts.join("; ")}. The losses along one ` +
      `run are one witness, however many are printed: a run like our ${
        beside[0].runs
      } lies outside ` +
      `of them all with $p = ${inDigits(beside[0].smallestChance)}$ (two-sided). ` +
      (apart.length > 0
        ? apart.join(" ")
        : "So nothing here sets the report's runs apart from ours."),
  );
}
