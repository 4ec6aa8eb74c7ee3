/**
 * The fast engine: float32 WebAssembly with 128-bit SIMD for training, scoring and drawing. Its source is
 * AssemblyScript under `assembly/`; `deno task wasm` compiles it to the two `.wasm` files here.
 * @module
 */
export * from "./wasm/approximations.ts";
export { type Kernels, type KernelSources, loadKernels } from "./wasm/load.ts";
export * from "./wasm/network.ts";
export { PackedMatrix } from "./packed/packed_matrix.ts";
export * from "./wasm/trainer.ts";
export type { NetworkArrays } from "./wasm/types.ts";
