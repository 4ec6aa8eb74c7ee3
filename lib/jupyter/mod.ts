/**
 * Deno's own Jupyter kernel, talked to and served: `wire/` its messages, `session/` a kernel that runs
 * cells, `relay/` what Jupyter starts in its place, `help/` what Tab and Shift+Tab answer.
 * @module
 */
export { type CheckError, readCheckErrors } from "./deno_internals.ts";
export { configOf } from "./project.ts";
export * from "./relay/relay.ts";
export * from "./session/guard.ts";
export * from "./session/kernel.ts";
export * from "./session/locate.ts";
export type * from "./session/output_types.ts";
