/**
 * One run of a sweep, in a process of its own: what goes wrong in it, memory included, costs no other run.
 * It is told its run on its command line, answers in lines of JSON, and ends when its input does, which is
 * when whoever started it has ended, too.
 */
import { lineOf, type OptionValues } from "../../command.ts";
import { lossOf, shareOf } from "../recipe/plan.ts";
import { scoreAsTold, trainAsTold } from "../training.ts";
import { claim, exists, filesOf, type RunFiles, writeDone } from "./files.ts";

/** What a run is told. */
export interface RunRequest {
  /** The sweep's folder. */
  folder: string;
  /** The run's name. */
  name: string;
  /** The options of its training. */
  values: OptionValues;
  /** Seconds between two checkpoints. */
  checkpoint: string;
  /** How many threads it may take. */
  threads: number;
}

/** The result of a run, in numbers. */
export interface RunResult {
  /** The smoothed loss of the training, in nats per character. */
  lossNatsPerChar: number;
  /** The score on what was held out; undefined where nothing was. */
  heldOutNatsPerChar?: number;
}

/** What a run answers, line by line; the last line says how it ended. */
export type RunAnswer =
  | { kind: "progress"; share: number; secondsLeft: number }
  | { kind: "note"; line: string }
  | { kind: "done"; result: RunResult }
  | { kind: "failed"; reason: string }
  | { kind: "elsewhere" }
  | { kind: "stopped" };

const answer = (line: RunAnswer): void => console.log(JSON.stringify(line));

/** Asks this process to save and end as soon as nobody listens any more. */
async function endWithInput(): Promise<void> {
  await Deno.stdin.readable.pipeTo(new WritableStream()).catch(() => {});
  Deno.kill(Deno.pid, "SIGTERM");
}

/** Trains from the newest checkpoint on, scores, and makes the checkpoint the result. */
async function doRun(
  { values, checkpoint, threads }: RunRequest,
  files: RunFiles,
): Promise<RunAnswer> {
  const resume = await exists(files.half) ? files.half : undefined;
  const say = (line: string): void => answer({ kind: "note", line });
  const ended = await trainAsTold({ ...values, checkpoint, resume, out: files.half, json: true }, {
    say,
    onProgress: (progress) =>
      answer({ kind: "progress", share: shareOf(progress), secondsLeft: progress.secondsLeft }),
    progressIntervalMs: 1000,
    threads,
  });
  if (ended.result.stopped) return { kind: "stopped" };
  const { numbers, stopped } = await scoreAsTold(ended, say);
  // A score that a signal cut short is no result: the run is scored again.
  if (stopped) return { kind: "stopped" };
  await ended.saveScores(numbers);
  await writeDone(files);
  const lossNatsPerChar = lossOf(ended.result);
  const { heldOutNatsPerChar } = numbers;
  return { kind: "done", result: { lossNatsPerChar, heldOutNatsPerChar } };
}

/** Takes the run and does it, unless another process has it. */
async function takeRun(request: RunRequest): Promise<RunAnswer> {
  const files = filesOf(request.folder, request.name);
  const release = await claim(files);
  if (release === undefined) return { kind: "elsewhere" };
  try {
    return await doRun(request, files);
  } finally {
    await release();
  }
}

if (import.meta.main) {
  void endWithInput();
  answer(
    await takeRun(JSON.parse(Deno.args[0]))
      .catch((error): RunAnswer => ({ kind: "failed", reason: lineOf(error) })),
  );
  Deno.exit();
}
