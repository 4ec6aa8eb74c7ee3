/** Training on many streams of a text at once, in short slices, with progress and a way to stop. */
import { chooseEngine, type Engine, type EngineOption } from "@lab/engines";
import type {
  CharacterModel,
  StreamRecord,
  StreamSettings,
  StreamTrainedNetwork,
} from "@lab/model";
import { type EncodedText, encodeText } from "../encode_text.ts";
import { perSecond, watch, type WatchOptions } from "../watch.ts";
import { initialStreamParameters } from "./initial.ts";
import { completeStreamSettings, type StreamRecipe } from "./recipes.ts";
import { StreamRun } from "./run.ts";

/** How a training on streams stands, as `onProgress` is told. */
export interface StreamProgress {
  /** Updates done: windows of all streams. */
  updates: number;
  /** Updates to do in all. */
  updatesInAll: number;
  /** How often the text was read so far, in readings and parts of them. */
  epochs: number;
  /** The mean loss of the last hundred windows, masks on, in nats per character. */
  natsPerChar: number;
  /** Characters per second since this call began. */
  charactersPerSecond: number;
  /** An estimate of the seconds still to go. */
  secondsLeft: number;
}

/** A network that may come with its training on streams: a result of `train`, a snapshot. */
export interface StreamResumable extends CharacterModel {
  /** Where its training stands. */
  readonly streams?: StreamRecord;
}

/** How to train on streams: what is computed, for how long, and who is told. */
export interface StreamTrainingOptions extends Partial<StreamSettings>, EngineOption, WatchOptions {
  /** Whose settings fill what is left out, where no run goes on. */
  recipe: StreamRecipe;
  /**
   * What to go on with: a run, or a snapshot that was saved with its training on the same text. Its
   * sizes and its seed are kept, its other settings where no others are given. It goes on from any
   * window as if it had never ended, bit for bit.
   */
  resume?: StreamResumable;
  /**
   * How many threads the fast engine may take, ≥ 1; as many as there are cores when left out. What is
   * computed does not depend on it.
   */
  threads?: number;
  /** Is given the network about every `checkpointIntervalMs`, and is waited for. */
  onCheckpoint?: (network: StreamTrainedNetwork) => void | Promise<void>;
  /** Is given the network after each reading of the text, and is waited for. */
  onEpoch?: (network: StreamTrainedNetwork) => void | Promise<void>;
  /** Called about every `progressIntervalMs`, and once at the end. */
  onProgress?: (progress: StreamProgress) => void;
}

/** A network trained on streams, how it got there, and all that is needed to go on. */
export interface StreamTrainingResult extends StreamTrainedNetwork {
  /** How often the text was read, in readings and parts of them. */
  epochs: number;
  /** The mean loss of the last hundred windows, masks on, in nats per character. */
  natsPerChar: number;
  /** Characters per second of this call. */
  charactersPerSecond: number;
  /** How long this call took. */
  durationMs: number;
  /** Which engine computed it. */
  engine: string;
  /** True when a signal ended the run before its last update. */
  stopped: boolean;
}

/** What has decided weights, states and masks for good. */
const KEPT = ["hiddenSize", "streams", "sequenceLength", "seed"] as const;

/** What there is to go on with, and the settings to do it with. */
function resumedStreams(
  { streams, parameters }: StreamResumable,
  given: Partial<StreamSettings>,
): { record: StreamRecord; settings: StreamSettings } {
  if (streams === undefined) {
    throw new TypeError(
      "Cannot resume as the network must come with its training on streams: it has no 'streams'",
    );
  }
  const own = streams.settings;
  for (const name of KEPT) {
    if (given[name] === undefined || given[name] === own[name]) continue;
    throw new RangeError(
      `Cannot resume as '${name}' must stay ${own[name]}: current value is ${given[name]}`,
    );
  }
  if (own.hiddenSize !== parameters.hiddenSize) {
    throw new TypeError(
      `Cannot resume as the settings must fit the network, with hiddenSize ` +
        `${parameters.hiddenSize}: it is ${own.hiddenSize}`,
    );
  }
  return { record: streams, settings: completeStreamSettings(given, own) };
}

/** Characters that the network reads, masks off, to reach the state from which it writes on. */
const APPROACH = 1000;

/** The network of a run now, with all that is needed to go on. */
function networkOf(run: StreamRun, engine: Engine, text: EncodedText): StreamTrainedNetwork {
  const { parameters, ...record } = run.record();
  const network = engine.network(parameters);
  network.read(text.indices.subarray(-APPROACH));
  const { vocabulary, trainedOn } = text;
  return { parameters, vocabulary, h: network.state(), streams: { ...record, trainedOn } };
}

/**
 * Trains on streams; see `train`.
 * @param text the training text, at least B T characters
 * @param options recipe, settings that differ from it, engine, progress, signal
 * @returns the trained network, its losses, and all that is needed to go on
 */
export async function trainStreams(
  text: string,
  options: StreamTrainingOptions,
): Promise<StreamTrainingResult> {
  const { resume } = options;
  const { record, settings } = resume
    ? resumedStreams(resume, options)
    : { record: undefined, settings: completeStreamSettings(options, options.recipe) };
  const encoded = await encodeText(text, resume?.vocabulary);
  if (record && record.trainedOn.sha256 !== encoded.trainedOn.sha256) {
    throw new RangeError(
      "Cannot resume as the text must be the one that was read before: it is another one",
    );
  }
  const { indices, vocabulary } = encoded;
  const parameters = resume?.parameters ??
    initialStreamParameters(indices, vocabulary.size, settings);
  const engine = chooseEngine(options.engine, "fastest");
  const start = { parameters, record, threads: options.threads };
  const run = await StreamRun.start(engine, start, indices, settings);
  try {
    return await keepGoing(run, engine, encoded, settings, options);
  } finally {
    run.close();
  }
}

/** Trains a run to its end or to the signal. */
async function keepGoing(
  run: StreamRun,
  engine: Engine,
  text: EncodedText,
  { streams, sequenceLength }: StreamSettings,
  { onProgress, onCheckpoint, onEpoch, ...options }: StreamTrainingOptions,
): Promise<StreamTrainingResult> {
  const { updates: first, updatesInAll } = run;
  const network = (): StreamTrainedNetwork => networkOf(run, engine, text);
  const left = (): number => Math.max(0, updatesInAll - run.updates);
  const speed = (elapsedMs: number): number =>
    perSecond((run.updates - first) * streams * sequenceLength, elapsedMs);
  const state = (): Pick<StreamProgress, "epochs" | "natsPerChar"> => ({
    epochs: run.updates / run.windows,
    natsPerChar: run.natsPerChar,
  });
  const durationMs = await watch({
    left,
    advance: (count) => run.advance(Math.min(count, run.windows - run.updates % run.windows)),
    afterwards: onEpoch && (() => run.updates % run.windows === 0 ? onEpoch(network()) : undefined),
    report(elapsedMs): void {
      const charactersPerSecond = speed(elapsedMs);
      const secondsLeft = left() * streams * sequenceLength / Math.max(1e-9, charactersPerSecond);
      const { updates } = run;
      onProgress?.({ updates, updatesInAll, ...state(), charactersPerSecond, secondsLeft });
    },
    checkpoint: onCheckpoint && (() => onCheckpoint(network())),
  }, options);
  const timing = { durationMs, charactersPerSecond: speed(durationMs) };
  return { ...network(), ...state(), ...timing, engine: engine.name, stopped: left() > 0 };
}
