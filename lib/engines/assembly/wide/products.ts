// Products of matrices from the kernels that ../../wide/kernels.ts writes: tiles of 6 or 4 rows × 8 columns,
// 64 numbers deep. Calls of one kernel stand together, as each is large.

// @ts-ignore: decorator
@external("kernels", "rows6")
declare function rows6(b: usize, c: usize, panels: i32, step: usize, add: bool): void;
// @ts-ignore: decorator
@external("kernels", "rows4")
declare function rows4(b: usize, c: usize, panels: i32, step: usize, add: bool): void;
// @ts-ignore: decorator
@external("kernels", "columns6")
declare function columns6(b: usize, c: usize, panels: i32, step: usize, add: bool): void;
// @ts-ignore: decorator
@external("kernels", "columns4")
declare function columns4(b: usize, c: usize, panels: i32, step: usize, add: bool): void;
// @ts-ignore: decorator
@external("kernels", "copyRows6")
declare function copyRows6(from: usize, step: usize): void;
// @ts-ignore: decorator
@external("kernels", "copyRows4")
declare function copyRows4(from: usize, step: usize): void;
// @ts-ignore: decorator
@external("kernels", "copyPanels6")
declare function copyPanels6(from: usize): void;
// @ts-ignore: decorator
@external("kernels", "copyPanels4")
declare function copyPanels4(from: usize): void;
// @ts-ignore: decorator
@external("kernels", "copyColumns")
declare function copyColumns(from: usize, step: usize): void;

/** Bytes of a panel, of a row of it, and of the 64 numbers of A that a kernel takes. */
const PANEL: usize = 2048;
const PANEL_ROW: usize = 32;
const DEPTH: usize = 256;

/** How many of an even number of rows, at least 4, are done in sixes; the others in fours. */
// @ts-ignore: decorator
@inline
function inSixes(rows: i32): i32 {
  const rest = rows % 6;
  return rest === 0 ? rows : rest === 4 ? rows - 4 : rows - 8;
}

/** One step of several parts, `partBytes` apart: C [panels][rows][8] = A [rows][64 chunks] · B. */
export function stepProduct(
  a: usize,
  aBytes: usize,
  b: usize,
  c: usize,
  rows: i32,
  chunks: i32,
  panels: i32,
  parts: i32,
  partBytes: usize,
): void {
  const six = <usize> inSixes(rows);
  const all = <usize> rows;
  const step = all * PANEL_ROW;
  const end = <usize> parts * partBytes;
  for (let k = 0; k < chunks; k++) {
    for (let p: usize = 0; p < end; p += partBytes) {
      for (let r: usize = 0; r < six; r += 6) {
        copyRows6(a + p + r * aBytes, aBytes);
        rows6(b, c + p + r * PANEL_ROW, panels, step, k > 0);
      }
    }
    for (let p: usize = 0; p < end; p += partBytes) {
      for (let r = six; r < all; r += 4) {
        copyRows4(a + p + r * aBytes, aBytes);
        rows4(b, c + p + r * PANEL_ROW, panels, step, k > 0);
      }
    }
    a += DEPTH;
    b += <usize> panels * PANEL;
  }
}

/** The same on the way back, where A is the rows of a step in [groups][8 chunks][64][8]. */
export function stepBackProduct(
  a: usize,
  b: usize,
  c: usize,
  rows: i32,
  chunks: i32,
  panels: i32,
  parts: i32,
  partBytes: usize,
): void {
  const six = <usize> inSixes(rows);
  const all = <usize> rows;
  const step = all * PANEL_ROW;
  const end = <usize> parts * partBytes;
  for (let k = 0; k < chunks; k++) {
    for (let p: usize = 0; p < end; p += partBytes) {
      for (let r: usize = 0; r < six; r += 6) {
        copyPanels6(a + p + r * PANEL_ROW);
        rows6(b, c + p + r * PANEL_ROW, panels, step, k > 0);
      }
    }
    for (let p: usize = 0; p < end; p += partBytes) {
      for (let r = six; r < all; r += 4) {
        copyPanels4(a + p + r * PANEL_ROW);
        rows4(b, c + p + r * PANEL_ROW, panels, step, k > 0);
      }
    }
    a += 8 * PANEL;
    b += <usize> panels * PANEL;
  }
}

/**
 * C [groups][8 cChunks][64][8] = A · B, `panels` of each group's panels: A's rows, of which 64 are a group,
 * lie `groupRows` rows apart from group to group.
 */
export function rowsProduct(
  a: usize,
  aBytes: usize,
  groupRows: i32,
  b: usize,
  c: usize,
  groups: i32,
  chunks: i32,
  panels: i32,
  cChunks: i32,
): void {
  const aGroup = <usize> groupRows * aBytes;
  const cGroup = <usize> cChunks * 8 * PANEL;
  for (let k = 0; k < chunks; k++) {
    for (let g: usize = 0; g < <usize> groups; g++) {
      for (let r: usize = 0; r < 60; r += 6) {
        copyRows6(a + g * aGroup + r * aBytes, aBytes);
        rows6(b, c + g * cGroup + r * PANEL_ROW, panels, PANEL, k > 0);
      }
    }
    for (let g: usize = 0; g < <usize> groups; g++) {
      copyRows4(a + g * aGroup + 60 * aBytes, aBytes);
      rows4(b, c + g * cGroup + 60 * PANEL_ROW, panels, PANEL, k > 0);
    }
    a += DEPTH;
    b += <usize> panels * PANEL;
  }
}

/** C [groups][8 cChunks][64][8] = A [groups][8 chunks][64][8] · B, `panels` of each group's panels. */
export function panelsProduct(
  a: usize,
  b: usize,
  c: usize,
  groups: i32,
  chunks: i32,
  panels: i32,
  cChunks: i32,
): void {
  const aGroup = <usize> chunks * 8 * PANEL;
  const cGroup = <usize> cChunks * 8 * PANEL;
  for (let k = 0; k < chunks; k++) {
    for (let g: usize = 0; g < <usize> groups; g++) {
      for (let r: usize = 0; r < 60; r += 6) {
        copyPanels6(a + g * aGroup + r * PANEL_ROW);
        rows6(b, c + g * cGroup + r * PANEL_ROW, panels, PANEL, k > 0);
      }
    }
    for (let g: usize = 0; g < <usize> groups; g++) {
      copyPanels4(a + g * aGroup + 60 * PANEL_ROW);
      rows4(b, c + g * cGroup + 60 * PANEL_ROW, panels, PANEL, k > 0);
    }
    a += 8 * PANEL;
    b += <usize> panels * PANEL;
  }
}

/**
 * C [count₆₄/64][panels][64][8] = Aᵀ · B for the first `count` columns of A, whose rows lie as above, and B
 * [groups][8 chunks][64][8].
 */
export function columnsProduct(
  a: usize,
  aBytes: usize,
  groupRows: i32,
  b: usize,
  c: usize,
  groups: i32,
  count: i32,
  panels: i32,
  chunks: i32,
): void {
  const blockBytes = <usize> panels * PANEL;
  for (let g = 0; g < groups; g++) {
    for (let i: usize = 0; i < <usize> count; i += 64) {
      const to = c + (i >> 6) * blockBytes;
      const six = <usize> inSixes(columnsLeft(count, i));
      for (let r: usize = 0; r < six; r += 6) {
        copyColumns(a + (i + r << 2), aBytes);
        columns6(b, to + r * PANEL_ROW, panels, PANEL, g > 0);
      }
    }
    for (let i: usize = 0; i < <usize> count; i += 64) {
      const to = c + (i >> 6) * blockBytes;
      const left = columnsLeft(count, i);
      for (let r = <usize> inSixes(left); r < <usize> left; r += 4) {
        copyColumns(a + (i + r << 2), aBytes);
        columns4(b, to + r * PANEL_ROW, panels, PANEL, g > 0);
      }
    }
    a += <usize> groupRows * aBytes;
    b += <usize> chunks * 8 * PANEL;
  }
}

/** Of the 64 columns from `from` on, those there are: an even number, at least 4. */
// @ts-ignore: decorator
@inline
function columnsLeft(count: i32, from: usize): i32 {
  return max(4, (min(64, count - <i32> from) + 1) & ~1);
}
