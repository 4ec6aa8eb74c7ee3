/** The course's own files, where `CHAR_RNN_DATA` names their folder. */
import { forward, nextHidden, outputLogits, PARAMETER_NAMES } from "@lab/model";
import { logSumExp } from "@lab/numerics";
import { type LoadedSnapshot, loadSnapshot, type NdArray, readNpz } from "@lab/snapshots";
import { assert, assertEquals } from "@std/assert";
import { askPython } from "./python.ts";

const FOLDER = Deno.env.get("CHAR_RNN_DATA") || undefined;
const PATH = `${FOLDER}/char-rnn-snapshot.npz`;

function courseTest(name: string, action: () => Promise<void>): void {
  Deno.test(name, async () => {
    if (FOLDER === undefined) return console.log("skipped: CHAR_RNN_DATA is not set");
    await action();
  });
}

courseTest("loadSnapshot() finds the course's sizes, memory and vocabulary", async () => {
  const snapshot = await loadSnapshot(PATH);
  assertEquals(snapshot.metadata, { vocab_size: 62, data_size: 268330 });
  assertEquals([snapshot.parameters.hiddenSize, snapshot.parameters.vocabularySize], [250, 62]);
  assertEquals(snapshot.vocabulary.characters.slice(0, 4), ["\n", "!", " ", "'"]);
  assert(snapshot.memory!.Why.every((x) => x >= 0));
  const text = await Deno.readTextFile(`${FOLDER}/shakespeare_train.txt`);
  assertEquals(snapshot.vocabulary.decode(snapshot.vocabulary.encode(text)), text);
});

/** Nats per character over a text, each character predicted from all before it. */
function natsPerChar({ parameters, vocabulary }: LoadedSnapshot, text: string): number {
  const indices = vocabulary.encode(text);
  let h: Float64Array = new Float64Array(parameters.hiddenSize);
  let nats = 0;
  for (let t = 0; t + 1 < indices.length; t++) {
    h = nextHidden(parameters, h, indices[t]);
    const logits = outputLogits(parameters, h);
    nats += logSumExp(logits) - logits[indices[t + 1]];
  }
  return nats / (indices.length - 1);
}

courseTest("the course's network needs 1.8342 nats for a character of its text", async () => {
  const snapshot = await loadSnapshot(PATH);
  const text = await Deno.readTextFile(`${FOLDER}/shakespeare_train.txt`);
  const nats = natsPerChar(snapshot, text.slice(0, 60_000));
  console.log(`${nats.toFixed(6)} nats per character over the first 60,000`);
  assert(Math.abs(nats - 1.8342) < 5e-5, `${nats}`);
});

courseTest("the course's network computes what NumPy computes, to 1e-12", async () => {
  const { parameters } = await loadSnapshot(PATH);
  const inputs = Array.from({ length: 300 }, (_, t) => (t * t + 7 * t) % 62);
  const answer = await askPython(
    ["numpy"],
    `
import json, sys
import numpy as np
z = np.load(sys.argv[1])
h, result = np.zeros((250, 1)), []
for i in ${JSON.stringify(inputs)}:
    h = np.tanh(z["Wxh"][:, i:i+1] + z["Whh"] @ h + z["bh"])
    y = z["Why"] @ h + z["by"]
    p = np.exp(y - y.max())
    result.append([h.ravel().tolist(), (p / p.sum()).ravel().tolist()])
print(json.dumps(result))`,
    PATH,
  ) as [number[], number[]][] | undefined;
  if (answer === undefined) return;
  const pass = forward(parameters, inputs, new Float64Array(250));
  let largest = 0;
  for (const [t, [h, p]] of answer.entries()) {
    h.forEach((x, i) => largest = Math.max(largest, Math.abs(x - pass.hs[t * 250 + i])));
    p.forEach((x, i) => largest = Math.max(largest, Math.abs(x - pass.probs[t * 62 + i])));
  }
  console.log(`largest difference from NumPy over 300 steps: ${largest.toExponential(1)}`);
  assert(largest < 1e-12, `${largest}`);
});

courseTest("a snapshot read from .npz and written again holds the same bits", async () => {
  const { snapshotToNpz } = await import("@lab/snapshots");
  const first = await readNpz(await Deno.readFile(PATH));
  const second = await readNpz(await snapshotToNpz(await loadSnapshot(PATH)));
  for (const name of PARAMETER_NAMES.flatMap((name) => [name, `m${name}`])) {
    const [a, b]: NdArray[] = [first.get(name)!, second.get(name)!];
    assertEquals([b.dtype, b.shape, b.data], [a.dtype, a.shape, a.data], name);
  }
});
