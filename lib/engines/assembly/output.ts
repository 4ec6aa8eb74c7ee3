// Logits and probabilities of all steps at once, the loss, and what they send back to the states.
import {
  by,
  characterVectors,
  columnVectors,
  ds,
  H,
  hs,
  hsT,
  logitBytes,
  rowBytes,
  timeBytes,
  V,
  Why,
  WhyT,
  ys,
  ysT,
} from "./memory";
import { exp, lane0, lane1, lane2, lane3, largest, madd, sum, transpose, zero } from "./vector";

/**
 * out[i][j] = Σ_n a[n][i] b[n][j]: the product of two matrices whose rows n are walked together, in tiles of
 * 4 rows × 8 columns.
 * @param count how many rows n
 * @param rows how many i, in fours
 * @param columns how many j, in eights
 */
function product(
  count: i32,
  a: usize,
  aBytes: usize,
  rows: i32,
  b: usize,
  bBytes: usize,
  columns: i32,
  out: usize,
  outBytes: usize,
): void {
  for (let j: usize = 0; j < <usize> columns << 2; j += 32) {
    for (let i: usize = 0; i < <usize> rows << 2; i += 16) {
      let a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero();
      let b0 = zero(), b1 = zero(), b2 = zero(), b3 = zero();
      let p = a + i;
      let q = b + j;
      v128.load(q, 16);
      for (const end = p + <usize> count * aBytes; p < end; p += aBytes, q += bBytes) {
        const left = v128.load(q);
        const right = v128.load(q, 16);
        const u = v128.load(p);
        a0 = madd(lane0(u), left, a0);
        b0 = madd(lane0(u), right, b0);
        a1 = madd(lane1(u), left, a1);
        b1 = madd(lane1(u), right, b1);
        a2 = madd(lane2(u), left, a2);
        b2 = madd(lane2(u), right, b2);
        a3 = madd(lane3(u), left, a3);
        b3 = madd(lane3(u), right, b3);
      }
      let at = out + (i >> 2) * outBytes + j;
      v128.store(at, a0);
      v128.store(at, b0, 16);
      at += outBytes;
      v128.store(at, a1);
      v128.store(at, b1, 16);
      at += outBytes;
      v128.store(at, a2);
      v128.store(at, b2, 16);
      at += outBytes;
      v128.store(at, a3);
      v128.store(at, b3, 16);
    }
  }
}

/**
 * out[j] = Σ_n a[n] b[n][j] for a single row a, eight columns at a time, with four sums for each.
 * @param vectors how many n, in fours; zeros beyond the last one
 */
function rowProduct(
  vectors: i32,
  a: usize,
  b: usize,
  bBytes: usize,
  columns: i32,
  out: usize,
): void {
  const end = a + (<usize> vectors << 4);
  for (let j: usize = 0; j < <usize> columns << 2; j += 32) {
    let a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero();
    let b0 = zero(), b1 = zero(), b2 = zero(), b3 = zero();
    let q = b + j;
    v128.load(q, 16);
    for (let p = a; p < end; p += 16) {
      const u = v128.load(p);
      a0 = madd(lane0(u), v128.load(q), a0);
      b0 = madd(lane0(u), v128.load(q, 16), b0);
      q += bBytes;
      a1 = madd(lane1(u), v128.load(q), a1);
      b1 = madd(lane1(u), v128.load(q, 16), b1);
      q += bBytes;
      a2 = madd(lane2(u), v128.load(q), a2);
      b2 = madd(lane2(u), v128.load(q, 16), b2);
      q += bBytes;
      a3 = madd(lane3(u), v128.load(q), a3);
      b3 = madd(lane3(u), v128.load(q, 16), b3);
      q += bBytes;
    }
    v128.store(out + j, f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3)));
    v128.store(out + j, f32x4.add(f32x4.add(b0, b1), f32x4.add(b2, b3)), 16);
  }
}

let isTransposed = false;

/** To be called when Why has changed. */
export function forgetTransposed(): void {
  isTransposed = false;
}

/** To be called before WhyT is read. */
export function transposeWhy(): void {
  if (isTransposed) return;
  transpose(Why, rowBytes, characterVectors << 2, columnVectors, WhyT, logitBytes);
  isTransposed = true;
}

/** How many of the steps are done in fours; one or two that are left over go faster one by one. */
// @ts-ignore: decorator
@inline
function inFours(steps: i32): i32 {
  return (steps & 3) < 3 ? steps & ~3 : steps + 1;
}

/** ys = the states after row 0 · Whyᵀ: logits without their bias. */
export function logits(steps: i32): void {
  const together = inFours(steps);
  transpose(hs + rowBytes, rowBytes, together, columnVectors, hsT, timeBytes);
  product(H, hsT, timeBytes, together, WhyT, logitBytes, V, ys, logitBytes);
  for (let t: usize = together; t < <usize> steps; t++) {
    const h = hs + (t + 1) * rowBytes;
    rowProduct(columnVectors, h, WhyT, logitBytes, V, ys + t * logitBytes);
  }
}

/** Row 0 of ys from one state. */
export function stepLogits(h: usize): void {
  rowProduct(columnVectors, h, WhyT, logitBytes, V, ys);
}

/** Adds the bias to a row of ys. */
export function addBias(y: usize): void {
  let b = by;
  for (const end = y + (<usize> characterVectors << 4); y < end; y += 16, b += 16) {
    v128.store(y, f32x4.add(v128.load(y), v128.load(b)));
  }
}

/** The largest logit of the row that `exponentials` was last called for. */
let top: f32 = 0;

/**
 * Adds the bias to a row of ys, then puts exp((y − max y) / τ) in its place.
 * @returns their sum
 */
export function exponentials(y: usize, inverseTemperature: f32): f32 {
  const end = y + (<usize> characterVectors << 4);
  let m = f32x4.splat(-Infinity);
  let b = by;
  for (let p = y; p < end; p += 16, b += 16) {
    const biased = f32x4.add(v128.load(p), v128.load(b));
    v128.store(p, biased);
    m = f32x4.pmax(m, biased);
  }
  top = largest(m);
  const shift = f32x4.splat(top);
  const scale = f32x4.splat(inverseTemperature);
  let s = zero();
  for (let p = y; p < end; p += 16) {
    const e = exp(f32x4.mul(f32x4.sub(v128.load(p), shift), scale));
    v128.store(p, e);
    s = f32x4.add(s, e);
  }
  return sum(s);
}

/**
 * The loss, in nats summed over the steps; leaves ∂loss/∂logits = (p − target) / τ in ys.
 */
export function loss(targets: usize, steps: i32, inverseTemperature: f32): f64 {
  let total: f64 = 0;
  let sums: f64 = 1;
  let y = ys;
  for (let t = 0; t < steps; t++, y += logitBytes) {
    const target = <usize> load<i32>(targets + (<usize> t << 2)) << 2;
    const wanted = load<f32>(y + target) + load<f32>(by + target);
    const sum = exponentials(y, inverseTemperature);
    total += (<f64> top - <f64> wanted) * <f64> inverseTemperature;
    // One logarithm for sixteen steps: a sum is at most V, so that their product has room.
    sums *= <f64> sum;
    if ((t & 15) === 15) {
      total += Math.log(sums);
      sums = 1;
    }
    const scale = f32x4.splat(inverseTemperature / sum);
    const end = y + (<usize> characterVectors << 4);
    for (let p = y; p < end; p += 16) v128.store(p, f32x4.mul(v128.load(p), scale));
    store<f32>(y + target, load<f32>(y + target) - inverseTemperature);
  }
  return total + Math.log(sums);
}

/** ds = ∂loss/∂logits · Why. */
export function backwardOutput(steps: i32): void {
  const together = inFours(steps);
  transpose(ys, logitBytes, together, characterVectors, ysT, timeBytes);
  product(V, ysT, timeBytes, together, Why, rowBytes, H, ds, rowBytes);
  for (let t: usize = together; t < <usize> steps; t++) {
    rowProduct(characterVectors, ys + t * logitBytes, Why, rowBytes, H, ds + t * rowBytes);
  }
}
