/**
 * The model alive inside an exported page: the lab's own maths on the reader's machine.
 * @module
 */
export * from "./live_text.ts";
export * from "./network_data.ts";
export * from "./page_program.ts";
