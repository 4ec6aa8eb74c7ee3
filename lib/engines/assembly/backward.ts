// Back through time: ds from ∂loss/∂h (by the output alone) to ∂loss/∂(Wxh x + Whh h + bh).
import { columnVectors, ds, hs, rowBytes, Whh } from "./memory";
import { sentProduct } from "./panels";
import { nmadd } from "./vector";

/** d · (1 − h²), through tanh. */
// @ts-ignore: decorator
@inline
function throughTanh(d: usize, h: usize): void {
  const one = f32x4.splat(1);
  for (const end = d + (<usize> columnVectors << 4); d < end; d += 16, h += 16) {
    const u = v128.load(h);
    v128.store(d, f32x4.mul(v128.load(d), nmadd(u, u, one)));
  }
}

/** From the last step to the first. */
export function backward(steps: i32): void {
  let d = ds + <usize> (steps - 1) * rowBytes;
  let h = hs + <usize> steps * rowBytes;
  throughTanh(d, h);
  for (let t = steps - 1; t > 0; t--) {
    h -= rowBytes;
    sentProduct(Whh, d, d - rowBytes, h, d - rowBytes, (t & 1) !== 0);
    d -= rowBytes;
  }
}
