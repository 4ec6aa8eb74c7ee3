/** `rnn train`: train a network on a text and write it to a snapshot. */
import type { TrainingProgress, TrainingResult } from "@lab/training";
import { readArguments } from "../command.ts";
import { sayStanding, type Scores } from "./hold_out.ts";
import { progress } from "./inputs.ts";
import { TRAIN_OPTIONS, TRAIN_USAGE } from "./train_options.ts";
import { scoreAsTold, trainAsTold } from "./training.ts";

const USAGE = `deno task rnn train [options]

${TRAIN_USAGE}
  --out FILE.npz       where to write the trained network
  --resume FILE        go on with a network that was written here, as if its training had never ended;
                       --hidden, --sequence and --seed must be its own, other options may change
  --checkpoint SECONDS write to --out now and then; the file before stays as FILE.previous.npz
  --json               one line of JSON for each report, and a last one with the result

Ctrl-C ends the training early; what was learned so far is written. Another one skips the scoring.`;

const OPTIONS = {
  out: { type: "string" },
  resume: { type: "string" },
  checkpoint: { type: "string" },
  json: { type: "boolean" },
  ...TRAIN_OPTIONS,
} as const;

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

/** What is to be said of a run whose loss is above its start, T ln V; undefined of one that went well. */
function warning({ smoothedLossNats, vocabulary, settings }: TrainingResult): string | undefined {
  const chance = Math.log(vocabulary.size);
  const perCharacter = smoothedLossNats / settings.sequenceLength;
  if (perCharacter <= chance) return undefined;
  return `The loss, ${perCharacter.toFixed(2)} nats per character, is above its start, that of ` +
    `guessing, ln ${vocabulary.size} = ${chance.toFixed(2)}: try a smaller --learning-rate`;
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
  tell(ended.result, scores, json, say);
  // Told before they are written, as writing can fail.
  if (Object.keys(scores.numbers).length > 0) await ended.saveScores(scores.numbers);
  if (ended.out !== undefined && !json) say(`Wrote ${ended.out}`);
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
