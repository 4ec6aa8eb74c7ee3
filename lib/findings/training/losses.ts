/** The losses of runs at two temperatures, as a chart and a table. */
import { type Block, type Figure, lineChart, type LineSeries, table } from "@lab/figures";
import { compareSettings, curveFan } from "@lab/training";
import { lengthOf, LOSS_UNIT, lossesOf, type TwoTemperatures } from "./two_temperatures.ts";

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
