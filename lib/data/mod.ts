/**
 * The files: the bundled play, the course's own files, writing whole files or none.
 * @module
 */
export * from "./course.ts";
export * from "./files.ts";
export { behindLinks } from "./partial.ts";
export * from "./source.ts";
export * from "./texts.ts";
export * from "./together.ts";
export * from "./write.ts";
