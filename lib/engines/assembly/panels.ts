// Matrices in panels: some vectors of four rows of all columns, one column after the other, each [vectors][4].
// ../fast/panels.ts says why, deals the vectors out and has the products.
import { transpose } from "./vector";

// @ts-ignore: decorator
@external("panels", "state")
export declare function stateProduct(
  matrix: usize,
  h: usize,
  first: usize,
  second: usize,
  out: usize,
  isOdd: bool,
): void;
// @ts-ignore: decorator
@external("panels", "sent")
export declare function sentProduct(
  matrix: usize,
  d: usize,
  first: usize,
  h: usize,
  out: usize,
  isOdd: bool,
): void;
// @ts-ignore: decorator
@external("panels", "logits")
export declare function logitsProduct(
  matrix: usize,
  h: usize,
  first: usize,
  unused: usize,
  out: usize,
  isOdd: bool,
): void;

/** Where a list of panels has one. */
// @ts-ignore: decorator
@inline
export const ENTRY: usize = 8;

/** The first vector of a panel of a list. */
// @ts-ignore: decorator
@inline
export function firstOf(panel: usize): i32 {
  return load<i32>(panel);
}

/** How many vectors it holds. */
// @ts-ignore: decorator
@inline
export function sizeOf(panel: usize): i32 {
  return load<i32>(panel, 4);
}

/** The panel of a list that has a vector. */
export function panelOf(vector: i32, list: usize): usize {
  let panel = list;
  while (firstOf(panel) + sizeOf(panel) <= vector) panel += ENTRY;
  return panel;
}

/** How many vectors all panels of a list hold together. */
export function heldVectors(end: usize): i32 {
  return firstOf(end - ENTRY) + sizeOf(end - ENTRY);
}

/**
 * A square matrix some of whose columns are a panel, copied into panels of some rows of all columns.
 * @param panel of the columns, of the list that begins and ends there
 */
export function transposePanel(
  from: usize,
  panel: usize,
  list: usize,
  end: usize,
  vectors: i32,
  to: usize,
): void {
  const j = firstOf(panel);
  const width = sizeOf(panel);
  for (let rows = list; rows < end; rows += ENTRY) {
    const i = firstOf(rows);
    const height = sizeOf(rows);
    transpose(
      from + (<usize> (j * vectors + i * width) << 6),
      <usize> width << 4,
      min(height, vectors - i) << 2,
      min(width, vectors - j),
      to + (<usize> (i * vectors + j * height) << 6),
      <usize> height << 4,
    );
  }
}
