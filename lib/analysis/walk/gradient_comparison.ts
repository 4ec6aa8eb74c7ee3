/**
 * Gradients beside others of the same loss: which of the five differ, and where a step against them
 * leads. Claims hold for small steps; how far they hold, {@link compareSteps} measures.
 */
import { PARAMETER_NAMES, type ParameterArrays, type ParameterName } from "@lab/model";
import { cosine } from "@lab/numerics";

/** A gradient that is off by more than this, relative to its norm, is wrong and not just rounded. */
const ROUNDING = 1e-9;
/** A step's effect is as predicted where measured and predicted differ by less than this share. */
const AS_PREDICTED = 0.02;

/** Gradients beside the right ones. */
export interface GradientComparison {
  /** The norm of the difference over the norm of the right gradient, for each parameter. */
  readonly relativeErrors: Readonly<Record<ParameterName, number>>;
  /** The parameters whose gradients are wrong: off by more than 1e-9 of their norm. */
  readonly wrong: readonly ParameterName[];
  /** The cosine between both directions, all parameters together, −1 … 1. */
  readonly cosine: number;
  /** What a small step against these gradients does to the loss: it lowers it where cosine > 0. */
  readonly smallStep: "lowers" | "raises";
}

/**
 * Compares gradients with the right ones.
 * @param compared one array for each parameter
 * @param right the right gradients, none of them all zero
 * @returns the errors, which gradients are wrong, and where a small step leads
 * @example
 * ```ts
 * import { compareGradients } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { assertEquals } from "@std/assert";
 * const [compared, right] = [1, 2].map((dh) => {
 *   const gradients = zeroParameters({ hiddenSize: 1, vocabularySize: 1 });
 *   for (const name of ["Wxh", "Whh", "Why", "bh", "by"] as const) gradients[name][0] = 2;
 *   gradients.bh[0] = dh;
 *   return gradients;
 * });
 * const { wrong, smallStep } = compareGradients(compared, right);
 * assertEquals([wrong, smallStep], [["bh"], "lowers"]);
 * ```
 */
export function compareGradients(
  compared: ParameterArrays,
  right: ParameterArrays,
): GradientComparison {
  const errorOf = (name: ParameterName): number =>
    Math.hypot(...compared[name].map((g, i) => g - right[name][i])) / Math.hypot(...right[name]);
  const relativeErrors = Object.fromEntries(PARAMETER_NAMES.map((name) => [name, errorOf(name)]));
  const all = (set: ParameterArrays): number[] => PARAMETER_NAMES.flatMap((name) => [...set[name]]);
  const similarity = cosine(all(compared), all(right));
  return {
    relativeErrors: relativeErrors as Record<ParameterName, number>,
    wrong: PARAMETER_NAMES.filter((name) => relativeErrors[name] > ROUNDING),
    cosine: similarity,
    smallStep: similarity > 0 ? "lowers" : "raises",
  };
}

/** Steps of several sizes against the gradient. */
export interface StepComparison {
  /** The size after which the loss is lowest. */
  readonly best: number;
  /** How much of the predicted fall it brings. */
  readonly bestShare: number;
  /** What longer steps than the best do: they overshoot, or none was tried. */
  readonly beyond: "overshoot" | "not tried";
  /** How much of the predicted fall the smallest step brings; 1 where it is as predicted. */
  readonly smallestShare: number;
  /** Whether the smallest step's fall is within 2% of the predicted one. */
  readonly smallest: "as predicted" | "not as predicted";
}

/**
 * Compares by how much the loss falls with what the gradient predicts: step size times squared norm.
 * @param steps the sizes, ascending
 * @param fallsNats by how much each lowers the loss, in nats
 * @param squaredNorm the sum of the squares of all gradients
 * @returns the best size, and whether the smallest does what the gradient predicts
 * @example
 * ```ts
 * import { compareSteps } from "@lab/analysis";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * const { best, bestShare, smallest } = compareSteps([0.001, 0.1, 1], [0.00199, 0.15, -3], 2);
 * assertEquals([best, smallest], [0.1, "as predicted"]);
 * assertAlmostEquals(bestShare, 0.75);
 * ```
 */
export function compareSteps(
  steps: readonly number[],
  fallsNats: readonly number[],
  squaredNorm: number,
): StepComparison {
  const smallestShare = fallsNats[0] / (steps[0] * squaredNorm);
  const at = fallsNats.indexOf(Math.max(...fallsNats));
  return {
    best: steps[at],
    bestShare: fallsNats[at] / (steps[at] * squaredNorm),
    beyond: at === steps.length - 1 ? "not tried" : "overshoot",
    smallestShare,
    smallest: Math.abs(smallestShare - 1) < AS_PREDICTED ? "as predicted" : "not as predicted",
  };
}

/** The large entries of gradients. */
export interface LargeEntries {
  /** How many entries are beyond ± the limit. */
  readonly beyond: number;
  /** The largest magnitude of all entries. */
  readonly largest: number;
}

/**
 * Counts the entries that clipping would change.
 * @param gradients one array for each parameter
 * @param limit what clipping allows
 * @returns how many entries are beyond ± limit, and the largest magnitude
 * @example
 * ```ts
 * import { largeEntries } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { assertEquals } from "@std/assert";
 * const gradients = zeroParameters({ hiddenSize: 1, vocabularySize: 3 });
 * gradients.by.set([-7, 5, 6]);
 * assertEquals(largeEntries(gradients, 5), { beyond: 2, largest: 7 });
 * ```
 */
export function largeEntries(gradients: ParameterArrays, limit: number): LargeEntries {
  const sizes = PARAMETER_NAMES.flatMap((name) => [...gradients[name].map(Math.abs)]);
  return {
    beyond: sizes.filter((size) => size > limit).length,
    largest: sizes.reduce((a, b) => Math.max(a, b)),
  };
}
