/** A training as it was typed: what `rnn train` does once, and `rnn sweep` many times. */
import { saveSnapshot } from "@lab/snapshots";
import { Vocabulary } from "@lab/text";
import { lineOf, numberOption, type OptionValues, withStop } from "../command.ts";
import { damagedOf, loadCheckpoint, saveCheckpoint, saveOrRescue, setAside } from "./checkpoint.ts";
import { checkWritable, forFile } from "./files.ts";
import { holdOut, score, type Scores, trainedPart } from "./hold_out.ts";
import { progress } from "./inputs.ts";
import {
  type AnyNetwork,
  type AnyResult,
  type Loaded,
  planOf,
  type Watcher,
} from "./recipe/plan.ts";
import {
  countCharacters,
  encodeFor,
  lineEndsNote,
  type NamedText,
  readText,
  unknownOption,
} from "./texts.ts";
import { checkpointSeconds } from "./train_options.ts";

/** Who is told of a training. */
export interface Listener extends Pick<Watcher, "onProgress" | "progressIntervalMs" | "threads"> {
  /** Told what a person should know, in lines. */
  say: (line: string) => void;
}

/** What is resumed; where its file is damaged, the checkpoint before it. */
async function loadResumed(
  file: string,
  out: string | undefined,
  say: (line: string) => void,
): Promise<Loaded> {
  const { snapshot, path, problem } = await forFile(file, () => loadCheckpoint(file));
  if (problem === undefined) return { snapshot, path };
  say(`${file} is damaged, so ${path} is used: ${problem}`);
  // A checkpoint keeps what was there before it: never a damaged file in the place of a whole one.
  if (out === file && await setAside(file)) say(`The damaged file is now ${damagedOf(file)}`);
  return { snapshot, path };
}

/** Throws where a score would be called held out, and is not. */
async function checkHeldOut(
  loaded: Loaded | undefined,
  [trained, heldOut]: readonly [string, string],
): Promise<void> {
  if (loaded === undefined || heldOut === "") return;
  const [read] = await trainedPart(loaded.snapshot, trained + heldOut) ?? [""];
  if (read.length <= trained.length) return;
  throw new RangeError(
    `Cannot hold out as the network must not have been trained on it: ${loaded.path} has read ` +
      `${countCharacters(read)} characters of this text, and what is held out begins after ` +
      `${countCharacters(trained)}`,
  );
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
type Save = (run: AnyNetwork, scores?: Record<string, number>) => Promise<void>;

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
  known: Vocabulary | undefined,
  hiddenSize: number,
  values: OptionValues,
  say: (line: string) => void,
): Promise<void> {
  const note = lineEndsNote(named, known);
  if (note !== undefined) say(note);
  const vocabulary = known ??
    Vocabulary.of(named.text.slice(0, named.text.length - heldOut.length));
  checkMemory(hiddenSize, vocabulary.size);
  if (unknownOption(values) === "stop") {
    await encodeFor({ text: heldOut, title: "The held-out part" }, vocabulary, "stop");
  }
}

/** A training that has ended, written where it was asked for, and what it takes to score it. */
export interface EndedTraining {
  /** The trained network. */
  result: AnyResult;
  /** The file; undefined where none was asked for. */
  out?: string;
  /** How many iterations, or updates, were done before. */
  done: number;
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
  const seconds = checkpointSeconds(values);
  const loaded = resume === undefined ? undefined : await loadResumed(resume, out, say);
  const plan = await planOf(values, loaded);
  const { text, title } = await readText(values.text as string | undefined, values);
  const parts = holdOut(text, numberOption(values, "hold-out", 0));
  await checkHeldOut(loaded, parts);
  if (values.json !== true) say(`Text: ${title}, ${countCharacters(parts[0])} characters`);
  if (plan.goesOn !== undefined) say(plan.goesOn);
  const known = loaded?.snapshot.vocabulary;
  await prepare({ text, title }, parts[1], known, plan.hiddenSize, values, say);
  const keep = saverTo(title, seconds < Infinity || out === resume);
  const result = await withStop(async (signal) => {
    const result = await plan.train(parts[0], {
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
  const before = loaded?.snapshot.trainedOn;
  if (before && "trainedOn" in result && before.sha256 !== result.trainedOn.sha256) {
    say(
      "The text is another one than before: it was read from its beginning" +
        (parts[1] === "" ? "" : "; whether what is held out was read before, nobody has checked"),
    );
  }
  const replace = out === undefined ? undefined : saverTo(title, false)(out);
  const { iterations = 0, streams } = loaded?.snapshot ?? {};
  const done = streams?.losses.length ?? iterations;
  return { result, out, done, parts, saveScores: (scores) => replace?.(result, scores) };
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
