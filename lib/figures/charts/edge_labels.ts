/** Where the weights of a circuit are written: beside their edges, clear of everything else. */
import { textWidth } from "../static/text_width.ts";

/** A place in pixels. */
export interface Pixel {
  x: number;
  y: number;
}

/** A rectangle in pixels around its middle. */
export interface Label extends Pixel {
  width: number;
  height: number;
}

/** How far beside its edge a label stands, and how close another edge may come to it. */
const [BESIDE, CLEAR] = [9, 8];

/** Where along an edge a label may stand, the best first where several are equally clear. */
const PLACES = [0.36, 0.5, 0.28, 0.6, 0.44, 0.68, 0.22];

/** The distance of a point from a line of straight pieces. */
function distance({ x, y }: Pixel, line: readonly Pixel[]): number {
  return Math.min(
    ...line.slice(1).map((end, i) => {
      const start = line[i];
      const [dx, dy] = [end.x - start.x, end.y - start.y];
      const along = ((x - start.x) * dx + (y - start.y) * dy) / (dx * dx + dy * dy || 1);
      const t = Math.max(0, Math.min(1, along));
      return Math.hypot(x - start.x - t * dx, y - start.y - t * dy);
    }),
  );
}

const overlap = (a: Label, b: Label): boolean =>
  2 * Math.abs(a.x - b.x) < a.width + b.width && 2 * Math.abs(a.y - b.y) < a.height + b.height;

/** The place beside a line at a share of its length, on its left or its right. */
function beside(line: readonly Pixel[], share: number, side: 1 | -1): Pixel {
  const i = Math.min(line.length - 2, Math.floor(share * (line.length - 1)));
  const [a, b] = [line[i], line[i + 1]];
  const t = share * (line.length - 1) - i;
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  return {
    x: a.x + t * (b.x - a.x) - side * BESIDE * (b.y - a.y) / length,
    y: a.y + t * (b.y - a.y) + side * BESIDE * (b.x - a.x) / length,
  };
}

/**
 * Finds a place for the label of each edge, one after the other.
 * @param edges the edges' courses and their labels, the most important first
 * @param boxes what no label may lie on
 * @returns for each edge its label's middle; undefined where no place is clear
 */
export function placeLabels(
  edges: readonly { course: readonly Pixel[]; text: string }[],
  boxes: readonly Label[],
): (Pixel | undefined)[] {
  const taken = [...boxes];
  return edges.map(({ course, text }) => {
    const size = { width: textWidth(text, 11) + 4, height: 13 };
    let [best, clearest]: [Label | undefined, number] = [undefined, CLEAR];
    for (const share of PLACES) {
      for (const side of [1, -1] as const) {
        const label = { ...beside(course, share, side), ...size };
        if (taken.some((box) => overlap(box, label))) continue;
        const others = edges.filter((edge) => edge.course !== course);
        const clear = Math.min(40, ...others.map((edge) => distance(label, edge.course)));
        if (clear > clearest) [best, clearest] = [label, clear];
      }
    }
    if (best !== undefined) taken.push(best);
    return best;
  });
}
