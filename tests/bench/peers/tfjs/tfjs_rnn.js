/**
 * The same training loop in TensorFlow.js on its WebAssembly backend, one thread, float32.
 *
 * Protocol and arguments as in ../numpy_rnn.py. The packages are imported by computed names, so that only a
 * benchmark that is run fetches them.
 */
import { answer } from "../protocol.ts";

const scope = "@tensorflow";
const tf = await import(`${scope}/tfjs`);
const backend = await import(`${scope}/tfjs-backend-wasm`);
backend.setThreadsCount(1);
await tf.setBackend("wasm");

const [task, path, hidden, length] = Deno.args;
const H = Number(hidden);
const T = Number(length);
const text = Deno.readFileSync(path);
const V = Math.max(...text.subarray(0, 100_000)) + 1;

const weights = (shape, deviation) => tf.variable(tf.randomNormal(shape, 0, deviation));
const Wxh = weights([V, H], 0.01);
const Whh = weights([H, H], 0.01);
const Why = weights([H, V], 0.01);
const bh = weights([1, H], 0);
const by = weights([1, V], 0);
const optimizer = tf.train.adagrad(0.1, 1e-8);

let h = tf.zeros([1, H]);
let position = text.length;
let smoothed = T * Math.log(V);

function step(x, state) {
  return tf.tanh(tf.add(tf.add(x, tf.matMul(state, Whh)), bh));
}

function train() {
  if (position + T + 1 >= text.length) {
    h.dispose();
    h = tf.zeros([1, H]);
    position = 0;
  }
  const next = tf.tidy(() => {
    const inputs = tf.tensor1d(text.slice(position, position + T), "int32");
    const targets = tf.tensor1d(text.slice(position + 1, position + T + 1), "int32");
    let last;
    const { value, grads } = tf.variableGrads(() => {
      const columns = tf.split(tf.matMul(tf.cast(tf.oneHot(inputs, V), "float32"), Wxh), T);
      const hs = [];
      last = h;
      for (const x of columns) hs.push(last = step(x, last));
      const logits = tf.add(tf.matMul(tf.concat(hs), Why), by);
      tf.keep(last);
      return tf.neg(tf.sum(tf.mul(tf.oneHot(targets, V), tf.logSoftmax(logits))));
    });
    for (const name of Object.keys(grads)) grads[name] = tf.clipByValue(grads[name], -5, 5);
    optimizer.applyGradients(grads);
    smoothed = smoothed * 0.999 + value.dataSync()[0] * 0.001;
    return last;
  });
  h.dispose();
  h = next;
  position += T;
}

let x = 0;

function sample() {
  const next = tf.tidy(() => {
    const state = step(tf.slice(Wxh, [x, 0], [1, H]), h);
    const probs = tf.softmax(tf.add(tf.matMul(state, Why), by)).dataSync();
    let left = Math.random();
    x = probs.findIndex((p) => (left -= p) < 0);
    if (x < 0) x = V - 1;
    return state;
  });
  h.dispose();
  h = next;
}

const unit = task === "train" ? train : sample;
await answer((count) => {
  for (let n = 0; n < count; n++) unit();
}, () => smoothed);
