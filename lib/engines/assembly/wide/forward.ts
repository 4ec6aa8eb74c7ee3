// h_t = tanh(X[x_t] + b + (m ⊙ h_{t−1}) W), one step after the other, all of a thread's parts together.
import { tanh } from "../vector";
import { drawOutputMask, drawRecurrentMask, hide } from "./masks";
import {
  B,
  b,
  c,
  firstStream,
  hiddenChunks,
  hiddenPanels,
  hs,
  masked,
  outputMask,
  partBytes,
  product,
  recurrentMask,
  rows,
  settings,
  shown,
  stateBytes,
  streamsOf,
  T,
  unitBytes,
  W,
  Xb,
} from "./memory";
import { stepProduct } from "./products";
import { settle } from "./small";

/** The character that a row reads at a step; rows without a stream read the first stream's. */
// @ts-ignore: decorator
@inline
export function character(inputs: usize, part: i32, t: i32, r: i32): usize {
  const stream = firstStream(part) + (r < streamsOf(part) ? r : 0);
  return <usize> load<i32>(inputs + (<usize> (t * B + stream) << 2));
}

/** The states of two rows after a step, from its product. */
function nextStates(inputs: usize, part: i32, t: i32, r: i32): void {
  const at = <usize> part * partBytes;
  let x = Xb + character(inputs, part, t, r) * unitBytes;
  let y = Xb + character(inputs, part, t, r + 1) * unitBytes;
  let p = product + at + (<usize> r << 5);
  const step = <usize> rows << 5;
  let to = hs + at + <usize> ((t + 1) * rows + r) * stateBytes;
  const second = stateBytes;
  for (const end = to + unitBytes; to < end; to += 32, p += step, x += 32, y += 32) {
    const a = tanh(settle(f32x4.add(v128.load(p), v128.load(x))));
    const b = tanh(settle(f32x4.add(v128.load(p, 16), v128.load(x, 16))));
    const c = tanh(settle(f32x4.add(v128.load(p, 32), v128.load(y))));
    const d = tanh(settle(f32x4.add(v128.load(p, 48), v128.load(y, 16))));
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to + second, c);
    v128.store(to + second, d, 16);
  }
}

export function forward(inputs: usize, settings: usize, from: i32, to: i32): void {
  const stepBytes = <usize> rows * stateBytes;
  const first = <usize> from * partBytes;
  for (let part = from; recurrentMask && part < to; part++) {
    drawRecurrentMask(settings, part);
    const at = <usize> part * partBytes;
    hide(hs + at, stateBytes, recurrentMask + at, masked + at);
  }
  for (let t = 0; t < T; t++) {
    const a = masked + first + <usize> t * stepBytes;
    stepProduct(a, stateBytes, W, product + first, rows, hiddenChunks, hiddenPanels, to - from, partBytes);
    for (let part = from; part < to; part++) {
      for (let r = 0; r < rows; r += 2) nextStates(inputs, part, t, r);
      const at = <usize> part * partBytes;
      const h = hs + at + <usize> (t + 1) * stepBytes;
      if (recurrentMask) hide(h, stateBytes, recurrentMask + at, masked + at + <usize> (t + 1) * stepBytes);
      if (outputMask) {
        drawOutputMask(settings, part, t);
        const mask = outputMask + at + <usize> (t * rows) * unitBytes;
        hide(h, stateBytes, mask, shown + at + <usize> t * stepBytes);
      }
    }
  }
}

/** The last states become those before the next window. */
export function carryStates(from: i32, to: i32): void {
  for (let part = from; part < to; part++) {
    const h = hs + <usize> part * partBytes;
    const bytes = <usize> rows * stateBytes;
    memory.copy(h, h + <usize> T * bytes, bytes);
  }
}
