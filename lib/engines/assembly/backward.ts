// Back through time: ds from ∂loss/∂h (by the output alone) to ∂loss/∂(Wxh x + Whh h + bh).
import { columnVectors, ds, hs, row, rowBytes, Whh } from "./memory";
import { matrixVector } from "./panels";
import { nmadd } from "./vector";

/** (d + what the next step sends) · (1 − h²), through tanh. */
// @ts-ignore: decorator
@inline
function throughTanh(d: usize, sent: usize, h: usize): void {
  const one = f32x4.splat(1);
  for (const end = d + (<usize> columnVectors << 4); d < end; d += 16, h += 16, sent += 16) {
    const u = v128.load(h);
    v128.store(d, f32x4.mul(f32x4.add(v128.load(d), v128.load(sent)), nmadd(u, u, one)));
  }
}

/** From the last step to the first. */
export function backward(steps: i32): void {
  memory.fill(row, 0, rowBytes);
  for (let t = steps - 1; t >= 0; t--) {
    const d = ds + <usize> t * rowBytes;
    throughTanh(d, row, hs + <usize> (t + 1) * rowBytes);
    if (t > 0) matrixVector(Whh, columnVectors, columnVectors << 2, d, row, (t & 1) !== 0);
  }
}
