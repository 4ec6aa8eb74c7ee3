/**
 * This project: the engine that `train` uses unless told otherwise, and `generate`.
 *
 * Protocol and arguments as in numpy_rnn.py.
 */
import { chooseEngine } from "@lab/engines";
import { initialParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { generate } from "@lab/sampling";
import { completeSettings, initialState, TrainingRun } from "@lab/training";
import { answer } from "./protocol.ts";

const [task, path, hidden, length] = Deno.args;
const indices = Int32Array.from(Deno.readFileSync(path));
const vocabularySize = indices.reduce((most, index) => Math.max(most, index + 1), 0);
const settings = completeSettings({
  hiddenSize: Number(hidden),
  sequenceLength: Number(length),
});

const engine = chooseEngine("auto", "fastest");

if (task === "train") {
  const start = initialState(vocabularySize, settings);
  const run = new TrainingRun(engine, start, indices, settings);
  await answer((count) => run.advance(count), () => run.smoothedLossNats);
} else {
  const dimensions = { hiddenSize: settings.hiddenSize, vocabularySize };
  const parameters = initialParameters(dimensions, new Random(1));
  let h: Float64Array = new Float64Array(settings.hiddenSize);
  const random = new Random(2);
  await answer((count) => {
    h = generate(parameters, { h, length: count, random, engine }).h;
  }, () => h[0]);
}
