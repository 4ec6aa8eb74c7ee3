/** One run's loss curve, and what is to be seen in it. T: time steps, V: characters. */
import { type Figure, formatNumber, lineChart, type Prose, proseList } from "@lab/figures";
import type { LossCurve } from "@lab/model";
import type { CurveReading } from "@lab/training";

/** What a run was trained on. */
export interface CurveContext {
  /** How many iterations one reading of the text takes. */
  readonly sweep: number;
  /** T, how many characters an iteration reads. */
  readonly sequenceLength: number;
  /** V: how many characters there are. */
  readonly vocabularySize: number;
}

/**
 * A loss curve with the places where the text begins again.
 * @param curve the curve
 * @param context what the run was trained on
 * @returns a line chart; its title says from where to where the loss went
 * @example
 * ```ts
 * import { lossCurveChart } from "@lab/findings";
 * import { assertEquals } from "@std/assert";
 * const curve = { iteration: [0, 500, 1000], smoothedLossNats: [103.2, 70, 61] };
 * const context = { sweep: 600, sequenceLength: 25, vocabularySize: 62 };
 * assertEquals(
 *   lossCurveChart(curve, context).title,
 *   "1,000 iterations bring the smoothed loss from 103.2 to 61.0 nats",
 * );
 * ```
 */
export function lossCurveChart(curve: LossCurve, context: CurveContext): Figure {
  const { sweep, sequenceLength: T, vocabularySize: V } = context;
  const [first, last] = [curve.smoothedLossNats[0], curve.smoothedLossNats.at(-1)!];
  const iterations = curve.iteration.at(-1)!;
  const readings = Math.min(9, Math.ceil(iterations / sweep) - 1);
  return lineChart({
    title: `${formatNumber(iterations)} iterations bring the smoothed loss from ` +
      `${first.toFixed(1)} to ${last.toFixed(1)} nats`,
    caption: `Equal chances for all characters would cost ${T} ln ${V} = ${
      (T * Math.log(V)).toFixed(1)
    }; dashed: the text begins again`,
    x: { label: "iteration" },
    y: { label: "smoothed loss", unit: `nats for ${T} characters` },
    series: [{ name: "this run", x: curve.iteration, y: curve.smoothedLossNats }],
    references: Array.from({ length: readings }, (_, k) => ({
      axis: "x" as const,
      value: (k + 1) * sweep,
      label: `reading ${k + 2}`,
    })),
  });
}

/**
 * What is to be seen in a loss curve.
 * @param reading the curve, read
 * @param learningRate η of the run
 * @returns a list: how far it fell, whether it rose first, whether it comes in waves
 * @example
 * ```ts
 * import { curveProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const reading = { first: 103.2, highest: 104.1, highestAt: 20, last: 50 };
 * assertStringIncludes(String(curveProse(reading, 0.1)), "up to 104.1");
 * ```
 */
export function curveProse(reading: CurveReading, learningRate: number): Prose {
  const { first, highest, highestAt, last, waves } = reading;
  const rise = highest > first
    ? `**It rises first**, up to ${
      highest.toFixed(1)
    } at iteration ${highestAt}: Adagrad's first ` +
      `steps are η = ${learningRate} long for every weight, however small its slope. Such a start ` +
      "looks like a mistake and is none."
    : "**It falls from the first point on**; a rise shorter than the distance between two points " +
      "would not show.";
  const where = waves &&
    `The last two readings, each less its straight trend, have a correlation of ` +
      `${waves.likeness.toFixed(2)} (1 would be the same curve, 0 nothing in common); shifted ` +
      `against each other they are as much alike in ${
        (100 * waves.shiftsAsAlike).toFixed(0)
      }% of the shifts.`;
  const wave = waves === undefined
    ? "Whether it comes in **waves** as the text comes round can't be said before three readings."
    : waves.verdict === "repeats"
    ? `**It comes in waves**: the same passages are hard or easy each time they come round. ${where} ` +
      "By eye one would see progress, or a setback, in half a wave."
    : `**The readings don't repeat each other** clearly. ${where}`;
  return proseList(
    `**It falls** by ${
      (first - last).toFixed(1)
    } nats, fast at first and then slowly: how often each ` +
      "character comes is learned soon, words take thousands of iterations.",
    rise,
    wave,
  );
}
