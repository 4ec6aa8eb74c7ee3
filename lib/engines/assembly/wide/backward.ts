// Back through time: ds from ∂loss/∂h (by the output alone) to ∂loss/∂(X x + h W + b), and the gradients of
// X, W and b.
import { nmadd } from "../vector";
import { character } from "./forward";
import {
  b,
  blockBytes,
  ds,
  gradients,
  groups,
  groupSteps,
  H,
  hiddenChunks,
  hiddenPanels,
  hs,
  masked,
  outputMask,
  partBytes,
  product,
  recurrentMask,
  rows,
  stateBytes,
  stepAt,
  T,
  unitBytes,
  V,
  W,
  WT,
  X,
} from "./memory";
import { columnsProduct, stepBackProduct } from "./products";
import { settle } from "./small";

/** Bytes of a group of ds. */
// @ts-ignore: decorator
@inline
function groupBytes(): usize {
  return <usize> hiddenChunks << 14;
}

/** Two rows of a step: through the masks and tanh; also added to the gradient of X. */
function throughTanh(inputs: usize, part: i32, t: i32, r: i32): void {
  const at = <usize> part * partBytes;
  const m = t * rows + r;
  let p = ds + at + stepAt(t, groupBytes()) + (<usize> r << 5);
  let q = product + at + (<usize> r << 5);
  const step = <usize> rows << 5;
  let h = hs + at + <usize> (m + rows) * stateBytes;
  const gradient = gradients + <usize> part * blockBytes;
  let g = gradient + character(inputs, part, t, r) * unitBytes;
  let k = gradient + character(inputs, part, t, r + 1) * unitBytes;
  let shownBy = outputMask + at + <usize> m * unitBytes;
  let keptBy = recurrentMask + at + <usize> r * unitBytes;
  const isLast = t === T - 1;
  for (const end = h + unitBytes; h < end; h += 32) {
    let d0 = v128.load(p), d1 = v128.load(p, 16), d2 = v128.load(p, 32), d3 = v128.load(p, 48);
    if (outputMask) {
      d0 = f32x4.mul(d0, v128.load(shownBy));
      d1 = f32x4.mul(d1, v128.load(shownBy, 16));
      d2 = f32x4.mul(d2, v128.load(shownBy + unitBytes));
      d3 = f32x4.mul(d3, v128.load(shownBy + unitBytes, 16));
      shownBy += 32;
    }
    if (!isLast) {
      let e0 = v128.load(q), e1 = v128.load(q, 16), e2 = v128.load(q, 32), e3 = v128.load(q, 48);
      if (recurrentMask) {
        e0 = f32x4.mul(e0, v128.load(keptBy));
        e1 = f32x4.mul(e1, v128.load(keptBy, 16));
        e2 = f32x4.mul(e2, v128.load(keptBy + unitBytes));
        e3 = f32x4.mul(e3, v128.load(keptBy + unitBytes, 16));
        keptBy += 32;
      }
      d0 = f32x4.add(d0, e0);
      d1 = f32x4.add(d1, e1);
      d2 = f32x4.add(d2, e2);
      d3 = f32x4.add(d3, e3);
    }
    d0 = sloped(d0, v128.load(h));
    d1 = sloped(d1, v128.load(h, 16));
    d2 = sloped(d2, v128.load(h + stateBytes));
    d3 = sloped(d3, v128.load(h + stateBytes, 16));
    v128.store(p, d0);
    v128.store(p, d1, 16);
    v128.store(p, d2, 32);
    v128.store(p, d3, 48);
    v128.store(g, f32x4.add(v128.load(g), d0));
    v128.store(g, f32x4.add(v128.load(g, 16), d1), 16);
    v128.store(k, f32x4.add(v128.load(k), d2));
    v128.store(k, f32x4.add(v128.load(k, 16), d3), 16);
    p += 2048;
    q += step;
    g += 32;
    k += 32;
  }
}

/** d · (1 − h²). */
// @ts-ignore: decorator
@inline
function sloped(d: v128, h: v128): v128 {
  return settle(nmadd(f32x4.mul(h, d), h, d));
}

/** From the last step to the first, all of a thread's parts together; leaves the gradients of X. */
function backwardSteps(inputs: usize, from: i32, to: i32): void {
  const first = <usize> from * partBytes;
  for (let t = T - 1; t >= 0; t--) {
    if (t < T - 1) {
      const a = ds + first + stepAt(t + 1, groupBytes());
      stepBackProduct(a, WT, product + first, rows, hiddenChunks, hiddenPanels, to - from, partBytes);
    }
    for (let part = from; part < to; part++) {
      for (let r = 0; r < rows; r += 2) throughTanh(inputs, part, t, r);
    }
  }
}

/** The gradient of b: the sum of all rows of the gradient of X. */
function biasGradient(gradient: usize): void {
  for (let j: usize = 0; j < unitBytes; j += 16) {
    let total = f32x4.splat(0);
    for (let v: usize = 0; v < <usize> V; v++) {
      total = f32x4.add(total, v128.load(gradient + v * unitBytes + j));
    }
    v128.store(gradient + b - X + j, total);
  }
}

export function backward(inputs: usize, from: i32, to: i32): void {
  for (let part = from; part < to; part++) {
    memory.fill(gradients + <usize> part * blockBytes, 0, <usize> V * unitBytes);
  }
  backwardSteps(inputs, from, to);
  for (let part = from; part < to; part++) {
    const gradient = gradients + <usize> part * blockBytes;
    const at = <usize> part * partBytes;
    biasGradient(gradient);
    const dW = gradient + W - X;
    const steps = groupSteps * rows;
    columnsProduct(masked + at, stateBytes, steps, ds + at, dW, groups, H, hiddenPanels, hiddenChunks);
  }
}
