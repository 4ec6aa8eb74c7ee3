// h_t = tanh(Wxh x_t + Whh h_{t−1} + bh), one step after the other.
import { bh, columnVectors, hs, rowBytes, WhhT, Wxh } from "./memory";
import { matrixVector } from "./panels";
import { tanh } from "./vector";

/** The state after `character`, from the state at `h` to the one at `out`. */
export function nextState(h: usize, character: i32, out: usize, odd: bool): void {
  matrixVector(WhhT, columnVectors, columnVectors << 2, h, out, odd);
  let x = Wxh + <usize> character * rowBytes;
  let b = bh;
  for (const end = out + (<usize> columnVectors << 4); out < end; out += 16, x += 16, b += 16) {
    const given = f32x4.add(v128.load(x), v128.load(b));
    v128.store(out, tanh(f32x4.add(v128.load(out), given)));
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
