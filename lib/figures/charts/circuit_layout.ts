/** Where the nodes of a circuit stand, and how its edges run. */

/** Where a node stands. */
export interface Place {
  x: number;
  y: number;
  column: number;
}

/** Where each node stands: columns at x = 0, 1, …, nodes spread evenly over y = 0 … 1. */
export function places(
  columns: readonly { nodes: readonly { id: string }[] }[],
): Map<string, Place> {
  const found = new Map<string, Place>();
  for (const [column, { nodes }] of columns.entries()) {
    for (const [row, node] of nodes.entries()) {
      if (found.has(node.id)) {
        throw new RangeError(
          `Cannot draw a circuit as each node must have its own 'id': '${node.id}' occurs twice`,
        );
      }
      found.set(node.id, { x: column, y: 1 - (row + 0.5) / nodes.length, column });
    }
  }
  return found;
}

/** The place of an edge's end. */
export function placeOf(id: string, at: ReadonlyMap<string, Place>): Place {
  const place = at.get(id);
  if (place === undefined) {
    throw new RangeError(
      `Cannot draw a circuit as every edge must join nodes of 'columns': '${id}' is none`,
    );
  }
  return place;
}

/** The course of an edge: straight between columns, a bow within one, a loop at one node. */
export function course(from: Place, to: Place): { x: number[]; y: number[] } {
  const n = 16;
  const t = Array.from({ length: n + 1 }, (_, i) => i / n);
  const along = (a: number, b: number): number[] => t.map((s) => a + s * (b - a));
  if (from.column !== to.column) return { x: along(from.x, to.x), y: along(from.y, to.y) };
  if (from === to) {
    return {
      x: t.map((s) => from.x + 0.22 * (1 - Math.cos(2 * Math.PI * s))),
      y: t.map((s) => from.y + 0.05 * Math.sin(2 * Math.PI * s)),
    };
  }
  const bow = 0.4 + 0.2 * Math.abs(from.y - to.y);
  return { x: t.map((s) => from.x + 4 * bow * s * (1 - s)), y: along(from.y, to.y) };
}

/** What is drawn along both axes: room for the outer columns' boxes and for the columns' names. */
export const ranges = (columns: number): { x: [number, number]; y: [number, number] } => ({
  x: [-0.45, columns - 1 + 0.45],
  y: [-0.02, 1.14],
});
