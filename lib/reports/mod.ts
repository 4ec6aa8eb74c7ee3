/**
 * Reports: an executed notebook becomes one HTML file that opens without a network.
 * @module
 */
export * from "./notebook.ts";
export * from "./index.ts";
export * from "./outline.ts";
export { ExportError } from "./error.ts";
