/** Many runs at once: the same results as one after the other, and workers that end. */
import { loadBundledText } from "@lab/data";
import {
  type ManyOutcome,
  type ManyProgress,
  type ManyRun,
  ManyRunsError,
  train,
  type TrainingResult,
  trainMany,
} from "@lab/training";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { stopTrainingMany } from "./stopping.ts";
import { stateOf } from "./record.ts";

const { text } = await loadBundledText();
const short = text.slice(0, 4000);

const RUNS = [
  { hiddenSize: 5, sequenceLength: 7, seed: 1, iterations: 120 },
  { hiddenSize: 17, sequenceLength: 11, seed: 2, iterations: 300, temperature: 2 },
  { hiddenSize: 3, sequenceLength: 25, seed: 3, iterations: 40, recordEvery: 10 },
  { hiddenSize: 11, sequenceLength: 5, seed: 1, iterations: 0 },
  { hiddenSize: 11, sequenceLength: 5, seed: 2, iterations: 500, learningRate: 0.05 },
];

Deno.test("trainMany() gives what train() gives for each run, in order, for any number of workers", async () => {
  const wanted: TrainingResult[] = [];
  for (const run of RUNS) wanted.push(await train(short, run));
  for (const workers of [1, 2, 3, 9]) {
    const results = await trainMany(short, RUNS, { workers });
    assertEquals(results.map(stateOf), wanted.map(stateOf));
    assertEquals(results.map(({ curve }) => curve), wanted.map(({ curve }) => curve));
    assertEquals(results.map(({ settings }) => settings), wanted.map(({ settings }) => settings));
    assertEquals(results[1].vocabulary.decode([0, 1, 2]), wanted[1].vocabulary.decode([0, 1, 2]));
    assert(results.every(({ stopped, engine }) => !stopped && engine === wanted[0].engine));
  }
});

Deno.test("trainMany() of no runs gives no results", async () => {
  assertEquals(await trainMany(short, []), []);
});

Deno.test("trainMany() tells of every run, up to its last iteration", async () => {
  const last = new Map<number, ManyProgress>();
  await trainMany(short, RUNS, { onProgress: (progress) => last.set(progress.run, progress) });
  assertEquals([...last.keys()].sort(), [0, 1, 2, 3, 4]);
  for (const [run, { iteration }] of last) assertEquals(iteration, RUNS[run].iterations);
});

Deno.test("trainMany() begins with the runs that have the most to compute", async () => {
  const order = async (runs: readonly ManyRun[]): Promise<number[]> => {
    const begun = new Set<number>();
    const onProgress = ({ run }: ManyProgress): void => void begun.add(run);
    await trainMany(short, runs, { workers: 1, signal: AbortSignal.abort(), onProgress });
    return [...begun];
  };
  // The work of an iteration, with nearly 100 characters: T H (H + 100).
  assertEquals(await order(RUNS), [1, 4, 0, 2, 3]);
  const like = { sequenceLength: 10, hiddenSize: 20 }; // 24,000
  assertEquals(
    await order([like, { ...like, iterations: 9999 }, { ...like, iterations: 10_001 }]),
    [
      2,
      0,
      1,
    ],
  );
  assertEquals(await order([like, { ...like, sequenceLength: 11 }, like]), [1, 0, 2]);
  assertEquals(
    await order([{ sequenceLength: 3, hiddenSize: 59 }, like, { ...like, hiddenSize: 21 }]),
    [
      0,
      2,
      1,
    ],
  );
});

Deno.test("trainMany() carries an error of a run, its class and its message", async () => {
  const error = await assertRejects(
    () => trainMany(short, [RUNS[0], { ...RUNS[1], sequenceLength: 5000 }]),
    ManyRunsError,
    "Cannot finish run 2 of 2: Cannot train as the text must have at least sequenceLength + 1 = 5001",
  );
  assert(error.errors[0] === undefined && error.errors[1] instanceof RangeError);
  await assertRejects(
    () => trainMany(short, [RUNS[0], { hiddenSize: 0 }]),
    RangeError,
    "'hiddenSize' must be an integer >= 1: current value is 0",
  );
  await assertRejects(() => trainMany(short, RUNS, { workers: 0 }), RangeError, "'workers'");
});

Deno.test("trainMany() keeps the finished runs when another diverges", async () => {
  const wild = { ...RUNS[0], iterations: 400, learningRate: 1e308 };
  const error = await assertRejects(
    () => trainMany(short, [RUNS[1], wild, RUNS[4]], { workers: 1, engine: "reference" }),
    ManyRunsError,
    "run 2 of 3: Cannot go on training as the loss must be finite",
  );
  const wanted = await train(short, { ...RUNS[4], engine: "reference" });
  assertEquals(error.results[1], undefined);
  assertEquals(stateOf(error.results[2]!), stateOf(wanted));
});

Deno.test("trainMany() tells of each run as it ends, with its result or its error, before the last one has", async () => {
  const told: ManyOutcome[] = [];
  let atFirst: number | undefined;
  const later: number[] = [];
  const runs = [RUNS[4], { ...RUNS[0], sequenceLength: 5000 }, RUNS[2]];
  const error = await assertRejects(
    () =>
      trainMany(short, runs, {
        workers: 1,
        onResult: (outcome) => void told.push(outcome),
        onProgress: ({ run, iteration }) => {
          if (told.length === 0) atFirst = run;
          else if (iteration > 0) later.push(run);
        },
      }),
    ManyRunsError,
  );
  assertEquals(told.map(({ run }) => run), [1, 0, 2]); // the longest first
  assertEquals(told.map(({ error }) => error), [error.errors[1], undefined, undefined]);
  assertEquals(told.map(({ result }) => result), [undefined, error.results[0], error.results[2]]);
  assertEquals([atFirst, [...new Set(later)]], [undefined, [0, 2]]);
});

Deno.test("trainMany() lets a worker that breaks down cost one run, and takes a new one", async () => {
  const { Worker: Sound } = globalThis;
  let made = 0;
  globalThis.Worker = class extends Sound {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(
        made++ === 0 ? "data:text/javascript,onmessage=()=>{throw Error('no memory')}" : url,
        options,
      );
    }
  };
  try {
    const runs = [RUNS[4], RUNS[0], RUNS[2]];
    const error = await assertRejects(
      () => trainMany(short, runs, { workers: 1 }),
      ManyRunsError,
      "Cannot finish run 1 of 3: Cannot go on training as its worker failed: Uncaught Error: no memory",
    );
    assertEquals(error.results.map((result) => result?.iterations), [undefined, 120, 40]);
    assertEquals(made, 2);
  } finally {
    globalThis.Worker = Sound;
  }
});

Deno.test("trainMany() rejects with what onResult throws, and ends its workers", async () => {
  const onResult = (): never => {
    throw new TypeError("no room to keep it");
  };
  const runs = [RUNS[2], { ...RUNS[2], iterations: 1e9 }];
  await assertRejects(() => trainMany(short, runs, { onResult }), TypeError, "no room to keep it");
});

Deno.test("trainMany() rejects with what onProgress throws, and ends its workers", async () => {
  const runs = [1, 2].map((seed) => ({ hiddenSize: 5, seed, iterations: 1e9 }));
  const onProgress = (): never => {
    throw new TypeError("no room to show it");
  };
  await assertRejects(
    () => trainMany(short, runs, { onProgress, progressIntervalMs: 10 }),
    TypeError,
    "no room to show it",
  );
});

Deno.test("trainMany() stops all runs at a signal and keeps what they learned", async () => {
  const runs = [1, 2, 3].map((seed) => ({ hiddenSize: 20, seed }));
  const { results } = await stopTrainingMany(short, runs, 2);
  assert(results.every(({ stopped }) => stopped));
  assert(results.filter(({ iterations }) => iterations > 0).length >= 2);
  const before = await trainMany(short, runs, { signal: AbortSignal.abort() });
  assertEquals(before.map(({ iterations }) => iterations), [0, 0, 0]);
});
