/** How the report's masks shrink as the threshold grows. */
import type { CharacterModel } from "@lab/model";
import { activationMasks, type MaskOptions, type WeightName } from "./activation_masks.ts";

/** The size of the masks at one threshold. */
export interface MaskSizes {
  /** What |h| and p must exceed. */
  readonly threshold: number;
  /** How many units are above the threshold before the step. */
  readonly before: number;
  /** How many units are above the threshold after the step. */
  readonly after: number;
  /** How many outputs are above the threshold. */
  readonly outputs: number;
  /** Shares of the units before and after, of the outputs and of each matrix' weights, 0 … 1. */
  readonly shares: Readonly<Record<"before" | "after" | "outputs" | WeightName, number>>;
}

/**
 * How the masks of a prefix shrink as the threshold grows.
 * @param model parameters and vocabulary
 * @param prefix the text to read
 * @param thresholds the thresholds, each 0 … 1
 * @param options whether the last character is fed twice, and who computes
 * @returns a row for each threshold
 * @throws {RangeError} as {@link activationMasks} does
 * @example
 * ```ts
 * import { sweepThresholds } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("ab:") };
 * assertEquals(sweepThresholds(model, "ab:", [0.1, 0.5]).map((row) => row.outputs), [3, 0]);
 * ```
 */
export function sweepThresholds(
  model: CharacterModel,
  prefix: string,
  thresholds: readonly number[],
  options: Omit<MaskOptions, "threshold"> = {},
): MaskSizes[] {
  return thresholds.map((threshold) => {
    const { before, after, outputs, weights: { Wxh, Whh, Why } } = activationMasks(model, prefix, {
      ...options,
      threshold,
    });
    const parts = { before, after, outputs, Wxh, Whh, Why };
    const shares = Object.entries(parts).map(([name, { share }]) => [name, share]);
    return {
      threshold,
      before: before.units.length,
      after: after.units.length,
      outputs: outputs.characters.length,
      shares: Object.fromEntries(shares),
    };
  });
}

/** Where the mask falls below half of the units. */
export interface MaskHalving {
  /** Whether it does so at one of the thresholds. */
  readonly verdict: "falls below half" | "stays at half or more";
  /** The first threshold at which it does; else the last one. */
  readonly threshold: number;
  /** The share of the units after the step that the mask holds there, 0 … 1. */
  readonly share: number;
}

/**
 * The first threshold at which the mask holds less than half of the units after the step.
 * @param rows the masks' sizes at one threshold or more, the lowest first
 * @returns the threshold and the share there
 * @example
 * ```ts
 * import { findHalving, sweepThresholds } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 2 });
 * parameters.bh.set([1, 1]); // tanh(1) = 0.76
 * const rows = sweepThresholds({ parameters, vocabulary: Vocabulary.of("a:") }, "a:", [0.5, 0.8]);
 * assertEquals(findHalving(rows), { verdict: "falls below half", threshold: 0.8, share: 0 });
 * ```
 */
export function findHalving(rows: readonly MaskSizes[]): MaskHalving {
  const half = rows.find((row) => row.shares.after < 0.5);
  const { threshold, shares } = half ?? rows[rows.length - 1];
  return {
    verdict: half === undefined ? "stays at half or more" : "falls below half",
    threshold,
    share: shares.after,
  };
}
