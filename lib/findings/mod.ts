/**
 * Findings: what the analyses found, as the words, tables and figures of the chapters.
 *
 * Each builder takes a result of `@lab/analysis` or `@lab/training` and says what it says; nothing is
 * decided here.
 * @module
 */
export * from "./attribution/attribution.ts";
export * from "./audit/audit.ts";
export { eventName, measureInWords, measureName } from "./behaviour.ts";
export * from "./trained/beginnings.ts";
export * from "./causes.ts";
export * from "./context/context.ts";
export * from "./context/rules.ts";
export { informationChart, informationProse, informationTable } from "./context/information.ts";
export * from "./decision.ts";
export * from "./attribution/edges.ts";
export * from "./training/curve.ts";
export * from "./training/emergence.ts";
export * from "./training/growth.ts";
export * from "./fold.ts";
export * from "./forward.ts";
export * from "./dynamics/freeing.ts";
export * from "./dynamics/memory.ts";
export * from "./dynamics/sides.ts";
export * from "./dynamics/states.ts";
export * from "./gradients.ts";
export { countedInWords } from "./lexicon.ts";
export { maskTestTable, outputMaskProse, overlapTable } from "./masks/chance.ts";
export * from "./masks/masks.ts";
export * from "./trained/misreading.ts";
export * from "./patching.ts";
export { ablationChart, areasTable } from "./sets/curves.ts";
export { foundInWords, minimalityInWords, searchTable } from "./sets/search.ts";
export { specificityTable } from "./sets/specificity.ts";
export * from "./trained/snapshot.ts";
export * from "./temperature/distribution.ts";
export * from "./temperature/own_temperatures.ts";
export { spacingLines, spacingProse } from "./temperature/spacing.ts";
export * from "./temperature/writing.ts";
export * from "./training/comparison.ts";
export * from "./training/learning_rate.ts";
export * from "./training/losses.ts";
export * from "./training/settings.ts";
export { besideReport, type EndedRun, type TwoTemperatures } from "./training/two_temperatures.ts";
export * from "./verdict.ts";
