// y_t = (d_t ⊙ h_t) O + c, the loss, and what it sends back to the states and to O and c.
import { exp, largest, sum, zero } from "../vector";
import {
  B,
  b,
  blockBytes,
  c,
  characterChunks,
  characterPanels,
  ds,
  firstStream,
  gradients,
  groups,
  groupSteps,
  H,
  hiddenChunks,
  hiddenPanels,
  logits,
  O,
  OT,
  partBytes,
  partLoss,
  product,
  rows,
  shown,
  stateBytes,
  streamsOf,
  T,
  X,
} from "./memory";
import { columnsProduct, panelsProduct, rowsProduct } from "./products";
import { settleGradient } from "./small";

/**
 * One row of the logits, still without c, becomes ∂loss/∂logits = (softmax − target) · scale.
 * @param row the row's first eight logits; the next eight are a panel further
 * @param bytes of its panels
 * @param target the character that comes next
 * @returns the sum of the exponentials; the rest of the loss, max − logit of the target, goes to `above`
 */
function softmaxRow(row: usize, bytes: usize, target: usize, scale: f32): f32 {
  const end = row + bytes;
  let high = f32x4.splat(-Infinity);
  for (let p = row, b = c; p < end; p += 2048, b += 32) {
    const left = f32x4.add(v128.load(p), v128.load(b));
    const right = f32x4.add(v128.load(p, 16), v128.load(b, 16));
    high = f32x4.pmax(high, f32x4.pmax(left, right));
  }
  const top = f32x4.extract_lane(largest(high), 0);
  const wanted = row + ((target >> 3) << 11) + ((target & 7) << 2);
  above = <f64> top - <f64> (load<f32>(wanted) + load<f32>(c + (target << 2)));
  const shift = f32x4.splat(top);
  let sums = zero();
  for (let p = row, b = c; p < end; p += 2048, b += 32) {
    const left = exp(f32x4.sub(f32x4.add(v128.load(p), v128.load(b)), shift));
    const right = exp(f32x4.sub(f32x4.add(v128.load(p, 16), v128.load(b, 16)), shift));
    v128.store(p, settleGradient(left));
    v128.store(p, settleGradient(right), 16);
    sums = f32x4.add(sums, f32x4.add(left, right));
  }
  const total = sum(sums);
  const factor = f32x4.splat(scale / total);
  for (let p = row; p < end; p += 2048) {
    v128.store(p, f32x4.mul(v128.load(p), factor));
    v128.store(p, f32x4.mul(v128.load(p, 16), factor), 16);
  }
  store<f32>(wanted, load<f32>(wanted) - scale);
  return total;
}

let above: f64 = 0;

function clearRow(row: usize, bytes: usize): void {
  for (let p = row, end = row + bytes; p < end; p += 2048) {
    v128.store(p, zero());
    v128.store(p, zero(), 16);
  }
}

/** A part's loss, and ∂loss/∂logits in place of the logits. */
function loss(targets: usize, part: i32): void {
  const at = <usize> part * partBytes;
  const bytes = <usize> characterPanels << 11;
  const groupBytes = <usize> characterChunks << 14;
  const scale: f32 = 1 / <f32> (T * B);
  const first = firstStream(part);
  const streams = streamsOf(part);
  let nats: f64 = 0;
  for (let g = 0; g < groups; g++) {
    // One logarithm for a group: a sum is at most V, so that their product has room.
    let product: f64 = 1;
    for (let m = 0; m < 64; m++) {
      const row = logits + at + <usize> g * groupBytes + (<usize> m << 5);
      const step = m / rows;
      const r = m - step * rows;
      const t = g * groupSteps + step;
      if (step >= groupSteps || t >= T || r >= streams) {
        clearRow(row, bytes);
      } else {
        const target = <usize> load<i32>(targets + (<usize> (t * B + first + r) << 2));
        product *= <f64> softmaxRow(row, bytes, target, scale);
        nats += above;
      }
    }
    nats += Math.log(product);
  }
  store<f64>(partLoss + at, nats);
}

/** The gradient of c: the sums of the columns of ∂loss/∂logits. */
function biasGradient(at: usize, to: usize): void {
  const groupBytes = <usize> characterChunks << 14;
  const end = logits + at + <usize> groups * groupBytes;
  for (let p: usize = 0; p < <usize> characterPanels; p++) {
    let left = zero(), right = zero();
    for (let group = logits + at + (p << 11); group < end; group += groupBytes) {
      for (let q = group; q < group + 2048; q += 32) {
        left = f32x4.add(left, v128.load(q));
        right = f32x4.add(right, v128.load(q, 16));
      }
    }
    v128.store(to + (p << 5), left);
    v128.store(to + (p << 5), right, 16);
  }
}

/** From the states of a part to its loss, the gradients of O and c, and ∂loss/∂h in ds. */
export function output(targets: usize, part: i32): void {
  const at = <usize> part * partBytes;
  const gradient = gradients + <usize> part * blockBytes - X;
  const a = shown + at;
  const l = logits + at;
  const steps = groupSteps * rows;
  rowsProduct(a, stateBytes, steps, O, l, groups, hiddenChunks, characterPanels, characterChunks);
  loss(targets, part);
  biasGradient(at, gradient + c);
  const dO = gradient + O;
  columnsProduct(a, stateBytes, steps, l, dO, groups, H, characterPanels, characterChunks);
  panelsProduct(l, OT, ds + at, groups, characterChunks, hiddenPanels, hiddenChunks);
}
