// The masks of a window, drawn by their place, as ../../streams/masks.ts and keyedBits of lib/numerics say it.
import {
  B,
  firstStream,
  H,
  hiddenPanels,
  outputMask,
  partBytes,
  recurrentMask,
  rows,
  settings,
  streamsOf,
  unitBytes,
} from "./memory";

/** Of a window's settings: the key's two words, the threshold and the scale of each mask. */
const RECURRENT: usize = 48;
const OUTPUT: usize = 64;

/** One row of a mask, from the place of its first unit on. */
function drawRow(to: usize, place: i32, mask: usize): void {
  const first = v128.load32_splat(mask);
  const second = v128.load32_splat(mask, 4);
  const threshold = v128.load32_splat(mask, 8);
  const scale = v128.load32_splat(mask, 12);
  let at = i32x4.add(i32x4.splat(place), i32x4(0, 1, 2, 3));
  for (const end = to + (<usize> hiddenPanels << 5); to < end; to += 16) {
    let x = v128.xor(at, first);
    x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x7feb352d));
    x = v128.xor(x, second);
    x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(0x846ca68b));
    x = v128.xor(x, i32x4.shr_u(x, 16));
    v128.store(to, v128.and(scale, i32x4.ge_u(x, threshold)));
    at = i32x4.add(at, i32x4.splat(4));
  }
}

/** The mask of a part's streams, for all of the window. */
export function drawRecurrentMask(settings: usize, part: i32): void {
  const first = firstStream(part);
  for (let r = 0; r < streamsOf(part); r++) {
    const to = recurrentMask + <usize> part * partBytes + <usize> r * unitBytes;
    drawRow(to, (first + r) * H, settings + RECURRENT);
  }
}

/** The masks of a part's streams at one step. */
export function drawOutputMask(settings: usize, part: i32, t: i32): void {
  const first = firstStream(part);
  for (let r = 0; r < streamsOf(part); r++) {
    const to = outputMask + <usize> part * partBytes + <usize> (t * rows + r) * unitBytes;
    drawRow(to, (t * B + first + r) * H, settings + OUTPUT);
  }
}

/** out = a ⊙ mask, row by row. */
export function hide(a: usize, aBytes: usize, mask: usize, out: usize): void {
  for (let r = 0; r < rows; r++) {
    for (let j: usize = 0; j < unitBytes; j += 32) {
      v128.store(out + j, f32x4.mul(v128.load(a + j), v128.load(mask + j)));
      v128.store(out + j, f32x4.mul(v128.load(a + j, 16), v128.load(mask + j, 16)), 16);
    }
    a += aBytes;
    out += aBytes;
    mask += unitBytes;
  }
}
