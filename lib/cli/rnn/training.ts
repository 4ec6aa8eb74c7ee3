/** A training as it was typed: what `rnn train` does once, and `rnn sweep` many times. */
import { formatNumber } from "@lab/figures";
import type { TrainedNetwork, TrainingSettings } from "@lab/model";
import { saveSnapshot, type Snapshot } from "@lab/snapshots";
import { DEFAULT_SETTINGS, resumed, train, type TrainingOptions } from "@lab/training";
import type { TrainingResult } from "@lab/training";
import { Vocabulary } from "@lab/text";
import { lineOf, numberOption, type OptionValues, withStop } from "../command.ts";
import { loadCheckpoint, saveCheckpoint, saveOrRescue } from "./checkpoint.ts";
import { checkWritable, forFile } from "./files.ts";
import { holdOut, score, type Scores } from "./hold_out.ts";
import { progress } from "./inputs.ts";
import {
  countCharacters,
  encodeFor,
  lineEndsNote,
  type NamedText,
  readText,
  unknownOption,
} from "./texts.ts";
import { checkpointSeconds, givenSettings } from "./train_options.ts";

/** Who is told of a training. */
export interface Listener extends Pick<TrainingOptions, "onProgress" | "progressIntervalMs"> {
  /** Told what a person should know, in lines. */
  say: (line: string) => void;
}

/** What is resumed, after a line that says from where, and what will be different. */
async function loadResumed(
  file: string,
  given: Partial<TrainingSettings>,
  say: (line: string) => void,
): Promise<Snapshot> {
  const { snapshot, path, problem } = await forFile(file, () => loadCheckpoint(file));
  if (problem !== undefined) say(`${file} is damaged, so ${path} is used: ${problem}`);
  const { iterations, settings } = await forFile(path, () => resumed(snapshot, given));
  const changes = Object.entries(settings)
    .map(([name, value]) => [name, snapshot.settings?.[name as keyof TrainingSettings], value])
    .filter(([, before, now]) => before !== now)
    .map(([name, before, now]) => `, ${name} ${before} → ${now}`);
  say(`Goes on with ${path} from iteration ${formatNumber(iterations)}${changes.join("")}`);
  return snapshot;
}

/** What a snapshot says beside its training. */
function metadata(
  title: string,
  engine: string,
  scores: Record<string, number>,
): Record<string, string | number> {
  return {
    ...scores,
    text: title,
    engine,
    date: new Date().toISOString().slice(0, 10),
  };
}

/** Bytes for each weight: it and its memory in float64 twice, in float32 with the gradient, and as a file. */
const BYTES_PER_WEIGHT = 2 * 16 + 12 + 16;

/** Throws before the work when a network of this size does not fit into what memory is free. */
function checkMemory(H: number, V: number): void {
  const [needed, free] = [BYTES_PER_WEIGHT * H * (H + 2 * V), Deno.systemMemoryInfo().available]
    .map((bytes) => bytes / 2 ** 30);
  if (needed <= free) return;
  throw new RangeError(
    `Cannot train as ${H} hidden units and ${V} characters need more memory than there is: about ` +
      `${needed.toFixed(1)} GiB, of which ${free.toFixed(1)} are free; try a smaller --hidden`,
  );
}

/** Writes a network, with its scores where it has some. */
type Save = (run: TrainedNetwork, scores?: Record<string, number>) => Promise<void>;

/** How to write to a file; where `keep` is set, the file that is there stays as the one before. */
const saverTo =
  (title: string, keep: boolean) => (out: string): Save => async (run, scores = {}) => {
    const engine = "engine" in run ? run.engine as string : "";
    const snapshot = { ...run, metadata: metadata(title, engine, scores) };
    await (keep ? saveCheckpoint : saveSnapshot)(out, snapshot);
  };

/** Writes checkpoints; one that can't be written is told, once, and ends nothing. */
function checkpointsBy(save: Save, say: Listener["say"]): Save {
  let isTold = false;
  return async (network) => {
    try {
      await save(network);
    } catch (error) {
      if (!isTold) say(`A checkpoint could not be written, the training goes on: ${lineOf(error)}`);
      isTold = true;
    }
  };
}

/** Text and network before the training: what could stand against it is found here. */
async function prepare(
  named: NamedText,
  heldOut: string,
  snapshot: Snapshot | undefined,
  values: OptionValues,
  say: (line: string) => void,
): Promise<void> {
  const note = lineEndsNote(named, snapshot?.vocabulary);
  if (note !== undefined) say(note);
  const vocabulary = snapshot?.vocabulary ??
    Vocabulary.of(named.text.slice(0, named.text.length - heldOut.length));
  const hiddenSize = snapshot?.parameters.hiddenSize ?? givenSettings(values).hiddenSize;
  checkMemory(hiddenSize ?? DEFAULT_SETTINGS.hiddenSize, vocabulary.size);
  if (unknownOption(values) === "stop") {
    await encodeFor({ text: heldOut, title: "The held-out part" }, vocabulary, "stop");
  }
}

/** A training that has ended, written where it was asked for, and what it takes to score it. */
export interface EndedTraining {
  /** The trained network. */
  result: TrainingResult;
  /** The file; undefined where none was asked for. */
  out?: string;
  /** What was trained on, and what was held out. */
  parts: readonly [trained: string, heldOut: string];
  /** Writes the network again with its scores, where it was written. */
  saveScores: (scores: Record<string, number>) => Promise<void> | undefined;
}

/**
 * Trains as options say, and writes the network.
 * @param values the options of `rnn train`
 * @param listener who is told
 * @returns the network, its file, its text
 * @throws {Error} when an option, the text, the network to go on with or the file is not as it must be
 */
export async function trainAsTold(
  values: OptionValues,
  listener: Listener,
): Promise<EndedTraining> {
  const { say, ...reports } = listener;
  const resume = values.resume as string | undefined;
  const out = values.out as string | undefined ?? resume;
  if (out === undefined) say("Nothing will be written, as there is no --out");
  else await checkWritable(out, [".npz", ".safetensors"]);
  const given = givenSettings(values);
  const seconds = checkpointSeconds(values);
  const { text, title } = await readText(values.text as string | undefined, values);
  const parts = holdOut(text, numberOption(values, "hold-out", 0));
  if (values.json !== true) say(`Text: ${title}, ${countCharacters(parts[0])} characters`);
  const snapshot = resume === undefined ? undefined : await loadResumed(resume, given, say);
  await prepare({ text, title }, parts[1], snapshot, values, say);
  const keep = saverTo(title, seconds < Infinity || out === resume);
  const result = await withStop(async (signal) => {
    const result = await train(parts[0], {
      ...given,
      iterations: numberOption(values, "iterations", 100_000),
      resume: snapshot,
      signal,
      ...reports,
      ...out !== undefined && {
        checkpointIntervalMs: 1000 * seconds,
        onCheckpoint: checkpointsBy(saverTo(title, true)(out), say),
      },
    });
    if (out !== undefined) await saveOrRescue(out, (path) => keep(path)(result));
    return result;
  });
  progress("");
  if (snapshot && snapshot.trainedOn?.sha256 !== result.trainedOn.sha256) {
    say("The text is another one than before: it was read from its beginning");
  }
  const replace = out === undefined ? undefined : saverTo(title, false)(out);
  return { result, out, parts, saveScores: (scores) => replace?.(result, scores) };
}

/**
 * Scores a network that was trained.
 * @param ended the training
 * @param say told of characters that are skipped
 * @returns the scores, none where nothing was held out; and whether a signal cut the scoring short
 */
export async function scoreAsTold(
  { result, parts }: EndedTraining,
  say: Listener["say"],
): Promise<Scores & { stopped: boolean }> {
  const scores = await withStop(async (signal) => ({
    ...await score(result, ...parts, { signal, onProgress: progress, onLine: say }),
    stopped: signal.aborted,
  }));
  progress("");
  return scores;
}
