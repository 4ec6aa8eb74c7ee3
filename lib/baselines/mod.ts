/**
 * Baselines: how well counting alone predicts a text. V: characters.
 * @module
 */
export * from "./adaptive.ts";
export * from "./ngram.ts";
export * from "./standing.ts";
