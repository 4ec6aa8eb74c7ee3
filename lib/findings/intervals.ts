/** Intervals in words. Internal: not part of the room's front door. */
import { formatNumber } from "@lab/figures";

/** “0.23 to 0.26”; “any” where nothing is known. */
export function intervalInWords([low, high]: readonly [number, number], digits: number): string {
  if (low === -Infinity && high === Infinity) return "any";
  return `${formatNumber(low, digits)} to ${formatNumber(high, digits)}`;
}
