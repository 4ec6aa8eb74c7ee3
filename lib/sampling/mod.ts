/**
 * Using a model: drawing characters, encoding a prefix and continuing it, scoring a text.
 * @module
 */
export * from "./evaluate.ts";
export * from "./generate.ts";
export * from "./surprisals.ts";
