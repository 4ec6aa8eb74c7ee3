// What the host calls. A float32 twin of the reference engine: see ../fast/trainer.ts and ../fast/network.ts.
import { backward } from "./backward";
import { forward, nextState } from "./forward";
import * as at from "./memory";
import {
  backwardOutput,
  exponentials,
  logits,
  loss,
  stepLogits,
  transposeWhy,
} from "./output";
import { ENTRY, firstOf, panelOf, sizeOf, transposePanel } from "./panels";
import { offsetInTiles, pairStates, setUpdate, updateBiases, updateWhh, updateWhy, updateWxh } from "./update";
import { exp } from "./vector";

export {
  blockBytes,
  bh,
  by,
  hs,
  initialize,
  numbers,
  rowBytes,
  tokens,
  Whh,
  Why,
  Wxh,
  ys,
} from "./memory";

/** Where Whh's element in row i and column j lies, from Whh on, in bytes. */
export function offsetInWhh(i: i32, j: i32): usize {
  const panel = panelOf(j >> 2, at.statePanels);
  const before = (firstOf(panel) * at.columnVectors << 2) + i * sizeOf(panel);
  return (<usize> (before + (j >> 2) - firstOf(panel)) << 4) + (<usize> (j & 3) << 2);
}

/** Where its memory lies, from the first one on. */
export function offsetInWhhTiles(i: i32, j: i32): usize {
  const panel = panelOf(j >> 2, at.statePanels);
  const first = firstOf(panel);
  const before = <usize> (first * at.columnVectors) << 6;
  return before + offsetInTiles(i, j - (first << 2), at.columnVectors << 2, sizeOf(panel));
}

/** The same of Why's. */
export function offsetInWhyTiles(v: i32, j: i32): usize {
  return offsetInTiles(v, j, at.characterVectors << 2, at.columnVectors + 1 & ~1);
}

let isTransposed = false;

/** The copies of the weights by their other index, unless they are there; the update keeps them. */
function transposeWeights(): void {
  if (isTransposed) return;
  for (let panel = at.statePanels; panel < at.characterPanels; panel += ENTRY) {
    transposePanel(at.Whh, panel, at.statePanels, at.characterPanels, at.columnVectors, at.WhhT);
  }
  transposeWhy();
  isTransposed = true;
}

/** The last state becomes the one before the next sequence. */
function carryState(steps: i32): void {
  memory.copy(at.hs, at.hs + <usize> steps * at.rowBytes, at.rowBytes);
}

/**
 * Iterations of truncated back-propagation through time over the `count` · T + 1 characters at `tokens`; the
 * losses go to `numbers`.
 */
export function train(count: i32, rate: f32, temperature: f32, clip: f32, gradientsOnly: bool): void {
  setUpdate(rate, clip, gradientsOnly);
  const steps = at.T;
  const inverseTemperature: f32 = 1 / temperature;
  let inputs = at.tokens;
  let out = at.numbers;
  transposeWeights();
  for (let n = 0; n < count; n++) {
    forward(inputs, steps);
    logits(steps);
    store<f64>(out, loss(inputs + 4, steps, inverseTemperature));
    backwardOutput(steps);
    backward(steps);
    pairStates();
    updateWhh();
    updateWhy();
    transposeWhy();
    updateWxh(inputs, steps);
    updateBiases(steps);
    carryState(steps);
    inputs += <usize> steps << 2;
    out += 8;
  }
}

/** The loss alone, over the `steps` + 1 ≤ T + 1 characters at `tokens`; the state is carried on. */
export function evaluate(steps: i32, temperature: f32): f64 {
  transposeWeights();
  forward(at.tokens, steps);
  logits(steps);
  const nats = loss(at.tokens + 4, steps, 1 / temperature);
  carryState(steps);
  return nats;
}

/** The state after one more character: from row 0 to row 1, and at odd steps back. */
function readNext(step: i32, character: i32): void {
  const odd = (step & 1) !== 0;
  const from = at.hs + (odd ? at.rowBytes : 0);
  nextState(from, character, at.hs + (odd ? 0 : at.rowBytes), odd);
}

/** The state after the `steps` characters at `tokens`, each in turn. */
export function read(steps: i32): void {
  transposeWeights();
  for (let t = 0; t < steps; t++) readNext(t, load<i32>(at.tokens + (<usize> t << 2)));
  carryState(steps & 1);
}

/** The logits of the character after the state at row 0 go to row 0 of ys. */
export function ask(): void {
  transposeWeights();
  stepLogits(at.hs);
}

/**
 * Draws `count` characters one after the other from the state at row 0, with the uniform numbers at
 * `numbers`; each is read before the next is drawn. The characters go to `tokens`.
 */
export function sample(count: i32, temperature: f32): void {
  const inverseTemperature: f32 = 1 / temperature;
  transposeWeights();
  for (let n: usize = 0; n < <usize> count; n++) {
    stepLogits(at.hs + (n & 1) * at.rowBytes);
    exponentials(at.ys, inverseTemperature);
    const drawn = draw(load<f64>(at.numbers + (n << 3)));
    store<i32>(at.tokens + (n << 2), drawn);
    readNext(<i32> n, drawn);
  }
  carryState(count & 1);
}

/**
 * The first character at which the running sum of the exponentials exceeds u times their sum. Nothing branches on
 * what is drawn: the sums after each four are kept, then counted.
 */
function draw(u: f64): i32 {
  const sums = at.ysT;
  const end = sums + (<usize> at.characterVectors << 3);
  let sum: f64 = 0;
  for (let p = sums, y = at.ys; p < end; p += 8, y += 16) {
    const four = v128.load(y);
    const high = v128.shuffle<f32>(four, four, 2, 3, 2, 3);
    const two = f64x2.add(f64x2.promote_low_f32x4(four), f64x2.promote_low_f32x4(high));
    sum += f64x2.extract_lane(two, 0) + f64x2.extract_lane(two, 1);
    store<f64>(p, sum);
  }
  const threshold = u * sum;
  let fours = 0;
  for (let p = sums; p < end; p += 8) fours += i32(load<f64>(p) <= threshold);
  fours = min(fours, at.characterVectors - 1);
  let drawn = fours << 2;
  sum = fours > 0 ? load<f64>(sums + (<usize> (fours - 1) << 3)) : 0;
  for (let i = 0; i < 3; i++) {
    sum += <f64> load<f32>(at.ys + (<usize> ((fours << 2) + i) << 2));
    drawn += i32(sum <= threshold);
  }
  // Where rounding has led beyond the last one that is possible.
  while (drawn > 0 && load<f32>(at.ys + (<usize> drawn << 2)) === 0) drawn--;
  return drawn;
}

/** exp of the float32 at `tokens`, four at a time and in place, so that its error can be measured. */
export function mapExp(count: i32): void {
  const end = at.tokens + (<usize> count << 2);
  for (let p = at.tokens; p < end; p += 16) v128.store(p, exp(v128.load(p)));
}
