/**
 * Which weights decide what a network writes. Each file says what its method claims and leaves out.
 *
 * - what the network does: `walk`, `observe`, `recordActivations`, `unitStatistics`, `nearestStates`
 * - the report's masks and what they are worth: `activationMasks`, `sweepThresholds`, `measureMasks`
 * - exact parts of logits and pre-activations: `attributeLogits`, `attributePreActivation`, `pathTable`
 * - causes: `collectBehaviour`, `ablate`, `rankUnits`, `ablationCurves`, `searchUnits`, `circuitOf`,
 *   `patchByDepth`, `cutInputs`
 * - what context is worth: `contextInformation`, `contextInformationAfter`
 * - how far back a prediction reaches: `gradientFlow`, `saliency`
 *
 * Everything runs in float64 and in a browser; observers share one pass over a text.
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
