/** Finding and compiling the kernels that this machine's WebAssembly can run. */

/** The compiled kernels: made once, shared by all trainers and networks. */
export interface Kernels {
  /** Which of the two builds it is. */
  readonly simd: "relaxed" | "plain";
  /** The build, ready to be instantiated. */
  readonly module: WebAssembly.Module;
}

/** Where the builds come from, when not from the files beside this module. */
export interface KernelSources {
  /** `"plain"` leaves the relaxed build out even where it would run. */
  simd?: "relaxed" | "plain";
  /** The bytes of `rnn-relaxed.wasm`. */
  relaxed?: Uint8Array<ArrayBuffer>;
  /** The bytes of `rnn.wasm`. */
  plain?: Uint8Array<ArrayBuffer>;
}

async function read(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(name, import.meta.url);
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`Cannot load the fast kernels as ${url} was not found: ${response.status}`);
  }
  return new Uint8Array(await response.arrayBuffer());
}

/** The kernels from the files beside this module, compiled once. */
let shared: Promise<Kernels> | undefined;

/**
 * Compiles the fast kernels, once: the build with fused multiply-add where relaxed SIMD is there, else the
 * one with plain 128-bit SIMD.
 * @param sources the builds' bytes, where they can't be fetched from beside this module
 * @returns the compiled kernels
 * @throws {Error} when the builds can't be read, or WebAssembly here has no SIMD; the reference engine
 * runs everywhere
 * @see https://github.com/WebAssembly/relaxed-simd
 * @example
 * ```ts
 * import { loadKernels } from "@lab/engines";
 * import { assertStrictEquals } from "@std/assert";
 * assertStrictEquals(await loadKernels(), await loadKernels());
 * ```
 */
export function loadKernels(sources?: KernelSources): Promise<Kernels> {
  if (sources !== undefined) return compile(sources);
  shared ??= compile({}).catch((error) => {
    shared = undefined;
    throw error;
  });
  return shared;
}

async function compile(sources: KernelSources): Promise<Kernels> {
  if (sources.simd !== "plain") {
    const relaxed = sources.relaxed ?? await read("./rnn-relaxed.wasm");
    if (WebAssembly.validate(relaxed)) {
      return { simd: "relaxed", module: await WebAssembly.compile(relaxed) };
    }
  }
  const plain = sources.plain ?? await read("./rnn.wasm");
  if (!WebAssembly.validate(plain)) {
    throw new Error("Cannot load the fast kernels as WebAssembly has no SIMD here");
  }
  return { simd: "plain", module: await WebAssembly.compile(plain) };
}
