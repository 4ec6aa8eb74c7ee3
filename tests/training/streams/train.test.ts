/** Training on streams: what is learned, what is told, and going on from any window to the bit. */
import { loadBundledText } from "@lab/data";
import { type Engine, referenceEngine } from "@lab/engines";
import type { StreamRecord } from "@lab/model";
import { Random } from "@lab/numerics";
import { Vocabulary } from "@lab/text";
import {
  completeStreamSettings,
  initialStreamParameters,
  type StreamProgress,
  StreamRun,
  type StreamStart,
  type StreamTrainingOptions,
  type StreamTrainingResult,
  train,
} from "@lab/training";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";

const text = (await loadBundledText()).text.slice(0, 1500);

/** Four windows a reading. */
const SMALL: StreamTrainingOptions = {
  ...{ recipe: "quick", engine: "reference", hiddenSize: 11, streams: 9, sequenceLength: 37 },
  ...{ epochs: 5, recurrentDropout: 0.2, outputDropout: 0.1 },
};

const learned = ({ parameters, h, streams }: StreamTrainingResult): unknown => ({
  ...{ parameters, h, streams },
});

/** A run that ends after so many windows. */
async function cutAfter(updates: number, options = SMALL): Promise<StreamTrainingResult> {
  const stop = new AbortController();
  if (updates === 0) stop.abort();
  return await train(text, {
    ...options,
    signal: stop.signal,
    progressIntervalMs: 0,
    onProgress: (progress) => progress.updates >= updates && stop.abort(),
  });
}

Deno.test("train() on streams learns: the loss falls far below the unigrams'", async () => {
  const { streams, natsPerChar, epochs, stopped, engine, vocabulary } = await train(text, {
    ...SMALL,
    epochs: 40,
  });
  const { losses, trainedOn } = streams as StreamRecord;
  assertEquals([losses.length, epochs, stopped, engine], [160, 40, false, "reference (float64)"]);
  assertEquals(trainedOn.characters, 1500);
  assertAlmostEquals(natsPerChar, losses.slice(-100).reduce((a, b) => a + b, 0) / 100, 1e-12);
  assert(losses[0] < Math.log(vocabulary.size) && natsPerChar < losses[0] - 0.5);
});

Deno.test("StreamRun, gone on with from any window, gives the bits of a run in one go", async () => {
  const vocabulary = Vocabulary.of(text);
  const indices = vocabulary.encode(text);
  const settings = completeStreamSettings(SMALL, "quick");
  const parameters = initialStreamParameters(indices, vocabulary.size, settings);
  const start = (from: StreamStart): Promise<StreamRun> =>
    StreamRun.start(referenceEngine, from, indices, settings);
  const whole = await start({ parameters });
  whole.advance(20);
  assertEquals([whole.updates, whole.updatesInAll, whole.windows], [20, 20, 4]);
  for (let cut = 0; cut <= 20; cut++) {
    const first = await start({ parameters });
    first.advance(cut);
    const { parameters: reached, ...record } = first.record();
    const rest = await start({ parameters: reached, record });
    rest.advance(20 - cut);
    assertEquals(rest.record(), whole.record(), `cut at ${cut}`);
  }
});

Deno.test("train() on streams, resumed, gives the bits of a run in one go", async () => {
  const whole = await train(text, SMALL);
  for (const cut of [0, 1, 3, 6, 12]) {
    const part = await cutAfter(cut);
    assertEquals(part.stopped, true);
    assert(part.streams.losses.length >= cut && part.streams.losses.length < 20);
    const rest = await train(text, { recipe: "strong", engine: "reference", resume: part });
    assertEquals(learned(rest), learned(whole), `cut at ${part.streams.losses.length}`);
    assertEquals(rest.stopped, false);
  }
  // Another seed is another run.
  const other = await train(text, { ...SMALL, seed: 2 });
  assert(other.streams.losses[0] !== whole.streams.losses[0]);
});

Deno.test("train() on streams tells how it stands, and gives its network after each reading and now and then", async () => {
  const told: StreamProgress[] = [];
  const readings: number[] = [];
  let kept = 0;
  const run = await train(text, {
    ...SMALL,
    ...{ progressIntervalMs: 0, checkpointIntervalMs: 0 },
    onProgress: (progress) => told.push(progress),
    onEpoch: ({ streams }) => void readings.push(streams.losses.length),
    onCheckpoint: ({ h }) => void (kept += h.length / 11),
  });
  assertEquals(readings, [4, 8, 12, 16, 20]);
  assert(kept >= 5);
  const last = told.at(-1)!;
  assertEquals([last.updates, last.updatesInAll, last.epochs, last.secondsLeft], [20, 20, 5, 0]);
  assertEquals(last.natsPerChar, run.natsPerChar);
  assert(run.charactersPerSecond > 0 && run.durationMs > 0);
  // What the signal leaves is whole.
  const { streams } = await cutAfter(0);
  assertEquals(streams.losses, []);
});

Deno.test("train() on streams takes other settings for what is left, and refuses those that decided the past", async () => {
  const part = await cutAfter(6);
  const more = await train(text, { recipe: "quick", engine: "reference", resume: part, epochs: 6 });
  assertEquals([more.epochs, more.streams.settings.recurrentDropout], [6, 0.2]);
  const refuses = (options: Partial<StreamTrainingOptions>, words: string): Promise<Error> =>
    assertRejects(() => train(text, { recipe: "quick", resume: part, ...options }), Error, words);
  await refuses({ streams: 8 }, "'streams' must stay 9: current value is 8");
  await refuses({ hiddenSize: 12 }, "'hiddenSize' must stay 11");
  await refuses({ seed: 3 }, "'seed' must stay 1");
  await refuses({ beta1: 1 }, "'beta1' must be >= 0 and < 1");
  await assertRejects(
    () => train(text.slice(1), { recipe: "quick", resume: part }),
    RangeError,
    "the text must be the one that was read before",
  );
  const { streams: _, ...bare } = part;
  await assertRejects(
    () => train(text, { recipe: "quick", resume: bare }),
    TypeError,
    "must come with its training on streams: it has no 'streams'",
  );
});

Deno.test("train() on streams refuses a text that is too short, and stops where the loss is no number", async () => {
  await assertRejects(
    () => train(text.slice(0, 332), SMALL),
    RangeError,
    "streams * sequenceLength = 333 characters: current length is 332",
  );
  await assertRejects(
    () => train(text, { ...SMALL, learningRate: 1e300 }),
    RangeError,
    "the loss must be finite",
  );
});

Deno.test("train() on streams gives the state behind the text's end, masks off, to write on from", async () => {
  const { parameters, h, vocabulary } = await cutAfter(new Random(3).integer(9));
  const network = referenceEngine.network(parameters);
  network.read(vocabulary.encode(text.slice(-1000)));
  assertEquals(h, network.state());
});

Deno.test("train() on streams takes no more threads than it is told", async () => {
  const seen: (number | undefined)[] = [];
  const engine: Engine = {
    ...referenceEngine,
    streamTrainer: (start, options) => {
      seen.push(options.threads);
      return referenceEngine.streamTrainer(start, options);
    },
  };
  const sizes = { hiddenSize: 3, streams: 2, sequenceLength: 4, epochs: 1 };
  for (const threads of [undefined, 1]) {
    await train("to be or not to be", { recipe: "quick", engine, threads, ...sizes });
  }
  assertEquals(seen, [undefined, 1]);
});
