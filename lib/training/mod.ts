/**
 * Training: Adagrad, the sweep over the text, the loop that can be watched and stopped.
 * @module
 */
export * from "./adagrad.ts";
export * from "./compare.ts";
export * from "./engine.ts";
export * from "./fast_engine.ts";
export * from "./options.ts";
export * from "./state.ts";
export * from "./train.ts";
export { type ManyProgress, type ManyRun, trainMany, type TrainManyOptions } from "./train_many.ts";
