// Gradients of the parameters, summed over the steps in registers, clipped, and used at once for Adagrad's
// update: they are never written to memory, except when only they are asked for.
import {
  blockBytes,
  by,
  bh,
  characterVectors,
  columnVectors,
  ds,
  H,
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
import { clamp, lane0, lane1, lane2, lane3, madd, zero } from "./vector";

let clip: f32 = 0;
let learningRate: f32 = 0;
let keepParameters: bool = false;

export function setUpdate(rate: f32, limit: f32, gradientsOnly: bool): void {
  learningRate = rate;
  clip = limit;
  keepParameters = gradientsOnly;
}

const EPSILON = memory.data<f32>([1e-8]);

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

/**
 * Σ_t a_t b_tᵀ for four elements of a and eight of b, row after row of both, into a tile of parameters.
 * @param a four elements of each row, `aBytes` apart
 * @param b eight elements of each row, `bBytes` apart
 * @param w where the tile's first row begins; the next ones are `rowStep` further on
 * @param rightStep from a row's first four columns to the next four
 */
// @ts-ignore: decorator
@inline
function updateTile(
  steps: i32,
  a: usize,
  aBytes: usize,
  b: usize,
  bBytes: usize,
  w: usize,
  rowStep: usize,
  rightStep: usize,
): void {
  let a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero();
  let b0 = zero(), b1 = zero(), b2 = zero(), b3 = zero();
  v128.load(b, 16);
  for (const end = a + <usize> steps * aBytes; a < end; a += aBytes, b += bBytes) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    const u = v128.load(a);
    a0 = madd(lane0(u), left, a0);
    b0 = madd(lane0(u), right, b0);
    a1 = madd(lane1(u), left, a1);
    b1 = madd(lane1(u), right, b1);
    a2 = madd(lane2(u), left, a2);
    b2 = madd(lane2(u), right, b2);
    a3 = madd(lane3(u), left, a3);
    b3 = madd(lane3(u), right, b3);
  }
  const limit = f32x4.splat(clip);
  if (keepParameters) {
    const g = w + 2 * blockBytes;
    v128.store(g, clamp(a0, limit));
    v128.store(g + rightStep, clamp(b0, limit));
    v128.store(g + rowStep, clamp(a1, limit));
    v128.store(g + rowStep + rightStep, clamp(b1, limit));
    v128.store(g + 2 * rowStep, clamp(a2, limit));
    v128.store(g + 2 * rowStep + rightStep, clamp(b2, limit));
    v128.store(g + 3 * rowStep, clamp(a3, limit));
    v128.store(g + 3 * rowStep + rightStep, clamp(b3, limit));
    return;
  }
  const rate = f32x4.splat(learningRate);
  let m = w + blockBytes;
  apply(w, m, a0, limit, rate);
  apply(w + rightStep, m + rightStep, b0, limit, rate);
  w += rowStep;
  m += rowStep;
  apply(w, m, a1, limit, rate);
  apply(w + rightStep, m + rightStep, b1, limit, rate);
  w += rowStep;
  m += rowStep;
  apply(w, m, a2, limit, rate);
  apply(w + rightStep, m + rightStep, b2, limit, rate);
  w += rowStep;
  m += rowStep;
  apply(w, m, a3, limit, rate);
  apply(w + rightStep, m + rightStep, b3, limit, rate);
}

/**
 * Some vectors of columns of all rows of a matrix: Σ_t a_t b_tᵀ.
 * @param rows in fours
 * @param vectors of four columns: an even number, or 13, the largest panel's
 * @param w where they lie, rows `rowStep` apart
 */
function updateColumns(
  steps: i32,
  rows: i32,
  a: usize,
  aBytes: usize,
  vectors: i32,
  b: usize,
  w: usize,
  rowStep: usize,
): void {
  for (let i = 0; i < rows; i++, a += 16, w += rowStep << 2) {
    for (let j = 0; j < vectors; j += 2) {
      const at = w + (<usize> j << 4);
      const right = j + 1 === vectors ? spare - at : 16;
      updateTile(steps, a, aBytes, b + (<usize> j << 4), rowBytes, at, rowStep, right);
    }
  }
}

/** Whh: Σ_t d_t h_{t−1}ᵀ, panel after panel. */
export function updateWhh(steps: i32): void {
  const vectors = columnVectors;
  for (let panel = 0; panel < panelCount(vectors); panel++) {
    const first = firstOf(panel, vectors);
    const size = sizeOf(panel, vectors);
    const w = Whh + (<usize> (first * vectors) << 6);
    const h = hs + (<usize> first << 4);
    updateColumns(steps, vectors, ds, rowBytes, size, h, w, <usize> size << 4);
  }
}

/** Why: Σ_t dy_t h_tᵀ. */
export function updateWhy(steps: i32): void {
  const vectors = columnVectors + 1 & ~1;
  updateColumns(steps, characterVectors, ys, logitBytes, vectors, hs + rowBytes, Why, rowBytes);
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
