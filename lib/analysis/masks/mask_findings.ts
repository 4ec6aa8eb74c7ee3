/** What the report's masks show: beside chance, over thresholds, after other prefixes, over a text. */
import { upperQuantile } from "@lab/numerics";
import type { UnitStatisticsResult } from "../walk/statistics.ts";
import type { MaskSizes, UnitMask } from "./activation_masks.ts";
import type { MaskEffect, MaskEffects, MaskMode } from "./mask_effects.ts";

/** The share of the random masks that a mask must do better than to be more than chance. */
export const BEYOND_CHANCE = 0.95;
/** A mask that holds more than this share of all units at a time tells nothing apart. */
export const NEARLY_ALL = 0.8;

/** The report's mask, kept or removed, beside random masks of the same size. */
export interface ModeComparison {
  /** The mask's divergence from the full network, in bits. */
  readonly klBits: number;
  /** The (upper) median of the random masks' divergences, in bits. */
  readonly randomKlBits: number;
  /** The mask's total variation from the full network, 0 … 1. */
  readonly totalVariation: number;
  /** The followed characters' probability together, 0 … 1. */
  readonly probability: number;
  /** The (upper) median of that probability under the random masks. */
  readonly randomProbability: number;
  /**
   * How many random masks it does better than: kept, they are further from the full network; removed,
   * nearer to it. A tie is not better.
   */
  readonly better: number;
}

/** The report's mask against chance. */
export interface MaskComparison extends Readonly<Record<MaskMode, ModeComparison>> {
  /** How many random masks it was compared with. */
  readonly randomMasks: number;
  /** The followed characters' probability together in the full network. */
  readonly fullProbability: number;
  /** Beyond chance: kept and removed, it does better than {@link BEYOND_CHANCE} of the masks. */
  readonly verdict: "beyond chance" | "as chance";
}

const together = (effect: MaskEffect, when: "before" | "after"): number =>
  effect.characters.reduce((sum, character) => sum + character[when], 0);

/**
 * Whether the report's mask holds more of what decides than random masks of its size.
 * @param effects what keeping and removing the masked weights does
 * @returns both modes beside chance, and the verdict; medians are undefined without random masks
 * @example
 * ```ts
 * import { compareWithChance } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const effect = (mode: "keep" | "remove", klBits: number) =>
 *   ({ mode, size: 4, klBits, totalVariation: 0, characters: [] });
 * const report = { keep: effect("keep", 0.1), remove: effect("remove", 2) };
 * const random = { keep: [effect("keep", 0.5)], remove: [effect("remove", 1)] };
 * const compared = compareWithChance({ prefix: "a:", threshold: 0.5, report, random });
 * assertEquals([compared.keep.better, compared.remove.better], [1, 1]);
 * assertEquals(compared.verdict, "beyond chance");
 * ```
 */
export function compareWithChance({ report, random }: MaskEffects): MaskComparison {
  const compare = (mode: MaskMode, isBetter: (other: number) => boolean): ModeComparison => ({
    klBits: report[mode].klBits,
    randomKlBits: upperQuantile(random[mode].map(({ klBits }) => klBits), 0.5),
    totalVariation: report[mode].totalVariation,
    probability: together(report[mode], "after"),
    randomProbability: upperQuantile(random[mode].map((mask) => together(mask, "after")), 0.5),
    better: random[mode].filter(({ klBits }) => isBetter(klBits)).length,
  });
  const keep = compare("keep", (other) => other > report.keep.klBits);
  const remove = compare("remove", (other) => other < report.remove.klBits);
  const randomMasks = random.keep.length;
  const enough = Math.min(keep.better, remove.better) >= BEYOND_CHANCE * randomMasks;
  return {
    keep,
    remove,
    randomMasks,
    fullProbability: together(report.keep, "before"),
    verdict: enough && randomMasks > 0 ? "beyond chance" : "as chance",
  };
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

/** One prefix's mask beside another. */
export interface PrefixOverlap {
  /** The text that was read. */
  readonly prefix: string;
  /** How many units its mask holds. */
  readonly units: number;
  /** How many of them the other mask holds too. */
  readonly shared: number;
}

/** How much of other prefixes' masks is in one mask. */
export interface MaskOverlap {
  /** One entry for each prefix. */
  readonly prefixes: readonly PrefixOverlap[];
  /** The smallest share of a prefix's mask that is in the mask too, 0 … 1; 1 for empty masks. */
  readonly leastShare: number;
}

/**
 * How much of the masks after other prefixes is in one mask.
 * @param mask the mask
 * @param others the masks of at least one prefix
 * @returns the units that each shares, and the smallest share
 * @example
 * ```ts
 * import { overlapMasks, unitMask } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const other = { prefix: "b", ...unitMask(Float64Array.of(0.9, 0, 0.9)) };
 * const { prefixes, leastShare } = overlapMasks(unitMask(Float64Array.of(0.9, 0.9, 0)), [other]);
 * assertEquals(prefixes, [{ prefix: "b", units: 2, shared: 1 }]);
 * assertEquals(leastShare, 0.5);
 * ```
 */
export function overlapMasks(
  mask: Pick<UnitMask, "units">,
  others: readonly (Pick<UnitMask, "units"> & { readonly prefix: string })[],
): MaskOverlap {
  const own = new Set(mask.units);
  const prefixes = others.map(({ prefix, units }) => ({
    prefix,
    units: units.length,
    shared: units.filter((unit) => own.has(unit)).length,
  }));
  const shares = prefixes.map(({ units, shared }) => units === 0 ? 1 : shared / units);
  return { prefixes, leastShare: Math.min(...shares) };
}

/** How much of the network the mask holds over a text. */
export interface MaskSelectivity {
  /** The mean share of the units in the mask at a time, 0 … 1. */
  readonly inMask: number;
  /** Whether that is more than {@link NEARLY_ALL}. */
  readonly verdict: "holds nearly all" | "leaves units out";
}

/**
 * Whether the mask leaves units out: one that holds nearly all of them tells of saturation only.
 * @param statistics the units over a text
 * @returns the share of the units in the mask at a time, and the verdict
 * @example
 * ```ts
 * import { maskSelectivity } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(maskSelectivity({ inMask: 0.81 }).verdict, "holds nearly all");
 * assertEquals(maskSelectivity({ inMask: 0.8 }).verdict, "leaves units out");
 * ```
 */
export function maskSelectivity(
  { inMask }: Pick<UnitStatisticsResult, "inMask">,
): MaskSelectivity {
  return { inMask, verdict: inMask > NEARLY_ALL ? "holds nearly all" : "leaves units out" };
}
