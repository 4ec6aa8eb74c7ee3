import { loadBundledText } from "@lab/data";
import { train, type TrainingProgress } from "@lab/training";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { stopTraining } from "./stopping.ts";
import { stateOf } from "./record.ts";

const { text } = await loadBundledText();
const short = text.slice(0, 3000);
const small = { hiddenSize: 11, sequenceLength: 7, seed: 5 };

Deno.test("train() starts from 25 ln 62 = 103.178 nats at the report's sizes", async () => {
  const { smoothedLossNats, curve } = await train(text, { iterations: 0 });
  assertAlmostEquals(smoothedLossNats, 103.178, 5e-4);
  assertEquals(curve.iteration, [0]);
});

Deno.test("train() takes the report's settings, 10,000 iterations and a record every 100 by itself", async () => {
  const report = {
    hiddenSize: 100,
    sequenceLength: 25,
    learningRate: 0.1,
    resetProbability: 0,
    temperature: 1,
    clip: 5,
    seed: 1,
  };
  const seen: TrainingProgress[] = [];
  const onProgress = (progress: TrainingProgress): void => void seen.push(progress);
  const { settings } = await train(short, { signal: AbortSignal.abort(), onProgress });
  assertEquals(settings, report);
  assertEquals(seen.map(({ iteration, iterations }) => [iteration, iterations]), [[0, 10_000]]);
  const { curve } = await train(short, { ...small, iterations: 250 });
  assertEquals(curve.iteration, [0, 100, 200]);
});

Deno.test("train() takes a text of T + 1 characters, and not one of T", async () => {
  const { iterations } = await train("abcdefgh", { ...small, iterations: 3 });
  assertEquals(iterations, 3);
  await assertRejects(() => train("abcdefg", small), RangeError, "current length is 7");
  await assertRejects(() => train("🙂bcdefg", small), RangeError, "current length is 7");
});

Deno.test("train() gives the same bits for the same seed, and others for another seed", async () => {
  const [a, b, c] = [
    await train(short, { ...small, iterations: 60 }),
    await train(short, { ...small, iterations: 60 }),
    await train(short, { ...small, iterations: 60, seed: 6 }),
  ];
  assertEquals(a.parameters, b.parameters);
  assert(a.parameters.Whh[0] !== c.parameters.Whh[0]);
});

Deno.test("train() resumed gives the bits of a run in one go", async () => {
  const options = { ...small, recordEvery: 10 };
  const whole = await train(short, { ...options, iterations: 90 });
  const half = await train(short, { ...options, iterations: 40 });
  const resumed = await train(short, { iterations: 90, recordEvery: 10, resume: half });
  assertEquals(resumed.parameters, whole.parameters);
  assertEquals(stateOf(resumed), stateOf(whole));
  assertEquals(resumed.curve, whole.curve);
});

Deno.test("train() stops at a signal, keeps the state, and goes on from it", async () => {
  const { run } = await stopTraining(text);
  assert(run.stopped && run.iterations > 0);
  const longer = await train(text, { resume: run, iterations: run.iterations + 5 });
  assertEquals(longer.iterations, run.iterations + 5);
  assertEquals(longer.stopped, false);
});

Deno.test("train() reports progress at the interval asked for, and once at the end", async () => {
  const seen: TrainingProgress[] = [];
  const onProgress = (progress: TrainingProgress): void => void seen.push({ ...progress });
  await train(text, { iterations: 4000, progressIntervalMs: 0, onProgress });
  const last = seen.at(-1)!;
  assertEquals(last.iteration, 4000);
  assertEquals(last.secondsLeft, 0);
  // A slice is at most twice as long as the one before it: 1 + 2 + 4 + … + 2048 < 4096.
  assert(seen.length >= 12, `${seen.length} reports`);
  assert(seen.every((p, i) => i === 0 || p.iteration >= seen[i - 1].iteration));
  seen.length = 0;
  await train(text, { iterations: 400, progressIntervalMs: 1e9, onProgress });
  assertEquals(seen.map(({ iteration }) => iteration), [400]);
});

Deno.test("train() tells how fast it went, and from that how long it will take", async () => {
  const seen: TrainingProgress[] = [];
  const onProgress = (progress: TrainingProgress): void => void seen.push({ ...progress });
  const half = await train(short, { ...small, iterations: 500 });
  const start = performance.now();
  const run = await train(short, {
    resume: half,
    iterations: 1700,
    progressIntervalMs: 0,
    onProgress,
  });
  assert(run.durationMs > 0 && run.durationMs <= performance.now() - start, `${run.durationMs}`);
  assertAlmostEquals(run.iterationsPerSecond * run.durationMs / 1000, 1700 - 500, 1e-6);
  assert(seen.length > 2);
  for (const { iteration, iterations, iterationsPerSecond, secondsLeft } of seen) {
    assertAlmostEquals(secondsLeft * iterationsPerSecond, iterations - iteration, 1e-6);
  }
});

Deno.test("train() rejects a text shorter than T + 1, an empty one, and options out of range", async () => {
  await assertRejects(
    () => train("too short"),
    RangeError,
    "the text must have at least sequenceLength + 1 = 26 characters: current length is 9",
  );
  await assertRejects(() => train(""), RangeError, "current length is 0");
  await assertRejects(() => train("🙂".repeat(13)), RangeError, "current length is 13");
  const cases: [object, string][] = [
    [
      { temperature: 0 },
      "Cannot train as 'temperature' must be finite and > 0: current value is 0",
    ],
    [{ temperature: NaN }, "current value is NaN"],
    [{ hiddenSize: 2.5 }, "'hiddenSize' must be an integer >= 1"],
    [{ sequenceLength: 0 }, "'sequenceLength' must be an integer >= 1"],
    [{ learningRate: -1 }, "'learningRate' must be finite and > 0"],
    [{ iterations: -1 }, "'iterations' must be an integer >= 0"],
    [{ clip: 0 }, "'clip' must be > 0"],
    [{ seed: 0.5 }, "'seed' must be a safe integer"],
  ];
  for (const [options, part] of cases) {
    await assertRejects(() => train(short, options), RangeError, part);
  }
});

Deno.test("train() rejects a character that the resumed run's vocabulary lacks", async () => {
  const run = await train(short, { ...small, iterations: 3 });
  await assertRejects(() => train(`${short}é`, { resume: run }), RangeError, '"é" (U+00E9)');
});
