/** Lengths along a path of straight lines: plotly.js asks for them to place arrow heads. */

/** A point in pixels. */
export interface Point {
  x: number;
  y: number;
}

/** The corners of a path that has straight lines only, `M0,0L3,4…`. */
function corners(d: string): Point[] {
  const numbers = (d.match(/-?\d+(?:\.\d+)?(?:e-?\d+)?/g) ?? []).map(Number);
  return Array.from(
    { length: numbers.length >> 1 },
    (_, i) => ({ x: numbers[2 * i], y: numbers[2 * i + 1] }),
  );
}

const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

/**
 * The length of a path of straight lines.
 * @param d the path's `d` attribute
 * @returns in pixels
 */
export function polylineLength(d: string): number {
  const points = corners(d);
  return points.slice(1).reduce((sum, point, i) => sum + distance(points[i], point), 0);
}

/**
 * The point at a distance from the start of a path of straight lines.
 * @param d the path's `d` attribute
 * @param length in pixels; beyond the end it is the end
 * @returns the point
 */
export function pointOnPolyline(d: string, length: number): Point {
  const points = corners(d);
  let left = Math.max(0, length);
  for (let i = 1; i < points.length; i++) {
    const step = distance(points[i - 1], points[i]);
    if (left <= step && step > 0) {
      const part = left / step;
      const [from, to] = [points[i - 1], points[i]];
      return { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) };
    }
    left -= step;
  }
  return points[points.length - 1] ?? { x: 0, y: 0 };
}
