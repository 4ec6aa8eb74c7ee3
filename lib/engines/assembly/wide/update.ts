// The parts' gradients are added up, limited in their norm, and used by Adam; each thread does its share of
// cells.
import { madd } from "../vector";
import {
  b,
  blockBytes,
  c,
  CELL_BYTES,
  firstMoment,
  gradients,
  O,
  parts,
  secondMoment,
  settings,
  squares,
  W,
  X,
} from "./memory";
import { settle, settleGradient, settleMean, settleSquare } from "./small";

/** Of a window's settings, float32: η / (1 − β₁ⁿ) of X, W, O, b and c, then these. */
const INVERSE_ROOT: usize = 20;
const BETA_1: usize = 24;
const REST_1: usize = 28;
const BETA_2: usize = 32;
const REST_2: usize = 36;
const EPSILON: usize = 40;
const CLIP_NORM: usize = 44;

/** The first cell of a thread. */
// @ts-ignore: decorator
@inline
function firstCell(thread: i32, threads: i32): usize {
  return blockBytes / CELL_BYTES * <usize> thread / <usize> threads;
}

/** Adds up the parts' gradients in the first one's block, and the squares of each cell. */
export function addGradients(thread: i32, threads: i32): void {
  const last = firstCell(thread + 1, threads);
  for (let cell = firstCell(thread, threads); cell < last; cell++) {
    const start = gradients + cell * CELL_BYTES;
    let sum = f32x4.splat(0);
    for (let g = start, end = start + CELL_BYTES; g < end; g += 16) {
      let total = v128.load(g);
      for (let part: usize = 1; part < <usize> parts; part++) {
        total = f32x4.add(total, v128.load(g + part * blockBytes));
      }
      total = settleGradient(total);
      v128.store(g, total);
      sum = madd(total, total, sum);
    }
    const low = f64x2.promote_low_f32x4(sum);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(sum, sum, 2, 3, 2, 3));
    const both = f64x2.add(low, high);
    store<f64>(squares + (cell << 3), f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1));
  }
}

/** What the gradients are multiplied by, so that their norm is at most the limit. */
function normScale(settings: usize): f32 {
  let sum: f64 = 0;
  for (let p = squares, end = squares + (blockBytes / CELL_BYTES << 3); p < end; p += 8) {
    sum += load<f64>(p);
  }
  const norm = Math.sqrt(sum);
  const limit = <f64> load<f32>(settings, CLIP_NORM);
  return norm > limit ? <f32> (limit / norm) : 1;
}

/** Where the rate of a parameter's number stands in the settings. */
function rateOf(w: usize): usize {
  return w < W ? 0 : w < O ? 4 : w < b ? 8 : w < c ? 12 : 16;
}

/** m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g², w −= rate · m / (√v · inverse root + ε). */
export function adam(settings: usize, thread: i32, threads: i32): void {
  const scale = f32x4.splat(normScale(settings));
  const end = X + firstCell(thread + 1, threads) * CELL_BYTES;
  const toMean = firstMoment - X;
  const toSquare = secondMoment - X;
  const toGradient = gradients - X;
  for (let w = X + firstCell(thread, threads) * CELL_BYTES; w < end; w += CELL_BYTES) {
    const rate = v128.load32_splat(settings + rateOf(w));
    for (let p = w; p < w + CELL_BYTES; p += 16) {
      const g = settleGradient(f32x4.mul(v128.load(p + toGradient), scale));
      const g1 = f32x4.mul(g, v128.load32_splat(settings, REST_1));
      const m = settleMean(madd(v128.load(p + toMean), v128.load32_splat(settings, BETA_1), g1));
      const g2 = f32x4.mul(f32x4.mul(g, g), v128.load32_splat(settings, REST_2));
      const old = v128.load(p + toSquare);
      const v = settleSquare(madd(old, v128.load32_splat(settings, BETA_2), g2));
      v128.store(p + toMean, m);
      v128.store(p + toSquare, v);
      const root = madd(
        f32x4.sqrt(v),
        v128.load32_splat(settings, INVERSE_ROOT),
        v128.load32_splat(settings, EPSILON),
      );
      v128.store(p, settle(f32x4.sub(v128.load(p), f32x4.div(f32x4.mul(rate, m), root))));
    }
  }
}
