/** `rnn sweep`: many trainings, over seeds and options, each a file; resumable and shared by machines. */
import { formatNumber } from "@lab/figures";
import { sayDuration } from "@lab/text";
import {
  numberOption,
  type OptionValues,
  readArguments,
  requiredOption,
  withStop,
} from "../../command.ts";
import { checkTakesFiles } from "../files.ts";
import { progress } from "../inputs.ts";
import { TRAINING_USAGE } from "../recipe/options.ts";
import { checkpointSeconds } from "../train_options.ts";
import { fileProblem } from "@lab/data";
import { collectRuns } from "./collect.ts";
import { tellComparison } from "./compare.ts";
import { GRID_OPTIONS, shardOf, type SweepRun, sweepRuns } from "./grid.ts";
import type { RunAnswer } from "./one_run.ts";
import { doRuns, type Outcome, type QueueOptions, unfinished } from "./queue.ts";

const USAGE = `deno task rnn sweep --out FOLDER [options]

Trains a network for each combination of values. Any option of rnn train takes several: --hidden 64,128
or --hidden 64 --hidden 128; whole numbers also from-to: --seeds 1-8. A file name is taken whole.

  --out FOLDER         where the runs are kept: NAME.npz is one that has ended, with its scores, settings
                       and curve; NAME.half.npz one that has not; NAME.failed says why one can't go on
  --seeds LIST         the same as --seed (1-4 in a sweep)
  --jobs N             how many runs at a time (one for each core)
  --shard I/N          do only the I-th of N parts
  --checkpoint SECONDS how often a run is written while it is under way (30)
  --json               one line of JSON for each run

In a sweep --seeds is 1-4 and --hold-out 0.1 when left out; else as in rnn train. What only one recipe has,
such as --epochs, goes into a sweep of its own; the folder may be the same.

${TRAINING_USAGE}

The same command again goes on: what has ended stays, what was under way continues from its last checkpoint,
bit for bit, and what failed is tried once more. A run that fails costs no other. Ctrl-C saves all runs.

Several machines: start the same command on each, on one shared folder. Each run is locked by whoever does
it, and what a killed process leaves is taken over by another. With --shard, machines need no common folder:
bring their files together afterwards.

  Slurm     sbatch --array=1-8 --wrap 'deno task rnn sweep --out runs --seeds 1-64 --shard
            $SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT --jobs $SLURM_CPUS_ON_NODE'
  Dask      client.map(lambda i: subprocess.run(["deno", "task", "rnn", "sweep", "--out", "runs",
            "--shard", f"{i}/8"], check=True), range(1, 9)); Ray likewise

At its end the settings are compared; deno task rnn compare FOLDER does so at any time, with curves.`;

const OPTIONS = {
  out: { type: "string" },
  jobs: { type: "string" },
  shard: { type: "string" },
  checkpoint: { type: "string" },
  json: { type: "boolean" },
  ...GRID_OPTIONS,
} as const;

/** A whole number that an option gives, from 1 on. */
function countOption(values: OptionValues, name: string, fallback: number): number {
  const count = numberOption(values, name, fallback);
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new RangeError(
    `Cannot sweep as '--${name}' must be an integer >= 1: current value is ${count}`,
  );
}

/** Makes the folder, unless it is there, and throws unless it takes files. */
async function prepareFolder(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true }).catch((error) => {
    throw new Error(`Cannot make the folder '${folder}': ${fileProblem(error)}`);
  });
  await checkTakesFiles(folder);
}

/** How a run ended, in a line. */
function outcomeInWords({ run, result, failure, durationMs }: Outcome): string {
  const time = durationMs === undefined
    ? "done by another process"
    : sayDuration(durationMs / 1000, 1);
  if (result === undefined) return `${run.label}  failed: ${failure}`;
  const { heldOutNatsPerChar: held, lossNatsPerChar: loss } = result;
  const score = held === undefined
    ? `${formatNumber(loss, 4)} nats per character in training`
    : `${formatNumber(held, 4)} nats per character held out`;
  return `${run.label}  ${score}  (${time})`;
}

/** The runs under way, in a line that is written over. */
class UnderWay {
  readonly #of: number;
  readonly #states = new Map<SweepRun, { share: number; secondsLeft: number }>();
  #ended = 0;

  constructor(of: number) {
    this.#of = of;
  }

  ended(): void {
    this.#ended++;
  }

  take(run: SweepRun, answer: RunAnswer): void {
    if (answer.kind === "progress") this.#states.set(run, answer);
    else if (answer.kind !== "note") this.#states.delete(run);
    const runs = [...this.#states].map(([{ label }, { share, secondsLeft }]) =>
      `${label} ${Math.floor(100 * share)} % (${sayDuration(secondsLeft)} left)`
    );
    const columns = Deno.stdout.isTerminal() ? Deno.consoleSize().columns : 80;
    const line = `${this.#ended} of ${this.#of} runs ended; ${runs.join(", ")}`;
    progress(line.slice(0, columns - 1));
  }
}

/** Does the runs that are left, and tells of each. */
async function doAll(
  runs: readonly SweepRun[],
  options: Pick<QueueOptions, "folder" | "jobs" | "checkpoint" | "threads"> & { json: boolean },
  say: (line: string) => void,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const underWay = new UnderWay(runs.length);
  const notes = new Set<string>();
  await withStop((signal) =>
    doRuns(runs, {
      ...options,
      signal,
      onAnswer: (run, answer) => {
        if (answer.kind === "note" && !notes.has(answer.line)) {
          progress("");
          notes.add(answer.line);
          say(answer.line);
        }
        underWay.take(run, answer);
      },
      onOutcome: (outcome) => {
        outcomes.push(outcome);
        underWay.ended();
        progress("");
        if (options.json) console.log(JSON.stringify(outcomeInJson(outcome)));
        else say(`[${outcomes.length}/${runs.length}] ${outcomeInWords(outcome)}`);
      },
    })
  );
  progress("");
  return outcomes;
}

/** How a run ended, for programs. */
const outcomeInJson = ({ run, result, failure, durationMs }: Outcome): Record<string, unknown> => ({
  run: run.name,
  options: run.values,
  status: result === undefined ? "failed" : "finished",
  ...result,
  ...failure !== undefined && { failure },
  ...durationMs !== undefined && { seconds: durationMs / 1000 },
});

const runsInWords = (count: number): string =>
  `${formatNumber(count)} ${count === 1 ? "run" : "runs"}`;

async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, OPTIONS);
  const folder = requiredOption(values, "out");
  const json = values.json === true;
  const say = (line: string): void => (json ? console.error : console.log)(line);
  const jobs = countOption(values, "jobs", navigator.hardwareConcurrency);
  const { checkpoint = "30" } = values;
  checkpointSeconds(values);
  const all = await sweepRuns(values);
  const mine = shardOf(all, values.shard as string | undefined);
  await prepareFolder(folder);
  const left = await unfinished(mine, folder);
  say(
    `${runsInWords(all.length)}` +
      (values.shard === undefined ? "" : `, of which ${mine.length} are in part ${values.shard}`) +
      (left.length < mine.length ? `, ${mine.length - left.length} ended before` : ""),
  );
  const threads = Math.max(
    1,
    Math.floor(navigator.hardwareConcurrency / Math.min(jobs, left.length)),
  );
  const how = { folder, json, jobs, threads, checkpoint: String(checkpoint) };
  const outcomes = await doAll(left, how, say);
  const failed = outcomes.filter(({ result }) => result === undefined).length;
  const ended = mine.length - left.length + outcomes.length - failed;
  if (ended > 0 && outcomes.length > 0 && !json) tellComparison(await collectRuns([folder]), say);
  if (ended + failed < mine.length) {
    throw new Error(
      `Stopped after ${ended} of ${runsInWords(mine.length)}; the same command goes on`,
    );
  }
  if (failed > 0) {
    throw new Error(
      `${failed} of ${runsInWords(mine.length)} failed; the same command tries again`,
    );
  }
}

/** `rnn sweep`. */
export const sweepCommand = {
  summary: "train over seeds and options, each run a file; on many machines, resumable",
  usage: USAGE,
  run,
};
