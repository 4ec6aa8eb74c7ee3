/**
 * The network: parameters, forward pass, loss, back-propagation through time, gradient check.
 * @module
 */
export * from "./parameters.ts";
