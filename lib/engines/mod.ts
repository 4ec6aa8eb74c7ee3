/**
 * Three engines behind one interface: the reference (float64, reads like the equations), the packed one
 * (float64, the reference's bits) and the fast one (float32 WebAssembly with SIMD, compiled from
 * `assembly/` by `deno task wasm`).
 * @module
 */
export * from "./adagrad.ts";
export * from "./choice.ts";
export type { Engine, Network, Trainer, TrainerOptions, TrainerStart } from "./engine.ts";
export { fastEngine, type Simd } from "./fast/fast.ts";
export { packedEngine } from "./packed/packed.ts";
export { referenceEngine, referenceNetwork } from "./reference.ts";
export * from "./streams/adam.ts";
export * from "./streams/masks.ts";
export { referenceStreamTrainer } from "./streams/reference.ts";
export {
  newStreamState,
  type StreamOptions,
  type StreamShape,
  type StreamState,
  type StreamTrainer,
} from "./streams/streams.ts";
