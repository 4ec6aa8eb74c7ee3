// Logits and probabilities of all steps at once, the loss, and what they send back to the states.
import {
  by,
  characterVectors,
  columnVectors,
  ds,
  hs,
  logitBytes,
  rowBytes,
  V,
  Why,
  ys,
} from "./memory";
import { exp, largest, madd, sum, sums, zero } from "./vector";

/** Logits [steps rounded up to 2][V₄] of the states after row 0: tiles of 2 steps × 4 characters. */
export function logits(states: usize, steps: i32): void {
  const columns = columnVectors;
  const s = rowBytes;
  const y = logitBytes;
  for (let v: usize = 0; v < <usize> characterVectors; v++) {
    const bias = v128.load(by + (v << 4));
    const w0 = Why + (v << 2) * s;
    let out = ys + (v << 4);
    let h0 = states;
    for (let t = 0; t < steps; t += 2) {
      let a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero();
      let b0 = zero(), b1 = zero(), b2 = zero(), b3 = zero();
      let h = h0;
      let w = w0;
      for (const end = w0 + (<usize> columns << 4); w < end; w += 16, h += 16) {
        const p = v128.load(h);
        const q = v128.load(h + s);
        const c0 = v128.load(w);
        a0 = madd(c0, p, a0);
        b0 = madd(c0, q, b0);
        const c1 = v128.load(w + s);
        a1 = madd(c1, p, a1);
        b1 = madd(c1, q, b1);
        const c2 = v128.load(w + 2 * s);
        a2 = madd(c2, p, a2);
        b2 = madd(c2, q, b2);
        const c3 = v128.load(w + 3 * s);
        a3 = madd(c3, p, a3);
        b3 = madd(c3, q, b3);
      }
      v128.store(out, f32x4.add(sums(a0, a1, a2, a3), bias));
      v128.store(out + y, f32x4.add(sums(b0, b1, b2, b3), bias));
      out += 2 * y;
      h0 += 2 * s;
    }
  }
}

/**
 * Probabilities in place of a row of logits.
 * @returns log Σ exp(logit / τ) of the row
 */
export function softmax(y: usize, inverseTemperature: f32): f64 {
  const end = y + logitBytes;
  let m = v128.load(y);
  for (let p = y + 16; p < end; p += 16) m = f32x4.pmax(m, v128.load(p));
  const top = largest(m);
  const shift = f32x4.splat(top);
  const scale = f32x4.splat(inverseTemperature);
  let s = zero();
  for (let p = y; p < end; p += 16) {
    const e = exp(f32x4.mul(f32x4.sub(v128.load(p), shift), scale));
    v128.store(p, e);
    s = f32x4.add(s, e);
  }
  const total = sum(s);
  const inverse = f32x4.splat(1 / total);
  for (let p = y; p < end; p += 16) v128.store(p, f32x4.mul(v128.load(p), inverse));
  return <f64> (top * inverseTemperature) + Math.log(<f64> total);
}

/**
 * The loss, in nats summed over the steps; leaves ∂loss/∂logits = (p − target) / τ in ys.
 */
export function loss(targets: usize, steps: i32, inverseTemperature: f32): f64 {
  let total: f64 = 0;
  let y = ys;
  const scale = f32x4.splat(inverseTemperature);
  for (let t = 0; t < steps; t++) {
    const at = y + (<usize> load<i32>(targets + (<usize> t << 2)) << 2);
    const wanted = <f64> (load<f32>(at) * inverseTemperature);
    total += softmax(y, inverseTemperature) - wanted;
    store<f32>(at, load<f32>(at) - 1);
    const end = y + logitBytes;
    for (let p = y; p < end; p += 16) v128.store(p, f32x4.mul(v128.load(p), scale));
    y = end;
  }
  return total;
}

/** ds = dys · Why, [steps][S]: tiles of 4 steps × 8 columns, the remaining steps one by one. */
export function backwardOutput(steps: i32): void {
  const s = rowBytes;
  const y = logitBytes;
  const characters = <usize> V << 2;
  const columnBytes = <usize> columnVectors << 4;
  for (let j: usize = 0; j < columnBytes; j += 32) {
    let t = 0;
    for (; t + 4 <= steps; t += 4) {
      let a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero();
      let b0 = zero(), b1 = zero(), b2 = zero(), b3 = zero();
      let w = Why + j;
      let p = ys + <usize> t * y;
      for (const end = p + characters; p < end; p += 4, w += s) {
        const u = v128.load(w);
        const v = v128.load(w, 16);
        const p0 = v128.load32_splat(p);
        a0 = madd(p0, u, a0);
        b0 = madd(p0, v, b0);
        const p1 = v128.load32_splat(p + y);
        a1 = madd(p1, u, a1);
        b1 = madd(p1, v, b1);
        const p2 = v128.load32_splat(p + 2 * y);
        a2 = madd(p2, u, a2);
        b2 = madd(p2, v, b2);
        const p3 = v128.load32_splat(p + 3 * y);
        a3 = madd(p3, u, a3);
        b3 = madd(p3, v, b3);
      }
      const out = ds + <usize> t * s + j;
      v128.store(out, a0);
      v128.store(out, b0, 16);
      v128.store(out + s, a1);
      v128.store(out + s, b1, 16);
      v128.store(out + 2 * s, a2);
      v128.store(out + 2 * s, b2, 16);
      v128.store(out + 3 * s, a3);
      v128.store(out + 3 * s, b3, 16);
    }
    for (; t < steps; t++) {
      let a = zero(), b = zero();
      let w = Why + j;
      let p = ys + <usize> t * y;
      for (const end = p + characters; p < end; p += 4, w += s) {
        const p0 = v128.load32_splat(p);
        a = madd(p0, v128.load(w), a);
        b = madd(p0, v128.load(w, 16), b);
      }
      const out = ds + <usize> t * s + j;
      v128.store(out, a);
      v128.store(out, b, 16);
    }
  }
}
