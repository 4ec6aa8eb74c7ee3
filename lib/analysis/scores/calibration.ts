/**
 * Whether a model is as often right as it says.
 *
 * Where it gives its likeliest character 0.8, that one should come in 8 of 10 cases. Claim: of text like
 * the one that was scored, and of the likeliest character only.
 * @see A. P. Dawid, "The well-calibrated Bayesian", JASA 77 (1982)
 */
import { type BootstrapOptions, bootstrapRatio, type Interval } from "@lab/numerics";

/** The places where the likeliest character's probability lies in a range. */
export interface CalibrationBin {
  /** The lowest probability of the range. */
  readonly low: number;
  /** The highest. */
  readonly high: number;
  /** How many places there are. */
  readonly places: number;
  /** The mean probability there. */
  readonly said: number;
  /** The share of the places where the likeliest character came. */
  readonly came: number;
  /** What holds the true share in 95 of 100 cases. */
  readonly interval: Interval;
}

/** Whether a model is as often right as it says. */
export interface Calibration {
  /** The mean probability of the likeliest character. */
  readonly said: number;
  /** The share of the places where it came. */
  readonly came: number;
  /** `said` less `came`: above 0 the model is too sure. */
  readonly excess: number;
  /** What holds the true excess in 95 of 100 cases. */
  readonly interval: Interval;
  /** Decided by the interval. */
  readonly verdict: "too sure" | "not sure enough" | "as sure as it may be";
  /** Ten ranges of the probability; those without places are left out. */
  readonly bins: readonly CalibrationBin[];
}

const BINS = 10;

/**
 * Compares what a model says of its likeliest character with how often that one comes.
 * @param probs `[N, V]` the distribution before each character
 * @param targets `[N]` the numbers of the characters that came
 * @param options how the text is redrawn
 * @returns both shares, their difference with its interval, and ten ranges
 * @throws {TypeError} when there is not one distribution for each character
 * @throws {RangeError} when there is no character
 * @example
 * ```ts
 * import { calibrate } from "@lab/analysis";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * const targets = Int32Array.from({ length: 4000 }, (_, n) => n % 2);
 * const probs = Float64Array.from({ length: 8000 }, (_, at) => at % 2 === 0 ? 0.9 : 0.1);
 * const { said, came, verdict } = calibrate(probs, targets);
 * assertAlmostEquals(said, 0.9);
 * assertEquals([came, verdict], [0.5, "too sure"]);
 * ```
 */
export function calibrate(
  probs: Float64Array,
  targets: ArrayLike<number>,
  options: BootstrapOptions = {},
): Calibration {
  const N = targets.length;
  const V = probs.length / N;
  if (N > 0 && !Number.isInteger(V)) {
    throw new TypeError(
      `Cannot calibrate as each character must have its distribution: current numbers are ${N} ` +
        `characters and ${probs.length} probabilities`,
    );
  }
  const said = new Float64Array(N);
  const came = new Float64Array(N);
  for (let n = 0; n < N; n++) {
    let best = n * V;
    for (let at = best + 1; at < (n + 1) * V; at++) if (probs[at] > probs[best]) best = at;
    said[n] = probs[best];
    came[n] = Number(best - n * V === targets[n]);
  }
  const whole = bootstrapRatio({ values: said.map((p, n) => p - came[n]) }, options);
  const meanOf = (values: Float64Array): number => values.reduce((sum, p) => sum + p, 0) / N;
  const [low, high] = whole.interval;
  return {
    ...{ said: meanOf(said), came: meanOf(came), excess: whole.ratio, interval: whole.interval },
    verdict: low > 0 ? "too sure" : high < 0 ? "not sure enough" : "as sure as it may be",
    bins: Array.from({ length: BINS }, (_, k) => binOf(k, said, came, options))
      .filter(({ places }) => places > 0),
  };
}

function binOf(
  k: number,
  said: Float64Array,
  came: Float64Array,
  options: BootstrapOptions,
): CalibrationBin {
  const weights = said.map((p) => Number(Math.min(BINS - 1, Math.floor(BINS * p)) === k));
  const places = weights.reduce((sum, w) => sum + w, 0);
  const { ratio, interval } = bootstrapRatio(
    { values: weights.map((w, n) => w * came[n]), weights },
    options,
  );
  const total = weights.reduce((sum, w, n) => sum + w * said[n], 0);
  const range = { low: k / BINS, high: (k + 1) / BINS };
  return { ...range, places, said: total / places, came: ratio, interval };
}
