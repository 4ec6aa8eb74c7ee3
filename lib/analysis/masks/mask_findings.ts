/** What the report's masks show: beside chance, after other prefixes, over a text. */
import { mean, sum } from "d3-array";
import {
  type Interval,
  type MeanWithError,
  meanWithError,
  shareInterval,
  upperQuantile,
} from "@lab/numerics";
import { checkUnits } from "../checks.ts";
import type { UnitStatisticsResult } from "../walk/statistics.ts";
import type { UnitMask } from "./activation_masks.ts";
import type { MaskedPart, MaskMode, MaskPart, MaskTest } from "./mask_test.ts";

/** A mask is beyond chance where chance does as well in no more than this share of the lots. */
export const CHANCE_LEVEL = 0.05;
/** Less than this share of a cost counts as little. */
export const LITTLE_SHARE = 0.1;
/** A mask that holds more than this share of all units at a time tells nothing apart. */
export const NEARLY_ALL = 0.8;

/** One of the report's masks, kept or removed, over several steps. */
export interface ModeSummary {
  /** At how many steps it does better than chance: chance does as well in 5 % of the lots at most. */
  readonly beyond: number;
  /** At how many it can be tested: where it holds all or nothing, or nearly so, no mask can be better. */
  readonly testable: number;
  /** The interval of beyond / testable; masks drawn by lot would be beyond chance at 5 % of the steps. */
  readonly beyondShare: Interval;
  /** At how many steps it does worse than chance. */
  readonly worse: number;
  /** The (upper) median of the divergences from the full network, in bits. */
  readonly klBits: number;
  /** The (upper) median over the steps of the random masks' medians, in bits. */
  readonly randomKlBits: number;
  /** Whether it is beyond chance at most steps, where the interval lies on one side of half. */
  readonly verdict: "at most steps" | "at fewer than half" | "not decided";
}

/** One of the report's three masks over several steps. */
export interface PartSummary extends Readonly<Record<MaskMode, ModeSummary>> {
  /** Both kept and removed it must be beyond chance at most steps; one "no" is enough for a no. */
  readonly verdict: "yes" | "no" | "not decided";
}

/** The report's three masks over several steps. */
export interface MaskSummary extends Readonly<Record<MaskPart, PartSummary>> {
  /** How many steps were tested. */
  readonly steps: number;
  /** How many random masks each was compared with. */
  readonly randomMasks: number;
  /** The (upper) median divergence when all three are kept at once, as the report's products do. */
  readonly medianTogetherBits: number;
  /** The mean of that divergence, in bits. */
  readonly togetherBits: number;
  /** How much of that the mask of the outputs costs by itself, with all units left whole. */
  readonly outputsBits: number;
  /** What the units' masks add to it; below 0 where they make up for some of it. */
  readonly addedByUnits: MeanWithError;
  /**
   * What the cost of all three at once is the cost of: the outputs where the units' masks add less than
   * {@link LITTLE_SHARE} of it.
   */
  readonly cost: "the outputs" | "the units too" | "not decided";
  /** Whether all three hold what decides: one "no" is enough for a no. */
  readonly verdict: PartSummary["verdict"];
}

const whole = (verdicts: readonly PartSummary["verdict"][]): PartSummary["verdict"] =>
  verdicts.includes("no") ? "no" : verdicts.includes("not decided") ? "not decided" : "yes";

/** Whether there are enough masks of a size that the best of them is beyond chance. */
function isTestable({ size, of }: MaskedPart): boolean {
  let masks = 1;
  for (let k = 0; k < Math.min(size, of - size); k++) masks *= (of - k) / (k + 1);
  return masks * CHANCE_LEVEL >= 1 - 1e-9; // rounding must not take one away
}

function summariseMode({ steps }: MaskTest, part: MaskPart, mode: MaskMode): ModeSummary {
  const all = steps.map((step) => step[part][mode]);
  const tested = all.filter(isTestable);
  const beyond = tested.filter(({ chanceAsGood }) => chanceAsGood <= CHANCE_LEVEL).length;
  const [low, high] = tested.length === 0 ? [0, 1] : shareInterval(beyond, tested.length);
  return {
    ...{ beyond, testable: tested.length, beyondShare: [low, high] },
    worse: tested.filter(({ chanceAsBad }) => chanceAsBad <= CHANCE_LEVEL).length,
    klBits: upperQuantile(all.map(({ klBits }) => klBits), 0.5),
    randomKlBits: upperQuantile(all.map(({ randomKlBits }) => randomKlBits), 0.5),
    verdict: low > 0.5 ? "at most steps" : high < 0.5 ? "at fewer than half" : "not decided",
  };
}

/**
 * Whether each of the report's masks holds more of what decides than chance does, over several steps.
 * @param test the masks of at least one step beside random masks
 * @returns at how many steps each does better, with the interval of that share, and the verdicts
 * @example
 * ```ts
 * import { activationMasks, summariseMasks, testMasks } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 3, vocabularySize: 2 });
 * const model = { parameters, vocabulary: Vocabulary.of(":a") };
 * const steps = Array.from({ length: 40 }, () => activationMasks(model, "a:"));
 * const { after } = summariseMasks(testMasks(model, steps)); // no unit is in the mask
 * assertEquals([after.keep.testable, after.verdict], [0, "not decided"]);
 * ```
 */
export function summariseMasks(test: MaskTest): MaskSummary {
  const summarise = (part: MaskPart): PartSummary => {
    const [keep, remove] = [summariseMode(test, part, "keep"), summariseMode(test, part, "remove")];
    const said = { "at most steps": "yes", "at fewer than half": "no" } as const;
    const answer = ({ verdict }: ModeSummary) =>
      verdict === "not decided" ? verdict : said[verdict];
    return { keep, remove, verdict: whole([answer(keep), answer(remove)]) };
  };
  const parts = {
    before: summarise("before"),
    after: summarise("after"),
    outputs: summarise("outputs"),
  };
  const togetherBits = mean(test.steps, (step) => step.togetherBits)!;
  const medianTogetherBits = upperQuantile(test.steps.map((step) => step.togetherBits), 0.5);
  const added = test.steps.map((step) => step.togetherBits - step.outputs.keep.klBits);
  const addedByUnits = meanWithError(added);
  const [low, high] = addedByUnits.interval;
  const little = LITTLE_SHARE * togetherBits;
  return {
    ...parts,
    ...{ steps: test.steps.length, randomMasks: test.randomMasks },
    ...{ medianTogetherBits, togetherBits, addedByUnits },
    outputsBits: togetherBits - addedByUnits.mean,
    cost: high <= little ? "the outputs" : low > little ? "the units too" : "not decided",
    verdict: whole(Object.values(parts).map(({ verdict }) => verdict)),
  };
}

/** One prefix's mask beside another, and beside what two unrelated masks share. */
export interface PrefixOverlap {
  /** The text that was read. */
  readonly prefix: string;
  /** How many units its mask holds. */
  readonly units: number;
  /** How many of them the other mask holds too. */
  readonly shared: number;
  /** How many they would be in the mean, had either mask been drawn by lot. */
  readonly expected: number;
  /** The standard deviation of that number. */
  readonly spread: number;
  /** Shared over expected: 1 is chance; 1 for empty masks. */
  readonly ratio: number;
  /** How often a lot shares as many units or more. */
  readonly chanceAsMany: number;
  /** How often a lot shares as few units or fewer. */
  readonly chanceAsFew: number;
  /** Where a lot does so in 2.5 % of the cases or less. */
  readonly verdict: "more than chance" | "as chance" | "less than chance";
}

/** `[min(a, b) + 1]` how probable each number of shared units is, of a and b units out of n. */
function hypergeometric(a: number, b: number, n: number): number[] {
  const logs = [0];
  for (let k = 1; k <= n; k++) logs.push(logs[k - 1] + Math.log(k));
  const logChoices = (of: number, k: number): number =>
    k < 0 || k > of ? -Infinity : logs[of] - logs[k] - logs[of - k];
  return Array.from(
    { length: Math.min(a, b) + 1 },
    (_, k) => Math.exp(logChoices(a, k) + logChoices(n - a, b - k) - logChoices(n, b)),
  );
}

/**
 * How much of the masks after other prefixes is in one mask, and how much of it would be by chance: of
 * two masks that hold 70 % of the units each, either shares 70 % of its units with the other, were they
 * drawn by lot. The number of shared units is then distributed hypergeometrically.
 *
 * What it leaves out: units that are constants are in all masks, whatever was read, and make them share
 * more than chance. Compare among the units that vary.
 * @param mask the mask
 * @param others the masks of other prefixes
 * @param among the units to compare, such as all or those that vary; the masks' others are left out
 * @returns for each prefix, the units that it shares, and what chance does
 * @throws {RangeError} when a unit among them is repeated, or there is none
 * @example
 * ```ts
 * import { overlapMasks, unitMask } from "@lab/analysis";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * const mask = unitMask(Float64Array.of(0.9, 0.9, 0.9, 0));
 * const other = { prefix: "b", ...unitMask(Float64Array.of(0.9, 0.9, 0, 0)) };
 * const [{ shared, expected, verdict }] = overlapMasks(mask, [other], [0, 1, 2, 3]);
 * assertEquals([shared, expected, verdict], [2, 1.5, "as chance"]);
 * ```
 */
export function overlapMasks(
  mask: Pick<UnitMask, "units">,
  others: readonly (Pick<UnitMask, "units"> & { readonly prefix: string })[],
  among: readonly number[],
): PrefixOverlap[] {
  const compared = new Set(checkUnits(among, Infinity, "compare masks"));
  const n = compared.size;
  const own = new Set(mask.units.filter((unit) => compared.has(unit)));
  return others.map(({ prefix, units }) => {
    const other = units.filter((unit) => compared.has(unit));
    const shared = other.filter((unit) => own.has(unit)).length;
    const expected = own.size * other.length / n;
    const variance = expected * (1 - own.size / n) * (n - other.length) / Math.max(1, n - 1);
    const chances = hypergeometric(own.size, other.length, n);
    const chanceAsMany = sum(chances.slice(shared));
    const chanceAsFew = sum(chances.slice(0, shared + 1));
    return {
      ...{ prefix, units: other.length, shared, expected, spread: Math.sqrt(variance) },
      ratio: expected === 0 ? 1 : shared / expected,
      ...{ chanceAsMany, chanceAsFew },
      verdict: chanceAsMany <= CHANCE_LEVEL / 2
        ? "more than chance"
        : chanceAsFew <= CHANCE_LEVEL / 2
        ? "less than chance"
        : "as chance",
    };
  });
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
