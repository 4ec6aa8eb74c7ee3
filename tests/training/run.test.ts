/** The sweep and the loop on the fast engine, beside the reference engine. */
import { fastEngine, referenceEngine } from "@lab/engines";
import { PARAMETER_NAMES, type TrainingSettings } from "@lab/model";
import { Random } from "@lab/numerics";
import { completeSettings, initialState, train, TrainingRun } from "@lab/training";
import { assert, assertEquals } from "@std/assert";
import { stateOf } from "./record.ts";

const FAST = fastEngine();

/** A text with something to learn: words drawn from a few. */
function words(length: number, seed: number): string {
  const random = new Random(seed);
  const list = ["to be ", "or not ", "to be, ", "that is ", "the question. ", "whether "];
  let text = "";
  while (text.length < length) text += list[random.integer(list.length)];
  return text.slice(0, length);
}

/** The losses of a run's next iterations. */
function losses(run: TrainingRun, iterations: number): number[] {
  const found: number[] = [];
  run.advance(iterations, (_iteration, _smoothed, lossNats) => found.push(lossNats));
  return found;
}

function start(
  engine: typeof FAST,
  text: string,
  settings: Partial<TrainingSettings>,
): TrainingRun {
  const characters = [...new Set(text)];
  const indices = Int32Array.from(text, (character) => characters.indexOf(character));
  const complete = completeSettings(settings);
  return new TrainingRun(engine, initialState(characters.length, complete), indices, complete);
}

Deno.test("TrainingRun on the fast engine gives the reference's first 1,000 losses to 1e-3", () => {
  const text = words(9000, 1);
  // At a small η: at the report's, any rounding, float64's too, grows a thousandfold every few iterations.
  const settings = { hiddenSize: 24, learningRate: 0.01 };
  const wanted = losses(start(referenceEngine, text, settings), 1000);
  const got = losses(start(FAST, text, settings), 1000);
  assertEquals(got.length, 1000);
  const worst = Math.max(...got.map((loss, n) => Math.abs(loss - wanted[n]) / wanted[n]));
  assert(worst < 1e-3, `${worst}`);
  assert(wanted[999] < 0.5 * wanted[0], "the comparison needs a run that learns");
});

Deno.test("TrainingRun on the fast engine sweeps over the text as the reference does, wherever it ends", () => {
  for (const length of [6, 7, 10, 11, 12, 13, 15, 16, 17, 21, 22, 51, 52, 53]) {
    const text = words(length, length).padEnd(length, "x");
    const small = { hiddenSize: 5, sequenceLength: 5 };
    const reference = start(referenceEngine, text, { ...small, learningRate: 0.01 });
    const fast = start(FAST, text, { ...small, learningRate: 0.01 });
    for (const iterations of [1, 2, 3, 30]) {
      const wanted = losses(reference, iterations);
      const got = losses(fast, iterations);
      wanted.forEach((loss, n) => assert(Math.abs(got[n] - loss) < 1e-3, `${length}: ${n}`));
      assertEquals(fast.state().position, reference.state().position);
      assertEquals(fast.iteration, reference.iteration);
      assert(Math.abs(fast.smoothedLossNats - reference.smoothedLossNats) < 1e-3);
    }
  }
});

Deno.test("train() on the fast engine goes on from a state of the reference engine, and the other way round", async () => {
  const text = words(3000, 2);
  const settings = { hiddenSize: 11, sequenceLength: 7, learningRate: 0.01 };
  const whole = await train(text, { ...settings, iterations: 400, engine: "reference" });
  let run = await train(text, { ...settings, iterations: 200, engine: "reference" });
  run = await train(text, { resume: run, iterations: 300, engine: FAST });
  assert(run.engine.startsWith("fast"));
  run = await train(text, { resume: run, iterations: 400, engine: referenceEngine });
  assert(Math.abs(run.smoothedLossNats - whole.smoothedLossNats) < 1e-3);
  for (const name of PARAMETER_NAMES) {
    run.parameters[name].forEach((w, i) =>
      assert(Math.abs(w - whole.parameters[name][i]) < 1e-2, name)
    );
  }
});

Deno.test("train() resumed on the fast engine gives the bits of a run in one go", async () => {
  const text = words(2000, 3);
  const settings = { hiddenSize: 13, sequenceLength: 9, engine: FAST };
  const whole = await train(text, { ...settings, iterations: 700 });
  const half = await train(text, { ...settings, iterations: 333 });
  const resumed = await train(text, { resume: half, engine: FAST, iterations: 700 });
  assertEquals(stateOf(resumed), stateOf(whole));
});

Deno.test("train() uses the fast engine unless told otherwise, and says which it used", async () => {
  const text = words(200, 4);
  const settings = { hiddenSize: 3, iterations: 5 };
  assertEquals((await train(text, settings)).engine, FAST.name);
  assertEquals((await train(text, { ...settings, engine: "fast" })).engine, FAST.name);
  const reference = await train(text, { ...settings, engine: "reference" });
  assertEquals(reference.engine, "reference (float64)");
});
