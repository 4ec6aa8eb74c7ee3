// A matrix times a vector, column after column: out = Σ_k x[k] · column k.
//
// The numbers of out lie in vectors of four. As many of them as there are registers for make a panel, which is
// walked from its first column to its last while its sums stay where they are: nothing is added across lanes,
// nothing is stored on the way. In memory a panel's columns follow each other, each [vectors][4].
//
// Without guard pages (as in Deno) V8 compares every address with a limit that depends on the access's fixed
// offset alone; limits that are used again stay in registers, of which there are few. So a column is read by six
// offsets at most, and the pointer moves on after six.
import { lane0, lane1, lane2, lane3, madd, touch, transpose, zero } from "./vector";

/** Sums that fit in the registers beside the numbers that they are made of; one more where a pair is left over. */
const MOST = 12;
/** A small matrix is filled up to so many vectors, so that few sizes of panels are to be compiled. */
const LEAST = 6;

/** How many panels so many vectors make. */
export function panelCount(vectors: i32): i32 {
  return max(((vectors & ~1) + MOST - 1) / MOST, 1);
}

/** The first vector of a panel, always even: pairs are dealt out, the later panels get those that are over. */
export function firstOf(panel: i32, vectors: i32): i32 {
  const count = panelCount(vectors);
  const pairs = (vectors + 1) >> 1;
  const each = pairs / count;
  const larger = pairs - each * count;
  return 2 * (panel * each + max(panel - (count - larger), 0));
}

/** How many vectors a panel holds: 6, 8, 10, 12 or 13, of which the last panel's may be padding. */
export function sizeOf(panel: i32, vectors: i32): i32 {
  const size = firstOf(panel + 1, vectors) - firstOf(panel, vectors);
  return size > MOST ? MOST + 1 : max(size, LEAST);
}

/** The panel of a vector. */
export function panelOf(vector: i32, vectors: i32): i32 {
  let panel = 0;
  while (firstOf(panel + 1, vectors) <= vector) panel++;
  return panel;
}

/** How many vectors all panels hold together. */
export function heldVectors(vectors: i32): i32 {
  const last = panelCount(vectors) - 1;
  return firstOf(last, vectors) + sizeOf(last, vectors);
}

/**
 * One panel of R vectors, R known when this is compiled. Four columns are walked at a time. What stands between
 * them never happens: it keeps the optimiser from nesting the four multiply-adds of a sum in each other, which
 * would then wait for each other.
 */
// @ts-ignore: decorator
@inline
function panel(R: i32, p: usize, x: usize, columns: i32, out: usize): void {
  let a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero(), a4 = zero(), a5 = zero();
  let b0 = zero(), b1 = zero(), b2 = zero(), b3 = zero(), b4 = zero(), b5 = zero();
  let c0 = zero();
  let s: v128;
  touch(p);
  for (const end = x + (<usize> columns << 2); x < end; x += 16) {
    const u = v128.load(x);
    s = lane0(u);
    a0 = madd(v128.load(p), s, a0);
    a1 = madd(v128.load(p, 16), s, a1);
    a2 = madd(v128.load(p, 32), s, a2);
    a3 = madd(v128.load(p, 48), s, a3);
    a4 = madd(v128.load(p, 64), s, a4);
    a5 = madd(v128.load(p, 80), s, a5);
    if (R > 6) p += 96;
    if (R > 6) b0 = madd(v128.load(p), s, b0);
    if (R > 7) b1 = madd(v128.load(p, 16), s, b1);
    if (R > 8) b2 = madd(v128.load(p, 32), s, b2);
    if (R > 9) b3 = madd(v128.load(p, 48), s, b3);
    if (R > 10) b4 = madd(v128.load(p, 64), s, b4);
    if (R > 11) b5 = madd(v128.load(p, 80), s, b5);
    if (R > 12) p += 96;
    if (R > 12) c0 = madd(v128.load(p), s, c0);
    p += <usize> (R > 12 ? R - 12 : R > 6 ? R - 6 : R) << 4;
    if (p === 0) return;
    s = lane1(u);
    a0 = madd(v128.load(p), s, a0);
    a1 = madd(v128.load(p, 16), s, a1);
    a2 = madd(v128.load(p, 32), s, a2);
    a3 = madd(v128.load(p, 48), s, a3);
    a4 = madd(v128.load(p, 64), s, a4);
    a5 = madd(v128.load(p, 80), s, a5);
    if (R > 6) p += 96;
    if (R > 6) b0 = madd(v128.load(p), s, b0);
    if (R > 7) b1 = madd(v128.load(p, 16), s, b1);
    if (R > 8) b2 = madd(v128.load(p, 32), s, b2);
    if (R > 9) b3 = madd(v128.load(p, 48), s, b3);
    if (R > 10) b4 = madd(v128.load(p, 64), s, b4);
    if (R > 11) b5 = madd(v128.load(p, 80), s, b5);
    if (R > 12) p += 96;
    if (R > 12) c0 = madd(v128.load(p), s, c0);
    p += <usize> (R > 12 ? R - 12 : R > 6 ? R - 6 : R) << 4;
    if (p === 0) return;
    s = lane2(u);
    a0 = madd(v128.load(p), s, a0);
    a1 = madd(v128.load(p, 16), s, a1);
    a2 = madd(v128.load(p, 32), s, a2);
    a3 = madd(v128.load(p, 48), s, a3);
    a4 = madd(v128.load(p, 64), s, a4);
    a5 = madd(v128.load(p, 80), s, a5);
    if (R > 6) p += 96;
    if (R > 6) b0 = madd(v128.load(p), s, b0);
    if (R > 7) b1 = madd(v128.load(p, 16), s, b1);
    if (R > 8) b2 = madd(v128.load(p, 32), s, b2);
    if (R > 9) b3 = madd(v128.load(p, 48), s, b3);
    if (R > 10) b4 = madd(v128.load(p, 64), s, b4);
    if (R > 11) b5 = madd(v128.load(p, 80), s, b5);
    if (R > 12) p += 96;
    if (R > 12) c0 = madd(v128.load(p), s, c0);
    p += <usize> (R > 12 ? R - 12 : R > 6 ? R - 6 : R) << 4;
    if (p === 0) return;
    s = lane3(u);
    a0 = madd(v128.load(p), s, a0);
    a1 = madd(v128.load(p, 16), s, a1);
    a2 = madd(v128.load(p, 32), s, a2);
    a3 = madd(v128.load(p, 48), s, a3);
    a4 = madd(v128.load(p, 64), s, a4);
    a5 = madd(v128.load(p, 80), s, a5);
    if (R > 6) p += 96;
    if (R > 6) b0 = madd(v128.load(p), s, b0);
    if (R > 7) b1 = madd(v128.load(p, 16), s, b1);
    if (R > 8) b2 = madd(v128.load(p, 32), s, b2);
    if (R > 9) b3 = madd(v128.load(p, 48), s, b3);
    if (R > 10) b4 = madd(v128.load(p, 64), s, b4);
    if (R > 11) b5 = madd(v128.load(p, 80), s, b5);
    if (R > 12) p += 96;
    if (R > 12) c0 = madd(v128.load(p), s, c0);
    p += <usize> (R > 12 ? R - 12 : R > 6 ? R - 6 : R) << 4;
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out, a2, 32);
  v128.store(out, a3, 48);
  v128.store(out, a4, 64);
  v128.store(out, a5, 80);
  if (R > 6) v128.store(out, b0, 96);
  if (R > 7) v128.store(out, b1, 112);
  if (R > 8) v128.store(out, b2, 128);
  if (R > 9) v128.store(out, b3, 144);
  if (R > 10) v128.store(out, b4, 160);
  if (R > 11) v128.store(out, b5, 176);
  if (R > 12) v128.store(out, c0, 192);
}

function panelOfSize(size: i32, p: usize, x: usize, columns: i32, out: usize): void {
  if (size === 12) return panel(12, p, x, columns, out);
  if (size === 13) return panel(13, p, x, columns, out);
  if (size === 10) return panel(10, p, x, columns, out);
  if (size === 8) return panel(8, p, x, columns, out);
  panel(6, p, x, columns, out);
}

/** From so many panels on, what the last product left in the cache is worth walking backwards for. */
const FEWEST_TURNED = 3;

/**
 * out = Σ_k x[k] · column k.
 * @param matrix the panels, one after the other
 * @param vectors of four rows
 * @param columns how many k, in fours; x and the panels hold so many
 * @param out room for all that the panels hold
 * @param odd whether this is an odd step: those walk the panels from the last to the first
 */
export function matrixVector(
  matrix: usize,
  vectors: i32,
  columns: i32,
  x: usize,
  out: usize,
  odd: bool,
): void {
  const count = panelCount(vectors);
  const turned = odd && count >= FEWEST_TURNED;
  for (let n = 0; n < count; n++) {
    const k = turned ? count - 1 - n : n;
    const first = firstOf(k, vectors);
    const at = matrix + <usize> (first * columns) * 16;
    panelOfSize(sizeOf(k, vectors), at, x, columns, out + (<usize> first << 4));
  }
}

/** A square matrix whose panels hold some columns of all rows, copied into panels of some rows of all columns. */
export function transposePanels(from: usize, vectors: i32, to: usize): void {
  for (let columns = 0; columns < panelCount(vectors); columns++) {
    const j = firstOf(columns, vectors);
    const width = sizeOf(columns, vectors);
    for (let rows = 0; rows < panelCount(vectors); rows++) {
      const i = firstOf(rows, vectors);
      const height = sizeOf(rows, vectors);
      transpose(
        from + (<usize> (j * vectors + i * width) << 6),
        <usize> width << 4,
        min(firstOf(rows + 1, vectors), vectors) - i << 2,
        min(firstOf(columns + 1, vectors), vectors) - j,
        to + (<usize> (i * vectors + j * height) << 6),
        <usize> height << 4,
      );
    }
  }
}
