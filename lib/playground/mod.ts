/**
 * The model alive inside an exported page: the lab's own maths on the reader's machine.
 * @module
 */
export { liveModel, type LiveModelOptions } from "./live_model.ts";
export * from "./page/live_text.ts";
export { type NetworkData, packNetwork, unpackNetwork } from "./page/network_data.ts";
export * from "./program.ts";
