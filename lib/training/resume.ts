/** Going on with a run, or with a snapshot that was saved with its training. */
import type { CharacterModel, TrainedNetwork, TrainingRecord, TrainingSettings } from "@lab/model";
import { completeSettings } from "./options.ts";

/** A network that may come with its training: a result of `train`, a snapshot. */
export interface Resumable extends CharacterModel, Partial<TrainingRecord> {
  /** `[H]` the hidden state carried into the next iteration. */
  readonly h?: Float64Array;
}

const RECORD = [
  ...[
    "memory",
    "h",
    "position",
    "iterations",
    "smoothedLossNats",
    "curve",
    "settings",
    "trainedOn",
  ],
] as (keyof TrainingRecord)[];

/** What weights have decided for good, and the T over which the smoothed loss is summed. */
const KEPT = ["hiddenSize", "sequenceLength", "seed"] as const;

/**
 * A network to go on with, its settings with those that are given in place of its own.
 * @param network the network with its training
 * @param given settings for the iterations to come
 * @returns the network with the settings to go on with
 * @throws {TypeError} when a part of its training is missing
 * @throws {RangeError} when a setting is out of range, or is a size, length or seed other than the network's
 * @example
 * ```ts
 * import { resumed, train } from "@lab/training";
 * import { assertEquals, assertThrows } from "@std/assert";
 * const run = await train("to be or not to be, that is the question", { iterations: 2 });
 * assertEquals(resumed(run, { learningRate: 0.01 }).settings.learningRate, 0.01);
 * assertThrows(() => resumed(run, { hiddenSize: 7 }), RangeError, "'hiddenSize' must stay 100");
 * ```
 */
export function resumed(network: Resumable, given: Partial<TrainingSettings>): TrainedNetwork {
  const missing = RECORD.find((name) => network[name] === undefined);
  if (missing !== undefined) {
    throw new TypeError(
      `Cannot resume as the network must come with its training: it has no '${missing}'`,
    );
  }
  const whole = network as TrainedNetwork;
  const own = whole.settings;
  for (const name of KEPT) {
    if (given[name] === undefined || given[name] === own[name]) continue;
    throw new RangeError(
      `Cannot resume as '${name}' must stay ${own[name]}: current value is ${given[name]}`,
    );
  }
  const settings = { ...own };
  for (const name of Object.keys(own) as (keyof TrainingSettings)[]) {
    settings[name] = given[name] ?? own[name];
  }
  if (own.hiddenSize !== whole.parameters.hiddenSize) {
    throw new TypeError(
      `Cannot resume as the settings must fit the network, with hiddenSize ` +
        `${whole.parameters.hiddenSize}: it is ${own.hiddenSize}`,
    );
  }
  return { ...whole, settings: completeSettings(settings) };
}
