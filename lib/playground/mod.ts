/**
 * The network running in an exported page: the lab's own maths on the reader's machine.
 * @module
 */
export { playground, type PlaygroundOptions } from "./playground.ts";
export * from "./page/traced_text.ts";
export { type NetworkData, packNetwork, unpackNetwork } from "./page/network_data.ts";
export * from "./program.ts";
