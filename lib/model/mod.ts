/**
 * The network: parameters, forward pass, loss, back-propagation through time, gradient check.
 * @module
 */
export * from "./backward.ts";
export * from "./character_model.ts";
export * from "./forward.ts";
export * from "./gradient_check.ts";
export * from "./loss.ts";
export * from "./parameters.ts";
export type * from "./stream_record.ts";
export type * from "./training_record.ts";
