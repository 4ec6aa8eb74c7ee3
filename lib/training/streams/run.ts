/** A training on streams that is under way: readings of the text, schedule and losses, on any engine. */
import { type Engine, newStreamState, type StreamState, type StreamTrainer } from "@lab/engines";
import type { ModelParameters, StreamRecord, StreamSettings } from "@lab/model";
import type { CharacterNumbers } from "@lab/text";
import { readWindows, windowsPerReading } from "./reading.ts";
import { peakRates, rateScale } from "./schedule.ts";

/**
 * Throws unless each stream of a text fills a window.
 * @param length N
 * @param settings B and T
 * @throws {RangeError} when N < B T
 */
export function checkLength(
  length: number,
  { streams, sequenceLength }: Pick<StreamSettings, "streams" | "sequenceLength">,
): void {
  if (length >= streams * sequenceLength) return;
  throw new RangeError(
    `Cannot train as the text must have at least streams * sequenceLength = ` +
      `${streams * sequenceLength} characters: current length is ${length}`,
  );
}

/** Where a training on streams starts. */
export interface StreamStart {
  /** The weights and biases. */
  readonly parameters: ModelParameters;
  /** What else there is of a run that goes on. */
  readonly record?: Pick<StreamRecord, "firstMoment" | "secondMoment" | "hPrev" | "losses">;
  /** How many threads the fast engine may take; as many as there are cores when left out. */
  readonly threads?: number;
}

/**
 * A training on streams that is under way.
 * @example
 * ```ts
 * import { referenceEngine } from "@lab/engines";
 * import { completeStreamSettings, initialStreamParameters, StreamRun } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const sizes = { hiddenSize: 3, streams: 2, sequenceLength: 2, epochs: 5 };
 * const settings = completeStreamSettings(sizes, "quick");
 * const text = Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1);
 * const parameters = initialStreamParameters(text, 3, settings);
 * const run = await StreamRun.start(referenceEngine, { parameters }, text, settings);
 * run.advance(3);
 * assertEquals([run.updates, run.updatesInAll], [3, 10]); // two windows a reading
 * run.close();
 * ```
 */
export class StreamRun {
  readonly #trainer: StreamTrainer;
  readonly #indices: CharacterNumbers;
  readonly #settings: StreamSettings;
  readonly #losses: number[];
  /** How many windows one reading of the text has. */
  readonly windows: number;

  private constructor(
    trainer: StreamTrainer,
    indices: CharacterNumbers,
    settings: StreamSettings,
    losses: readonly number[],
  ) {
    this.#trainer = trainer;
    this.#indices = indices;
    this.#settings = settings;
    this.#losses = [...losses];
    this.windows = windowsPerReading(indices.length, settings);
  }

  /**
   * Starts a run, or goes on with one.
   * @param engine who computes
   * @param start where to start; copied
   * @param indices `[N]` the numbers of the text's characters, N ≥ B T
   * @param settings sizes, schedule, masks
   * @returns the run, when its engine is ready
   * @throws {RangeError} when the text is too short
   */
  static async start(
    engine: Engine,
    start: StreamStart,
    indices: CharacterNumbers,
    settings: StreamSettings,
  ): Promise<StreamRun> {
    checkLength(indices.length, settings);
    const { parameters, record, threads } = start;
    const losses = record?.losses ?? [];
    const fresh = newStreamState(parameters, settings.streams);
    const options = { ...settings, rates: peakRates(settings), threads };
    const trainer = await engine.streamTrainer(
      { ...fresh, ...record, updates: losses.length },
      options,
    );
    return new StreamRun(trainer, indices, settings, losses);
  }

  /** How many windows have updated the weights. */
  get updates(): number {
    return this.#trainer.updates;
  }

  /** How many windows the run has in all. */
  get updatesInAll(): number {
    return this.windows * this.#settings.epochs;
  }

  /** The mean loss of the last hundred windows, masks on, in nats per character; NaN before the first. */
  get natsPerChar(): number {
    const last = this.#losses.slice(-100);
    return last.reduce((sum, loss) => sum + loss, 0) / last.length;
  }

  /**
   * Does some windows.
   * @param count how many, from 1 to as many as are left
   * @throws {RangeError} when the loss stops being a number
   */
  advance(count: number): void {
    for (let left = count; left > 0;) {
      const { updates, windows, updatesInAll } = this;
      const [reading, window] = [Math.floor(updates / windows), updates % windows];
      if (window === 0) this.#trainer.hPrev = new Float64Array(this.#trainer.hPrev.length);
      const now = Math.min(left, windows - window, this.#trainer.maxWindows);
      const rows = readWindows(this.#indices, { reading, window }, now, this.#settings);
      const scales = Float64Array.from(
        { length: now },
        (_, n) => rateScale(updates + n, updatesInAll, this.#settings),
      );
      for (const loss of this.#trainer.advance(rows, scales)) this.#losses.push(loss);
      left -= now;
      this.#checkLoss();
    }
  }

  /** The weights and biases now: new arrays. */
  parameters(): ModelParameters {
    return this.#trainer.parameters();
  }

  /** All that is needed to go on; new arrays. */
  record(): Omit<StreamRecord, "trainedOn"> & Pick<StreamState, "parameters"> {
    const { parameters, firstMoment, secondMoment, hPrev } = this.#trainer.state();
    const losses = [...this.#losses];
    return { parameters, firstMoment, secondMoment, hPrev, losses, settings: this.#settings };
  }

  /** Lets the engine's workers and memory go. */
  close(): void {
    this.#trainer.close();
  }

  #checkLoss(): void {
    const loss = this.#losses[this.#losses.length - 1];
    if (Number.isFinite(loss)) return;
    throw new RangeError(
      `Cannot go on training as the loss must be finite: current value at update ` +
        `${this.updates} is ${loss}; try a smaller 'learningRate'`,
    );
  }
}
