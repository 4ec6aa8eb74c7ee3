/** The training loop: an engine in short slices, with progress and a way to stop. */
import { chooseEngine, type EngineOption } from "@lab/engines";
import type { ModelParameters } from "@lab/model";
import { stopSignal } from "@lab/stop";
import { Vocabulary } from "@lab/text";
import { checkCount, completeSettings, type TrainingSettings } from "./options.ts";
import { TrainingRun } from "./run.ts";
import { initialState, type TrainingState } from "./state.ts";
import { Turns } from "./turns.ts";

/** How a run stands, as `onProgress` is told. */
export interface TrainingProgress {
  /** Iterations done. */
  iteration: number;
  /** Iterations to do in all. */
  iterations: number;
  /** The smoothed loss, in nats summed over T. */
  smoothedLossNats: number;
  /** Iterations per second since this call began. */
  iterationsPerSecond: number;
  /** An estimate of the seconds still to go. */
  secondsLeft: number;
  /** The loss curve so far; the same object at every call, growing. */
  curve: LossCurve;
}

/** The smoothed loss over the iterations. */
export interface LossCurve {
  /** `[n]` iterations done. */
  iteration: number[];
  /** `[n]` the smoothed loss there, in nats summed over T. */
  smoothedLossNats: number[];
}

/** How to train: what is computed, for how long, and who is told. */
export interface TrainingOptions extends Partial<TrainingSettings>, EngineOption {
  /** How many iterations the run has in all, those before `resume` included; 10,000 when left out. */
  iterations?: number;
  /** A run to go on with; its settings and vocabulary are kept. */
  resume?: TrainingResult;
  /** Ends the run early, without an error: what was learned is in the result. So does Jupyter's Stop. */
  signal?: AbortSignal;
  /** Called about every `progressIntervalMs`, and once at the end. */
  onProgress?: (progress: TrainingProgress) => void;
  /** Pause between two calls of `onProgress`, in ms; 200 when left out. */
  progressIntervalMs?: number;
  /** A point of the loss curve every so many iterations; 100 when left out. */
  recordEvery?: number;
}

/** A trained network, how it got there, and all that is needed to go on. */
export interface TrainingResult {
  /** The weights and biases. */
  parameters: ModelParameters;
  /** The characters of the text. */
  vocabulary: Vocabulary;
  /** Adagrad's memory, carried state and position. */
  state: TrainingState;
  /** What the run was told. */
  settings: TrainingSettings;
  /** The smoothed loss over the iterations, from the first. */
  curve: LossCurve;
  /** Iterations done, in all. */
  iterations: number;
  /** The smoothed loss at the end, in nats summed over T. */
  smoothedLossNats: number;
  /** Iterations per second of this call. */
  iterationsPerSecond: number;
  /** How long this call took. */
  durationMs: number;
  /** Which engine computed it. */
  engine: string;
  /** True when a signal ended the run before its last iteration. */
  stopped: boolean;
}

function checkLength(length: number, sequenceLength: number): void {
  if (length < sequenceLength + 1) {
    throw new RangeError(
      `Cannot train as the text must have at least sequenceLength + 1 = ${sequenceLength + 1} ` +
        `characters: current length is ${length}`,
    );
  }
}

/**
 * Trains a network on a text, by truncated back-propagation through time and Adagrad.
 *
 * Each iteration reads T characters, back-propagates through them, clips, updates, and carries the
 * state on; at the end of the text the sweep starts again from a zero state. The same text, settings
 * and engine give the same bits, wherever a run was stopped and resumed.
 * @param text the training text, at least T + 1 characters
 * @param options settings (the report's when left out), iterations, engine, progress, signal
 * @returns the trained network, its loss curve, and the state to go on from
 * @throws {RangeError} when the text is too short, an option is out of range, or the loss stops being
 * a number
 * @see the report, listing 1
 * @example
 * ```ts
 * import { train } from "@lab/training";
 * import { assert, assertEquals } from "@std/assert";
 * const text = "to be or not to be, that is the question. ".repeat(3);
 * const run = await train(text, { hiddenSize: 8, iterations: 200 });
 * assert(run.smoothedLossNats < 25 * Math.log(run.vocabulary.size));
 * const longer = await train(text, { resume: run, iterations: 300 });
 * assertEquals(longer.iterations, 300);
 * ```
 */
export async function train(text: string, options: TrainingOptions = {}): Promise<TrainingResult> {
  const { resume, iterations = 10_000, recordEvery = 100 } = options;
  const settings = resume?.settings ?? completeSettings(options);
  checkCount("iterations", iterations, 0);
  checkCount("recordEvery", recordEvery, 1);
  checkLength(text.length, settings.sequenceLength);
  const vocabulary = resume?.vocabulary ?? Vocabulary.of(text);
  const indices = vocabulary.encode(text);
  checkLength(indices.length, settings.sequenceLength);
  const start = resume?.state ?? initialState(vocabulary.size, settings);
  const engine = chooseEngine(options.engine, "fastest");
  const run = new TrainingRun(engine, start, indices, settings);
  const curve: LossCurve = {
    iteration: [...resume?.curve.iteration ?? [0]],
    smoothedLossNats: [...resume?.curve.smoothedLossNats ?? [start.smoothedLossNats]],
  };
  const record = (iteration: number, smoothedLossNats: number): void => {
    if (iteration % recordEvery !== 0) return;
    curve.iteration.push(iteration);
    curve.smoothedLossNats.push(smoothedLossNats);
  };
  const timing = await runInSlices(run, iterations, record, curve, options);
  const state = run.state();
  return {
    parameters: state.parameters,
    vocabulary,
    state,
    settings,
    curve,
    iterations: state.iteration,
    smoothedLossNats: state.smoothedLossNats,
    ...timing,
    engine: engine.name,
    stopped: state.iteration < iterations,
  };
}

/** Advances a run to its last iteration or to the signal, in short slices. */
async function runInSlices(
  run: TrainingRun,
  iterations: number,
  record: (iteration: number, smoothedLossNats: number) => void,
  curve: LossCurve,
  options: TrainingOptions,
): Promise<{ durationMs: number; iterationsPerSecond: number }> {
  const { onProgress, progressIntervalMs = 200 } = options;
  const signal = stopSignal(options.signal);
  const first = run.iteration;
  const startedMs = performance.now();
  const rate = (nowMs: number): number =>
    (run.iteration - first) / Math.max(1e-3, nowMs - startedMs) * 1000;
  const report = (nowMs: number): void => {
    const iterationsPerSecond = rate(nowMs);
    onProgress?.({
      iteration: run.iteration,
      iterations,
      smoothedLossNats: run.smoothedLossNats,
      iterationsPerSecond,
      secondsLeft: (iterations - run.iteration) / Math.max(1e-9, iterationsPerSecond),
      curve,
    });
  };
  let reportedMs = startedMs;
  const turns = new Turns();
  try {
    while (run.iteration < iterations && signal?.aborted !== true) {
      const beganMs = performance.now();
      run.advance(Math.min(turns.slice, iterations - run.iteration), record);
      checkLoss(run);
      const endedMs = performance.now();
      if (endedMs - reportedMs >= progressIntervalMs) {
        report(endedMs);
        reportedMs = endedMs;
      }
      await turns.next(endedMs - beganMs);
    }
  } finally {
    await turns.end();
  }
  const endedMs = performance.now();
  report(endedMs);
  return { durationMs: endedMs - startedMs, iterationsPerSecond: rate(endedMs) };
}

function checkLoss(run: TrainingRun): void {
  if (!Number.isFinite(run.smoothedLossNats)) {
    throw new RangeError(
      `Cannot go on training as the loss must be finite: current value at iteration ` +
        `${run.iteration} is ${run.smoothedLossNats}; try a smaller 'learningRate'`,
    );
  }
}
