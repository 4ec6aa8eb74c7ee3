// h_t = tanh(Wxh x_t + Whh h_{t−1} + bh), one step after the other.
import { bh, hs, rowBytes, WhhT, Wxh } from "./memory";
import { stateProduct } from "./panels";

/** The state after `character`, from the state at `h` to the one at `out`. */
export function nextState(h: usize, character: i32, out: usize, odd: bool): void {
  const x = Wxh + <usize> character * rowBytes;
  stateProduct(WhhT, h, x, bh, out, odd);
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
