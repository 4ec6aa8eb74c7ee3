/** Intervals in words. Internal: not part of the room's front door. */
import { formatNumber } from "@lab/figures";

/** “0.23 to 0.26”; “any” where nothing is known. */
export function intervalInWords([low, high]: readonly [number, number], digits: number): string {
  if (low === -Infinity && high === Infinity) return "any";
  return `${formatNumber(low, digits)} to ${formatNumber(high, digits)}`;
}

/**
 * Half of the interval of 95 % that a standard error makes.
 * @param error the standard error
 * @returns 1.96 times as much
 * @example
 * ```ts
 * import { halfInterval } from "./intervals.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(halfInterval(0.5), 0.98);
 * ```
 */
export const halfInterval = (error: number): number => 1.96 * error;
