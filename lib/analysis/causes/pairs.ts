/**
 * Which resampled states stand in at which occurrence. Internal: a large pool makes the mean over it
 * exact enough, and many occurrences need not each be paired with all of it.
 */

/** So many pairs of an occurrence and a state are enough: all of them, where there are no more. */
const PAIRS = 2 ** 16;

/**
 * The rows of the pool that stand in at each occurrence: all of them where that is no more than
 * {@link PAIRS} pairs, else as many for each, in turn, so that all rows are used about equally often.
 */
export function partners(occurrences: number, poolSize: number): (occurrence: number) => number[] {
  const each = Math.min(poolSize, Math.ceil(Math.max(PAIRS, poolSize) / occurrences));
  return (occurrence) => Array.from({ length: each }, (_, k) => (occurrence * each + k) % poolSize);
}
