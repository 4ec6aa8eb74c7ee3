/**
 * Reports: an executed notebook becomes one HTML file that opens without a network.
 * @module
 */
export * from "./notebook.ts";
export * from "./page/index.ts";
export * from "./prose/outline.ts";
export * from "./stored/notebook.ts";
export type { Words } from "./prose/markdown.ts";
