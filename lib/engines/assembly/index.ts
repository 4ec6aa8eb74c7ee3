// What the host calls. A float32 twin of the reference engine: see ../fast/trainer.ts and ../fast/network.ts.
import { backward } from "./backward";
import { forward, nextState } from "./forward";
import * as at from "./memory";
import {
  addBias,
  backwardOutput,
  exponentials,
  logits,
  loss,
  stepLogits,
  transposeWhy,
} from "./output";
import { firstOf, panelOf, sizeOf, transposePanels } from "./panels";
import { setUpdate, updateBiases, updateWhh, updateWhy, updateWxh } from "./update";
import { exp, tanh } from "./vector";

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
  const vector = j >> 2;
  const panel = panelOf(vector, at.columnVectors);
  const first = firstOf(panel, at.columnVectors);
  const size = sizeOf(panel, at.columnVectors);
  const before = (first * at.columnVectors << 2) + i * size + vector - first;
  return (<usize> before << 4) + (<usize> (j & 3) << 2);
}

let isTransposed = false;

/** To be called before WhhT and WhyT are read: the copies of the weights by their other index. */
function transposeWeights(): void {
  if (isTransposed) return;
  transposePanels(at.Whh, at.columnVectors, at.WhhT);
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
  for (let n = 0; n < count; n++) {
    transposeWeights();
    forward(inputs, steps);
    logits(steps);
    store<f64>(out, loss(inputs + 4, steps, inverseTemperature));
    backwardOutput(steps);
    backward(steps);
    updateWhh();
    updateWhy();
    isTransposed = false;
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
  addBias(at.ys);
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

/** The first character at which the running sum of the exponentials exceeds u times their sum. */
function draw(u: f64): i32 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let p = at.ys, end = p + (<usize> at.characterVectors << 4); p < end; p += 16) {
    const four = v128.load(p);
    low = f64x2.add(low, f64x2.promote_low_f32x4(four));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f32>(four, four, 2, 3, 2, 3)));
  }
  const sums = f64x2.add(low, high);
  const threshold = u * (f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1));
  let cumulative: f64 = 0;
  let lastPossible = 0;
  for (let v = 0; v < at.V; v++) {
    const p = <f64> load<f32>(at.ys + (<usize> v << 2));
    if (p === 0) continue;
    cumulative += p;
    lastPossible = v;
    if (threshold < cumulative) return v;
  }
  return lastPossible;
}

/** tanh and exp of the float32 at `tokens`, four at a time and in place, so that their error can be measured. */
export function mapTanh(count: i32): void {
  const end = at.tokens + (<usize> count << 2);
  for (let p = at.tokens; p < end; p += 16) v128.store(p, tanh(v128.load(p)));
}

export function mapExp(count: i32): void {
  const end = at.tokens + (<usize> count << 2);
  for (let p = at.tokens; p < end; p += 16) v128.store(p, exp(v128.load(p)));
}
