/** Training on many streams in float32: windows inside WebAssembly, on one or more threads. */
import { checkIndices, checkState, type ModelParameters, type ParameterArrays } from "@lab/model";
import { windowDropout } from "../streams/masks.ts";
import {
  checkScales,
  countWindows,
  type StreamOptions,
  type StreamState,
  type StreamTrainer,
} from "../streams/streams.ts";
import { Block, MOST_THREADS, type Sizes, WideInstance, WideMemory } from "./instance.ts";
import { Threads, usefulThreads } from "./threads.ts";

/** A part has at most so many streams: as rows they fill tiles of 6 and 4, and two parts keep two cores busy. */
const PART = 16;

/** A call's characters stay below this, so that its memory does. */
const TOKENS_PER_CALL = 65_536;

/** The least memory, for the arenas and the compiler's tables, and the most that addresses reach, in pages. */
const LEAST_PAGES = 2;
const MOST_PAGES = 65_536;
const PAGE = 65_536;

/** No size is above this, so that products of two are exact. */
const LARGEST = 2 ** 24;

/** A compiled build. */
export interface Build {
  readonly module: WebAssembly.Module;
  /** Whether it uses relaxed SIMD. */
  readonly isRelaxed: boolean;
}

/** Training on streams in float32; made by `open`. */
export class WideTrainer implements StreamTrainer {
  readonly maxWindows: number;
  readonly #sizes: Sizes;
  readonly #options: StreamOptions;
  readonly #memory: WideMemory;
  readonly #threads: Threads;
  #updates: number;

  private constructor(
    sizes: Sizes,
    options: StreamOptions,
    memory: WideMemory,
    threads: Threads,
    start: StreamState,
  ) {
    this.maxWindows = sizes.windows;
    this.#sizes = sizes;
    this.#options = { ...options };
    this.#memory = memory;
    this.#threads = threads;
    this.#updates = start.updates;
    memory.write(Block.parameters, start.parameters);
    memory.write(Block.firstMoment, start.firstMoment);
    memory.write(Block.secondMoment, start.secondMoment);
    memory.setStates(start.hPrev);
  }

  /**
   * Lays out the run and starts its workers.
   * @param build the compiled module
   * @param start where to start; copied, and rounded to float32
   * @param options shape, masks, limit, rates
   * @throws {TypeError} when the states have the wrong length
   * @throws {RangeError} when a size is not an integer ≥ 1 or the memory can't be had
   */
  static async open(
    { module, isRelaxed }: Build,
    start: StreamState,
    options: StreamOptions,
  ): Promise<WideTrainer> {
    const sizes = sizesOf(start.parameters, options);
    checkState(start.hPrev, sizes.streams * sizes.hiddenSize, "hPrev");
    const memory = new WebAssembly.Memory({
      initial: LEAST_PAGES,
      maximum: MOST_PAGES,
      shared: true,
    });
    const instance = new WideInstance(module, isRelaxed, memory, sizes, 0);
    growTo(memory, instance.byteLength, sizes);
    const threads = await Threads.start(instance, {
      ...{ module, isRelaxed, memory, sizes },
      threads: Math.min(sizes.parts, MOST_THREADS, options.threads ?? usefulThreads()),
    });
    const numbers = new WideMemory(memory, instance, sizes);
    return new WideTrainer(sizes, options, numbers, threads, start);
  }

  get updates(): number {
    return this.#updates;
  }

  get hPrev(): Float64Array {
    return this.#memory.states();
  }

  set hPrev(states: Float64Array) {
    checkState(states, this.#sizes.streams * this.#sizes.hiddenSize, "hPrev");
    this.#memory.setStates(states);
  }

  advance(indices: Int32Array, scales: ArrayLike<number>): Float64Array {
    const count = countWindows(indices, this.#options, this.maxWindows);
    checkScales(scales, count);
    this.#run(indices, scales, false);
    this.#updates += count;
    return this.#memory.losses(count);
  }

  gradients(indices: Int32Array): { natsPerChar: number; gradients: ParameterArrays } {
    countWindows(indices, this.#options, 1);
    this.#run(indices, [0], true);
    const [natsPerChar] = this.#memory.losses(1);
    return { natsPerChar, gradients: this.#memory.read(Block.gradients) };
  }

  parameters(): ModelParameters {
    return this.#memory.read(Block.parameters);
  }

  state(): StreamState {
    return {
      parameters: this.parameters(),
      firstMoment: this.#memory.read(Block.firstMoment),
      secondMoment: this.#memory.read(Block.secondMoment),
      hPrev: this.hPrev,
      updates: this.#updates,
    };
  }

  close(): void {
    this.#threads.end();
  }

  #run(indices: Int32Array, scales: ArrayLike<number>, gradientsOnly: boolean): void {
    checkIndices(indices, this.#sizes.vocabularySize, "indices");
    this.#memory.setTokens(indices);
    const { seed, recurrentDropout, outputDropout, rates, clipNorm } = this.#options;
    const { beta1, beta2, epsilon } = this.#options;
    const peaks = [rates.Wxh, rates.Whh, rates.Why, rates.bh, rates.by];
    for (let n = 0; n < scales.length; n++) {
      const update = this.#updates + n;
      const factor = scales[n] / (1 - beta1 ** (update + 1));
      const inverseRoot = 1 / Math.sqrt(1 - beta2 ** (update + 1));
      this.#memory.setSettings(n, [
        ...peaks.map((rate) => rate * factor),
        ...[inverseRoot, beta1, 1 - beta1, beta2, 1 - beta2, epsilon, clipNorm],
      ], [
        windowDropout("recurrent", recurrentDropout, seed, update),
        windowDropout("output", outputDropout, seed, update),
      ]);
    }
    this.#threads.run(scales.length, gradientsOnly);
  }
}

/** The sizes of a run. */
function sizesOf({ hiddenSize, vocabularySize }: ModelParameters, options: StreamOptions): Sizes {
  const { streams, sequenceLength, recurrentDropout, outputDropout } = options;
  for (
    const [name, value] of Object.entries({ hiddenSize, vocabularySize, streams, sequenceLength })
  ) {
    if (Number.isSafeInteger(value) && value >= 1 && value <= LARGEST) continue;
    throw new RangeError(
      `Cannot lay out a network as '${name}' must be an integer from 1 to ${LARGEST}: ` +
        `current value is ${value}`,
    );
  }
  return {
    ...{ hiddenSize, vocabularySize, streams, sequenceLength },
    parts: Math.ceil(streams / PART),
    windows: Math.max(1, Math.floor(TOKENS_PER_CALL / (streams * sequenceLength))),
    hasRecurrentMask: recurrentDropout > 0,
    hasOutputMask: outputDropout > 0,
  };
}

/** Makes the memory as large as the layout needs it. */
function growTo(memory: WebAssembly.Memory, bytes: number, sizes: Sizes): void {
  const pages = Math.ceil(bytes / PAGE);
  try {
    memory.grow(Math.max(0, pages - LEAST_PAGES));
  } catch {
    const { hiddenSize, vocabularySize, streams, sequenceLength } = sizes;
    throw new RangeError(
      `Cannot lay out a network as its memory must be had: hiddenSize ${hiddenSize}, vocabularySize ` +
        `${vocabularySize}, ${streams} streams and ${sequenceLength} steps need ` +
        `${Math.ceil(bytes / 2 ** 20)} MiB`,
    );
  }
}
