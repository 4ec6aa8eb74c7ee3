/** The fast engine behind the training loop: float32, whole stretches of text inside WebAssembly. */
import { FastTrainer, type Kernels, loadKernels } from "@lab/engines";
import { type EngineRun, referenceEngine, type TrainingEngine } from "./engine.ts";
import type { TrainingSettings } from "./options.ts";
import { nextWindow, smoothLoss, type TrainingState } from "./state.ts";

/** A run inside a `FastTrainer`; the sweep over the text is decided here. */
class FastRun implements EngineRun {
  readonly #trainer: FastTrainer;
  readonly #indices: Int32Array;
  readonly #sequenceLength: number;
  #iteration: number;
  #position: number;
  #smoothedLossNats: number;

  constructor(
    kernels: Kernels,
    state: TrainingState,
    indices: Int32Array,
    settings: TrainingSettings,
  ) {
    this.#trainer = new FastTrainer(kernels, state, settings);
    this.#indices = indices;
    this.#sequenceLength = settings.sequenceLength;
    this.#iteration = state.iteration;
    this.#position = state.position;
    this.#smoothedLossNats = state.smoothedLossNats;
  }

  get iteration(): number {
    return this.#iteration;
  }

  get smoothedLossNats(): number {
    return this.#smoothedLossNats;
  }

  advance(iterations: number, onIteration?: Parameters<EngineRun["advance"]>[1]): void {
    for (let left = iterations; left > 0;) {
      const losses = this.#stretch(left);
      for (const lossNats of losses) {
        this.#smoothedLossNats = smoothLoss(this.#smoothedLossNats, lossNats);
        this.#iteration++;
        onIteration?.(this.#iteration, this.#smoothedLossNats, lossNats);
      }
      left -= losses.length;
    }
  }

  /** The losses of as many iterations as one call can do before the sweep starts again. */
  #stretch(limit: number): Float64Array {
    const T = this.#sequenceLength;
    const { position, restarts } = nextWindow(
      { position: this.#position, iteration: this.#iteration },
      T,
      this.#indices.length,
    );
    if (restarts) this.#trainer.hPrev = new Float64Array(this.#trainer.hPrev.length);
    // Of the iterations after the first one, the last that does not restart reads up to N − 2.
    const untilRestart = 1 + Math.max(0, Math.ceil((this.#indices.length - 1 - position) / T) - 2);
    const count = Math.min(limit, untilRestart, this.#trainer.maxIterations);
    this.#position = position + count * T;
    return this.#trainer.advance(this.#indices.subarray(position, this.#position + 1));
  }

  state(): TrainingState {
    return {
      parameters: this.#trainer.parameters(),
      memory: this.#trainer.memory(),
      hPrev: this.#trainer.hPrev,
      position: this.#position,
      iteration: this.#iteration,
      smoothedLossNats: this.#smoothedLossNats,
    };
  }
}

/**
 * The fast engine: the same mathematics as the reference engine in float32 WebAssembly, a few hundred
 * times as fast. It goes on from a state of the reference engine, and the other way round.
 * @param kernels the compiled kernels
 * @returns an engine for `train`
 * @example
 * ```ts
 * import { loadKernels } from "@lab/engines";
 * import { fastEngine, train } from "@lab/training";
 * import { assertAlmostEquals } from "@std/assert";
 * const text = "to be or not to be, that is the question. ".repeat(3);
 * const engine = fastEngine(await loadKernels());
 * const run = await train(text, { hiddenSize: 8, iterations: 200, engine });
 * const reference = await train(text, { hiddenSize: 8, iterations: 200, engine: "reference" });
 * assertAlmostEquals(run.smoothedLossNats, reference.smoothedLossNats, 1e-3);
 * ```
 */
export function fastEngine(kernels: Kernels): TrainingEngine {
  return {
    name: `fast (float32, WebAssembly with ${kernels.simd} SIMD)`,
    start: (state, indices, settings) => new FastRun(kernels, state, indices, settings),
  };
}

/**
 * How an engine is asked for: by name, or one that was made. `"auto"` is the fast one where it runs and
 * the reference engine elsewhere.
 */
export type EngineChoice = "auto" | "fast" | "reference" | TrainingEngine;

/**
 * The engine that a choice stands for.
 * @param choice a name, or an engine, which is given back
 * @returns an engine; when `"auto"` had to fall back, its name says why
 * @throws {Error} when the fast engine is asked for by name and can't run here
 * @example
 * ```ts
 * import { chooseEngine } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * assertEquals((await chooseEngine("reference")).name, "reference (float64)");
 * ```
 */
export async function chooseEngine(choice: EngineChoice): Promise<TrainingEngine> {
  if (typeof choice !== "string") return choice;
  if (choice === "reference") return referenceEngine;
  if (choice === "fast") return fastEngine(await loadKernels());
  if (choice !== "auto") {
    throw new RangeError(
      `Cannot choose an engine as 'engine' must be auto, fast, reference or an engine: ` +
        `current value is ${choice}`,
    );
  }
  try {
    return fastEngine(await loadKernels());
  } catch (error) {
    return { ...referenceEngine, name: `${referenceEngine.name}: ${(error as Error).message}` };
  }
}
