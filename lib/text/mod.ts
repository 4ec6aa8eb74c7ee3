/**
 * Text as numbers: the vocabulary and the 1-of-V code.
 * @module
 */
export * from "./vocabulary.ts";
