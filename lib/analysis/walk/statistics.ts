/** How the hidden units behave over a whole text. H: hidden units. */
import { mean } from "d3-array";
import type { EngineOption } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { checkCharacters, checkModel, checkThreshold } from "../checks.ts";
import { observe, type Observer, type Step } from "./steps.ts";

/** A unit that is in the mask at this share of the steps or more is in it nearly always. */
export const NEARLY_ALWAYS = 0.9;
/** A unit with |h| above this is saturated. */
export const SATURATION = 0.99;
/** A unit varies where the variance of h exceeds this: a standard deviation of 0.03, h being −1 … 1. */
export const VARIES = 1e-3;

/** What to count. */
export interface StatisticsOptions {
  /** A unit is "in the mask" where |h| exceeds this, 0 … 1; 0.5 when left out. */
  threshold?: number;
  /** A unit counts as saturated where |h| exceeds this, 0 … 1; {@link SATURATION} when left out. */
  saturation?: number;
  /** Count only the steps that read one of these characters; all steps when left out. */
  after?: string;
}

/** One unit over the whole text. */
export interface UnitStatistic {
  /** The unit's number. */
  readonly unit: number;
  /** In which share of the steps |h| exceeds the threshold, 0 … 1. */
  readonly inMask: number;
  /** In which share of the steps the unit is saturated, 0 … 1. */
  readonly saturated: number;
  /** The mean of h. */
  readonly mean: number;
  /** The mean of |h|. */
  readonly meanMagnitude: number;
  /** The variance of h, 0 … 1: the mean squared distance from its mean. */
  readonly variance: number;
}

/** All units over the whole text. */
export interface UnitStatisticsResult {
  /** How many steps were counted. */
  readonly steps: number;
  /** The threshold of the mask. */
  readonly threshold: number;
  /** The threshold of saturation. */
  readonly saturation: number;
  /** One entry for each unit, in the units' order. */
  readonly units: readonly UnitStatistic[];
  /** The share of all units and steps in the mask, 0 … 1. */
  readonly inMask: number;
  /** The share of all units and steps saturated, 0 … 1. */
  readonly saturated: number;
  /** How many units are in the mask at a share of {@link NEARLY_ALWAYS} of the steps or more. */
  readonly nearlyAlways: number;
  /** How many units do not vary (see {@link VARIES}): they are there as a bias is. */
  readonly constant: number;
  /** `[H]` the mean state. */
  readonly mean: Float64Array;
}

/**
 * Counts how often each unit is in the report's mask, and how often it is saturated. A mask that
 * nearly every unit is in at nearly every step explains nothing: these numbers say whether it is so.
 * @example
 * ```ts
 * import { observe, UnitStatistics } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * parameters.bh.set([2, 0]);
 * const model = { parameters, vocabulary: Vocabulary.of("abc") };
 * const statistics = new UnitStatistics(model);
 * observe(model, "abc", [statistics]);
 * assertEquals(statistics.result().units.map((unit) => unit.inMask), [1, 0]);
 * ```
 */
export class UnitStatistics implements Observer {
  readonly #threshold: number;
  readonly #saturation: number;
  readonly #after: ReadonlySet<string> | undefined;
  readonly #inMask: Float64Array;
  readonly #saturated: Float64Array;
  readonly #first: Float64Array;
  readonly #sum: Float64Array;
  readonly #squares: Float64Array;
  readonly #magnitude: Float64Array;
  #steps = 0;

  /**
   * Starts with nothing counted.
   * @param model parameters and vocabulary
   * @param options thresholds, and at which characters to count
   * @throws {RangeError} when a threshold is not a number from 0 to 1 or the vocabulary lacks a
   * character
   */
  constructor(model: CharacterModel, options: StatisticsOptions = {}) {
    const { threshold = 0.5, saturation = SATURATION, after } = options;
    checkModel(model, "count units");
    checkThreshold(threshold, "count units");
    checkThreshold(saturation, "count units", "saturation");
    this.#threshold = threshold;
    this.#saturation = saturation;
    this.#after = after === undefined
      ? undefined
      : new Set(checkCharacters(after, model.vocabulary, "after", "count units"));
    const H = model.parameters.hiddenSize;
    this.#inMask = new Float64Array(H);
    this.#saturated = new Float64Array(H);
    this.#first = new Float64Array(H);
    this.#sum = new Float64Array(H);
    this.#squares = new Float64Array(H);
    this.#magnitude = new Float64Array(H);
  }

  /**
   * Counts one step.
   * @param step the step
   */
  observe(step: Step): void {
    if (this.#after !== undefined && !this.#after.has(step.character)) return;
    const { h } = step;
    if (this.#steps++ === 0) this.#first.set(h);
    for (let i = 0; i < h.length; i++) {
      const magnitude = Math.abs(h[i]);
      if (magnitude > this.#threshold) this.#inMask[i]++;
      if (magnitude > this.#saturation) this.#saturated[i]++;
      // From the first value, so that a unit that never moves has a variance of exactly zero.
      const moved = h[i] - this.#first[i];
      this.#sum[i] += moved;
      this.#squares[i] += moved * moved;
      this.#magnitude[i] += magnitude;
    }
  }

  /**
   * What was counted so far.
   * @returns the statistics of each unit and of all together
   * @throws {RangeError} when no step was counted
   */
  result(): UnitStatisticsResult {
    const n = this.#steps;
    if (n === 0) {
      throw new RangeError(
        "Cannot count units as at least one step must be counted: current number is 0",
      );
    }
    const units = Array.from(this.#sum, (sum, unit) => ({
      unit,
      inMask: this.#inMask[unit] / n,
      saturated: this.#saturated[unit] / n,
      mean: this.#first[unit] + sum / n,
      meanMagnitude: this.#magnitude[unit] / n,
      variance: this.#squares[unit] / n - (sum / n) ** 2,
    }));
    return {
      steps: n,
      threshold: this.#threshold,
      saturation: this.#saturation,
      units,
      inMask: mean(units, (unit) => unit.inMask)!,
      saturated: mean(units, (unit) => unit.saturated)!,
      nearlyAlways: units.filter((unit) => unit.inMask >= NEARLY_ALWAYS).length,
      constant: units.filter((unit) => unit.variance <= VARIES).length,
      mean: Float64Array.from(units, (unit) => unit.mean),
    };
  }
}

/**
 * Counts units over a text: {@link UnitStatistics} in one call.
 * @param model parameters and vocabulary
 * @param text the text to read
 * @param options thresholds, at which characters to count, and who computes
 * @returns the statistics of each unit and of all together
 * @throws {RangeError} when no step is counted, the vocabulary lacks a character, or a threshold is
 * not a number from 0 to 1
 * @example
 * ```ts
 * import { unitStatistics } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("abc") };
 * assertEquals(unitStatistics(model, "abcab", { after: "b" }).steps, 2);
 * ```
 */
export function unitStatistics(
  model: CharacterModel,
  text: Iterable<string>,
  options: StatisticsOptions & EngineOption = {},
): UnitStatisticsResult {
  const statistics = new UnitStatistics(model, options);
  observe(model, text, [statistics], options);
  return statistics.result();
}
