/** The options of `rnn train` that only recipes on many streams have, and the settings that they give. */
import type { StreamSettings } from "@lab/model";
import type { RecipeName, StreamRecipe } from "@lab/training";
import { numberOption, type OptionTable, type OptionValues, UsageError } from "../../command.ts";
import { REPORT_NUMBERS, TRAIN_OPTIONS, TRAIN_USAGE } from "../train_options.ts";

/** What a recipe on streams is told. */
export const STREAM_OPTIONS = {
  recipe: { type: "string" },
  epochs: { type: "string" },
  streams: { type: "string" },
  "recurrent-dropout": { type: "string" },
  "output-dropout": { type: "string" },
} as const satisfies OptionTable;

/** Their help text. */
export const STREAM_USAGE =
  `  --recipe NAME        report (when left out): the report's training, one sweep with Adagrad;
                       quick: 256 hidden units, many streams of the text at once, in half a minute;
                       strong: 512, as well as a plain network is known to learn, in minutes.
                       Both have numbers of their own for --hidden, --sequence and --learning-rate
                       (Adam's), --epochs in place of --iterations, no --temperature and no --reset
  --epochs N           how often quick and strong read the text (12, 32)
  --streams N          how many stretches of the text they read side by side (32)
  --recurrent-dropout X  how likely they hide a unit from the next state, 0 or more and below 1
  --output-dropout X   how likely they hide it from the next character`;

/** All options of a training that is typed: what `rnn train` takes, and `rnn sweep` tries many values of. */
export const TRAINING_OPTIONS = { ...STREAM_OPTIONS, ...TRAIN_OPTIONS } as const;

/** Their help text. */
export const TRAINING_USAGE = `${STREAM_USAGE}
${TRAIN_USAGE}`;

/** The settings by the options that give them. */
const NUMBERS = {
  hidden: "hiddenSize",
  sequence: "sequenceLength",
  "learning-rate": "learningRate",
  seed: "seed",
  epochs: "epochs",
  streams: "streams",
  "recurrent-dropout": "recurrentDropout",
  "output-dropout": "outputDropout",
} as const satisfies Record<string, keyof StreamSettings>;

/** The options that one kind of recipe has and the other has not. */
const ONLY = {
  report: ["iterations", "temperature", "reset"],
  streams: ["epochs", "streams", "recurrent-dropout", "output-dropout"],
} as const;

/**
 * The recipe that is asked for; options that it does not have are refused.
 * @param values the command's options
 * @param resumesStreams whether a training on streams goes on
 * @returns its name; where none is given, the one that fits what goes on
 * @throws {UsageError} when there is no such recipe, or an option belongs to another
 * @example
 * ```ts
 * import { recipeOption } from "./options.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 * assertEquals(recipeOption({ recipe: "quick", epochs: "4" }, false), "quick");
 * assertEquals(recipeOption({}, false), "report");
 * assertThrows(() => recipeOption({ epochs: "4" }, false), Error, "quick and strong alone have it");
 * ```
 */
export function recipeOption(values: OptionValues, resumesStreams: boolean): RecipeName {
  const { recipe = resumesStreams ? "strong" : "report" } = values;
  if (recipe !== "report" && recipe !== "quick" && recipe !== "strong") {
    throw new UsageError(
      `Cannot read '--recipe' as it must be report, quick or strong: current value is ${recipe}`,
    );
  }
  const [foreign, owner] = recipe === "report"
    ? [ONLY.streams, "the recipes quick and strong alone have it"]
    : [ONLY.report, "the recipe report alone has it"];
  const given = foreign.find((name) => values[name] !== undefined);
  if (given !== undefined) throw new UsageError(`Cannot read '--${given}' as ${owner}`);
  return recipe;
}

/**
 * The settings that were given; the recipe knows the others.
 * @param values the command's options
 * @returns the settings by the names that `train` has for them
 * @throws {UsageError} when a number can't be read
 * @example
 * ```ts
 * import { givenStreamSettings } from "./options.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(givenStreamSettings({ "output-dropout": "0" }), { outputDropout: 0 });
 * ```
 */
export function givenStreamSettings(values: OptionValues): Partial<StreamSettings> {
  const given = Object.entries(NUMBERS).filter(([option]) => values[option] !== undefined);
  return Object.fromEntries(given.map(([option, name]) => [name, numberOption(values, option, 0)]));
}

/**
 * What a setting is called at the command line.
 * @param setting its name in `TrainingSettings` or `StreamSettings`
 * @returns the option's name; the setting's own where no option gives it
 * @example
 * ```ts
 * import { optionOf } from "./options.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(["hiddenSize", "outputDropout", "clip"].map(optionOf), [
 *   ...["hidden", "output-dropout", "clip"],
 * ]);
 * ```
 */
export function optionOf(setting: string): string {
  const options = Object.entries({ ...REPORT_NUMBERS, ...NUMBERS });
  return options.find(([, name]) => name === setting)?.[0] ?? setting;
}

/** A recipe on streams, by name. */
export const isStreamRecipe = (recipe: RecipeName): recipe is StreamRecipe => recipe !== "report";
