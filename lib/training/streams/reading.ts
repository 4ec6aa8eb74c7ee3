/** Which characters each stream reads in each window. B: streams, N: characters of the text, T: time steps. */
import type { StreamSettings } from "@lab/model";
import { keyedBits, keyOf } from "@lab/numerics";

/** What the key of where a reading begins is for; 1 and 2 are the masks'. */
const ROTATION = 3;

/**
 * How many windows one reading of a text has: each stream has ⌊N / B⌋ characters, and what is left of
 * them behind its last whole window is not read this time.
 * @param characters N ≥ B T
 * @param settings B and T
 * @returns ⌊⌊N / B⌋ / T⌋
 * @example
 * ```ts
 * import { windowsPerReading } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * assertEquals(windowsPerReading(241_497, { streams: 32, sequenceLength: 32 }), 235);
 * ```
 */
export function windowsPerReading(
  characters: number,
  { streams, sequenceLength }: Pick<StreamSettings, "streams" | "sequenceLength">,
): number {
  return Math.floor(Math.floor(characters / streams) / sequenceLength);
}

/**
 * The characters of some windows of a reading. The text is a ring, which each reading begins at another
 * place, drawn from the seed; behind its end its beginning follows.
 * @param text `[N]` the numbers of the text's characters
 * @param from `reading` which reading, and which `window` of it comes first, both 0-based
 * @param count how many windows
 * @param settings B, T and the seed
 * @returns `[count T + 1, B]` the numbers, step by step, the streams side by side
 * @example
 * ```ts
 * import { readWindows } from "@lab/training";
 * import { assertEquals } from "@std/assert";
 * const text = Int32Array.from({ length: 100 }, (_, n) => n);
 * const settings = { streams: 2, sequenceLength: 3, seed: 1 };
 * const rows = readWindows(text, { reading: 0, window: 0 }, 1, settings);
 * assertEquals(rows.length, 8);
 * assertEquals((rows[1] - rows[0] + 100) % 100, 50); // the second stream reads half a text ahead
 * assertEquals((rows[2] - rows[0] + 100) % 100, 1);
 * ```
 */
export function readWindows(
  text: ArrayLike<number>,
  from: { reading: number; window: number },
  count: number,
  settings: Pick<StreamSettings, "streams" | "sequenceLength" | "seed">,
): Int32Array {
  const { streams: B, sequenceLength: T, seed } = settings;
  const N = text.length;
  const start = Math.floor(keyedBits(keyOf(seed, ROTATION, from.reading), 0) / 2 ** 32 * N);
  const stride = Math.floor(N / B);
  const rows = new Int32Array((count * T + 1) * B);
  for (let t = 0; t <= count * T; t++) {
    for (let b = 0; b < B; b++) {
      rows[t * B + b] = text[(start + b * stride + from.window * T + t) % N];
    }
  }
  return rows;
}
