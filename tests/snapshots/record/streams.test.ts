/** The training on streams that a snapshot carries: whole in both formats, or its settings alone. */
import { type StreamTrainingOptions, train } from "@lab/training";
import {
  loadSnapshot,
  readNpz,
  snapshotToNpz,
  snapshotToSafetensors,
  writeNpz,
} from "@lab/snapshots";
import { assertEquals, assertRejects } from "@std/assert";

const text = "to be or not to be, that is the question. ".repeat(9);
const OPTIONS: StreamTrainingOptions = {
  ...{ recipe: "quick", engine: "reference", hiddenSize: 7, streams: 3, sequenceLength: 5 },
  ...{ epochs: 2, clipNorm: Infinity },
};

const stop = new AbortController();
const run = await train(text, {
  ...OPTIONS,
  signal: stop.signal,
  onEpoch: () => stop.abort(),
});
const SNAPSHOT = { ...run, metadata: { text: "hamlet.txt" } };

Deno.test("train() on streams goes on from a file to the bit", async () => {
  const whole = await train(text, OPTIONS);
  assertEquals(run.stopped, true);
  for (const bytes of [await snapshotToNpz(SNAPSHOT), snapshotToSafetensors(SNAPSHOT)]) {
    const { streams, parameters, h, metadata, vocabulary } = await loadSnapshot(bytes);
    assertEquals({ streams, parameters, h }, {
      streams: run.streams,
      parameters: run.parameters,
      h: run.h,
    });
    assertEquals(metadata, SNAPSHOT.metadata);
    const resume = { parameters, vocabulary, streams };
    const rest = await train(text, { recipe: "quick", engine: "reference", resume });
    assertEquals([rest.parameters, rest.streams], [whole.parameters, whole.streams]);
  }
});

Deno.test("snapshotToNpz() without what only going on needs keeps the settings of a training on streams as metadata", async () => {
  const small = await loadSnapshot(
    await snapshotToNpz(SNAPSHOT, { type: "float16", memory: false }),
  );
  assertEquals([small.streams, small.h], [undefined, run.h]);
  assertEquals([small.metadata.streams, small.metadata.text], [3, "hamlet.txt"]);
  const again = await loadSnapshot(await snapshotToNpz(small));
  assertEquals(again.metadata, small.metadata);
  await assertRejects(
    () => snapshotToNpz({ ...SNAPSHOT, metadata: { losses: 5 } }),
    RangeError,
    "under names of their own: 'losses' is 5",
  );
});

Deno.test("loadSnapshot() refuses a training on streams that is out of shape or range", async () => {
  const arrays = Object.fromEntries(
    await readNpz(await snapshotToNpz(SNAPSHOT)) as Map<string, never>,
  );
  const refuses = async (changed: Record<string, unknown>, words: string): Promise<void> => {
    const bytes = await writeNpz({ ...arrays, ...changed } as never);
    await assertRejects(() => loadSnapshot(bytes), Error, words);
  };
  const f8 = (shape: number[], fill: number): unknown => {
    const length = shape.reduce((a, b) => a * b, 1);
    return { dtype: "f8", shape, data: new Float64Array(length).fill(fill) };
  };
  await refuses({ streamStates: f8([3, 6], 0) }, "'streamStates' must hold 21 finite numbers");
  await refuses({ streamStates: f8([3, 7], NaN) }, "'streamStates' must hold 21 finite numbers");
  await refuses({ losses: f8([4], Infinity) }, "'losses' must hold 4 finite numbers");
  await refuses({ warmUp: f8([], NaN) }, "'warmUp' must be a finite number: it is NaN");
  await refuses({ secondMomentbh: f8([7, 1], -1) }, "numbers of 'secondMomentbh' must be from 0");
  await refuses({ firstMomentWhh: f8([6, 6], 0) }, "'firstMomentWxh' must have the shape [6, V]");
});
