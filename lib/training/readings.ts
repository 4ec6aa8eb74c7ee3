/** What a loss curve says of the readings of a text. */
import { mean } from "d3-array";
import type { LossCurve } from "@lab/model";
import { cosine, rankSum } from "@lab/numerics";

/** A loss curve, read. */
export interface CurveReading {
  /** The smoothed loss at the start, in nats summed over T. */
  readonly first: number;
  /** The highest value of the smoothed loss, in nats summed over T. */
  readonly highest: number;
  /** The iteration of the highest value. */
  readonly highestAt: number;
  /** The smoothed loss at the end, in nats summed over T. */
  readonly last: number;
  /** Whether the last two whole readings of the text rise and fall together; undefined before three. */
  readonly waves?: CurveWaves;
}

/** Two readings of the text, beside each other. */
export interface CurveWaves {
  /** The correlation of the two readings, place by place in the text, −1 … 1; the trend of each is taken out. */
  readonly likeness: number;
  /** The share of shifts of one against the other at which they are as much alike, 0 … 1. */
  readonly shiftsAsAlike: number;
  /** `"repeats"` where they are alike and at most one shift in twenty makes them so. */
  readonly verdict: "repeats" | "does not repeat";
}

/** What is left of a curve when its straight trend is taken out. */
function withoutTrend(values: readonly number[]): number[] {
  const middle = (values.length - 1) / 2;
  const average = mean(values)!;
  const slope = values.reduce((sum, v, n) => sum + (v - average) * (n - middle), 0) /
    values.reduce((sum, _, n) => sum + (n - middle) ** 2, 0);
  return values.map((v, n) => v - average - slope * (n - middle));
}

/** The correlation of two curves without mean, the second one turned by a shift. */
const correlation = (a: readonly number[], b: readonly number[], shift = 0): number =>
  cosine(a, [...b.slice(shift), ...b.slice(0, shift)]);

/** The last two whole readings; the first one is left out, in which the loss falls from its start. */
function waves(curve: LossCurve, iterationsPerReading: number): CurveWaves | undefined {
  const readings = Math.floor(curve.iteration.at(-1)! / iterationsPerReading + 1e-9);
  if (readings < 3) return;
  const reading = (k: number): number[] =>
    curve.smoothedLossNats.filter((_, n) =>
      Math.floor(curve.iteration[n] / iterationsPerReading) === k
    );
  const [one, other] = [reading(readings - 2), reading(readings - 1)];
  const length = Math.min(one.length, other.length);
  if (length < 40) return;
  const [a, b] = [one, other].map((values) => withoutTrend(values.slice(0, length)));
  const likeness = correlation(a, b);
  // Neighbouring shifts are nearly the same curve, so the nearest tenth on each side is left out.
  const near = Math.ceil(length / 10);
  const shifts = Array.from(
    { length: length - 2 * near + 1 },
    (_, k) => correlation(a, b, near + k),
  );
  const shiftsAsAlike = shifts.filter((other) => other > likeness - 1e-9).length / shifts.length;
  const repeats = likeness > 0.5 && shiftsAsAlike <= 0.05;
  return { likeness, shiftsAsAlike, verdict: repeats ? "repeats" : "does not repeat" };
}

/**
 * Reads a loss curve: whether it rises first, and whether it comes in waves as the text comes round.
 * @param curve the curve, its points evenly spaced
 * @param iterationsPerReading how many iterations one reading of the text takes, > 0
 * @returns its start, highest and last value, and whether its last two whole readings are alike
 * @throws {RangeError} when the curve has no point or a reading has no length
 * @example
 * ```ts
 * import { readLossCurve } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const iteration = Array.from({ length: 301 }, (_, n) => n);
 * const wave = iteration.map((n) => 100 - n / 10 + 3 * Math.sin(2 * Math.PI * n / 100));
 * const { highestAt, waves } = readLossCurve({ iteration, smoothedLossNats: wave }, 100);
 * assertEquals([highestAt, waves?.verdict], [16, "repeats"]);
 * ```
 */
export function readLossCurve(curve: LossCurve, iterationsPerReading: number): CurveReading {
  const losses = curve.smoothedLossNats;
  if (losses.length === 0 || !(iterationsPerReading > 0)) {
    throw new RangeError(
      `Cannot read a loss curve as it must have points and 'iterationsPerReading' must be > 0: ` +
        `current values are ${losses.length} points and ${iterationsPerReading}`,
    );
  }
  const highest = losses.reduce((a, b) => Math.max(a, b));
  return {
    first: losses[0],
    highest,
    highestAt: curve.iteration[losses.indexOf(highest)],
    last: losses[losses.length - 1],
    waves: waves(curve, iterationsPerReading),
  };
}

/** By how much the smoothed loss rises at the start of trainings, in nats, a number for each seed. */
export interface Rises {
  /** With the learning rate in question. */
  readonly long: readonly number[];
  /** With a smaller one. */
  readonly short: readonly number[];
  /** With the one in question, but Adagrad's memory full from the start. */
  readonly full: readonly number[];
}

/** A rise beside that with the learning rate in question. */
export type RiseVerdict = "smaller" | "larger" | "not told apart";

/** What makes a loss rise at the start. */
export interface RiseFinding {
  /** What was measured. */
  readonly rises: Rises;
  /** The rise with shorter steps, by an exact rank-sum test at 5 %. */
  readonly short: RiseVerdict;
  /** The rise with a memory that is full from the start, by the same test. */
  readonly full: RiseVerdict;
  /** Whether the loss still rises from every seed when the memory is full. */
  readonly staysWhenFull: boolean;
}

/**
 * Asks whether a loss rises at the start because steps are long, and whether it takes an empty memory, which
 * makes Adagrad's first steps long however small the slope.
 * @param rises what was measured, from the same seeds
 * @returns how the rises compare, and whether one is left when the memory is full
 * @throws {RangeError} when one of the three has no value
 * @example
 * ```ts
 * import { explainRise } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const { short, full, staysWhenFull } = explainRise({
 *   ...{ long: [0.9, 1.1, 1.4, 2], short: [0, 0, 0, 0.1], full: [0.5, 0.6, 1.2, 1.5] },
 * });
 * assertEquals([short, full, staysWhenFull], ["smaller", "not told apart", true]);
 * ```
 */
export function explainRise(rises: Rises): RiseFinding {
  const beside = (other: readonly number[]): RiseVerdict => {
    const { verdict } = rankSum(rises.long, other);
    return verdict === "second lower"
      ? "smaller"
      : verdict === "first lower"
      ? "larger"
      : "not told apart";
  };
  return {
    ...{ rises, short: beside(rises.short), full: beside(rises.full) },
    staysWhenFull: rises.full.every((rise) => rise > 0),
  };
}
