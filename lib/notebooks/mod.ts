/**
 * Notebooks: reads `.ipynb` files, checks their types and runs them on Deno's own Jupyter kernel.
 * @module
 */
export * from "./check.ts";
export * from "./nbformat.ts";
export { NotebookSyntaxError, parseNotebook, readNotebook } from "./read.ts";
export * from "./run.ts";
export * from "./write.ts";
