/** The training that a snapshot carries: whole in both formats, partly or not at all where it isn't there. */
import { train } from "@lab/training";
import {
  loadSnapshot,
  readNpz,
  SHIPPED_SNAPSHOTS,
  snapshotToNpz,
  snapshotToSafetensors,
  writeNpz,
} from "@lab/snapshots";
import { assert, assertEquals, assertRejects } from "@std/assert";

const run = await train("to be or not to be, that is the question. ".repeat(9), {
  ...{ hiddenSize: 7, sequenceLength: 5, seed: 3, iterations: 130, recordEvery: 50 },
});
const SNAPSHOT = { ...run, metadata: { text: "hamlet.txt", note: "kept" } };

Deno.test("loadSnapshot() gives the training back that was saved, bit for bit, and metadata of its own", async () => {
  for (const bytes of [await snapshotToNpz(SNAPSHOT), snapshotToSafetensors(SNAPSHOT)]) {
    const {
      memory,
      h,
      position,
      iterations,
      smoothedLossNats,
      curve,
      settings,
      trainedOn,
      metadata,
    } = await loadSnapshot(bytes);
    assertEquals({ memory: { ...run.parameters, ...memory }, h, position, iterations }, {
      memory: { ...run.parameters, ...run.memory },
      h: run.h,
      position: run.position,
      iterations: 130,
    });
    assertEquals([smoothedLossNats, curve, settings], [
      run.smoothedLossNats,
      run.curve,
      run.settings,
    ]);
    assertEquals(trainedOn, run.trainedOn);
    assertEquals(metadata, SNAPSHOT.metadata);
  }
  assertEquals(run.curve.iteration, [0, 50, 100]);
});

Deno.test("snapshotToNpz() keeps the state in float64, with or without the rest", async () => {
  const small = await loadSnapshot(
    await snapshotToNpz(SNAPSHOT, { type: "float16", memory: false }),
  );
  assertEquals([small.h, small.memory], [run.h, undefined]);
  const { parameters, vocabulary, h } = run;
  const metadata = { position: 5 };
  const only = await loadSnapshot(await snapshotToNpz({ parameters, vocabulary, h, metadata }));
  assertEquals([only.h, only.settings, only.metadata], [run.h, undefined, metadata]);
  await assertRejects(
    () => snapshotToNpz({ ...SNAPSHOT, metadata }),
    RangeError,
    "under names of their own: 'position' is 5",
  );
});

Deno.test("loadSnapshot() reads files without a training, and names that only look like one", async () => {
  const shipped = await loadSnapshot(SHIPPED_SNAPSHOTS.open);
  assertEquals([shipped.h, shipped.settings, shipped.metadata.hiddenSize], [
    undefined,
    undefined,
    250,
  ]);
  const { parameters, vocabulary } = run;
  const metadata = { position: 12, learningRate: 0.5 };
  const plain = await loadSnapshot(await snapshotToNpz({ parameters, vocabulary, metadata }));
  assertEquals([plain.h, plain.metadata], [undefined, metadata]);
});

Deno.test("loadSnapshot() refuses a training that is out of shape or range", async () => {
  const arrays = Object.fromEntries(
    await readNpz(await snapshotToNpz(SNAPSHOT)) as Map<string, never>,
  );
  const refuses = async (changed: Record<string, unknown>, words: string): Promise<void> => {
    const bytes = await writeNpz({ ...arrays, ...changed } as Parameters<typeof writeNpz>[0]);
    const error = await assertRejects(() => loadSnapshot(bytes), Error, words);
    assert(error instanceof RangeError, String(error));
  };
  const numbers = (...data: number[]): unknown => ({
    dtype: "f8",
    shape: [data.length],
    data: Float64Array.from(data),
  });
  const scalar = (value: number): unknown => ({
    dtype: "f8",
    shape: [],
    data: Float64Array.of(value),
  });
  await refuses({ hPrev: numbers(1, 2) }, "'hPrev' must hold H = 7 numbers from -1 to 1: it has 2");
  await refuses({ hPrev: numbers(1, 1, 1, 1, 1, 1, NaN) }, "from NaN to NaN");
  await refuses({ hPrev: numbers(1, 1, 1, 1, 1, 1, 1.5) }, "from 1 to 1.5");
  await refuses({ curveIteration: numbers(0) }, "it has 3 and 1");
  await refuses({ position: scalar(-1) }, "'position' must be an integer >= 0: it is -1");
  await refuses({ iterations: scalar(1.5) }, "'iterations' must be an integer >= 0: it is 1.5");
  await refuses({ clip: scalar(NaN) }, "'clip' must be a finite number");
});

Deno.test("loadSnapshot() takes a training that has not begun", async () => {
  const text = "to be or not to be, that is the question";
  const begun = await train(text, { hiddenSize: 7, iterations: 0 });
  const { position, iterations, curve } = await loadSnapshot(
    await snapshotToNpz({ ...begun, metadata: {} }),
  );
  assertEquals([position, iterations, curve], [0, 0, begun.curve]);
});
