/** How much of what the processor can do at most a program makes use of. */
import type { Comparison, Measurement } from "./measure.ts";
import { timesAsFast } from "./measure.ts";
import { LIMITS, type Task } from "./peers.ts";
import { operations, PEAK_UNIT, STREAMS } from "./streams.ts";

/** Multiplications and additions of a unit of work, without the update's: small beside them. */
export function operationsOf(
  task: Task,
  { hidden, length, vocabularySize }: Pick<Comparison, "hidden" | "length" | "vocabularySize">,
): number {
  if (task === "sample") return 2 * hidden * (hidden + vocabularySize);
  const each = length * operations(hidden, vocabularySize, length);
  return task === "streams" ? STREAMS * each : each;
}

/** What a program's work comes to. */
export interface Use {
  /** Thousand millions of operations per second. */
  gigaflops: number;
  /** The share of each limit by its name, the median of the rounds' shares. */
  shares: Record<string, number>;
}

/** Whether a measurement is of a limit, not of a program. */
export const isLimit = ({ peer }: Measurement): boolean => LIMITS.some(({ name }) => name === peer);

/** What a program's work comes to, beside the limits that were measured in the same rounds. */
export function useOf(measured: Measurement, comparison: Comparison): Use {
  const each = operationsOf(comparison.task, comparison);
  const limits = comparison.measurements.filter(isLimit);
  return {
    gigaflops: measured.perSecond * each / 1e9,
    shares: Object.fromEntries(
      limits.map((limit) => [limit.peer, timesAsFast(measured, limit) * each / PEAK_UNIT]),
    ),
  };
}

/** What a limit comes to: thousand millions of operations, and of bytes read where it reads, per second. */
export function limitOf({ perSecond }: Measurement): { gigaflops: number; gigabytes: number } {
  const gigaflops = perSecond * PEAK_UNIT / 1e9;
  return { gigaflops, gigabytes: 2 * gigaflops };
}
