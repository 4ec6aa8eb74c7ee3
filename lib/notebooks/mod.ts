/**
 * Notebooks: reads `.ipynb` files and runs them on Deno's own Jupyter kernel.
 * @module
 */
export * from "./nbformat.ts";
export * from "./read.ts";
