// h_t = tanh(Wxh x_t + Whh h_{t−1} + bh), one step after the other.
import { bh, columnVectors, hs, rowBlocks, rowBytes, tokens, Whh, Wxh } from "./memory";
import { madd, sums, tanh, touch, zero } from "./vector";

/**
 * Eight rows of the next state. The products of a row are summed in four lanes, which are added at the end.
 * @param w a block of eight rows of Whh
 * @param h the state before
 * @param x the same eight rows of Wxh's column
 * @param b the same eight rows of bh
 * @param out where the new state's eight rows go
 */
// @ts-ignore: decorator
@inline
function forwardBlock(w: usize, h: usize, columns: i32, x: usize, b: usize, out: usize): void {
  touch(w);
  let a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero();
  let a4 = zero(), a5 = zero(), a6 = zero(), a7 = zero();
  for (const end = h + (<usize> columns << 4); h < end; h += 16, w += 128) {
    const u = v128.load(h);
    a0 = madd(v128.load(w), u, a0);
    a1 = madd(v128.load(w, 16), u, a1);
    a2 = madd(v128.load(w, 32), u, a2);
    a3 = madd(v128.load(w, 48), u, a3);
    a4 = madd(v128.load(w, 64), u, a4);
    a5 = madd(v128.load(w, 80), u, a5);
    a6 = madd(v128.load(w, 96), u, a6);
    a7 = madd(v128.load(w, 112), u, a7);
  }
  const low = f32x4.add(v128.load(x), v128.load(b));
  const high = f32x4.add(v128.load(x, 16), v128.load(b, 16));
  v128.store(out, tanh(f32x4.add(sums(a0, a1, a2, a3), low)));
  v128.store(out, tanh(f32x4.add(sums(a4, a5, a6, a7), high)), 16);
}

/** The state after `character`, from the state at `h` to the one at `out`; odd steps go backwards. */
export function nextState(h: usize, character: i32, out: usize, odd: bool): void {
  const columns = columnVectors;
  const blockBytes = <usize> columns << 7;
  const x = Wxh + <usize> character * rowBytes;
  const b = bh;
  const w = Whh;
  // Every other step walks the blocks backwards: what the last step left in the cache is used again
  // before it is pushed out.
  const last = <usize> rowBlocks - 1;
  let block: usize = odd ? last : 0;
  const step: isize = odd ? -1 : 1;
  for (let n = rowBlocks; n > 0; n--) {
    const at = block << 5;
    forwardBlock(w + block * blockBytes, h, columns, x + at, b + at, out + at);
    block += step;
  }
}

/** States 1 … T from state 0 and the characters at `inputs`. */
export function forward(inputs: usize, steps: i32): void {
  let h = hs;
  for (let t = 0; t < steps; t++) {
    const out = h + rowBytes;
    nextState(h, load<i32>(inputs + (<usize> t << 2)), out, (t & 1) !== 0);
    h = out;
  }
}
