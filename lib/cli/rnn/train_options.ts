/** The options of a training that is typed: those of `rnn train`, each of which `rnn sweep` can try many values of. */
import type { TrainingSettings } from "@lab/model";
import { numberOption, type OptionTable, type OptionValues } from "../command.ts";
import { TEXT_OPTIONS, TEXT_USAGE } from "./texts.ts";

/** What is read, and how a network is trained on it. */
export const TRAIN_OPTIONS = {
  text: { type: "string" },
  hidden: { type: "string" },
  sequence: { type: "string" },
  "learning-rate": { type: "string" },
  temperature: { type: "string" },
  reset: { type: "string" },
  iterations: { type: "string" },
  seed: { type: "string" },
  "hold-out": { type: "string" },
  unknown: { type: "string" },
  ...TEXT_OPTIONS,
} as const satisfies OptionTable;

/** Their help text. */
export const TRAIN_USAGE =
  `  --text FILE          what to read; the course's text or the bundled play when left out
  --hidden N           hidden units (100)
  --sequence N         characters an iteration back-propagates through (25)
  --learning-rate X    Adagrad's learning rate (0.1)
  --temperature X      what divides the logits in training (1)
  --reset X            how likely an iteration starts from a zero state, 0 to 1 (0): with 0.01 the
                       network learns to begin there too
  --iterations N       how long to train (100000), those before --resume included
  --seed N             seed of the initial weights (1)
  --hold-out X         keep this share of the text's end out of the training, and score it (0)
  --unknown WORD       skip (when left out) characters that only the held-out part has, or stop before
                       the training
${TEXT_USAGE}`;

/** The settings of the report's training by the options that give them. */
export const REPORT_NUMBERS = {
  hidden: "hiddenSize",
  sequence: "sequenceLength",
  "learning-rate": "learningRate",
  temperature: "temperature",
  reset: "resetProbability",
  seed: "seed",
} as const;

/**
 * The settings that were given; `train` knows the others.
 * @param values the command's options
 * @returns the settings by the names that `train` has for them
 * @throws {UsageError} when a number can't be read
 * @example
 * ```ts
 * import { givenSettings } from "./train_options.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(givenSettings({ hidden: "64", json: true }), { hiddenSize: 64 });
 * ```
 */
export function givenSettings(values: OptionValues): Partial<TrainingSettings> {
  const given = Object.entries(REPORT_NUMBERS).filter(([option]) => values[option] !== undefined);
  return Object.fromEntries(given.map(([option, name]) => [name, numberOption(values, option, 0)]));
}

/**
 * Seconds between checkpoints.
 * @param values the command's options
 * @returns the seconds; Infinity where there are to be no checkpoints
 * @throws {UsageError} when `--checkpoint` is no number
 * @throws {RangeError} when it is not > 0
 * @example
 * ```ts
 * import { checkpointSeconds } from "./train_options.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals([checkpointSeconds({ checkpoint: "60" }), checkpointSeconds({})], [60, Infinity]);
 * ```
 */
export function checkpointSeconds(values: OptionValues): number {
  const seconds = numberOption(values, "checkpoint", Infinity);
  if (seconds > 0) return seconds;
  throw new RangeError(
    `Cannot train as '--checkpoint' must be > 0 seconds: current value is ${seconds}`,
  );
}
