/** One run's loss curve, and what is to be seen in it. T: time steps, V: characters. */
import { type Figure, formatNumber, lineChart, type Prose, prose, proseList } from "@lab/figures";
import type { LossCurve } from "@lab/model";
import type { CurveReading, RiseFinding, RiseVerdict } from "@lab/training";
import { intervalInWords } from "../intervals.ts";

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
 * @returns a list: how far it fell, whether it rose first, whether it comes in waves
 * @example
 * ```ts
 * import { curveProse } from "@lab/findings";
 * import { assertStringIncludes } from "@std/assert";
 * const reading = { first: 103.2, highest: 104.1, highestAt: 20, last: 50 };
 * assertStringIncludes(String(curveProse(reading)), "up to 104.1");
 * ```
 */
export function curveProse(reading: CurveReading): Prose {
  const { first, highest, highestAt, last, waves } = reading;
  // A smoothed loss has taken in 1 − 0.999^N of its windows after N iterations.
  const dearer = (highest - first) / (1 - 0.999 ** highestAt);
  const rise = highest > first
    ? `**It rises first**, up to ${
      highest.toFixed(1)
    } at iteration ${highestAt}. As it takes in a ` +
      `thousandth of each window, the windows up to there cost some ${
        dearer.toFixed(0)
      } nats more ` +
      "each than equal chances would. Such a start looks like a mistake and is none."
    : "**It falls from the first point on**; a rise shorter than the distance between two points " +
      "would not show.";
  const where = waves &&
    `The last two readings, each less its straight trend, have a correlation of ` +
      `${waves.likeness.toFixed(2)} (1 would be the same curve, 0 nothing in common); with ` +
      `one of them moved along the text they are as much alike in ${
        (100 * waves.shiftsAsAlike).toFixed(0)
      }% of the places.`;
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
      "character comes is learned soon, what follows what takes longer.",
    rise,
    wave,
  );
}

const BESIDE: Readonly<Record<RiseVerdict, string>> = {
  smaller: "less",
  larger: "more",
  "not told apart": "not surely less",
};

/** “0.85 to 1.99”. */
const range = (values: readonly number[]): string =>
  intervalInWords([Math.min(...values), Math.max(...values)], 2);

/**
 * Whether the loss rises at the start because steps are long, and what an empty memory has to do with it.
 * @param finding the rises compared
 * @returns a paragraph with the ranges over the seeds
 * @example
 * ```ts
 * import { riseProse } from "@lab/findings";
 * import { explainRise } from "@lab/training";
 * import { assertStringIncludes } from "@std/assert";
 * const rises = { long: [0.9, 1.1, 1.4, 2], short: [0, 0, 0, 0.1], full: [0.5, 0.6, 0.7, 0.8] };
 * assertStringIncludes(`${riseProse(explainRise(rises))}`, "with steps a tenth as long by 0.00 to 0.10: less");
 * ```
 */
export function riseProse({ rises, short, full, staysWhenFull }: RiseFinding): Prose {
  const length = {
    "smaller": "Longer steps make it rise more.",
    "larger": "Longer steps do not make it rise more, but less.",
    "not told apart": "Whether longer steps make it rise more is not decided.",
  }[short];
  const stays = full === "smaller"
    ? "as it still rises from every seed, the empty memory is not all"
    : "as it still rises from every seed, it does not take an empty memory";
  const left = staysWhenFull ? stays : "from some seeds it does not rise at all then";
  return prose(
    `The smoothed loss rises by ${range(rises.long)} nats; with steps a tenth as long by ` +
      `${range(rises.short)}: ${BESIDE[short]}. **${length}** With a full memory it rises by ` +
      `${range(rises.full)}: ${BESIDE[full]}; ${left}.`,
  );
}
