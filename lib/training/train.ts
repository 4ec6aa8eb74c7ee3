/** Training by name: the report's loop, or a recipe on many streams. */
import { type TrainingOptions, type TrainingResult, trainReport } from "./report.ts";
import type { RecipeName, StreamRecipe } from "./streams/recipes.ts";
import {
  type StreamTrainingOptions,
  type StreamTrainingResult,
  trainStreams,
} from "./streams/train.ts";

/** What a recipe can be told. One form for all, so that a misspelt option is called by its name. */
export type OptionsOf<R extends RecipeName> =
  & { recipe?: R }
  & (R extends StreamRecipe ? StreamTrainingOptions : TrainingOptions);

/** What training by a recipe gives. */
export type ResultOf<R extends RecipeName> = R extends StreamRecipe ? StreamTrainingResult
  : TrainingResult;

/**
 * Trains a network on a text.
 *
 * `"report"`, the recipe when none is named, is the report's: truncated back-propagation through time
 * and Adagrad. Each iteration reads T characters, back-propagates through them, clips, updates, and
 * carries the state on; at the end of the text the sweep starts again from a zero state.
 *
 * `"quick"` and `"strong"` read many streams of the text at once, behind dropout masks, with Adam and a
 * schedule: the first in half a minute, the second as well as a plain network of this size is known to
 * learn. Each of their settings says what it does and where it comes from.
 *
 * The same text, settings and engine give the same bits, wherever a run was stopped and resumed.
 * @param text the training text: at least T + 1 characters, or streams × T for a recipe on streams
 * @param options settings (the recipe's when left out), length, engine, progress, signal
 * @returns the trained network, its losses, and all that is needed to go on
 * @throws {RangeError} when the text is too short, an option is out of range or differs from what is
 * resumed in size or alphabet, or the loss stops being a number
 * @throws {TypeError} when what is to be resumed has no training with it, or another recipe's
 * @see the report, listing 1; {@linkcode STREAM_RECIPES}
 * @example
 * ```ts
 * import { train } from "@lab/training";
 * import { assert, assertEquals } from "@std/assert";
 * const text = "to be or not to be, that is the question. ".repeat(3);
 * const run = await train(text, { hiddenSize: 8, iterations: 200 });
 * assert(run.smoothedLossNats < 25 * Math.log(run.vocabulary.size));
 * const longer = await train(text, { resume: run, iterations: 300 });
 * assertEquals(longer.iterations, 300);
 * const sizes = { hiddenSize: 8, streams: 4, sequenceLength: 8, epochs: 20 };
 * const quick = await train(text, { recipe: "quick", ...sizes });
 * assert(quick.natsPerChar < Math.log(quick.vocabulary.size));
 * ```
 */
export async function train<R extends RecipeName = "report">(
  text: string,
  options: OptionsOf<R> = {} as OptionsOf<R>,
): Promise<ResultOf<R>> {
  const { recipe } = options;
  const run = recipe === undefined || recipe === "report"
    ? await trainReport(text, options as TrainingOptions)
    : await trainStreams(text, options as StreamTrainingOptions);
  return run as ResultOf<R>;
}
