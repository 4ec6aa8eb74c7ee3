/**
 * Using a model: drawing characters, encoding a prefix and continuing it, scoring a text.
 * @module
 */
export * from "./dynamic.ts";
export * from "./evaluate.ts";
export * from "./generate.ts";
export * from "./predictions.ts";
export * from "./surprisals.ts";
