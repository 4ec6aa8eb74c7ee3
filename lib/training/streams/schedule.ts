/** How the rates rise and fall over a training on streams. */
import type { ParameterName, StreamSettings } from "@lab/model";

/**
 * What the rates are multiplied by at an update: a straight rise to 1, then half a cosine down.
 * @param update how many updates were done before, 0-based
 * @param updates how many there are in all, > `update`
 * @param settings the length of the rise, at most a tenth of all updates, and where the fall ends
 * @returns the factor, > 0 and ≤ 1 until the last update
 * @see P. Goyal and others, arXiv:1706.02677 (2017), for the rise; I. Loshchilov and F. Hutter, ICLR
 * (2017), for the fall
 * @example
 * ```ts
 * import { rateScale } from "@lab/training";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * const settings = { warmUp: 100, finalRate: 0.02 };
 * assertEquals([0, 49, 99, 100].map((n) => rateScale(n, 10_100, settings)), [0.01, 0.5, 1, 1]);
 * assertAlmostEquals(rateScale(5100, 10_100, settings), 0.51, 1e-12);
 * ```
 */
export function rateScale(
  update: number,
  updates: number,
  { warmUp, finalRate }: Pick<StreamSettings, "warmUp" | "finalRate">,
): number {
  const rise = Math.min(warmUp, Math.floor(updates / 10));
  if (update < rise) return (update + 1) / rise;
  const fallen = (update - rise) / (updates - rise);
  return finalRate + (1 - finalRate) * (1 + Math.cos(Math.PI * fallen)) / 2;
}

/**
 * Adam's steps of the five parameters at the schedule's peak.
 * @param settings the rate of Whh, and how many times as large the others are
 * @returns a rate for each parameter
 * @example
 * ```ts
 * import { peakRates, STREAM_RECIPES } from "@lab/training";
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(peakRates(STREAM_RECIPES.strong).Wxh, 0.096, 1e-12);
 * ```
 */
export function peakRates(
  { learningRate, inputRateFactor, outputRateFactor }: Pick<
    StreamSettings,
    "learningRate" | "inputRateFactor" | "outputRateFactor"
  >,
): Record<ParameterName, number> {
  const [input, output] = [inputRateFactor, outputRateFactor].map((factor) =>
    learningRate * factor
  );
  return { Wxh: input, bh: input, Whh: learningRate, Why: output, by: output };
}
