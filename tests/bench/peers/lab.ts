/**
 * This project: the engine that `train` uses unless told otherwise, and its network that writes.
 *
 * Protocol and arguments as in numpy_rnn.py.
 */
import { chooseEngine, openNetwork } from "@lab/engines";
import { initialParameters } from "@lab/model";
import { Random } from "@lab/numerics";
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
  const network = openNetwork(parameters, { engine });
  const random = new Random(2);
  await answer((count) => network.sample(random, count, 1), () => network.state()[0]);
}
