// Gradients of the parameters, summed over the steps in registers, clipped, and used at once for Adagrad's
// update: they are never written to memory, except when only they are asked for.
import {
  blockBytes,
  bh,
  by,
  characterPanels,
  characterVectors,
  columnVectors,
  ds,
  GRADIENTS,
  hs,
  lastStep,
  LIMITS,
  logitBytes,
  nextStep,
  pairs,
  row,
  rowBytes,
  spare,
  statePanels,
  T,
  Whh,
  WhhT,
  Why,
  Wxh,
  ys,
} from "./memory";
import { ENTRY, firstOf, sizeOf, transposePanel } from "./panels";
import { clamp, madd, zero } from "./vector";

let clip: f32 = 0;
let learningRate: f32 = 0;
let keepParameters: bool = false;

export function setUpdate(rate: f32, limit: f32, gradientsOnly: bool): void {
  learningRate = rate;
  clip = limit;
  keepParameters = gradientsOnly;
  v128.store(LIMITS, f32x4.splat(-limit));
  v128.store(LIMITS, f32x4.splat(limit), 16);
  v128.store(LIMITS, f32x4.splat(rate), 32);
}

// The kernels of ../fast/update_kernels.ts: tiles of six or four rows × eight columns, for as many steps as a
// sequence has. A tile's clipped gradients wait in the arena; the next tile's kernel uses them.

// @ts-ignore: decorator
@external("update", "take6")
declare function take6(a: usize, aBytes: usize): void;
// @ts-ignore: decorator
@external("update", "take4")
declare function take4(a: usize, aBytes: usize): void;
// @ts-ignore: decorator
@external("update", "tiles6")
declare function tiles6(
  b: usize,
  w: usize,
  rowStep: usize,
  m: usize,
  count: i32,
  waiting: usize,
  waitingRowStep: usize,
  waitingMemory: usize,
): void;
// @ts-ignore: decorator
@external("update", "tiles4")
declare function tiles4(
  b: usize,
  w: usize,
  rowStep: usize,
  m: usize,
  count: i32,
  waiting: usize,
  waitingRowStep: usize,
  waitingMemory: usize,
): void;

/** m += g², w −= rate · g / √m, for four gradients g, clipped; or the gradients are kept, behind m. */
// @ts-ignore: decorator
@inline
function finish(w: usize, m: usize, gradient: v128, limit: v128, rate: v128): void {
  const g = clamp(gradient, limit);
  if (keepParameters) return v128.store(m + blockBytes, g);
  const memory = madd(g, g, v128.load(m));
  v128.store(m, memory);
  v128.store(w, f32x4.sub(v128.load(w), f32x4.div(f32x4.mul(rate, g), f32x4.sqrt(memory))));
}

/** The tile whose gradients wait, and its memory: `spare`, and zeros, where none does. */
let waitingRows: i32 = 0;
let waiting: usize = 0;
let waitingRowStep: usize = 0;
let waitingMemory: usize = 0;

/** Uses, or keeps, the gradients that wait; the next tile then has none to use. */
function useWaiting(): void {
  const limit = f32x4.splat(clip);
  const rate = f32x4.splat(learningRate);
  let g = GRADIENTS;
  for (; waitingRows > 0; waitingRows--, g += 32, waiting += waitingRowStep, waitingMemory += 32) {
    finish(waiting, waitingMemory, v128.load(g), limit, rate);
    finish(waiting + 16, waitingMemory + 16, v128.load(g, 16), limit, rate);
  }
  memory.fill(GRADIENTS, 0, 192);
  waiting = spare;
  waitingMemory = spare + blockBytes;
  waitingRowStep = 0;
}

/** Tiles beside each other, of rows whose numbers have been taken; m, the memory of the first, is [rows][8]. */
function updateTiles(rows: i32, count: i32, b: usize, w: usize, rowStep: usize, m: usize): void {
  if (rows !== waitingRows) useWaiting();
  if (rows === 6) {
    tiles6(b, w, rowStep, m, count, waiting, waitingRowStep, waitingMemory);
  } else {
    tiles4(b, w, rowStep, m, count, waiting, waitingRowStep, waitingMemory);
  }
  waitingRows = rows;
  waiting = w + (<usize> (count - 1) << 5);
  waitingMemory = m + <usize> ((count - 1) * rows << 5);
  waitingRowStep = rowStep;
  if (keepParameters) useWaiting();
}

/** Of so many rows, a multiple of four, so many are taken by six: the others, by four, are as few as can be. */
// @ts-ignore: decorator
@inline
function rowsBySix(rows: i32): i32 {
  return rows - rows % 12;
}

/**
 * Some vectors of columns of six or four rows whose numbers have been taken.
 * @param vectors of four columns: an even number
 * @param w where the columns' first row lies, rows `rowStep` apart
 */
function updateRows(row: i32, taken: i32, vectors: i32, b: usize, w: usize, rowStep: usize): void {
  // Memory has no gaps between rows: its tiles follow each other as they are used.
  let m = w + blockBytes + (<usize> (row * vectors) << 4);
  w += <usize> row * rowStep;
  const count = keepParameters ? 1 : vectors >> 1;
  for (let j = 0; j < vectors >> 1; j += count) {
    updateTiles(taken, count, b, w, rowStep, m);
    b += <usize> (count * (T + 1)) << 5;
    w += <usize> count << 5;
    m += <usize> (count * taken) << 5;
  }
}

/** Where the memory of the number in row i and column j lies, from the first one on, in bytes: see updateRows. */
export function offsetInTiles(i: i32, j: i32, rows: i32, vectors: i32): usize {
  const sixes = rowsBySix(rows);
  const size = i < sixes ? 6 : 4;
  const row = i < sixes ? i - i % 6 : sixes + (i - sixes & ~3);
  const before = row * vectors + (j >> 3) * 2 * size + (i - row) * 2 + (j >> 2 & 1);
  return (<usize> before << 4) + (<usize> (j & 3) << 2);
}

/** So many bytes of the states of T steps stay in the cache beside the weights that come and go. */
const KEPT_STATES = 16_384;

/** The states by pairs of vectors, so that a tile's follow each other. */
export function pairStates(): void {
  const step = <usize> (T + 1) << 5;
  for (let t = 0; t <= T; t++) {
    let to = pairs + (<usize> t << 5);
    let from = hs + <usize> t * rowBytes;
    for (let j = 0; j < columnVectors; j += 2, from += 32, to += step) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
  }
}

/** Whh: Σ_t d_t h_{t−1}ᵀ, some panels at a time; they are then copied into the panels of WhhT. */
export function updateWhh(): void {
  const vectors = columnVectors;
  const rows = vectors << 2;
  const most = max(12, KEPT_STATES / (T << 4));
  for (let from = statePanels; from < characterPanels;) {
    let to = from + ENTRY;
    while (to < characterPanels && firstOf(to) + sizeOf(to) - firstOf(from) <= most) to += ENTRY;
    const sixes = rowsBySix(rows);
    for (let row = 0, taken = 0; row < rows; row += taken) {
      taken = row < sixes ? 6 : 4;
      const a = ds + (<usize> row << 2);
      if (taken === 6) take6(a, rowBytes);
      else take4(a, rowBytes);
      for (let panel = from; panel < to; panel += ENTRY) {
        const first = firstOf(panel);
        const size = sizeOf(panel);
        const w = Whh + (<usize> (first * vectors) << 6);
        updateRows(row, taken, size, pairs + (<usize> (first * (T + 1)) << 4), w, <usize> size << 4);
      }
    }
    useWaiting();
    for (; from < to; from += ENTRY) {
      transposePanel(Whh, from, statePanels, characterPanels, vectors, WhhT);
    }
  }
}

/** Why: Σ_t dy_t h_tᵀ. */
export function updateWhy(): void {
  const rows = characterVectors << 2;
  const sixes = rowsBySix(rows);
  for (let row = 0, taken = 0; row < rows; row += taken) {
    taken = row < sixes ? 6 : 4;
    const a = ys + (<usize> row << 2);
    if (taken === 6) take6(a, logitBytes);
    else take4(a, logitBytes);
    updateRows(row, taken, columnVectors + 1 & ~1, pairs + 32, Why, rowBytes);
  }
  useWaiting();
}

/** A bias: Σ_t of a column of four of the rows at `from`. */
function updateBias(b: usize, vectors: i32, from: usize, stride: usize, steps: i32): void {
  const limit = f32x4.splat(clip);
  const rate = f32x4.splat(learningRate);
  for (let j: usize = 0; j < <usize> vectors << 4; j += 16) {
    let a = zero();
    let p = from + j;
    for (let t = 0; t < steps; t++, p += stride) a = f32x4.add(a, v128.load(p));
    finish(b + j, b + j + blockBytes, a, limit, rate);
  }
}

export function updateBiases(steps: i32): void {
  updateBias(bh, columnVectors, ds, rowBytes, steps);
  updateBias(by, characterVectors, ys, logitBytes, steps);
}

/**
 * Wxh: only the columns of characters that occurred. The others have a gradient of zero, which changes
 * neither memory nor weight, so that leaving them out is exact.
 */
export function updateWxh(inputs: usize, steps: i32): void {
  const limit = f32x4.splat(clip);
  const rate = f32x4.splat(learningRate);
  const s = rowBytes;
  const used = <usize> columnVectors << 4;
  // Each step leads to the next one with the same input; walking back, lastStep ends as the first one.
  for (let t = steps - 1; t >= 0; t--) {
    const seen = lastStep + (<usize> load<i32>(inputs + (<usize> t << 2)) << 2);
    store<i32>(nextStep + (<usize> t << 2), load<i32>(seen));
    store<i32>(seen, t);
  }
  for (let t = 0; t < steps; t++) {
    const character = load<i32>(inputs + (<usize> t << 2));
    const seen = lastStep + (<usize> character << 2);
    if (load<i32>(seen) !== t) continue;
    memory.copy(row, ds + <usize> t * s, used);
    for (
      let next = load<i32>(nextStep + (<usize> t << 2));
      next >= 0;
      next = load<i32>(nextStep + (<usize> next << 2))
    ) {
      const d = ds + <usize> next * s;
      for (let j: usize = 0; j < used; j += 16) {
        v128.store(row + j, f32x4.add(v128.load(row + j), v128.load(d + j)));
      }
    }
    const w = Wxh + <usize> character * s;
    for (let j: usize = 0; j < used; j += 16) finish(w + j, w + j + blockBytes, v128.load(row + j), limit, rate);
  }
  for (let t = 0; t < steps; t++) {
    store<i32>(lastStep + (<usize> load<i32>(inputs + (<usize> t << 2)) << 2), -1);
  }
}
