/** Few colours for a picture, and so a small file: those that are near each other become their mean. */

const MOST_COLOURS = 256;
/** Steps of a channel from none to full, within which colours are near; 5 are always few enough. */
const FINEST = 9;

/**
 * Chooses at most 256 colours for an opaque picture.
 * @param pixels `[n, 4]` red, green, blue and opacity, 0 … 255; opacity is left out
 * @returns `palette`: `[colours, 3]` red, green, blue; `indices`: `[n]` each pixel's row of it
 */
export function reduceColours(
  pixels: Uint8Array | Uint8ClampedArray,
): { palette: Uint8Array; indices: Uint8Array } {
  const indices = new Uint8Array(pixels.length / 4);
  for (let steps = FINEST;; steps--) {
    const step = (value: number): number => Math.round(value / 255 * steps);
    const rows = new Map<number, { row: number; count: number; sums: number[] }>();
    for (let i = 0; i < indices.length; i++) {
      const [red, green, blue] = [pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2]];
      const near = step(red) << 16 | step(green) << 8 | step(blue);
      const colour = rows.get(near) ?? { row: rows.size, count: 0, sums: [0, 0, 0] };
      rows.set(near, colour);
      colour.count++;
      colour.sums[0] += red;
      colour.sums[1] += green;
      colour.sums[2] += blue;
      indices[i] = colour.row;
    }
    if (rows.size > MOST_COLOURS) continue;
    const means = [...rows.values()].flatMap(({ sums, count }) => sums.map((sum) => sum / count));
    return { palette: Uint8Array.from(means, Math.round), indices };
  }
}
