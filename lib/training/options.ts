/** What a training run is told. */
import type { TrainingSettings } from "@lab/model";
import { checkTemperature } from "@lab/numerics";

/** The report's settings. */
export const DEFAULT_SETTINGS: Readonly<TrainingSettings> = Object.freeze({
  hiddenSize: 100,
  sequenceLength: 25,
  learningRate: 0.1,
  temperature: 1,
  clip: 5,
  seed: 1,
  resetProbability: 0,
});

/**
 * Throws unless a setting is as its rule says.
 * @param name the setting, for the message
 * @param value its value
 * @param rule what it must be, for the message
 * @param holds whether it is
 * @throws {RangeError} when it is not
 * @example
 * ```ts
 * import { checkSetting } from "@lab/training";
 * import { assertThrows } from "@std/assert";
 * assertThrows(() => checkSetting("clip", 0, "> 0", false), RangeError, "'clip' must be > 0");
 * ```
 */
export function checkSetting(name: string, value: number, rule: string, holds: boolean): void {
  if (!holds) {
    throw new RangeError(`Cannot train as '${name}' must be ${rule}: current value is ${value}`);
  }
}

/**
 * Throws unless a count can be used.
 * @param name what is counted, for the message
 * @param value the count
 * @param least the smallest count allowed
 * @throws {RangeError} when `value` is not an integer ≥ `least`
 * @example
 * ```ts
 * import { checkCount } from "@lab/training";
 * import { assertThrows } from "@std/assert";
 * checkCount("iterations", 1000, 0);
 * assertThrows(() => checkCount("iterations", -1, 0), RangeError, "an integer >= 0");
 * ```
 */
export function checkCount(name: string, value: number, least: number): void {
  checkSetting(
    name,
    value,
    `an integer >= ${least}`,
    Number.isSafeInteger(value) && value >= least,
  );
}

/**
 * Settings with the report's values for what is left out, checked.
 * @param settings what differs from the report
 * @returns complete settings
 * @throws {RangeError} when a setting is out of range, with its name, rule and value
 * @example
 * ```ts
 * import { completeSettings } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * assertEquals(completeSettings({ temperature: 2 }).hiddenSize, 100);
 * ```
 */
export function completeSettings(settings: Partial<TrainingSettings>): TrainingSettings {
  const complete = { ...DEFAULT_SETTINGS };
  for (const name of Object.keys(DEFAULT_SETTINGS) as (keyof TrainingSettings)[]) {
    complete[name] = settings[name] ?? DEFAULT_SETTINGS[name];
  }
  const positive = (value: number): boolean => Number.isFinite(value) && value > 0;
  checkCount("hiddenSize", complete.hiddenSize, 1);
  checkCount("sequenceLength", complete.sequenceLength, 1);
  checkSetting(
    "learningRate",
    complete.learningRate,
    "finite and > 0",
    positive(complete.learningRate),
  );
  checkTemperature(complete.temperature, "train");
  checkSetting("clip", complete.clip, "> 0", complete.clip > 0);
  const { resetProbability } = complete;
  checkSetting(
    "resetProbability",
    resetProbability,
    "from 0 to 1",
    resetProbability >= 0 && resetProbability <= 1,
  );
  checkSetting("seed", complete.seed, "a safe integer", Number.isSafeInteger(complete.seed));
  return complete;
}

/** Up to so many different characters a run has the length that was asked for. */
const USUAL_VOCABULARY = 100;

/**
 * As many iterations as take about the time that `iterations` take with 100 different characters: with a
 * few thousand, as in Chinese, most of a step's work are the logits.
 * @param iterations how many there should be
 * @param vocabularySize V
 * @param hiddenSize H; 100 when left out
 * @returns `iterations` up to V = 100, beyond that fewer, at least one
 * @example
 * ```ts
 * import { affordableIterations } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * assertEquals([62, 100, 1900].map((V) => affordableIterations(1000, V)), [1000, 1000, 100]);
 * ```
 */
export function affordableIterations(
  iterations: number,
  vocabularySize: number,
  hiddenSize = 100,
): number {
  const usual = hiddenSize + USUAL_VOCABULARY;
  return Math.max(1, Math.round(iterations * Math.min(1, usual / (hiddenSize + vocabularySize))));
}
