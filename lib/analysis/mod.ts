/**
 * Which weights decide: activations, masks, attribution, ablation, information, gradients.
 * @module
 */
export * from "./ablation.ts";
export * from "./activations.ts";
export * from "./attribution.ts";
export * from "./beginnings.ts";
export * from "./behaviour.ts";
export * from "./circuit.ts";
export * from "./context.ts";
export * from "./curves.ts";
export * from "./distributions.ts";
export * from "./gradients.ts";
export * from "./masked.ts";
export * from "./masks.ts";
export * from "./neighbours.ts";
export * from "./patching.ts";
export * from "./paths.ts";
export * from "./saliency.ts";
export * from "./search.ts";
export * from "./statistics.ts";
export * from "./steps.ts";
export * from "./words.ts";
