/** The training loop: an engine in short slices, with progress and a way to stop. */
import { chooseEngine, type EngineOption } from "@lab/engines";
import type { LossCurve, TrainedNetwork, TrainingSettings } from "@lab/model";
import { stopSignal } from "@lab/stop";
import { Vocabulary } from "@lab/text";
import { checkCount, completeSettings } from "./options.ts";
import { type Resumable, resumed } from "./resume.ts";
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

/** How to train: what is computed, for how long, and who is told. */
export interface TrainingOptions extends Partial<TrainingSettings>, EngineOption {
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
  /** Pause between two calls of `onCheckpoint`, in ms; 60,000 when left out. */
  checkpointIntervalMs?: number;
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
 * Trains a network on a text, by truncated back-propagation through time and Adagrad.
 *
 * Each iteration reads T characters, back-propagates through them, clips, updates, and carries the
 * state on; at the end of the text the sweep starts again from a zero state. The same text, settings
 * and engine give the same bits, wherever a run was stopped and resumed.
 * @param text the training text, at least T + 1 characters
 * @param options settings (the report's when left out), iterations, engine, progress, signal
 * @returns the trained network, its loss curve, and the state to go on from
 * @throws {RangeError} when the text is too short, an option is out of range or differs from what is
 * resumed in size or alphabet, or the loss stops being a number
 * @throws {TypeError} when what is to be resumed has no training with it
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
  const { iterations = 10_000, recordEvery = 100 } = options;
  const resume = options.resume && resumed(options.resume, options);
  const settings = resume?.settings ?? completeSettings(options);
  checkCount("iterations", iterations, 0);
  checkCount("recordEvery", recordEvery, 1);
  checkLength(text.length, settings.sequenceLength);
  const vocabulary = resume?.vocabulary ?? Vocabulary.of(text);
  // Before the numbers are there: its copy of a long text is gone by then.
  const sha256 = await textDigest(text);
  const { indices } = vocabulary.encodeLong(text);
  checkLength(indices.length, settings.sequenceLength);
  const identity = { sha256, characters: indices.length };
  const isSame = resume?.trainedOn.sha256 === identity.sha256;
  const start: TrainingState = resume === undefined
    ? initialState(vocabulary.size, settings)
    : isSame
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
    trainedOn: identity,
    curve,
  });
  const timing = await new Watch(run, iterations, curve, network, options).runToTheEnd(recordEvery);
  const stopped = run.iteration < iterations;
  return { ...network(), ...timing, engine: engine.name, stopped };
}

/** The SHA-256 of a text's UTF-8, in hexadecimal digits. */
async function textDigest(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}

/** Advances a run to its last iteration or to the signal in short slices, and tells how it stands. */
class Watch {
  readonly #run: TrainingRun;
  readonly #iterations: number;
  readonly #curve: LossCurve;
  readonly #network: () => TrainedNetwork;
  readonly #options: TrainingOptions;
  readonly #first: number;
  readonly #startedMs = performance.now();

  constructor(
    run: TrainingRun,
    iterations: number,
    curve: LossCurve,
    network: () => TrainedNetwork,
    options: TrainingOptions,
  ) {
    this.#run = run;
    this.#iterations = iterations;
    this.#curve = curve;
    this.#network = network;
    this.#options = options;
    this.#first = run.iteration;
  }

  async runToTheEnd(
    recordEvery: number,
  ): Promise<Pick<TrainingResult, "durationMs" | "iterationsPerSecond">> {
    const { progressIntervalMs = 200, checkpointIntervalMs = 60_000 } = this.#options;
    const signal = stopSignal(this.#options.signal);
    const run = this.#run;
    const record = (iteration: number, smoothedLossNats: number): void => {
      if (iteration % recordEvery !== 0) return;
      this.#curve.iteration.push(iteration);
      this.#curve.smoothedLossNats.push(smoothedLossNats);
    };
    let reportedMs = this.#startedMs;
    let savedMs = this.#startedMs;
    const turns = new Turns();
    try {
      while (run.iteration < this.#iterations && signal?.aborted !== true) {
        const beganMs = performance.now();
        run.advance(Math.min(turns.slice, this.#iterations - run.iteration), record);
        checkLoss(run);
        const endedMs = performance.now();
        if (endedMs - reportedMs >= progressIntervalMs) {
          this.#report(endedMs);
          reportedMs = endedMs;
        }
        if (this.#options.onCheckpoint && endedMs - savedMs >= checkpointIntervalMs) {
          await this.#options.onCheckpoint(this.#network());
          savedMs = performance.now();
        }
        await turns.next(endedMs - beganMs);
      }
    } finally {
      await turns.end();
    }
    const endedMs = performance.now();
    this.#report(endedMs);
    return { durationMs: endedMs - this.#startedMs, iterationsPerSecond: this.#rate(endedMs) };
  }

  #rate(nowMs: number): number {
    return (this.#run.iteration - this.#first) / Math.max(1e-3, nowMs - this.#startedMs) * 1000;
  }

  #report(nowMs: number): void {
    const { iteration, smoothedLossNats } = this.#run;
    const iterationsPerSecond = this.#rate(nowMs);
    this.#options.onProgress?.({
      iteration,
      iterations: this.#iterations,
      smoothedLossNats,
      iterationsPerSecond,
      secondsLeft: (this.#iterations - iteration) / Math.max(1e-9, iterationsPerSecond),
      curve: this.#curve,
    });
  }
}

function checkLoss(run: TrainingRun): void {
  if (!Number.isFinite(run.smoothedLossNats)) {
    throw new RangeError(
      `Cannot go on training as the loss must be finite: current value at iteration ` +
        `${run.iteration} is ${run.smoothedLossNats}; try a smaller 'learningRate'`,
    );
  }
}
