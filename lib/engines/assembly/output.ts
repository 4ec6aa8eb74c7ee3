// Logits and probabilities of all steps at once, the loss, and what they send back to the states.
import {
  by,
  characterPanels,
  characterVectors,
  columnVectors,
  ds,
  H,
  hs,
  hsT,
  logitBytes,
  panelsEnd,
  rowBytes,
  spare,
  timeBytes,
  V,
  Why,
  WhyT,
  ys,
  ysT,
} from "./memory";
import { ENTRY, firstOf, logitsProduct, sizeOf } from "./panels";
import { exp, lane0, lane1, lane2, lane3, largest, madd, sum, transpose, zero } from "./vector";

/**
 * out[i][j] = start[j] + Σ_n a[n][i] b[n][j] for R rows i, 4 or 5 of them, and 8 columns j.
 * @param count how many n
 */
// @ts-ignore: decorator
@inline
function tile(
  R: i32,
  count: i32,
  a: usize,
  aBytes: usize,
  b: usize,
  bBytes: usize,
  start: usize,
  out: usize,
  outBytes: usize,
): void {
  let a0 = v128.load(start), b0 = v128.load(start, 16);
  let a1 = a0, a2 = a0, a3 = a0, a4 = a0;
  let b1 = b0, b2 = b0, b3 = b0, b4 = b0;
  v128.load(b, 16);
  for (const end = a + <usize> count * aBytes; a < end; a += aBytes, b += bBytes) {
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
    if (R > 4) {
      const fifth = v128.load32_splat(a, 16);
      a4 = madd(fifth, left, a4);
      b4 = madd(fifth, right, b4);
    }
  }
  v128.store(out, a0);
  v128.store(out, b0, 16);
  out += outBytes;
  v128.store(out, a1);
  v128.store(out, b1, 16);
  out += outBytes;
  v128.store(out, a2);
  v128.store(out, b2, 16);
  out += outBytes;
  v128.store(out, a3);
  v128.store(out, b3, 16);
  if (R > 4) {
    out += outBytes;
    v128.store(out, a4);
    v128.store(out, b4, 16);
  }
}

/** Most steps fall into fives and fours; 1, 2, 3, 6, 7 and 11 don't, and are filled up to fours. */
function fives(steps: i32): i32 {
  let count = steps / 5;
  while (count > 0 && (steps - 5 * count & 3) !== 0) count--;
  return count;
}

/** Eight columns of the product of two matrices whose rows n are walked together, for all steps i. */
function product(
  steps: i32,
  count: i32,
  a: usize,
  aBytes: usize,
  b: usize,
  bBytes: usize,
  start: usize,
  out: usize,
  outBytes: usize,
): void {
  let at = a;
  for (const end = a + <usize> fives(steps) * 20; at < end; at += 20, out += 5 * outBytes) {
    tile(5, count, at, aBytes, b, bBytes, start, out, outBytes);
  }
  for (const end = a + (<usize> steps << 2); at < end; at += 16, out += 4 * outBytes) {
    tile(4, count, at, aBytes, b, bBytes, start, out, outBytes);
  }
}

/** Why as panels of vectors of four characters, a column for each hidden unit. */
export function transposeWhy(): void {
  for (let panel = characterPanels; panel < panelsEnd; panel += ENTRY) {
    const first = firstOf(panel);
    const size = sizeOf(panel);
    const held = min(size, characterVectors - first);
    const to = WhyT + (<usize> (first * columnVectors) << 6);
    const from = Why + (<usize> first << 2) * rowBytes;
    transpose(from, rowBytes, held << 2, columnVectors, to, <usize> size << 4);
  }
}

/** ys = the states after row 0 · Whyᵀ + by. */
export function logits(steps: i32): void {
  transpose(hs + rowBytes, rowBytes, steps, columnVectors, hsT, timeBytes);
  for (let panel = characterPanels; panel < panelsEnd; panel += ENTRY) {
    const first = firstOf(panel);
    const size = sizeOf(panel);
    const b = WhyT + (<usize> (first * columnVectors) << 6);
    for (let j: usize = 0; j < <usize> size << 4; j += 32) {
      const at = (<usize> first << 4) + j;
      product(steps, H, hsT, timeBytes, b + j, <usize> size << 4, by + at, ys + at, logitBytes);
    }
  }
}

/** Row 0 of ys from one state, its bias added. */
export function stepLogits(h: usize): void {
  logitsProduct(WhyT, h, by, 0, ys, false);
}

/** The largest logit of the row that `exponentials` was last called for. */
let top: f32 = 0;

/**
 * Puts exp((y − max y) / τ) in the place of a row of ys.
 * @returns their sum
 */
export function exponentials(y: usize, inverseTemperature: f32): f32 {
  const end = y + (<usize> characterVectors << 4);
  let m = f32x4.splat(-Infinity);
  for (let p = y; p < end; p += 16) m = f32x4.pmax(m, v128.load(p));
  const shift = largest(m);
  top = f32x4.extract_lane(shift, 0);
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
    const wanted = load<f32>(y + target);
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
  transpose(ys, logitBytes, steps, characterVectors, ysT, timeBytes);
  for (let j: usize = 0; j < <usize> columnVectors << 4; j += 32) {
    product(steps, V, ysT, timeBytes, Why + j, rowBytes, spare, ds + j, rowBytes);
  }
}
