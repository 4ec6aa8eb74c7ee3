/** The queue of a sweep: so many runs at a time, none that has ended and none that another process has. */
import { loadSnapshot } from "@lab/snapshots";
import { lineOf } from "../../command.ts";
import { claim, exists, failureOf, filesOf, writeFailure } from "./files.ts";
import type { SweepRun } from "./grid.ts";
import type { RunAnswer, RunResult } from "./one_run.ts";
import { runInProcess } from "./run_process.ts";
import { runOf } from "./snapshot_run.ts";

/** How a run of a sweep ended. */
export interface Outcome {
  /** The run. */
  readonly run: SweepRun;
  /** Its result; undefined of a run that failed. */
  readonly result?: RunResult;
  /** Why it failed. */
  readonly failure?: string;
  /** How long it took here, in ms; undefined of a run that another process did. */
  readonly durationMs?: number;
}

/** Where and how the runs are done, and who is told. */
export interface QueueOptions {
  /** The sweep's folder. */
  folder: string;
  /** How many runs at a time. */
  jobs: number;
  /** Seconds between two checkpoints of a run. */
  checkpoint: string;
  /** How many threads a run may take. */
  threads: number;
  /** Asks all runs to save and end. */
  signal: AbortSignal;
  /** Told of each run when it has ended. */
  onOutcome: (outcome: Outcome) => void;
  /** Told what a run answers while it is under way, and of its end. */
  onAnswer: (run: SweepRun, answer: RunAnswer) => void;
}

/** How long to wait before asking again for a run that another process has, in ms. */
const ASKING_MS = 1000;

/** Waits, but not longer than to the signal. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done);
  });

/** Whether another process has a run. */
async function isElsewhere(folder: string, run: SweepRun): Promise<boolean> {
  const release = await claim(filesOf(folder, run.name));
  await release?.();
  return release === undefined;
}

/** A run's result, from its file. */
async function resultOf(path: string): Promise<RunResult> {
  const run = runOf(await loadSnapshot(path));
  return { lossNatsPerChar: run?.run.score ?? NaN, heldOutNatsPerChar: run?.held };
}

/**
 * The runs that have not ended well; those that failed are among them, to be tried again.
 * @param runs all runs
 * @param folder the sweep's
 * @returns those that are left, in their order
 */
export async function unfinished(runs: readonly SweepRun[], folder: string): Promise<SweepRun[]> {
  const done = await Promise.all(runs.map(({ name }) => exists(filesOf(folder, name).done)));
  return runs.filter((_, k) => !done[k]);
}

/**
 * Does runs until none is left; those that other processes have are waited for, and taken over from
 * processes that are gone.
 * @param runs the runs to do
 * @param options where, how many at a time, who is told
 * @returns when none is left, or the signal was raised and all have saved
 */
export async function doRuns(runs: readonly SweepRun[], options: QueueOptions): Promise<void> {
  const { folder, jobs, signal } = options;
  const triedBefore = new Set<string>();
  for (const { name } of runs) {
    if (await failureOf(filesOf(folder, name)) !== undefined) triedBefore.add(name);
  }
  const queue = [...runs];
  let elsewhere: SweepRun[] = [];
  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      const run = queue.shift();
      if (run !== undefined) {
        const isOver = await doRun(run, options, triedBefore).catch((error) => {
          options.onOutcome({ run, failure: lineOf(error) });
          return true;
        });
        if (!isOver) elsewhere.push(run);
      } else if (elsewhere.length > 0) {
        queue.push(...elsewhere);
        elsewhere = [];
        await pause(ASKING_MS, signal);
      } else return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, runs.length) }, work));
}

/** Does a run, or finds out how another process did it; false where another process still does. */
async function doRun(
  run: SweepRun,
  options: QueueOptions,
  triedBefore: Set<string>,
): Promise<boolean> {
  const { folder, checkpoint, threads, signal, onOutcome, onAnswer } = options;
  const files = filesOf(folder, run.name);
  if (await isElsewhere(folder, run)) return false;
  if (await exists(files.done)) {
    onOutcome({ run, result: await resultOf(files.done) });
    return true;
  }
  const failure = await failureOf(files);
  // What failed before is tried once more; what has failed since, elsewhere, would fail here, too.
  if (failure !== undefined && !triedBefore.has(run.name)) {
    onOutcome({ run, failure });
    return true;
  }
  const request = { folder, name: run.name, values: run.values, checkpoint, threads };
  const beganMs = performance.now();
  const end = await runInProcess(request, signal, (answer) => onAnswer(run, answer));
  onAnswer(run, end);
  if (end.kind === "elsewhere") return false;
  if (end.kind === "stopped") return true;
  const durationMs = performance.now() - beganMs;
  if (end.kind === "done") onOutcome({ run, durationMs, result: end.result });
  else {
    // On a full disk the row alone says it.
    await writeFailure(files, end.reason).catch(() => {});
    onOutcome({ run, durationMs, failure: end.reason });
  }
  return true;
}
