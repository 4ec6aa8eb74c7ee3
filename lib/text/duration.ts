/** Times in words. */

/**
 * A duration as a reader says it.
 * @param seconds how long; what is less than 0 counts as 0
 * @param digits after the point, below a minute; none when left out
 * @returns such as `4 s`, `2 min 5 s`, `1 h 20 min`; `unknown` for what is not finite
 * @example
 * ```ts
 * import { sayDuration } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals([4.3, 125, 4800].map((seconds) => sayDuration(seconds)), [
 *   "4 s",
 *   "2 min 5 s",
 *   "1 h 20 min",
 * ]);
 * ```
 */
export function sayDuration(seconds: number, digits = 0): string {
  if (!Number.isFinite(seconds)) return "unknown";
  const short = Math.max(0, seconds).toFixed(digits);
  if (Number(short) < 60) return `${short} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
