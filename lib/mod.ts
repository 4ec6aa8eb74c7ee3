/**
 * char-rnn-lab: the stages of the pipeline in their order, from text to analysis.
 * @module
 */
export * from "./numerics/mod.ts";
export * from "./text/mod.ts";
export * from "./model/mod.ts";
export * from "./engines/mod.ts";
export * from "./training/mod.ts";
export * from "./sampling/mod.ts";
export * from "./snapshots/mod.ts";
export * from "./analysis/mod.ts";
