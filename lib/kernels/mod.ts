/**
 * The fast engine: float32 WebAssembly with 128-bit SIMD for training, scoring and drawing. Its source is
 * AssemblyScript under `assembly/`; `deno task kernels` compiles it to the two `.wasm` files here.
 * @module
 */
export * from "./approximations.ts";
export { type Kernels, type KernelSources, loadKernels } from "./load.ts";
export * from "./network.ts";
export { PackedMatrix } from "./packed_matrix.ts";
export * from "./trainer.ts";
export type { NetworkArrays } from "./types.ts";
