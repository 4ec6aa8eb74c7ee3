/**
 * Which weights decide: activations, masks, attribution, ablation, information, gradients.
 * @module
 */
export * from "./activations.ts";
export * from "./attribution.ts";
export * from "./distributions.ts";
export * from "./masked.ts";
export * from "./masks.ts";
export * from "./paths.ts";
export * from "./statistics.ts";
export * from "./steps.ts";
