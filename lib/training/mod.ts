/**
 * Training: the sweep over the text, the loop that can be watched and stopped.
 * @module
 */
export * from "./compare.ts";
export * from "./options.ts";
export * from "./rank_settings.ts";
export * from "./readings.ts";
export type { TrainingOptions, TrainingProgress, TrainingResult } from "./report.ts";
export * from "./resume.ts";
export * from "./run.ts";
export * from "./state.ts";
export * from "./streams/find_learning_rate.ts";
export * from "./streams/initial.ts";
export * from "./streams/reading.ts";
export * from "./streams/recipes.ts";
export { StreamRun, type StreamStart } from "./streams/run.ts";
export * from "./streams/schedule.ts";
export type {
  StreamProgress,
  StreamResumable,
  StreamTrainingOptions,
  StreamTrainingResult,
} from "./streams/train.ts";
export * from "./train.ts";
export type { WatchOptions } from "./watch.ts";
export {
  type ManyOutcome,
  type ManyProgress,
  type ManyRun,
  ManyRunsError,
  trainMany,
  type TrainManyOptions,
} from "./train_many.ts";
