// Back through time: ds from ∂loss/∂h (by the output alone) to ∂loss/∂(Wxh x + Whh h + bh).
import { columnVectors, ds, hs, rowBlocks, rowBytes, Whh } from "./memory";
import { madd, nmadd, touch } from "./vector";

/** out += eight rows of Whh, each times its element of d. */
// @ts-ignore: decorator
@inline
function backwardBlock(w: usize, d: usize, columns: i32, out: usize): void {
  const d0 = v128.load32_splat(d);
  const d1 = v128.load32_splat(d, 4);
  const d2 = v128.load32_splat(d, 8);
  const d3 = v128.load32_splat(d, 12);
  const d4 = v128.load32_splat(d, 16);
  const d5 = v128.load32_splat(d, 20);
  const d6 = v128.load32_splat(d, 24);
  const d7 = v128.load32_splat(d, 28);
  const end = out + (<usize> columns << 4);
  touch(w);
  for (; out < end; out += 16, w += 128) {
    let a = madd(v128.load(w), d0, v128.load(out));
    let b = f32x4.mul(v128.load(w, 16), d1);
    a = madd(v128.load(w, 32), d2, a);
    b = madd(v128.load(w, 48), d3, b);
    a = madd(v128.load(w, 64), d4, a);
    b = madd(v128.load(w, 80), d5, b);
    a = madd(v128.load(w, 96), d6, a);
    b = madd(v128.load(w, 112), d7, b);
    v128.store(out, f32x4.add(a, b));
  }
}

/** d · (1 − h²), through tanh. */
// @ts-ignore: decorator
@inline
function throughTanh(d: usize, h: usize): void {
  const one = f32x4.splat(1);
  for (const end = d + rowBytes; d < end; d += 16, h += 16) {
    const u = v128.load(h);
    v128.store(d, f32x4.mul(v128.load(d), nmadd(u, u, one)));
  }
}

/** From the last step to the first. */
export function backward(steps: i32): void {
  const columns = columnVectors;
  const blockBytes = <usize> columns << 7;
  const s = rowBytes;
  const last = <usize> rowBlocks - 1;
  for (let t = steps - 1; t >= 0; t--) {
    const d = ds + <usize> t * s;
    throughTanh(d, hs + <usize> (t + 1) * s);
    if (t === 0) break;
    // As in the forward pass, every other step walks the blocks backwards.
    const odd = (t & 1) !== 0;
    let block: usize = odd ? last : 0;
    const step: isize = odd ? -1 : 1;
    for (let n = rowBlocks; n > 0; n--) {
      backwardBlock(Whh + block * blockBytes, d + (block << 5), columns, d - s);
      block += step;
    }
  }
}
