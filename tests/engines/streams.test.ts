/** Training on streams: gradients by central differences, masks, Adam and the limit of the norm. */
import {
  adamUpdate,
  fastEngine,
  maskAt,
  newStreamState,
  referenceEngine,
  type StreamOptions,
  type StreamState,
  windowDropout,
} from "@lab/engines";
import {
  copyParameters,
  PARAMETER_NAMES,
  type ParameterArrays,
  type ParameterName,
} from "@lab/model";
import { Random } from "@lab/numerics";
import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "../property.ts";
import stored from "../reference/engines/streams.json" with { type: "json" };
import { randomIndices, randomNetwork, randomState, rounded } from "./support.ts";

/** The engines, how far each may be from what is wanted relative to it, and its updates from Adam's. */
const ENGINES = [
  { engine: referenceEngine, precision: 1e-8, update: 1e-15 },
  { engine: fastEngine(), precision: 1e-6, update: 1e-6 },
  { engine: fastEngine("plain"), precision: 1e-6, update: 1e-6 },
];

const RATES = { Wxh: 0.096, Whh: 0.0024, Why: 0.006, bh: 0.05, by: 0.007 };

/** Every option on. */
const ALL: StreamOptions = {
  ...{ streams: 3, sequenceLength: 5, seed: 4, recurrentDropout: 0.3, outputDropout: 0.4 },
  ...{ clipNorm: 0.1, rates: RATES, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
};

/** A start with all numbers random, and a window to read. */
function randomStart(
  { H, V, B, T, seed }: Record<"H" | "V" | "B" | "T" | "seed", number>,
): { start: StreamState; indices: Int32Array; options: StreamOptions } {
  const random = new Random(seed);
  const start = newStreamState(rounded(randomNetwork(H, V, random, 0.6 / Math.sqrt(H))), B);
  return {
    start: { ...start, hPrev: randomState(B * H, random), updates: 7 },
    indices: randomIndices((T + 1) * B, V, random),
    options: { ...ALL, streams: B, sequenceLength: T, seed },
  };
}

Deno.test("StreamTrainer.gradients() are the slopes of the loss, all options on, for every shape", async () => {
  const { streamTrainer } = referenceEngine;
  const shape = fc.record({
    ...{ H: fc.constantFrom(1, 2, 3, 5, 7), V: fc.constantFrom(2, 3, 5) },
    ...{ B: fc.constantFrom(1, 2, 3), T: fc.constantFrom(1, 2, 3, 5), seed: fc.nat() },
  });
  await fc.assert(
    fc.asyncProperty(shape, async (sizes) => {
      const { start, indices, options } = randomStart(sizes);
      const { gradients } = (await streamTrainer(start, options)).gradients(indices);
      const lossAt = async (parameters: StreamState["parameters"]): Promise<number> =>
        (await streamTrainer({ ...start, parameters }, options)).gradients(indices).natsPerChar;
      const random = new Random(sizes.seed);
      for (const name of PARAMETER_NAMES) {
        const index = random.integer(gradients[name].length);
        const shifted = async (by: number): Promise<number> => {
          const parameters = copyParameters(start.parameters);
          parameters[name][index] += by;
          return await lossAt(parameters);
        };
        const [e, d] = [2e-3, async (k: number) => await shifted(k) - await shifted(-k)];
        const slope = (45 * await d(e) - 9 * await d(2 * e) + await d(3 * e)) / (60 * e);
        assertAlmostEquals(gradients[name][index], slope, 1e-9, `${name}[${index}]`);
      }
    }),
    { numRuns: 40 },
  );
});

const arraysOf = (lists: Record<ParameterName, number[]>): ParameterArrays => {
  const arrays = PARAMETER_NAMES.map((name) => [name, Float64Array.from(lists[name])]);
  return Object.fromEntries(arrays);
};

Deno.test("StreamTrainer agrees with PyTorch's gradients to 1e-12, all options on, over four windows", async () => {
  const { parameters, firstMoment, secondMoment, hPrev, updates } = stored.start;
  const trainer = await referenceEngine.streamTrainer({
    parameters: { ...parameters, ...arraysOf(parameters) },
    firstMoment: arraysOf(firstMoment),
    secondMoment: arraysOf(secondMoment),
    hPrev: Float64Array.from(hPrev),
    updates,
  }, stored.options);
  const indices = Int32Array.from(stored.indices);
  const { streams, sequenceLength } = stored.options;
  const { gradients } = trainer.gradients(indices.subarray(0, (sequenceLength + 1) * streams));
  const agree = (got: ArrayLike<number>, wanted: number[]): void =>
    wanted.forEach((x, i) => assertAlmostEquals(got[i], x, 1e-12));
  for (const name of PARAMETER_NAMES) agree(gradients[name], stored.gradients[name]);
  agree(trainer.advance(indices, stored.scales), stored.losses);
  const end = trainer.state();
  for (const part of ["parameters", "firstMoment", "secondMoment"] as const) {
    for (const name of PARAMETER_NAMES) agree(end[part][name], stored.end[part][name]);
  }
  agree(end.hPrev, stored.end.hPrev);
  assert(stored.norms.every((norm) => norm > stored.options.clipNorm));
});

Deno.test("maskAt() hides a share p of the places, no matter which, and keeps the mean", () => {
  for (const p of [0.05, 0.12, 0.5]) {
    const n = 50_000;
    const mask = maskAt(windowDropout("output", p, 3, 1), 1000, n);
    const hidden = mask.filter((x) => x === 0).length / n;
    assertAlmostEquals(hidden, p, 4.5 * Math.sqrt(p * (1 - p) / n));
    assert(mask.every((x) => x === 0 || x === 1 / (1 - p)));
  }
});

Deno.test("windowDropout() draws new masks for each window, seed and purpose, and the same ones again", () => {
  const draw = (...of: Parameters<typeof windowDropout>): string =>
    maskAt(windowDropout(...of), 0, 64).join();
  const masks = [
    draw("output", 0.5, 1, 0),
    draw("output", 0.5, 1, 1),
    draw("output", 0.5, 2, 0),
    draw("recurrent", 0.5, 1, 0),
  ];
  assertEquals(new Set(masks).size, 4);
  assertEquals(draw("output", 0.5, 1, 1), masks[1]);
  assertEquals(
    maskAt(windowDropout("output", 0.5, 1, 0), 20, 4),
    maskAt(windowDropout("output", 0.5, 1, 0), 0, 64).slice(20, 24),
  );
});

/** Two streams whose states only shrink by tanh, as Whh is the identity and nothing else says a word. */
function identityStart(H: number): StreamState {
  const parameters = randomNetwork(H, 2, new Random(1), 0);
  for (let i = 0; i < H; i++) parameters.Whh[i * H + i] = 1;
  return { ...newStreamState(parameters, 2), hPrev: new Float64Array(2 * H).fill(1e-5) };
}

for (const { engine, precision, update } of ENGINES) {
  const { streamTrainer } = engine;

  Deno.test(`A stream has one recurrent mask at each step, the carried state too: ${engine.name}`, async () => {
    const H = 61;
    const options = { ...ALL, streams: 2, sequenceLength: 3 };
    const trainer = await streamTrainer(identityStart(H), options);
    trainer.advance(new Int32Array(8), [0]);
    const m = maskAt(windowDropout("recurrent", 0.3, 4, 0), 0, 2 * H);
    trainer.hPrev.forEach((h, i) => assertAlmostEquals(h, 1e-5 * m[i] ** 3, 3e-5 * precision));
    trainer.hPrev.forEach((h, i) => assertEquals(h === 0, m[i] === 0));
    assert(m.subarray(0, H).some((x, i) => x !== m[H + i]));
  });

  Deno.test(`A stream has a new output mask at each step: ${engine.name}`, async () => {
    const H = 61;
    const options = { ...ALL, streams: 2, sequenceLength: 3, recurrentDropout: 0 };
    const trainer = await streamTrainer(identityStart(H), options);
    // Only the second stream's last step has a target of its own.
    const { gradients } = trainer.gradients(Int32Array.of(0, 0, 0, 0, 0, 0, 0, 1));
    const d = windowDropout("output", 0.4, 4, 0);
    const masks = [0, 1, 2, 3, 4, 5].map((step) => maskAt(d, step * H, H));
    const wanted = gradients.Why.subarray(H).map((_, i) =>
      1e-5 / 6 * masks.reduce((sum, mask, n) => sum + (n === 5 ? -0.5 : 0.5) * mask[i], 0)
    );
    gradients.Why.subarray(H).forEach((g, i) => assertAlmostEquals(g, wanted[i], 1e-5 * precision));
  });

  Deno.test(`StreamTrainer.advance() limits the norm, then does what Adam says with each parameter's rate: ${engine.name}`, async () => {
    const { start, indices, options } = randomStart({ H: 7, V: 5, B: 3, T: 2, seed: 6 });
    const trainer = await streamTrainer(start, options);
    const { gradients, natsPerChar } = trainer.gradients(indices);
    const norm = Math.hypot(...PARAMETER_NAMES.flatMap((name) => [...gradients[name]]));
    assert(norm > 0.1);
    for (const name of PARAMETER_NAMES) {
      gradients[name] = gradients[name].map((g) => g * 0.1 / norm);
    }
    const wanted = (await streamTrainer(start, options)).state();
    adamUpdate(wanted.parameters, gradients, wanted, 8, options, 0.5);
    assertEquals(trainer.advance(indices, [0.5]), Float64Array.of(natsPerChar));
    const got = trainer.state();
    assertEquals(got.updates, 8);
    for (const name of PARAMETER_NAMES) {
      for (const part of ["parameters", "firstMoment", "secondMoment"] as const) {
        got[part][name].forEach((x, i) => assertAlmostEquals(x, wanted[part][name][i], update));
      }
      const step = Math.max(
        ...got.parameters[name].map((w, i) => Math.abs(w - start.parameters[name][i])),
      );
      assert(step > 0 && step <= 20 * RATES[name], name);
    }
  });

  Deno.test(`StreamTrainer goes on from its state to the bit, and in one call as in many: ${engine.name}`, async () => {
    const { start, options } = randomStart({ H: 5, V: 3, B: 2, T: 3, seed: 8 });
    const indices = randomIndices((4 * 3 + 1) * 2, 3, new Random(2));
    const whole = await streamTrainer(start, options);
    const losses = whole.advance(indices, [1, 0.5, 0.25, 0]);
    const first = await streamTrainer(start, options);
    const some = first.advance(indices.subarray(0, 14), [1, 0.5]);
    const second = await streamTrainer(first.state(), options);
    const others = second.advance(indices.subarray(12), [0.25, 0]);
    assertEquals([...losses], [...some, ...others]);
    assertEquals(second.state(), whole.state());
    // What was given is a copy.
    assertEquals(start.updates, 7);
    assert(start.firstMoment.by.every((m) => m === 0));
  });

  Deno.test(`StreamTrainer.gradients() changes nothing: ${engine.name}`, async () => {
    const { start, indices, options } = randomStart({ H: 5, V: 3, B: 2, T: 3, seed: 9 });
    const trainer = await streamTrainer(start, options);
    trainer.gradients(indices);
    assertEquals(trainer.state(), start);
  });

  Deno.test(`StreamTrainer refuses lengths, characters, states and scales that do not fit: ${engine.name}`, async () => {
    const { start, indices, options } = randomStart({ H: 5, V: 3, B: 2, T: 3, seed: 9 });
    const trainer = await streamTrainer(start, options);
    const refuses = (call: () => unknown, message: string): void => {
      assertThrows(call, RangeError, message);
    };
    refuses(() => trainer.advance(indices.subarray(1), [1]), "must hold (n * 3 + 1) * 2 numbers");
    refuses(() => trainer.gradients(new Int32Array(14)), "n from 1 to 1: current length is 14");
    refuses(() => trainer.advance(indices.map(() => 3), [1]), "integers from 0 to 2");
    refuses(() => trainer.advance(indices, []), "'scales' must be 1 numbers >= 0");
    refuses(() => trainer.advance(indices, [-1]), "'scales' must be 1 numbers >= 0");
    const hPrev = new Float64Array(9);
    await assertRejects(
      async () => await streamTrainer({ ...start, hPrev }, options),
      TypeError,
      "'hPrev' must hold [10] numbers",
    );
  });
}
