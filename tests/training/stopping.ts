/** Runs without end that are stopped by a signal while they go on. */
import { train, type TrainingResult, trainMany } from "@lab/training";

/** Trains until well after the first progress, then sends the signal from a timer. */
export async function stopTraining(text: string): Promise<{ run: TrainingResult; lateMs: number }> {
  const stop = stopper();
  const run = await train(text, {
    iterations: 1e9,
    signal: stop.signal,
    progressIntervalMs: 20,
    onProgress: () => stop.soon(),
  });
  return { run, lateMs: stop.lateMs() };
}

/** The same with more runs than workers, when as many runs as there are workers are under way. */
export async function stopTrainingMany(
  text: string,
  runs: readonly object[],
  workers: number,
): Promise<{ results: TrainingResult[]; lateMs: number }> {
  const stop = stopper();
  const seen = new Set<number>();
  const results = await trainMany(text, runs.map((run) => ({ ...run, iterations: 1e9 })), {
    workers,
    signal: stop.signal,
    progressIntervalMs: 20,
    onProgress: ({ run }) => {
      if (seen.add(run).size === workers) stop.soon();
    },
  });
  return { results, lateMs: stop.lateMs() };
}

function stopper(): { signal: AbortSignal; soon: () => void; lateMs: () => number } {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let abortedMs = Infinity;
  return {
    signal: controller.signal,
    soon: () => {
      timer ??= setTimeout(() => {
        abortedMs = performance.now();
        controller.abort();
      }, 100);
    },
    lateMs: () => performance.now() - abortedMs,
  };
}
