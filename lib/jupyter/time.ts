/** Waiting with a limit. */

/** The longest time that `setTimeout` takes; it makes no time at all of a longer one. */
const LONGEST_MS = 2 ** 31 - 1;

/** What {@linkcode within} gives when the time is over. */
export const TIME_OVER: unique symbol = Symbol("time over");

/**
 * Waits for a promise, but not longer than `seconds`.
 * @param seconds how long at most, ≥ 0; Infinity is allowed
 * @param promise what to wait for
 * @returns the promise's value, or `TIME_OVER`
 */
export async function within<T>(
  seconds: number,
  promise: Promise<T>,
): Promise<T | typeof TIME_OVER> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<typeof TIME_OVER>((resolve) => {
    timer = setTimeout(() => resolve(TIME_OVER), Math.min(seconds * 1000, LONGEST_MS));
  });
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits.
 * @param seconds how long
 * @returns when the time is over
 */
export async function sleep(seconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
