/**
 * An instance of the compiled module with its own memory, and the way into it: float64 and row-major
 * outside, float32 and tiled inside (`assembly/memory.ts` shows the layout).
 */
import {
  checkIndices,
  checkState,
  type ModelParameters,
  type ParameterArrays,
  type ParameterName,
  zeroParameters,
} from "@lab/model";

import { NUMBERS } from "./arena.ts";
import { deal, panelProducts } from "./panels.ts";
import { updateKernels } from "./update_kernels.ts";

/** What the compiled module offers; `assembly/index.ts` documents it. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly Whh: WebAssembly.Global;
  readonly Wxh: WebAssembly.Global;
  readonly Why: WebAssembly.Global;
  readonly bh: WebAssembly.Global;
  readonly by: WebAssembly.Global;
  readonly hs: WebAssembly.Global;
  readonly ys: WebAssembly.Global;
  readonly tokens: WebAssembly.Global;
  readonly numbers: WebAssembly.Global;
  readonly blockBytes: WebAssembly.Global;
  readonly rowBytes: WebAssembly.Global;
  offsetInWhh(i: number, j: number): number;
  offsetInWhhTiles(i: number, j: number): number;
  offsetInWhyTiles(i: number, j: number): number;
  initialize(
    h: number,
    v: number,
    t: number,
    tokenCount: number,
    numberCount: number,
    statePanels: number,
    characterPanels: number,
  ): number;
  train(
    count: number,
    rate: number,
    temperature: number,
    clip: number,
    gradientsOnly: boolean,
  ): void;
  evaluate(steps: number, temperature: number): number;
  read(steps: number): void;
  ask(): void;
  sample(count: number, temperature: number): void;
  mapExp(count: number): void;
}

/** What an instance has room for. */
export interface Capacity {
  hiddenSize: number;
  vocabularySize: number;
  /** T, the steps of a sequence. */
  steps: number;
  /** How many characters a call can be given. */
  tokens: number;
  /** How many losses a call can give, or uniform numbers it can be given. */
  numbers: number;
}

/** Adagrad's memory is kept with what is added to it before the root. */
const EPSILON = Math.fround(1e-8);

/** The three blocks: weights, Adagrad's memory, gradients. */
export type Block = 0 | 1 | 2;

/** A compiled module. */
export interface Build {
  module: WebAssembly.Module;
  /** Whether it, and so the kernels written at load time, may use relaxed SIMD. */
  isRelaxed: boolean;
}

/** Stands for the kernels of an instance that does not train. */
function never(): never {
  throw new Error("Cannot train as the instance has no kernels");
}

/** WebAssembly's addresses have 32 bits. */
const LARGEST_MEMORY = 2 ** 32;

/** At least the bytes that the parameters, their memory and their gradients take. */
function leastBytes({ hiddenSize: H, vocabularySize: V, steps: T }: Capacity): number {
  return 4 * (3 * (H * H + 2 * H * V) + 2 * H * T + V * T);
}

/** Memory laid out for one network; it never grows after this. */
export class Instance {
  /** The compiled functions. */
  readonly exports: Exports;
  readonly #hiddenSize: number;
  readonly #vocabularySize: number;
  readonly #floats: Float32Array;
  readonly #integers: Int32Array;
  readonly #doubles: Float64Array;
  /** Views of the state and of the logits, which the functions read and write. */
  readonly #h: Float32Array;
  readonly #logits: Float32Array;

  /**
   * @param build the compiled module
   * @param capacity what there must be room for
   * @param trains whether the weights are ever to be updated
   */
  constructor({ module, isRelaxed }: Build, capacity: Capacity, trains: boolean) {
    const { hiddenSize, vocabularySize, steps, tokens, numbers } = capacity;
    for (const [name, value] of Object.entries(capacity)) {
      if (!Number.isSafeInteger(value) || value < 1) {
        throw new RangeError(
          `Cannot lay out a network as '${name}' must be an integer >= 1: current value is ${value}`,
        );
      }
    }
    const [states, characters] = [hiddenSize, vocabularySize].map((n) => Math.ceil(n / 4));
    // Training multiplies Why with all states at once, eight characters after the other.
    const lists = [deal(states), deal(characters, trains ? 2 : undefined)];
    const list = lists.flat().flatMap(({ first, held }) => [first, held]);
    const at = NUMBERS + 24 * steps;
    const pages = Math.ceil((at + 4 * list.length) / 65_536);
    const env = { memory: new WebAssembly.Memory({ initial: pages }) };
    new Int32Array(env.memory.buffer, at).set(list);
    const products = panelProducts(lists[0], lists[1], isRelaxed);
    const kernels = trains ? updateKernels(steps, isRelaxed) : null;
    const instance = new WebAssembly.Instance(module, {
      env,
      panels: new WebAssembly.Instance(products, { env }).exports,
      update: kernels === null
        ? { take6: never, take4: never, tiles6: never, tiles4: never }
        : new WebAssembly.Instance(kernels, { env }).exports,
    });
    this.exports = instance.exports as unknown as Exports;
    const fits = leastBytes(capacity) < LARGEST_MEMORY &&
      this.exports.initialize(
          ...[hiddenSize, vocabularySize, steps, tokens, numbers] as const,
          ...[lists[0].length, lists[1].length] as const,
        ) !== 0;
    if (!fits) {
      throw new RangeError(
        `Cannot lay out a network as its memory must be had: hiddenSize ${hiddenSize}, ` +
          `vocabularySize ${vocabularySize} and ${steps} steps need at least ` +
          `${Math.ceil(leastBytes(capacity) / 2 ** 20)} MiB`,
      );
    }
    this.#hiddenSize = hiddenSize;
    this.#vocabularySize = vocabularySize;
    const { buffer } = this.exports.memory;
    this.#floats = new Float32Array(buffer);
    this.#integers = new Int32Array(buffer);
    this.#doubles = new Float64Array(buffer);
    this.#h = new Float32Array(buffer, this.exports.hs.value, hiddenSize);
    this.#logits = new Float32Array(buffer, this.exports.ys.value, vocabularySize);
  }

  /** Writes parameters into a block, rounded to float32. */
  write(block: Block, arrays: ParameterArrays): void {
    const floats = this.#floats;
    const more = block === 1 ? EPSILON : 0;
    this.#visit(block, (name, index, at) => floats[at] = arrays[name][index] + more);
  }

  /** Sets a whole block to zero. */
  clear(block: Block): void {
    const { Whh, blockBytes } = this.exports;
    const start = (Whh.value + block * blockBytes.value) / 4;
    this.#floats.fill(0, start, start + blockBytes.value / 4);
  }

  /** Reads a block as float64. */
  read(block: Block): ModelParameters {
    const arrays = zeroParameters({
      hiddenSize: this.#hiddenSize,
      vocabularySize: this.#vocabularySize,
    });
    const floats = this.#floats;
    const more = block === 1 ? EPSILON : 0;
    this.#visit(block, (name, index, at) => arrays[name][index] = floats[at] - more);
    return arrays;
  }

  /** Calls `use` for every number of a block: its name and row-major index, and where it lies. */
  #visit(
    block: Block,
    use: (name: ParameterName, index: number, at: number) => void,
  ): void {
    const H = this.#hiddenSize;
    const V = this.#vocabularySize;
    const { Wxh, Whh, Why, bh, by, blockBytes, rowBytes } = this.exports;
    const at = ({ value }: WebAssembly.Global): number => (value + block * blockBytes.value) / 4;
    const stride = rowBytes.value / 4;
    // What belongs to the two large matrices lies as the update goes through them.
    const [inWhh, inWhy] = block === 0
      ? [this.exports.offsetInWhh, (v: number, j: number) => v * rowBytes.value + 4 * j]
      : [this.exports.offsetInWhhTiles, this.exports.offsetInWhyTiles];
    for (let i = 0; i < H; i++) {
      for (let j = 0; j < H; j++) use("Whh", i * H + j, at(Whh) + inWhh(i, j) / 4);
    }
    for (let v = 0; v < V; v++) {
      for (let j = 0; j < H; j++) {
        use("Wxh", j * V + v, at(Wxh) + v * stride + j);
        use("Why", v * H + j, at(Why) + inWhy(v, j) / 4);
      }
      use("by", v, at(by) + v);
    }
    for (let j = 0; j < H; j++) use("bh", j, at(bh) + j);
  }

  /** Copies the state that the next call starts from: float32 inside, so rounded. */
  state(out: Float64Array = new Float64Array(this.#hiddenSize)): Float64Array {
    out.set(this.#h);
    return out;
  }

  /** Goes on from another state. */
  setState(state: Float64Array, name: string): void {
    checkState(state, this.#hiddenSize, name);
    this.#h.set(state);
  }

  /** Copies the logits that the last call of `ask` left. */
  logits(out: Float64Array = new Float64Array(this.#vocabularySize)): Float64Array {
    out.set(this.#logits);
    return out;
  }

  /**
   * Gives the next call its characters.
   * @throws {RangeError} with the first number that is not an integer from 0 to V − 1
   */
  setTokens(indices: ArrayLike<number>): void {
    checkIndices(indices, this.#vocabularySize, "indices");
    this.#integers.set(indices, this.exports.tokens.value / 4);
  }

  /** The first `count` characters that the last call left. */
  tokens(count: number): Int32Array {
    const at = this.exports.tokens.value / 4;
    return this.#integers.slice(at, at + count);
  }

  /** The same room as float32, for the function that maps numbers. */
  floats(count: number): Float32Array {
    const at = this.exports.tokens.value / 4;
    return this.#floats.subarray(at, at + count);
  }

  /** The room for losses and uniform numbers. */
  numbers(count: number): Float64Array {
    const at = this.exports.numbers.value / 8;
    return this.#doubles.subarray(at, at + count);
  }
}
