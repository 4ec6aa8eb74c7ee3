// Gradients of the parameters, summed over the steps in registers, clipped, and used at once for Adagrad's
// update: they are never written to memory, except when only they are asked for.
import {
  ARENA,
  blockBytes,
  by,
  bh,
  characterVectors,
  columnVectors,
  ds,
  GRADIENTS,
  hs,
  lastStep,
  logitBytes,
  nextStep,
  row,
  rowBytes,
  spare,
  Whh,
  Why,
  Wxh,
  ys,
} from "./memory";
import { firstOf, panelCount, sizeOf } from "./panels";
import { clamp, madd, zero } from "./vector";

const EPSILON = memory.data<f32>([1e-8]);

let clip: f32 = 0;
let learningRate: f32 = 0;
let keepParameters: bool = false;

export function setUpdate(rate: f32, limit: f32, gradientsOnly: bool): void {
  learningRate = rate;
  clip = limit;
  keepParameters = gradientsOnly;
  v128.store(ARENA, f32x4.splat(-limit));
  v128.store(ARENA, f32x4.splat(limit), 16);
  v128.store(ARENA, f32x4.splat(rate), 32);
  v128.store(ARENA, v128.load32_splat(EPSILON), 48);
}

/** m += g², w −= rate · g / √(m + 1e-8), for four gradients g, clipped. */
// @ts-ignore: decorator
@inline
function apply(w: usize, m: usize, gradient: v128, limit: v128, rate: v128): void {
  const g = clamp(gradient, limit);
  const memory = madd(g, g, v128.load(m));
  v128.store(m, memory);
  const root = f32x4.sqrt(f32x4.add(memory, v128.load32_splat(EPSILON)));
  v128.store(w, f32x4.sub(v128.load(w), f32x4.div(f32x4.mul(rate, g), root)));
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
  bBytes: usize,
  w: usize,
  rowStep: usize,
  rightStep: usize,
  toMemory: usize,
  count: i32,
  waiting: usize,
  waitingRowStep: usize,
  waitingRightStep: usize,
): void;
// @ts-ignore: decorator
@external("update", "tiles4")
declare function tiles4(
  b: usize,
  bBytes: usize,
  w: usize,
  rowStep: usize,
  rightStep: usize,
  toMemory: usize,
  count: i32,
  waiting: usize,
  waitingRowStep: usize,
  waitingRightStep: usize,
): void;

/** The tile whose gradients wait: `spare`, and zeros, where none does. */
let waitingRows: i32 = 0;
let waiting: usize = 0;
let waitingRowStep: usize = 0;
let waitingRightStep: usize = 0;

/** Uses, or keeps, the gradients that wait; the next tile then has none to use. */
function useWaiting(): void {
  const limit = f32x4.splat(clip);
  const rate = f32x4.splat(learningRate);
  let g = GRADIENTS;
  for (; waitingRows > 0; waitingRows--, g += 32, waiting += waitingRowStep) {
    finish(waiting, v128.load(g), limit, rate);
    finish(waiting + waitingRightStep, v128.load(g, 16), limit, rate);
  }
  memory.fill(GRADIENTS, 0, 192);
  waiting = spare;
  waitingRowStep = 0;
  waitingRightStep = 0;
}

/** Tiles beside each other, of rows whose numbers have been taken. */
function updateTiles(
  rows: i32,
  count: i32,
  b: usize,
  w: usize,
  rowStep: usize,
  rightStep: usize,
): void {
  if (rows !== waitingRows) useWaiting();
  const toMemory = blockBytes;
  const s = rowBytes;
  const at = waiting;
  if (rows === 6) {
    tiles6(b, s, w, rowStep, rightStep, toMemory, count, at, waitingRowStep, waitingRightStep);
  } else {
    tiles4(b, s, w, rowStep, rightStep, toMemory, count, at, waitingRowStep, waitingRightStep);
  }
  waitingRows = rows;
  waiting = w + (<usize> (count - 1) << 5);
  waitingRowStep = rowStep;
  waitingRightStep = rightStep;
  if (keepParameters) useWaiting();
}

/**
 * Some vectors of columns of all rows of a matrix: Σ_t a_t b_tᵀ.
 * @param rows in fours; they are taken by six as long as fours can be made of what is left
 * @param vectors of four columns: an even number, or 13, the largest panel's
 * @param w where they lie, rows `rowStep` apart
 */
function updateColumns(
  rows: i32,
  a: usize,
  aBytes: usize,
  vectors: i32,
  b: usize,
  w: usize,
  rowStep: usize,
): void {
  let left = rows << 2;
  while (left > 0) {
    const six = left % 4 !== 0 || left >= 12;
    const taken = six ? 6 : 4;
    if (six) take6(a, aBytes);
    else take4(a, aBytes);
    const atOnce = keepParameters ? 1 : vectors >> 1;
    for (let j = 0; j < vectors >> 1; j += atOnce) {
      updateTiles(taken, atOnce, b + (<usize> j << 5), w + (<usize> j << 5), rowStep, 16);
    }
    if (vectors & 1) {
      const last = <usize> (vectors - 1) << 4;
      updateTiles(taken, 1, b + last, w + last, rowStep, spare - w - last);
    }
    left -= taken;
    a += <usize> taken << 2;
    w += <usize> taken * rowStep;
  }
  useWaiting();
}

/** Whh: Σ_t d_t h_{t−1}ᵀ, panel after panel. */
export function updateWhh(): void {
  const vectors = columnVectors;
  for (let panel = 0; panel < panelCount(vectors); panel++) {
    const first = firstOf(panel, vectors);
    const size = sizeOf(panel, vectors);
    const w = Whh + (<usize> (first * vectors) << 6);
    updateColumns(vectors, ds, rowBytes, size, hs + (<usize> first << 4), w, <usize> size << 4);
  }
}

/** Why: Σ_t dy_t h_tᵀ. */
export function updateWhy(): void {
  const vectors = columnVectors + 1 & ~1;
  updateColumns(characterVectors, ys, logitBytes, vectors, hs + rowBytes, Why, rowBytes);
}

/** Four gradients of the parameters at w, used or, when only they are asked for, kept. */
// @ts-ignore: decorator
@inline
function finish(w: usize, gradient: v128, limit: v128, rate: v128): void {
  if (keepParameters) v128.store(w + 2 * blockBytes, clamp(gradient, limit));
  else apply(w, w + blockBytes, gradient, limit, rate);
}

/** A bias: Σ_t of a column of four of the rows at `from`. */
function updateBias(b: usize, vectors: i32, from: usize, stride: usize, steps: i32): void {
  const limit = f32x4.splat(clip);
  const rate = f32x4.splat(learningRate);
  for (let j: usize = 0; j < <usize> vectors << 4; j += 16) {
    let a = zero();
    let p = from + j;
    for (let t = 0; t < steps; t++, p += stride) a = f32x4.add(a, v128.load(p));
    finish(b + j, a, limit, rate);
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
    memory.copy(row, ds + <usize> t * s, s);
    for (
      let next = load<i32>(nextStep + (<usize> t << 2));
      next >= 0;
      next = load<i32>(nextStep + (<usize> next << 2))
    ) {
      const d = ds + <usize> next * s;
      for (let j: usize = 0; j < s; j += 16) {
        v128.store(row + j, f32x4.add(v128.load(row + j), v128.load(d + j)));
      }
    }
    const w = Wxh + <usize> character * s;
    for (let j: usize = 0; j < s; j += 16) finish(w + j, v128.load(row + j), limit, rate);
  }
  for (let t = 0; t < steps; t++) {
    store<i32>(lastStep + (<usize> load<i32>(inputs + (<usize> t << 2)) << 2), -1);
  }
}
