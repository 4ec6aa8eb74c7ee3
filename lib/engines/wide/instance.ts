/**
 * A thread's functions on the memory that all threads share, and the way into it: float64 and row-major
 * outside, float32 and in panels inside (`../assembly/wide/memory.ts` shows the layout).
 */
import {
  type ModelParameters,
  type ParameterArrays,
  type ParameterName,
  zeroParameters,
} from "@lab/model";
import type { StreamOptions } from "../streams/streams.ts";
import { ARENA_BYTES, kernels } from "./kernels.ts";

/** The numbers that decide where things lie. */
export interface Sizes extends Pick<StreamOptions, "streams" | "sequenceLength"> {
  hiddenSize: number;
  vocabularySize: number;
  /** P, in how many parts the streams are split. */
  parts: number;
  /** How many windows a call can have. */
  windows: number;
  hasRecurrentMask: boolean;
  hasOutputMask: boolean;
}

/** What the compiled module offers; `../assembly/wide/index.ts` documents it. */
interface Exports {
  readonly X: WebAssembly.Global;
  readonly W: WebAssembly.Global;
  readonly O: WebAssembly.Global;
  readonly b: WebAssembly.Global;
  readonly c: WebAssembly.Global;
  readonly blockBytes: WebAssembly.Global;
  readonly hs: WebAssembly.Global;
  readonly partBytes: WebAssembly.Global;
  readonly stateBytes: WebAssembly.Global;
  readonly tokens: WebAssembly.Global;
  readonly settings: WebAssembly.Global;
  readonly SETTINGS_BYTES: WebAssembly.Global;
  readonly losses: WebAssembly.Global;
  initialize(
    hiddenSize: number,
    vocabularySize: number,
    sequenceLength: number,
    streams: number,
    parts: number,
    windows: number,
    hasRecurrentMask: boolean,
    hasOutputMask: boolean,
  ): number;
  firstStream(part: number): number;
  train(count: number, thread: number, threads: number, gradientsOnly: boolean): number;
}

/** Blocks of the same layout: weights, Adam's two memories, gradients. */
export const Block = { parameters: 0, firstMoment: 1, secondMoment: 2, gradients: 3 } as const;

/** The threads' arenas lie between the control words and what the compiler lays out. */
const FIRST_ARENA = 1024;
const COMPILED_DATA = 65_536;

/** How many threads have an arena. */
export const MOST_THREADS = Math.floor((COMPILED_DATA - FIRST_ARENA) / ARENA_BYTES);

/** What stands for characters beyond the last one: never chosen, and far from overflow. */
const NEVER = -1e9;

/** The functions of one thread. */
export class WideInstance {
  readonly exports: Exports;
  /** How many bytes the memory must have. */
  readonly byteLength: number;

  /**
   * @param module the compiled module
   * @param isRelaxed whether it, and so the kernels, may use relaxed SIMD
   * @param memory what the threads share
   * @param sizes the same for all threads
   * @param thread which thread this is
   */
  constructor(
    module: WebAssembly.Module,
    isRelaxed: boolean,
    memory: WebAssembly.Memory,
    sizes: Sizes,
    thread: number,
  ) {
    const own = new WebAssembly.Module(kernels(FIRST_ARENA + thread * ARENA_BYTES, isRelaxed));
    const env = { memory };
    const products = new WebAssembly.Instance(own, { env });
    const instance = new WebAssembly.Instance(module, { env, kernels: products.exports });
    this.exports = instance.exports as unknown as Exports;
    this.byteLength = this.exports.initialize(
      sizes.hiddenSize,
      sizes.vocabularySize,
      sizes.sequenceLength,
      sizes.streams,
      sizes.parts,
      sizes.windows,
      sizes.hasRecurrentMask,
      sizes.hasOutputMask,
    );
  }
}

/** The numbers in a laid out memory. */
export class WideMemory {
  readonly #exports: Exports;
  readonly #sizes: Sizes;
  readonly #floats: Float32Array;
  readonly #integers: Int32Array;
  readonly #doubles: Float64Array;

  constructor(memory: WebAssembly.Memory, { exports }: WideInstance, sizes: Sizes) {
    this.#exports = exports;
    this.#sizes = sizes;
    this.#floats = new Float32Array(memory.buffer);
    this.#integers = new Int32Array(memory.buffer);
    this.#doubles = new Float64Array(memory.buffer);
    const { c } = exports;
    const { vocabularySize: V } = sizes;
    this.#floats.fill(NEVER, c.value / 4 + V, c.value / 4 + 8 * Math.ceil(V / 8));
  }

  /** Writes parameters into a block, rounded to float32. */
  write(block: number, arrays: ParameterArrays): void {
    const floats = this.#floats;
    this.#visit(block, (name, index, at) => floats[at] = arrays[name][index]);
  }

  /** Reads a block as float64. */
  read(block: number): ModelParameters {
    const arrays = zeroParameters(this.#sizes);
    const floats = this.#floats;
    this.#visit(block, (name, index, at) => arrays[name][index] = floats[at]);
    return arrays;
  }

  /** Calls `use` for every number of a block: its name and row-major index, and where it lies. */
  #visit(block: number, use: (name: ParameterName, index: number, at: number) => void): void {
    const { hiddenSize: H, vocabularySize: V } = this.#sizes;
    const { X, W, O, b, c, blockBytes } = this.#exports;
    const at = ({ value }: WebAssembly.Global): number => (value + block * blockBytes.value) / 4;
    const [x, w, o, bias, output] = [X, W, O, b, c].map(at);
    const unitPanels = Math.ceil(H / 8);
    for (let j = 0; j < H; j++) {
      for (let i = 0; i < H; i++) use("Whh", i * H + j, w + inPanels(j, i, unitPanels));
      for (let v = 0; v < V; v++) {
        use("Wxh", j * V + v, x + v * 8 * unitPanels + j);
        use("Why", v * H + j, o + inPanels(j, v, Math.ceil(V / 8)));
      }
      use("bh", j, bias + j);
    }
    for (let v = 0; v < V; v++) use("by", v, output + v);
  }

  /** `[B, H]` the states before the next window. */
  states(): Float64Array {
    const { streams, hiddenSize: H } = this.#sizes;
    const states = new Float64Array(streams * H);
    for (let b = 0; b < streams; b++) states.set(this.#state(b), b * H);
    return states;
  }

  /** Goes on from other states. */
  setStates(states: Float64Array): void {
    const { streams, hiddenSize: H } = this.#sizes;
    for (let b = 0; b < streams; b++) this.#state(b).set(states.subarray(b * H, (b + 1) * H));
  }

  /** Where the state of a stream lies. */
  #state(stream: number): Float32Array {
    const { firstStream, hs, partBytes, stateBytes } = this.#exports;
    let part = this.#sizes.parts - 1;
    while (firstStream(part) > stream) part--;
    const row = stream - firstStream(part);
    const at = (hs.value + part * partBytes.value + row * stateBytes.value) / 4;
    return this.#floats.subarray(at, at + this.#sizes.hiddenSize);
  }

  /** The characters of a call's windows. */
  setTokens(indices: Int32Array): void {
    this.#integers.set(indices, this.#exports.tokens.value / 4);
  }

  /** What the masks and the update of a window need: numbers, then the two masks' keys and limits. */
  setSettings(window: number, numbers: readonly number[], masks: readonly MaskSettings[]): void {
    const { settings, SETTINGS_BYTES } = this.#exports;
    let at = (settings.value + window * SETTINGS_BYTES.value) / 4;
    for (const number of numbers) this.#floats[at++] = number;
    for (const { key, threshold, scale } of masks) {
      this.#integers.set([key.first, key.second, threshold], at);
      this.#floats[at + 3] = scale;
      at += 4;
    }
  }

  /** The losses of a call's windows. */
  losses(windows: number): Float64Array {
    const at = this.#exports.losses.value / 8;
    return this.#doubles.slice(at, at + windows);
  }
}

/** What a window must know of a mask. */
interface MaskSettings {
  readonly key: { readonly first: number; readonly second: number };
  readonly threshold: number;
  readonly scale: number;
}

/** Where row k, column j of a matrix lies in panels of 64 rows × 8 columns. */
function inPanels(k: number, j: number, panels: number): number {
  return ((k >> 6) * panels + (j >> 3)) * 512 + (k & 63) * 8 + (j & 7);
}
