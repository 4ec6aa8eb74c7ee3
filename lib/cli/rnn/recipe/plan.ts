/** What a training that was typed will do: which recipe, with which settings, from where. */
import { formatNumber } from "@lab/figures";
import type { StreamTrainedNetwork, TrainedNetwork } from "@lab/model";
import type { Snapshot } from "@lab/snapshots";
import {
  completeSettings,
  completeStreamSettings,
  resumed,
  type StreamProgress,
  type StreamRecipe,
  type StreamTrainingResult,
  train,
  type TrainingProgress,
  type TrainingResult,
  type WatchOptions,
} from "@lab/training";
import { numberOption, type OptionValues } from "../../command.ts";
import { forFile } from "../files.ts";
import { givenStreamSettings, isStreamRecipe, recipeOption } from "./options.ts";
import { givenSettings } from "../train_options.ts";

/** A training that has ended, by any recipe. */
export type AnyResult = TrainingResult | StreamTrainingResult;

/** A network under way, by any recipe. */
export type AnyNetwork = TrainedNetwork | StreamTrainedNetwork;

/** How a training by any recipe stands. */
export type AnyProgress = TrainingProgress | StreamProgress;

/**
 * How much of a training is done.
 * @param progress how it stands
 * @returns 0 … 1
 */
export function shareOf(progress: AnyProgress): number {
  const [done, all] = "updates" in progress
    ? [progress.updates, progress.updatesInAll]
    : [progress.iteration, progress.iterations];
  return Math.min(1, done / Math.max(1, all));
}

/**
 * The last loss of a training, in nats per character.
 * @param result the training
 * @returns the smoothed loss of the report's training; the mean of the last hundred windows on streams
 */
export const lossOf = (result: AnyResult): number =>
  "streams" in result
    ? result.natsPerChar
    : result.smoothedLossNats / result.settings.sequenceLength;

/** Who watches a training, whatever its recipe. */
export interface Watcher extends WatchOptions {
  /** Told how it stands. */
  onProgress?: (progress: AnyProgress) => void;
  /** Given the network now and then. */
  onCheckpoint?: (network: AnyNetwork) => Promise<void>;
  /** How many threads a training on streams may take; as many as there are cores when left out. */
  threads?: number;
}

/** What a training will do. */
export interface Plan {
  /** H. */
  readonly hiddenSize: number;
  /** Where it goes on, and what will be different; undefined for one that begins. */
  readonly goesOn?: string;
  /** Trains on a text. */
  readonly train: (text: string, watcher: Watcher) => Promise<AnyResult>;
}

/** What is resumed, and the file it is from. */
export interface Loaded {
  /** The network with its training. */
  readonly snapshot: Snapshot;
  /** The file. */
  readonly path: string;
}

/** Which settings will be others than before, for a reader. */
const changes = (before: object | undefined, now: object): string =>
  Object.entries(now)
    .map(([name, value]) => [name, before?.[name as keyof typeof before], value])
    .filter(([, old, value]) => old !== value)
    .map(([name, old, value]) => `, ${name} ${old} → ${value}`).join("");

async function reportPlan(values: OptionValues, loaded: Loaded | undefined): Promise<Plan> {
  const given = givenSettings(values);
  const iterations = numberOption(values, "iterations", 100_000);
  const resume = loaded && await forFile(loaded.path, () => resumed(loaded.snapshot, given));
  const settings = resume?.settings ?? completeSettings(given);
  if (resume !== undefined && iterations < resume.iterations) {
    throw new RangeError(
      `Cannot go on to ${
        formatNumber(iterations)
      } iterations as --iterations counts those before ` +
        `--resume, too: ${loaded!.path} has ${formatNumber(resume.iterations)}`,
    );
  }
  return {
    hiddenSize: settings.hiddenSize,
    goesOn: loaded && `Goes on with ${loaded.path} from iteration ` +
        formatNumber(resume!.iterations) + changes(loaded.snapshot.settings, settings),
    train: (text, watcher) =>
      train(text, { ...given, iterations, resume: loaded?.snapshot, ...watcher }),
  };
}

function streamPlan(
  values: OptionValues,
  recipe: StreamRecipe,
  loaded: Loaded | undefined,
): Plan {
  const given = givenStreamSettings(values);
  const before = loaded?.snapshot.streams;
  const settings = completeStreamSettings(given, before?.settings ?? recipe);
  return {
    hiddenSize: settings.hiddenSize,
    goesOn: before && `Goes on with ${loaded!.path} from update ` +
        formatNumber(before.losses.length) + changes(before.settings, settings),
    train: (text, watcher) =>
      train(text, { ...given, recipe, resume: loaded?.snapshot, ...watcher }),
  };
}

/**
 * What a training will do, its options checked.
 * @param values the options of `rnn train`
 * @param loaded what goes on; undefined for a training that begins
 * @returns the plan
 * @throws {Error} when an option is out of range, belongs to another recipe, or can't change any more
 */
export async function planOf(values: OptionValues, loaded: Loaded | undefined): Promise<Plan> {
  const recipe = recipeOption(values, loaded?.snapshot.streams !== undefined);
  if (isStreamRecipe(recipe)) return streamPlan(values, recipe, loaded);
  return await reportPlan(values, loaded);
}
