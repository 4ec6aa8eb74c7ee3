// y_t = (d_t ⊙ h_t) O + c, the loss, and what it sends back to the states and to O and c.
import { exp, largest, sum, zero } from "../vector";
import { allRows, c, characterChunks, characterPanels, ds, gradients, blockBytes, B, firstStream, H, hiddenChunks, hiddenPanels, logits, O, OT, partBytes, partLoss, rows, shown, stateBytes, streamsOf, T, X } from "./memory";
import { columnsProduct, panelsProduct, rowsProduct } from "./products";
import { settle, settleMean } from "./small";

/**
 * One row of the logits becomes ∂loss/∂logits = (softmax − target) · scale.
 * @param row the row's first eight logits; the next eight are a panel further
 * @param bytes of its panels
 * @param target the character that comes next
 * @returns the sum of the exponentials; the other part of the loss, max − logit of the target, goes to `above`
 */
function softmaxRow(row: usize, bytes: usize, target: i32, scale: f32): f32 {
  let high = f32x4.splat(-Infinity);
  for (let p = row, b = c, end = row + bytes; p < end; p += 2048, b += 32) {
    const left = f32x4.add(v128.load(p), v128.load(b));
    const right = f32x4.add(v128.load(p, 16), v128.load(b, 16));
    v128.store(p, left);
    v128.store(p, right, 16);
    high = f32x4.pmax(high, f32x4.pmax(left, right));
  }
  const top = largest(high);
  const wanted = row + (<usize> (target >> 3) << 11) + (<usize> (target & 7) << 2);
  above = <f64> top - <f64> load<f32>(wanted);
  const shift = f32x4.splat(top);
  let left = zero(), right = zero();
  for (let p = row, end = row + bytes; p < end; p += 2048) {
    const l = settleMean(exp(f32x4.sub(v128.load(p), shift)));
    const r = settleMean(exp(f32x4.sub(v128.load(p, 16), shift)));
    v128.store(p, l);
    v128.store(p, r, 16);
    left = f32x4.add(left, l);
    right = f32x4.add(right, r);
  }
  const total = sum(f32x4.add(left, right));
  const factor = f32x4.splat(scale / total);
  for (let p = row, end = row + bytes; p < end; p += 2048) {
    v128.store(p, settle(f32x4.mul(v128.load(p), factor)));
    v128.store(p, settle(f32x4.mul(v128.load(p, 16), factor)), 16);
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
  let product: f64 = 1;
  for (let m = 0; m < allRows; m++) {
    const row = logits + at + <usize> (m >> 6) * groupBytes + (<usize> (m & 63) << 5);
    const t = m / rows;
    const r = m - t * rows;
    if (t >= T || r >= streams) {
      clearRow(row, bytes);
    } else {
      const target = load<i32>(targets + (<usize> (t * B + first + r) << 2));
      // One logarithm for many rows: a sum is at most V, so that their product has room.
      product *= <f64> softmaxRow(row, bytes, target, scale);
      nats += above;
    }
    if ((m & 15) === 15) {
      nats += Math.log(product);
      product = 1;
    }
  }
  store<f64>(partLoss + at, nats);
}

/** The gradient of c: the sums of the columns of ∂loss/∂logits. */
function biasGradient(at: usize, to: usize): void {
  const groupBytes = <usize> characterChunks << 14;
  const end = logits + at + <usize> (allRows >> 6) * groupBytes;
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
  const groups = allRows >> 6;
  const columns = characterChunks << 3;
  rowsProduct(shown + at, stateBytes, O, logits + at, groups, hiddenChunks, characterPanels, columns);
  loss(targets, part);
  biasGradient(at, gradient + c);
  columnsProduct(shown + at, stateBytes, logits + at, gradient + O, groups, H, characterPanels, columns);
  panelsProduct(logits + at, OT, ds + at, groups, characterChunks, hiddenPanels);
}
