/** Long work in short slices, with reports, checkpoints and a way to stop. */
import { stopSignal } from "@lab/stop";
import { Turns } from "./turns.ts";

/** How often long work is told of and kept, and what ends it. */
export interface WatchOptions {
  /** Ends the run early, without an error: what was learned is in the result. So does Jupyter's Stop. */
  signal?: AbortSignal;
  /** Pause between two calls of `onProgress`, in ms; 200 when left out. */
  progressIntervalMs?: number;
  /** Pause between two calls of `onCheckpoint`, in ms; 60,000 when left out. */
  checkpointIntervalMs?: number;
}

/** Long work: how much is left, how to do some of it, and who is told how it stands. */
export interface Watched {
  /** How many units of work are left. */
  left(): number;
  /** Does up to so many units of work, at least one. */
  advance(count: number): void;
  /** Called after each `advance`, and waited for. */
  afterwards?(): void | Promise<void>;
  /** Tells how it stands, so long after its beginning. */
  report(elapsedMs: number): void;
  /** Keeps what is done, where somebody asked for it; waited for. */
  checkpoint?(): void | Promise<void>;
}

/**
 * Does long work to its end or to the signal, in slices that leave the event loop its turn.
 * @param work the work; told how it stands once more at its end
 * @param options pauses and signal
 * @returns how long it took, in ms
 */
export async function watch(work: Watched, options: WatchOptions): Promise<number> {
  const { progressIntervalMs = 200, checkpointIntervalMs = 60_000 } = options;
  const signal = stopSignal(options.signal);
  const startedMs = performance.now();
  let reportedMs = startedMs;
  let savedMs = startedMs;
  const turns = new Turns();
  try {
    while (work.left() > 0 && signal?.aborted !== true) {
      const beganMs = performance.now();
      work.advance(Math.min(turns.slice, work.left()));
      await work.afterwards?.();
      const endedMs = performance.now();
      if (endedMs - reportedMs >= progressIntervalMs) {
        work.report(endedMs - startedMs);
        reportedMs = endedMs;
      }
      if (work.checkpoint && endedMs - savedMs >= checkpointIntervalMs) {
        await work.checkpoint();
        savedMs = performance.now();
      }
      await turns.next(endedMs - beganMs);
    }
  } finally {
    await turns.end();
  }
  const durationMs = performance.now() - startedMs;
  work.report(durationMs);
  return durationMs;
}

/**
 * How fast work goes.
 * @param done units of work
 * @param elapsedMs in so many ms
 * @returns units per second
 */
export function perSecond(done: number, elapsedMs: number): number {
  return done / Math.max(1e-3, elapsedMs) * 1000;
}
