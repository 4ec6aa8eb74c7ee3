/**
 * This project: the engine that `train` uses unless told otherwise, and `generate`.
 *
 * Protocol and arguments as in numpy_rnn.py.
 */
import { loadKernels } from "@lab/engines";
import { initialParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { generate } from "@lab/sampling";
import { chooseEngine, completeSettings, initialState } from "@lab/training";
import { answer } from "./protocol.ts";

const [task, path, hidden, length] = Deno.args;
const indices = Int32Array.from(Deno.readFileSync(path));
const vocabularySize = indices.reduce((most, index) => Math.max(most, index + 1), 0);
const settings = completeSettings({
  hiddenSize: Number(hidden),
  sequenceLength: Number(length),
});

if (task === "train") {
  const engine = await chooseEngine("auto");
  const run = engine.start(initialState(vocabularySize, settings), indices, settings);
  await answer((count) => run.advance(count), () => run.smoothedLossNats);
} else {
  const kernels = await loadKernels();
  const dimensions = { hiddenSize: settings.hiddenSize, vocabularySize };
  const parameters = initialParameters(dimensions, new Random(1));
  let h: Float64Array = new Float64Array(settings.hiddenSize);
  const random = new Random(2);
  await answer((count) => {
    h = generate(parameters, { h, length: count, random, kernels }).h;
  }, () => h[0]);
}
