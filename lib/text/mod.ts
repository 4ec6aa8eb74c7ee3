/**
 * Texts: their characters as numbers (the vocabulary, the 1-of-V code), and how characters, texts and
 * times are written for readers, in lines and in HTML.
 * @module
 */
export * from "./characters.ts";
export * from "./columns.ts";
export * from "./decoding.ts";
export * from "./duration.ts";
export * from "./histogram.ts";
export * from "./html.ts";
export * from "./python.ts";
export * from "./vocabulary.ts";
