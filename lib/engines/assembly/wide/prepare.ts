// What a window's passes read besides the weights: X + b, and W and O transposed. Each thread does its share.
import {
  b,
  c,
  characterPanels,
  hiddenPanels,
  O,
  OT,
  rows,
  unitBytes,
  V,
  W,
  WT,
  X,
  Xb,
} from "./memory";

/** Four rows of a panel become four columns of another. */
// @ts-ignore: decorator
@inline
function turn(from: usize, to: usize): void {
  const a = v128.load(from), b = v128.load(from, 32), c = v128.load(from, 64), d = v128.load(from, 96);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7), CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(AB, CD, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(AB, CD, 2, 3, 6, 7), 96);
}

/** Where the eight rows and columns that begin at 8 i, 8 j lie in a matrix with so many panels a chunk. */
// @ts-ignore: decorator
@inline
function square(i: i32, j: i32, panels: i32): usize {
  return (<usize> ((i >> 3) * panels + j) << 11) + (<usize> (i & 7) << 8);
}

/** The transpose of `rows` × `panels` squares of eight rows and columns; of the rows, from … to − 1. */
function transpose(matrix: usize, rows: i32, panels: i32, out: usize, from: i32, to: i32): void {
  for (let i = from; i < to; i++) {
    for (let j = 0; j < panels; j++) {
      const a = matrix + square(i, j, panels);
      const t = out + square(j, i, rows);
      turn(a, t);
      turn(a + 16, t + 128);
      turn(a + 128, t + 16);
      turn(a + 144, t + 144);
    }
  }
}

export function prepare(thread: i32, threads: i32): void {
  const from = hiddenPanels * thread / threads;
  const to = hiddenPanels * (thread + 1) / threads;
  transpose(W, hiddenPanels, hiddenPanels, WT, from, to);
  transpose(O, hiddenPanels, characterPanels, OT, from, to);
  const last = <usize> (V * (thread + 1) / threads) * unitBytes;
  for (let v = <usize> (V * thread / threads) * unitBytes; v < last; v += unitBytes) {
    for (let j: usize = 0; j < unitBytes; j += 16) {
      v128.store(Xb + v + j, f32x4.add(v128.load(X + v + j), v128.load(b + j)));
    }
  }
}
