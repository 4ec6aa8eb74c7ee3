/**
 * Training: the sweep over the text, the loop that can be watched and stopped.
 * @module
 */
export * from "./compare.ts";
export * from "./options.ts";
export * from "./readings.ts";
export * from "./resume.ts";
export * from "./run.ts";
export * from "./state.ts";
export * from "./train.ts";
export {
  type ManyOutcome,
  type ManyProgress,
  type ManyRun,
  ManyRunsError,
  trainMany,
  type TrainManyOptions,
} from "./train_many.ts";
