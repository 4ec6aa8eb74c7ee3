/** Many training runs at once, one Web Worker a core. */
import { stopSignal } from "@lab/stop";
import type { EngineName } from "@lab/engines";
import { Vocabulary } from "@lab/text";
import { completeSettings, type TrainingSettings } from "./options.ts";
import type { TrainingProgress, TrainingResult } from "./train.ts";

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
}

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

/** The runs' indices, those with the most work first, so that no long run is left for the end. */
function longestFirst(runs: readonly ManyRun[]): number[] {
  const work = runs.map((run) => {
    const { hiddenSize, sequenceLength } = completeSettings(run);
    return (run.iterations ?? 10_000) * sequenceLength * hiddenSize * (hiddenSize + 100);
  });
  return runs.map((_, index) => index).sort((a, b) => work[b] - work[a] || a - b);
}

/** One worker that does runs until the queue is empty; resolves then, and rejects at the first error. */
function drain(
  worker: Worker,
  queue: number[],
  request: (run: number) => WorkerRequest,
  onAnswer: (answer: Exclude<WorkerAnswer, { kind: "error" }>) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const run = queue.shift();
      if (run === undefined) resolve();
      else worker.postMessage(request(run));
    };
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      if (data.kind === "error") return reject(revive(data.name, data.message));
      try {
        onAnswer(data);
        if (data.kind === "result") next();
      } catch (error) {
        // Nobody catches what an event's handler throws: it would end the whole program.
        reject(error);
      }
    };
    worker.onmessageerror = () =>
      reject(new Error("Cannot go on training as a worker's answer could not be read"));
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`Cannot go on training as a worker failed: ${event.message}`));
    };
    next();
  });
}

/**
 * Trains many networks on a text at once: seeds, temperatures, sizes.
 *
 * Each run is a `train` of its own, so the results are the same bits however many workers there are, and
 * they come in the order of `runs`. At an error, also of `onProgress`, all runs end and the workers with
 * them.
 * @param text the training text
 * @param runs what each run is told
 * @param options workers, engine, progress, signal
 * @returns one result for each run, in the same order
 * @throws {RangeError} when the text is too short, a setting is out of range, or a loss stops being a
 * number
 * @example
 * ```ts
 * import { trainMany } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const text = "to be or not to be, that is the question. ".repeat(3);
 * const runs = [1, 2, 3].map((seed) => ({ hiddenSize: 8, iterations: 100, seed }));
 * const results = await trainMany(text, runs, { workers: 2 });
 * assertEquals(results.map(({ settings }) => settings.seed), [1, 2, 3]);
 * ```
 */
export async function trainMany(
  text: string,
  runs: readonly ManyRun[],
  options: TrainManyOptions = {},
): Promise<TrainingResult[]> {
  const { workers = navigator.hardwareConcurrency, onProgress } = options;
  const { engine, progressIntervalMs } = options;
  const signal = stopSignal(options.signal);
  if (!Number.isSafeInteger(workers) || workers < 1) {
    throw new RangeError(
      `Cannot train as 'workers' must be an integer >= 1: current value is ${workers}`,
    );
  }
  const queue = longestFirst(runs);
  const results: TrainingResult[] = new Array(runs.length);
  const request = (run: number): WorkerRequest => ({
    kind: "train",
    run,
    text,
    options: { ...runs[run], engine, progressIntervalMs },
  });
  const pool = Array.from(
    { length: Math.min(workers, runs.length) },
    () => new Worker(new URL("./train_many_worker.ts", import.meta.url), { type: "module" }),
  );
  const stop = (): void => pool.forEach((worker) => worker.postMessage({ kind: "stop" }));
  signal?.addEventListener("abort", stop);
  try {
    if (signal?.aborted) stop();
    await Promise.all(pool.map((worker) =>
      drain(worker, queue, request, (answer) => {
        if (answer.kind === "progress") return onProgress?.(answer.progress);
        const vocabulary = new Vocabulary(answer.characters);
        results[answer.run] = { ...answer.result, vocabulary };
      })
    ));
  } finally {
    signal?.removeEventListener("abort", stop);
    pool.forEach((worker) => worker.terminate());
  }
  return results;
}
