/**
 * This project: windows of 32 streams with Adam, on the engine that `train` uses unless told otherwise.
 *
 * Protocol as in numpy_rnn.py; a unit of work is a window. Arguments: THREADS plain|strong streams TEXT
 * HIDDEN LENGTH; "strong" is with the masks and the limit of the strong recipe.
 */
import { chooseEngine, newStreamState } from "@lab/engines";
import { initialParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { answer } from "./protocol.ts";

const [threads, options, , path, hidden, length] = Deno.args;
const text = Deno.readFileSync(path);
const vocabularySize = text.reduce((most, index) => Math.max(most, index + 1), 0);
const hiddenSize = Number(hidden);
const [B, T] = [32, Number(length)];
const isStrong = options === "strong";

const start = initialParameters({ hiddenSize, vocabularySize }, new Random(1), hiddenSize ** -0.5);
const trainer = await chooseEngine("auto", "fastest").streamTrainer(newStreamState(start, B), {
  ...{ streams: B, sequenceLength: T, seed: 1, threads: Number(threads) },
  ...{ recurrentDropout: isStrong ? 0.12 : 0, outputDropout: isStrong ? 0.15 : 0 },
  ...{ clipNorm: isStrong ? 1 : Infinity, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  rates: { Wxh: 1e-3, Whh: 1e-3, Why: 1e-3, bh: 1e-3, by: 1e-3 },
});

/** Each stream reads its own stretch of the text. */
const stretch = Math.floor(text.length / B);
const windows = Math.floor((stretch - 1) / T);
let next = 0;
let loss = 0;

/** The text row by row, the streams side by side. */
const rows = new Int32Array(stretch * B);
for (let t = 0; t < stretch; t++) {
  for (let b = 0; b < B; b++) rows[t * B + b] = text[b * stretch + t];
}

await answer((count) => {
  while (count > 0) {
    if (next === windows) {
      next = 0;
      trainer.hPrev = new Float64Array(B * hiddenSize);
    }
    const some = Math.min(count, 16, windows - next);
    const characters = rows.subarray(next * T * B, ((next + some) * T + 1) * B);
    loss = trainer.advance(characters, new Float64Array(some).fill(1))[some - 1];
    next += some;
    count -= some;
  }
}, () => loss);
trainer.close();
