/** `rnn train`: train a network on a text and write it to a snapshot. */
import { sayStanding } from "@lab/baselines";
import { readArguments } from "../command.ts";
import { sayFit } from "./fit.ts";
import type { Scores } from "./hold_out.ts";
import { progress } from "./inputs.ts";
import { type AnyProgress, type AnyResult, lossOf, shareOf } from "./recipe/plan.ts";
import { TRAINING_OPTIONS, TRAINING_USAGE } from "./recipe/options.ts";
import { type EndedTraining, scoreAsTold, trainAsTold } from "./training.ts";

const USAGE = `deno task rnn train [options]

${TRAINING_USAGE}
  --out FILE.npz       where to write the trained network
  --resume FILE        go on with a network that was written here, as if its training had never ended;
                       --hidden, --sequence, --streams and --seed must be its own, other options
                       may change
  --checkpoint SECONDS write to --out now and then; the file before stays as FILE.previous.npz
  --json               one line of JSON for each report, and a last one with the result

Ctrl-C ends the training early; what was learned so far is written. Another one skips the scoring.`;

const OPTIONS = {
  out: { type: "string" },
  resume: { type: "string" },
  checkpoint: { type: "string" },
  json: { type: "boolean" },
  ...TRAINING_OPTIONS,
} as const;

/** A bar, the loss, the speed and the time left, for a terminal. */
function progressLine(progress: AnyProgress): string {
  const [done, all, loss, speed] = "updates" in progress
    ? [
      progress.updates,
      progress.updatesInAll,
      progress.natsPerChar.toFixed(3),
      `${Math.round(progress.charactersPerSecond)} characters/s`,
    ]
    : [
      progress.iteration,
      progress.iterations,
      progress.smoothedLossNats.toFixed(2),
      `${Math.round(progress.iterationsPerSecond)}/s`,
    ];
  const filled = Math.round(24 * shareOf(progress));
  return `${"█".repeat(filled)}${
    "░".repeat(24 - filled)
  } ${done}/${all}  loss ${loss}  ${speed}  ` +
    `${Math.ceil(progress.secondsLeft)} s left`;
}

/** How a training stands, without its curve, which grows. */
function withoutCurve(progress: AnyProgress): object {
  if (!("curve" in progress)) return progress;
  const { curve: _, ...state } = progress;
  return state;
}

function reporter(json: boolean): (progress: AnyProgress) => void {
  return json
    ? (state) => console.log(JSON.stringify(withoutCurve(state)))
    : (state) => progress(progressLine(state));
}

/** What is to be said of a run whose loss is above its start, ln V; undefined of one that went well. */
function warning(result: AnyResult): string | undefined {
  const { size } = result.vocabulary;
  const chance = Math.log(size);
  const perCharacter = lossOf(result);
  if (!(perCharacter > chance)) return undefined;
  return `The loss, ${perCharacter.toFixed(2)} nats per character, is above its start, that of ` +
    `guessing, ln ${size} = ${chance.toFixed(2)}: try a smaller --learning-rate`;
}

/** Trains, writes, and tells. */
async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, OPTIONS);
  const json = values.json === true;
  const say = (line: string): void => (json ? console.error : console.log)(line);
  const ended = await trainAsTold(values, {
    say,
    onProgress: reporter(json),
    progressIntervalMs: json ? 1000 : 200,
  });
  const scores = await scoreAsTold(ended, say);
  tell(ended, scores, json, say);
  // Told before they are written, as writing can fail.
  if (Object.keys(scores.numbers).length > 0) await ended.saveScores(scores.numbers);
  if (ended.out !== undefined && !json) say(`Wrote ${ended.out}`);
}

/** A run's numbers, for programs. */
function numbersOf(result: AnyResult, before: number): object {
  const { engine, stopped } = result;
  const seconds = result.durationMs / 1000;
  if ("streams" in result) {
    const { epochs, charactersPerSecond, natsPerChar } = result;
    const updates = result.streams.losses.length;
    return {
      updates,
      updatesBefore: before,
      epochs,
      seconds,
      charactersPerSecond,
      natsPerChar,
      engine,
      stopped,
    };
  }
  const { iterations, iterationsPerSecond, smoothedLossNats } = result;
  return {
    iterations,
    iterationsBefore: before,
    seconds,
    iterationsPerSecond,
    smoothedLossNats,
    engine,
    stopped,
  };
}

/** What a run did, for people. */
function sentenceOf(result: AnyResult, before: number): string {
  const { engine, stopped } = result;
  const begin = stopped ? "Stopped after" : "Trained for";
  const seconds = `${(result.durationMs / 1000).toFixed(1)} s`;
  if ("streams" in result) {
    const epochs = Number(result.epochs.toFixed(1));
    const all = before === 0 ? "" : ", those before among them,";
    return `${begin} ${epochs} ${
      epochs === 1 ? "reading" : "readings"
    } of the text${all} in ${seconds} ` +
      `(${Math.round(result.charactersPerSecond)} characters per second, ${engine}): loss ` +
      `${result.natsPerChar.toFixed(4)} nats per character, behind its masks`;
  }
  const now = before === 0
    ? `${result.iterations} iterations`
    : `${result.iterations - before} more iterations, ${result.iterations} in all,`;
  return `${begin} ${now} in ${seconds} ` +
    `(${Math.round(result.iterationsPerSecond)} per second, ${engine}): ` +
    `smoothed loss ${result.smoothedLossNats.toFixed(3)} nats`;
}

/** The result, for people or for programs. */
function tell(
  { result, done }: EndedTraining,
  { numbers, standing, fit }: Scores,
  json: boolean,
  say: (line: string) => void,
): void {
  const problem = warning(result);
  if (problem !== undefined) say(problem);
  if (json) return console.log(JSON.stringify({ ...numbersOf(result, done), ...numbers }));
  say(sentenceOf(result, done));
  if (numbers.heldOutNatsPerChar === undefined) return;
  const { trainedNatsPerChar: seen, heldOutNatsPerChar, heldOutCharacters } = numbers;
  say(
    `Nats per character: ${
      seen === undefined ? "" : `${seen.toFixed(4)} over what was trained on, `
    }` +
      `${heldOutNatsPerChar.toFixed(4)} over the ${heldOutCharacters} held out`,
  );
  if (standing.length > 0) say(`On what was held out: ${sayStanding(standing)}`);
  if (fit !== undefined) say(sayFit(fit));
}

/** `rnn train`. */
export const trainCommand = {
  summary: "train a network on a text and write it to a snapshot",
  usage: USAGE,
  run,
};
