/** Many training runs at once, one Web Worker a core. */
import { stopSignal } from "@lab/stop";
import type { EngineName } from "@lab/engines";
import { Vocabulary } from "@lab/text";
import type { TrainingSettings } from "@lab/model";
import { completeSettings } from "./options.ts";
import type { TrainingProgress, TrainingResult } from "./report.ts";

/** One of many runs: settings (the report's when left out) and length. */
export interface ManyRun extends Partial<TrainingSettings> {
  /** How many iterations; 10,000 when left out. */
  iterations?: number;
  /** A point of the loss curve every so many iterations; 100 when left out. */
  recordEvery?: number;
}

/** How one of many runs stands. */
export interface ManyProgress extends Omit<TrainingProgress, "curve"> {
  /** Which run this is: its index in the list that was given. */
  run: number;
}

/** How many at a time, who is told, and how to stop. */
export interface TrainManyOptions {
  /** How many workers; one for each core when left out, never more than runs. */
  workers?: number;
  /** Who computes, as for `train`, but by name. */
  engine?: EngineName;
  /** Ends all runs early, without an error: each result says how far it came. So does Jupyter's Stop. */
  signal?: AbortSignal;
  /** Called about every `progressIntervalMs` for each run that is under way, and at its end. */
  onProgress?: (progress: ManyProgress) => void;
  /** Pause between two calls of `onProgress` for a run, in ms; 200 when left out. */
  progressIntervalMs?: number;
  /** Told of each run when it has ended, well or not, so that no result waits for the last run. */
  onResult?: (outcome: ManyOutcome) => void;
}

/** How one of many runs ended: with a result or with an error. */
export type ManyOutcome =
  & {
    /** Which run this is: its index in the list that was given. */
    run: number;
  }
  & ({ result: TrainingResult; error?: undefined } | { result?: undefined; error: Error });

/** What a worker is told: a run to do, or to end the one under way. */
export type WorkerRequest =
  | { kind: "train"; run: number; text: string; options: WorkerOptions }
  | { kind: "stop" };

/** The options of `train` that can be sent to a worker. */
export interface WorkerOptions extends ManyRun {
  engine?: EngineName;
  progressIntervalMs?: number;
}

/** What a worker answers. */
export type WorkerAnswer =
  | { kind: "progress"; progress: ManyProgress }
  | {
    kind: "result";
    run: number;
    result: Omit<TrainingResult, "vocabulary">;
    characters: string[];
  }
  | { kind: "error"; run: number; name: string; message: string };

/** An error of a worker as the same class here. */
function revive(name: string, message: string): Error {
  if (name === "RangeError") return new RangeError(message);
  if (name === "TypeError") return new TypeError(message);
  return new Error(message);
}

/**
 * Some of many runs failed, such as those whose loss stopped being a number; the others are here.
 * @example
 * ```ts
 * import { ManyRunsError } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const error = new ManyRunsError([undefined], [new RangeError("the loss must be finite")]);
 * assertEquals(error.message, "Cannot finish run 1 of 1: the loss must be finite");
 * ```
 */
export class ManyRunsError extends Error {
  /** Always `"ManyRunsError"`. */
  override readonly name: string = "ManyRunsError";
  /** One for each run, in their order; undefined of those that failed. */
  readonly results: readonly (TrainingResult | undefined)[];
  /** One for each run, in their order; undefined of those that ended well. */
  readonly errors: readonly (Error | undefined)[];

  /**
   * Makes the error.
   * @param results one for each run, in their order; undefined of those that failed
   * @param errors one for each run, in their order; undefined of those that ended well
   */
  constructor(
    results: readonly (TrainingResult | undefined)[],
    errors: readonly (Error | undefined)[],
  ) {
    const failed = errors.flatMap((error, run) => error === undefined ? [] : [{ run, error }]);
    super(
      `Cannot finish run ${failed.map(({ run }) => run + 1).join(", ")} of ${results.length}: ` +
        failed[0].error.message,
    );
    this.results = results;
    this.errors = errors;
  }
}

/** The runs' indices, those with the most work first, so that no long run is left for the end. */
function longestFirst(runs: readonly ManyRun[]): number[] {
  const work = runs.map((run) => {
    const { hiddenSize, sequenceLength } = completeSettings(run);
    return (run.iterations ?? 10_000) * sequenceLength * hiddenSize * (hiddenSize + 100);
  });
  return runs.map((_, index) => index).sort((a, b) => work[b] - work[a] || a - b);
}

/** A worker's place: does one run after the other, and takes a new worker when one breaks down. */
class Place {
  #worker: Worker | undefined;

  /** Ends the run under way early, and those that come. */
  stop(): void {
    this.#worker?.postMessage({ kind: "stop" } satisfies WorkerRequest);
  }

  /** Lets the worker go. */
  end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  /**
   * Does a run.
   * @param request the run
   * @param stopped whether it is to be ended early from the start
   * @param onProgress told how it stands
   * @returns its result or its error; rejects with what `onProgress` throws
   */
  async run(
    request: WorkerRequest & { kind: "train" },
    stopped: boolean,
    onProgress: (progress: ManyProgress) => void,
  ): Promise<ManyOutcome> {
    const { run } = request;
    const worker = this.#worker ??= new Worker(
      new URL("./train_many_worker.ts", import.meta.url),
      { type: "module" },
    );
    const { promise, resolve, reject } = Promise.withResolvers<ManyOutcome>();
    const breakDown = (reason: string): void => {
      this.end();
      resolve({ run, error: new Error(`Cannot go on training as ${reason}`) });
    };
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      if (data.kind === "error") {
        return resolve({ run, error: revive(data.name, data.message) });
      }
      if (data.kind === "result") {
        const vocabulary = new Vocabulary(data.characters);
        return resolve({ run, result: { ...data.result, vocabulary } });
      }
      try {
        onProgress(data.progress);
      } catch (error) {
        // Nobody catches what an event's handler throws: it would end the whole program.
        reject(error);
      }
    };
    worker.onmessageerror = () => breakDown("a worker's answer could not be read");
    worker.onerror = (event) => {
      event.preventDefault();
      breakDown(`its worker failed: ${event.message}`);
    };
    if (stopped) this.stop();
    worker.postMessage(request);
    return await promise;
  }
}

/**
 * Trains many networks on a text at once: seeds, temperatures, sizes.
 *
 * Each run is a `train` of its own, so the results are the same bits however many workers there are, and
 * they come in the order of `runs`. A run that fails costs that run only; at an error of `onProgress` or
 * `onResult` all runs end.
 * @param text the training text
 * @param runs what each run is told
 * @param options workers, engine, progress, results as they come, signal
 * @returns one result for each run, in the same order
 * @throws {RangeError} when `workers` or a setting is out of range
 * @throws {ManyRunsError} when runs failed, as their loss stopped being a number or the text is too short;
 * it has the results of the others
 * @example
 * ```ts
 * import { trainMany } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const text = "to be or not to be, that is the question. ".repeat(3);
 * const runs = [1, 2, 3].map((seed) => ({ hiddenSize: 8, iterations: 100, seed }));
 * const ended: number[] = [];
 * const onResult = ({ run }: { run: number }) => void ended.push(run);
 * const results = await trainMany(text, runs, { workers: 2, onResult });
 * assertEquals(results.map(({ settings }) => settings.seed), [1, 2, 3]);
 * assertEquals(ended.sort(), [0, 1, 2]);
 * ```
 */
export async function trainMany(
  text: string,
  runs: readonly ManyRun[],
  options: TrainManyOptions = {},
): Promise<TrainingResult[]> {
  const { workers = navigator.hardwareConcurrency, onProgress, onResult } = options;
  const { engine, progressIntervalMs } = options;
  const signal = stopSignal(options.signal);
  if (!Number.isSafeInteger(workers) || workers < 1) {
    throw new RangeError(
      `Cannot train as 'workers' must be an integer >= 1: current value is ${workers}`,
    );
  }
  const queue = longestFirst(runs);
  const outcomes: ManyOutcome[] = [];
  const pool = Array.from({ length: Math.min(workers, runs.length) }, () => new Place());
  const stop = (): void => pool.forEach((place) => place.stop());
  signal?.addEventListener("abort", stop);
  const work = async (place: Place): Promise<void> => {
    for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
      const told = { ...runs[run], engine, progressIntervalMs };
      const outcome = await place.run(
        { kind: "train", run, text, options: told },
        signal?.aborted === true,
        (progress) => onProgress?.(progress),
      );
      outcomes[run] = outcome;
      onResult?.(outcome);
    }
  };
  try {
    await Promise.all(pool.map(work));
  } finally {
    signal?.removeEventListener("abort", stop);
    pool.forEach((place) => place.end());
  }
  if (outcomes.some(({ error }) => error !== undefined)) {
    throw new ManyRunsError(
      outcomes.map(({ result }) => result),
      outcomes.map(({ error }) => error),
    );
  }
  return outcomes.map(({ result }) => result!);
}
