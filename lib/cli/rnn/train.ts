/** `rnn train`: train a network on a text and write it to a snapshot. */
import { formatNumber } from "@lab/figures";
import type { TrainedNetwork, TrainingSettings } from "@lab/model";
import { saveSnapshot } from "@lab/snapshots";
import {
  DEFAULT_SETTINGS,
  type Resumable,
  resumed,
  train,
  type TrainingProgress,
  type TrainingResult,
} from "@lab/training";
import { Vocabulary } from "@lab/text";
import { numberOption, type OptionValues, readArguments } from "../command.ts";
import { loadCheckpoint, saveCheckpoint } from "./checkpoint.ts";
import { holdOut, sayStanding, score, type Scores } from "./hold_out.ts";
import { checkWritable, forFile } from "./files.ts";
import { progress } from "./inputs.ts";
import {
  countCharacters,
  encodeFor,
  lineEndsNote,
  readText,
  TEXT_OPTIONS,
  TEXT_USAGE,
} from "./texts.ts";

const USAGE = `deno task rnn train [options]

  --text FILE          what to read; the course's text or the bundled play when left out
  --hidden N           hidden units (100)
  --sequence N         characters an iteration back-propagates through (25)
  --learning-rate X    Adagrad's learning rate (0.1)
  --temperature X      what divides the logits in training (1)
  --reset X            how likely an iteration starts from a zero state, 0 to 1 (0): with 0.01 the
                       network learns to begin there too
  --iterations N       how long to train (100000), those before --resume included
  --seed N             seed of the initial weights (1)
  --hold-out X         keep this share of the text's end out of the training, and score it (0)
  --unknown WORD       skip (when left out) characters that only the held-out part has, or stop before
                       the training
  --out FILE.npz       where to write the trained network
  --resume FILE        go on with a network that was written here, as if its training had never ended;
                       --hidden, --sequence and --seed must be its own, other options may change
  --checkpoint SECONDS write to --out now and then; the file before stays as FILE.previous.npz
  --json               one line of JSON for each report, and a last one with the result
${TEXT_USAGE}

Ctrl-C ends the training early; what was learned so far is written. Another one skips the scoring.`;

/** A bar, the loss, the speed and the time left, for a terminal. */
function progressLine(progress: TrainingProgress): string {
  const { iteration, iterations, smoothedLossNats, iterationsPerSecond, secondsLeft } = progress;
  const filled = Math.round(24 * iteration / Math.max(1, iterations));
  return `${"█".repeat(filled)}${"░".repeat(24 - filled)} ${iteration}/${iterations}  loss ` +
    `${smoothedLossNats.toFixed(2)}  ${Math.round(iterationsPerSecond)}/s  ` +
    `${Math.ceil(secondsLeft)} s left`;
}

function reporter(json: boolean): (progress: TrainingProgress) => void {
  return json
    ? ({ curve: _, ...state }) => console.log(JSON.stringify(state))
    : (state) => progress(progressLine(state));
}

/** The options of `train` by those of the command. */
const NUMBERS = {
  hidden: "hiddenSize",
  sequence: "sequenceLength",
  "learning-rate": "learningRate",
  temperature: "temperature",
  reset: "resetProbability",
  seed: "seed",
} as const;

/** The settings that were given; `train` knows the others. */
function givenSettings(values: OptionValues): Partial<TrainingSettings> {
  const given = Object.entries(NUMBERS).filter(([option]) => values[option] !== undefined);
  return Object.fromEntries(given.map(([option, name]) => [name, numberOption(values, option, 0)]));
}

/** What is resumed, after a line that says from where, and what will be different. */
async function loadResumed(
  file: string,
  given: Partial<TrainingSettings>,
  say: (line: string) => void,
): Promise<Resumable> {
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

const OPTIONS = {
  text: { type: "string" },
  hidden: { type: "string" },
  sequence: { type: "string" },
  "learning-rate": { type: "string" },
  temperature: { type: "string" },
  reset: { type: "string" },
  iterations: { type: "string" },
  seed: { type: "string" },
  "hold-out": { type: "string" },
  unknown: { type: "string" },
  out: { type: "string" },
  resume: { type: "string" },
  checkpoint: { type: "string" },
  json: { type: "boolean" },
  ...TEXT_OPTIONS,
} as const;

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

/** Does something while Ctrl-C, SIGTERM and a closed window raise a signal instead of ending it. */
async function withStop<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const name of signals) Deno.addSignalListener(name, onSignal);
  try {
    return await action(stop.signal);
  } finally {
    for (const name of signals) Deno.removeSignalListener(name, onSignal);
  }
}

/** What is to be said of a run whose loss is above its start, T ln V; undefined of one that went well. */
function warning({ smoothedLossNats, vocabulary, settings }: TrainingResult): string | undefined {
  const chance = Math.log(vocabulary.size);
  const perCharacter = smoothedLossNats / settings.sequenceLength;
  if (perCharacter <= chance) return undefined;
  return `The loss, ${perCharacter.toFixed(2)} nats per character, is above its start, that of ` +
    `guessing, ln ${vocabulary.size} = ${chance.toFixed(2)}: try a smaller --learning-rate`;
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

/** Seconds between checkpoints; Infinity where there are to be none. */
function checkpointSeconds(values: OptionValues): number {
  const seconds = numberOption(values, "checkpoint", Infinity);
  if (seconds > 0) return seconds;
  throw new RangeError(
    `Cannot train as '--checkpoint' must be > 0 seconds: current value is ${seconds}`,
  );
}

/** Writes a network; where `keep` is set, the file that is there stays as the one before. */
type Save = (run: TrainedNetwork, keep: boolean, scores?: Record<string, number>) => Promise<void>;

/** How to write to a file; nothing is written where there is none. */
const saverTo =
  (out: string | undefined, title: string): Save => async (run, keep, scores = {}) => {
    if (out === undefined) return;
    const engine = "engine" in run ? run.engine as string : "";
    const snapshot = { ...run, metadata: metadata(title, engine, scores) };
    await (keep ? saveCheckpoint : saveSnapshot)(out, snapshot);
  };

/** Trains, writes, and only then scores. */
async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, OPTIONS);
  const json = values.json === true;
  const say = (line: string): void => (json ? console.error : console.log)(line);
  const resume = values.resume as string | undefined;
  const out = values.out as string | undefined ?? resume;
  if (out === undefined) say("Nothing will be written, as there is no --out");
  else await checkWritable(out, [".npz", ".safetensors"]);
  const given = givenSettings(values);
  const seconds = checkpointSeconds(values);
  const { text, title } = await readText(values.text as string | undefined, values);
  const [trained, heldOut] = holdOut(text, numberOption(values, "hold-out", 0));
  if (!json) say(`Text: ${title}, ${countCharacters(trained)} characters`);
  const snapshot = resume === undefined ? undefined : await loadResumed(resume, given, say);
  const note = lineEndsNote({ text, title }, snapshot?.vocabulary);
  if (note !== undefined) say(note);
  const vocabulary = snapshot?.vocabulary ?? Vocabulary.of(trained);
  const hiddenSize = snapshot?.parameters.hiddenSize ?? given.hiddenSize;
  checkMemory(hiddenSize ?? DEFAULT_SETTINGS.hiddenSize, vocabulary.size);
  if (values.unknown !== undefined && values.unknown !== "skip") {
    const held = { text: heldOut, title: "The held-out part" };
    await encodeFor(held, vocabulary, values.unknown as string);
  }
  const save = saverTo(out, title);
  const result = await withStop(async (signal) => {
    const result = await train(trained, {
      ...given,
      iterations: numberOption(values, "iterations", 100_000),
      resume: snapshot,
      signal,
      onProgress: reporter(json),
      progressIntervalMs: json ? 1000 : 200,
      checkpointIntervalMs: 1000 * seconds,
      onCheckpoint: (network) => save(network, true),
    });
    await save(result, seconds < Infinity || out === resume);
    return result;
  });
  progress("");
  if (snapshot && snapshot.trainedOn?.sha256 !== result.trainedOn.sha256) {
    say("The text is another one than before: it was read from its beginning");
  }
  const scores = await withStop((signal) =>
    score(result, trained, heldOut, { signal, onProgress: progress, onLine: say })
  );
  progress("");
  if (Object.keys(scores.numbers).length > 0) await save(result, false, scores.numbers);
  tell(result, scores, json, say);
  if (out !== undefined && !json) say(`Wrote ${out}`);
}

/** The result, for people or for programs. */
function tell(
  result: TrainingResult,
  { numbers, standing }: Scores,
  json: boolean,
  say: (line: string) => void,
): void {
  const { iterations, iterationsPerSecond, smoothedLossNats, engine, stopped } = result;
  const seconds = result.durationMs / 1000;
  const problem = warning(result);
  if (problem !== undefined) say(problem);
  if (json) {
    const run = { iterations, seconds, iterationsPerSecond, smoothedLossNats, engine, stopped };
    return console.log(JSON.stringify({ ...run, ...numbers }));
  }
  say(
    `${stopped ? "Stopped after" : "Trained for"} ${iterations} iterations in ` +
      `${seconds.toFixed(1)} s (${Math.round(iterationsPerSecond)} per second, ${engine}): ` +
      `smoothed loss ${smoothedLossNats.toFixed(3)} nats`,
  );
  if (numbers.heldOutNatsPerChar === undefined) return;
  const { trainedNatsPerChar: seen, heldOutNatsPerChar, heldOutCharacters } = numbers;
  say(
    `Nats per character: ${
      seen === undefined ? "" : `${seen.toFixed(4)} over what was trained on, `
    }` +
      `${heldOutNatsPerChar.toFixed(4)} over the ${heldOutCharacters} held out`,
  );
  if (standing.length > 0) say(`On what was held out: ${sayStanding(standing)}`);
}

/** `rnn train`. */
export const trainCommand = {
  summary: "train a network on a text and write it to a snapshot",
  usage: USAGE,
  run,
};
