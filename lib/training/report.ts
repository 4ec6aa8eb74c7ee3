/** The report's training: one sweep over the text, Adagrad, an engine in short slices. */
import { chooseEngine, type EngineOption } from "@lab/engines";
import type { LossCurve, TrainedNetwork, TrainingSettings } from "@lab/model";
import { checkCount, completeSettings } from "./options.ts";
import { type Resumable, resumed } from "./resume.ts";
import { TrainingRun } from "./run.ts";
import { encodeText } from "./encode_text.ts";
import { initialState, type TrainingState } from "./state.ts";
import { perSecond, watch, type WatchOptions } from "./watch.ts";

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

/** How to train: what is computed, for how long, and who is told. */
export interface TrainingOptions extends Partial<TrainingSettings>, EngineOption, WatchOptions {
  /** The report's own loop; the other recipes train on many streams at once. */
  recipe?: "report";
  /** How many iterations the run has in all, those before `resume` included; 10,000 when left out. */
  iterations?: number;
  /**
   * What to go on with: a run, or a snapshot that was saved with its training. Its vocabulary, size,
   * sequence length and seed are kept, its other settings where no others are given. The same text is read on from where the
   * run stood, bit for bit as if it had never ended; another one from its start.
   */
  resume?: Resumable;
  /** Is given the network about every `checkpointIntervalMs`, and is waited for. */
  onCheckpoint?: (network: TrainedNetwork) => void | Promise<void>;
  /** Called about every `progressIntervalMs`, and once at the end. */
  onProgress?: (progress: TrainingProgress) => void;
  /** A point of the loss curve every so many iterations; 100 when left out. */
  recordEvery?: number;
}

/** A trained network, how it got there, and all that is needed to go on. */
export interface TrainingResult extends TrainedNetwork {
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
 * Trains as the report does; see `train`.
 * @param text the training text, at least T + 1 characters
 * @param options settings (the report's when left out), iterations, engine, progress, signal
 * @returns the trained network, its loss curve, and the state to go on from
 */
export async function trainReport(text: string, options: TrainingOptions): Promise<TrainingResult> {
  const { iterations = 10_000, recordEvery = 100 } = options;
  const resume = options.resume && resumed(options.resume, options);
  const settings = resume?.settings ?? completeSettings(options);
  checkCount("iterations", iterations, 0);
  checkCount("recordEvery", recordEvery, 1);
  checkLength(text.length, settings.sequenceLength);
  const { vocabulary, indices, trainedOn } = await encodeText(text, resume?.vocabulary);
  checkLength(indices.length, settings.sequenceLength);
  const start: TrainingState = resume === undefined
    ? initialState(vocabulary.size, settings)
    : resume.trainedOn.sha256 === trainedOn.sha256
    ? resume
    : { ...resume, position: 0 };
  const engine = chooseEngine(options.engine, "fastest");
  const run = new TrainingRun(engine, start, indices, settings);
  const curve: LossCurve = {
    iteration: [...resume?.curve.iteration ?? [0]],
    smoothedLossNats: [...resume?.curve.smoothedLossNats ?? [start.smoothedLossNats]],
  };
  const network = (): TrainedNetwork => ({
    ...run.state(),
    vocabulary,
    settings,
    trainedOn,
    curve,
  });
  const record = (iteration: number, smoothedLossNats: number): void => {
    if (iteration % recordEvery !== 0) return;
    curve.iteration.push(iteration);
    curve.smoothedLossNats.push(smoothedLossNats);
  };
  const { onProgress, onCheckpoint } = options;
  const done = (): number => run.iteration - start.iterations;
  const durationMs = await watch({
    left: () => iterations - run.iteration,
    advance(count): void {
      run.advance(count, record);
      checkLoss(run);
    },
    report(elapsedMs): void {
      const { iteration, smoothedLossNats } = run;
      const iterationsPerSecond = perSecond(done(), elapsedMs);
      const secondsLeft = (iterations - iteration) / Math.max(1e-9, iterationsPerSecond);
      const speed = { iterationsPerSecond, secondsLeft };
      onProgress?.({ iteration, iterations, smoothedLossNats, ...speed, curve });
    },
    checkpoint: onCheckpoint && (() => onCheckpoint(network())),
  }, options);
  const stopped = run.iteration < iterations;
  const iterationsPerSecond = perSecond(done(), durationMs);
  return { ...network(), durationMs, iterationsPerSecond, engine: engine.name, stopped };
}

function checkLoss(run: TrainingRun): void {
  if (!Number.isFinite(run.smoothedLossNats)) {
    throw new RangeError(
      `Cannot go on training as the loss must be finite: current value at iteration ` +
        `${run.iteration} is ${run.smoothedLossNats}; try a smaller 'learningRate'`,
    );
  }
}
