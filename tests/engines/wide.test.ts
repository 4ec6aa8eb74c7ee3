/** Training on streams in WebAssembly beside the reference, on one thread and on several. */
import {
  fastEngine,
  newStreamState,
  referenceEngine,
  type StreamOptions,
  type StreamState,
} from "@lab/engines";
import { PARAMETER_NAMES, type ParameterArrays } from "@lab/model";
import { Random } from "@lab/numerics";
import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "../property.ts";
import {
  largest,
  randomIndices,
  randomNetwork,
  randomState,
  relativeDifference,
  rounded,
} from "./support.ts";

/** Every option on. */
const ALL: StreamOptions = {
  ...{ streams: 3, sequenceLength: 5, seed: 4, recurrentDropout: 0.3, outputDropout: 0.4 },
  ...{ clipNorm: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
  rates: { Wxh: 0.096, Whh: 0.0024, Why: 0.006, bh: 0.05, by: 0.007 },
};

interface Case {
  H: number;
  V: number;
  B: number;
  T: number;
  recurrent: boolean;
  output: boolean;
  seed: number;
}

/** 1 to 17, and the sizes around panels of 8, chunks of 64 and parts of 16. */
const cases: fc.Arbitrary<Case> = fc.record({
  H: fc.oneof(fc.integer({ min: 1, max: 17 }), fc.constantFrom(31, 33, 63, 64, 65, 72, 100)),
  V: fc.oneof(fc.integer({ min: 1, max: 17 }), fc.constantFrom(62, 64, 65)),
  B: fc.oneof(fc.integer({ min: 1, max: 17 }), fc.constantFrom(31, 32, 33, 49)),
  T: fc.integer({ min: 1, max: 9 }),
  recurrent: fc.boolean(),
  output: fc.boolean(),
  seed: fc.nat(),
});

/** A start with all numbers random, and `windows` windows to read. */
function prepare(
  { H, V, B, T, recurrent, output, seed }: Case,
  windows = 1,
): { start: StreamState; indices: Int32Array; options: StreamOptions } {
  const random = new Random(seed);
  const start = newStreamState(rounded(randomNetwork(H, V, random, 0.6 / Math.sqrt(H))), B);
  return {
    start: { ...start, hPrev: randomState(B * H, random), updates: 7 },
    indices: randomIndices((windows * T + 1) * B, V, random),
    options: {
      ...{ ...ALL, streams: B, sequenceLength: T, seed, threads: 1 },
      ...{ recurrentDropout: recurrent ? 0.3 : 0, outputDropout: output ? 0.4 : 0 },
    },
  };
}

/** The largest difference of five arrays, relative to the largest number of all but not to a tiny one. */
function difference(got: ParameterArrays, wanted: ParameterArrays): number {
  const size = Math.max(...PARAMETER_NAMES.map((name) => largest(wanted[name])));
  return Math.max(
    ...PARAMETER_NAMES.map((name) => relativeDifference(got[name], wanted[name], size / 8)),
  );
}

for (const simd of ["relaxed", "plain"] as const) {
  const { streamTrainer } = fastEngine(simd);

  Deno.test(`The fast StreamTrainer's loss, gradients and states are the reference's to 2e-6, for every shape (${simd})`, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (shape) => {
        const { start, indices, options } = prepare(shape);
        const wanted = await referenceEngine.streamTrainer(start, options);
        const trainer = await streamTrainer(start, options);
        const [a, b] = [wanted.gradients(indices), trainer.gradients(indices)];
        assert(Math.abs(a.natsPerChar - b.natsPerChar) < 1e-6 * Math.max(1, a.natsPerChar));
        assert(difference(b.gradients, a.gradients) < 2e-6);
        wanted.advance(indices, [0]);
        trainer.advance(indices, [0]);
        assert(relativeDifference(trainer.hPrev, wanted.hPrev, 0.1) < 2e-6);
      }),
      { numRuns: 60 },
    );
  });
}

const { streamTrainer } = fastEngine();
const TWO_PARTS: Case = { H: 13, V: 11, B: 33, T: 5, recurrent: true, output: true, seed: 3 };

Deno.test("The fast StreamTrainer gives the same bits on one, two and three threads", async () => {
  const { start, indices, options } = prepare(TWO_PARTS, 6);
  const scales = [1, 0.9, 0.8, 0.7, 0.6, 0.5];
  const [one, ...others] = await Promise.all([1, 2, 3, 9].map(async (threads) => {
    const trainer = await streamTrainer(start, { ...options, threads });
    const losses = trainer.advance(indices, scales);
    const gradients = trainer.gradients(indices.subarray(0, 6 * 33));
    trainer.close();
    return { losses, gradients, state: trainer.state() };
  }));
  for (const other of others) assertEquals(other, one);
});

Deno.test("The fast StreamTrainer refuses sizes that have no memory", async () => {
  const { start, options } = prepare(TWO_PARTS);
  const { parameters } = start;
  const refuses = async (
    sizes: Partial<StreamOptions & { hiddenSize: number }>,
    text: string,
  ): Promise<void> => {
    const { hiddenSize = 13, ...shape } = sizes;
    const hPrev = new Float64Array(hiddenSize * (shape.streams ?? 33));
    await assertRejects(
      () =>
        streamTrainer({ ...start, parameters: { ...parameters, hiddenSize }, hPrev }, {
          ...options,
          ...shape,
        }),
      RangeError,
      text,
    );
  };
  await refuses(
    { hiddenSize: 50_000 },
    "memory must be had: hiddenSize 50000, vocabularySize 11, 33 streams and 5 steps need",
  );
  await refuses({ streams: 0.5 }, "'streams' must be an integer from 1 to");
  await refuses({ sequenceLength: 0 }, "'sequenceLength' must be an integer from 1 to");
});
