/** The engines' losses, gradients, updates and states beside the model's equations. */
import {
  adagradUpdate,
  type Engine,
  fastEngine,
  packedEngine,
  referenceEngine,
  type Trainer,
} from "@lab/engines";
import {
  backward,
  clipGradients,
  crossEntropy,
  forward,
  type ModelParameters,
  PARAMETER_NAMES,
  type ParameterArrays,
  zeroParameters,
} from "@lab/model";
import { Random } from "@lab/numerics";
import { assert, assertEquals, assertThrows } from "@std/assert";
import type { FastTrainer } from "../../lib/engines/fast/trainer.ts";
import fc from "../property.ts";
import {
  largest,
  newTrainer,
  randomIndices,
  randomNetwork,
  randomState,
  relativeDifference,
  rounded,
} from "./support.ts";

const FAST = fastEngine();
const ENGINES = [FAST, fastEngine("plain"), packedEngine, referenceEngine];

/** 1, primes, and the sizes around vectors of 4, tiles of 8 and cache lines of 16. */
const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 15, 16, 17, 23, 31, 32, 33, 37, 51, 61, 64, 65, 67];

/** A shape, a temperature, a limit and a seed. */
const cases = fc.record({
  H: fc.constantFrom(...SIZES),
  V: fc.constantFrom(...SIZES),
  T: fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 13, 25, 31),
  temperature: fc.constantFrom(0.5, 1, 2),
  clip: fc.constantFrom(0.05, 5),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** The same work for both engines. */
function prepare(engine: Engine, { H, V, T, temperature, clip, seed }: Case): {
  parameters: ModelParameters;
  hPrev: Float64Array;
  indices: Int32Array;
  trainer: Trainer;
} {
  const random = new Random(seed);
  const parameters = rounded(randomNetwork(H, V, random, 0.5 / Math.sqrt(H)));
  const hPrev = randomState(H, random);
  const indices = randomIndices(T + 1, V, random);
  const options = { sequenceLength: T, temperature, clip };
  return { parameters, hPrev, indices, trainer: newTrainer(engine, parameters, hPrev, options) };
}

/** The largest entry of all five gradients. */
const largestOf = (gradients: ParameterArrays): number =>
  Math.max(...PARAMETER_NAMES.map((name) => largest(gradients[name])));

/**
 * What the reference engine says of the work; `size` is the largest gradient before clipping, of all
 * steps together or of one alone.
 */
function reference(
  parameters: ModelParameters,
  hPrev: Float64Array,
  indices: Int32Array,
  { T, H, temperature, clip }: Case,
): { lossNats: number; gradients: ParameterArrays; size: number; h: Float64Array } {
  const pass = forward(parameters, indices.subarray(0, T), hPrev, temperature);
  const targets = indices.subarray(1);
  const gradients = backward(parameters, pass, targets);
  const alone = Array.from({ length: T }, (_, t) => {
    const before = t === 0 ? hPrev : pass.hs.subarray((t - 1) * H, t * H);
    const step = forward(parameters, indices.subarray(t, t + 1), before, temperature);
    return largestOf(backward(parameters, step, targets.subarray(t, t + 1)));
  });
  const size = Math.max(largestOf(gradients), ...alone);
  clipGradients(gradients, clip);
  return { lossNats: crossEntropy(pass, targets), gradients, size, h: pass.hs.subarray(-H) };
}

for (const engine of ENGINES) {
  Deno.test(`Trainer.gradients() equals the reference to 1e-5 for every shape: ${engine.name}`, () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const { parameters, hPrev, indices, trainer } = prepare(engine, shape);
        const wanted = reference(parameters, hPrev, indices, shape);
        const { lossNats, gradients } = trainer.gradients(indices);
        assert(Math.abs(lossNats - wanted.lossNats) <= 1e-5 * Math.max(1, wanted.lossNats));
        // Where terms cancel, float32 can't be exact relative to their small sum, as when two steps
        // ask for the opposite: not less than an eighth of `size` counts.
        for (const name of PARAMETER_NAMES) {
          const difference = relativeDifference(
            gradients[name],
            wanted.gradients[name],
            wanted.size / 8,
          );
          assert(difference < 1e-5, `${name}: ${difference}`);
        }
        assert(relativeDifference(trainer.hPrev, wanted.h, 0.1) < 1e-5);
      }),
      {
        numRuns: engine.name.startsWith("fast") ? 300 : 30,
        // The others: a full panel, three panels, and panels whose halves are walked side by side.
        examples: [[1, 2], [99, 53], [109, 5], [389, 3], [393, 7]].map((
          [H, V],
        ): [Case] => [{ H, V, T: 5, temperature: 1, clip: 0.05, seed: 9 }]),
      },
    );
  });
}

Deno.test("The comparison of Trainer.gradients() sees a wrong sign, a wrong transpose and a missing step", () => {
  // It must be able to fail: each of these mistakes lies far beyond its limit.
  const shape: Case = { H: 7, V: 5, T: 4, temperature: 1, clip: 5, seed: 3 };
  const { parameters, hPrev, indices, trainer } = prepare(FAST, shape);
  const { gradients } = trainer.gradients(indices);
  const wrong = {
    sign: gradients.by.map((g) => -g),
    transpose: gradients.Whh.map((_, k) => gradients.Whh[(k % 7) * 7 + Math.floor(k / 7)]),
    step: reference(parameters, hPrev, indices.subarray(0, 4), { ...shape, T: 3 }).gradients.bh,
  };
  assert(relativeDifference(wrong.sign, gradients.by) > 0.1);
  assert(relativeDifference(wrong.transpose, gradients.Whh) > 0.1);
  assert(relativeDifference(wrong.step, gradients.bh) > 0.01);
});

for (const engine of ENGINES) {
  Deno.test(`Trainer.gradients() updates nothing: ${engine.name}`, () => {
    const shape: Case = { H: 13, V: 11, T: 5, temperature: 1, clip: 5, seed: 4 };
    const { parameters, indices, trainer } = prepare(engine, shape);
    trainer.gradients(indices);
    assertEquals(trainer.parameters(), parameters);
    assertEquals(trainer.memory(), zeroParameters(parameters));
  });
}

for (const engine of ENGINES) {
  Deno.test(`Trainer.advance() updates weights and memory as Adagrad says: ${engine.name}`, () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const { parameters, hPrev, indices, trainer } = prepare(engine, shape);
        const memory = zeroParameters(parameters);
        const { gradients } = trainer.gradients(indices);
        trainer.hPrev = hPrev;
        trainer.advance(indices);
        const wanted = { ...parameters };
        for (const name of PARAMETER_NAMES) wanted[name] = parameters[name].slice();
        adagradUpdate(wanted, gradients, memory, 0.1);
        for (const name of PARAMETER_NAMES) {
          assert(relativeDifference(trainer.parameters()[name], wanted[name]) < 1e-5, name);
          // Below what Adagrad adds to it, memory need not be exact.
          assert(relativeDifference(trainer.memory()[name], memory[name], 1e-8) < 1e-5, name);
        }
      }),
      { numRuns: 50 },
    );
  });
}

for (const engine of ENGINES) {
  Deno.test(`Trainer.advance() gives the same bits in one call and in many: ${engine.name}`, () => {
    const random = new Random(5);
    const network = randomNetwork(37, 23, random, 0.1);
    const indices = randomIndices(7 * 40 + 1, 23, random);
    const [whole, parts] = [0, 1].map(() =>
      newTrainer(engine, network, new Float64Array(37), { sequenceLength: 7 })
    );
    const losses = whole.advance(indices);
    const inParts: number[] = [];
    for (let from = 0; from + 7 < indices.length; from += 28) {
      inParts.push(...parts.advance(indices.subarray(from, from + 29)));
    }
    assertEquals([...losses], inParts);
    assertEquals(parts.parameters(), whole.parameters());
    assertEquals(parts.hPrev, whole.hPrev);
  });
}

Deno.test("FastTrainer keeps its memory however long it trains", () => {
  const random = new Random(6);
  const start = [randomNetwork(5, 7, random), new Float64Array(5)] as const;
  const trainer = newTrainer(FAST, ...start, { sequenceLength: 3 }) as FastTrainer;
  const before = trainer.byteLength;
  const indices = randomIndices(3 * trainer.maxIterations + 1, 7, random);
  for (let done = 0; done < 50_000; done += trainer.maxIterations) trainer.advance(indices);
  assertEquals(trainer.byteLength, before);
});

Deno.test("Trainer refuses sizes, lengths and characters that do not fit", () => {
  const random = new Random(7);
  const network = randomNetwork(5, 7, random);
  const h = new Float64Array(5);
  for (const engine of ENGINES) {
    const trainer = newTrainer(engine, network, h, { sequenceLength: 3 });
    const refuses = (call: () => unknown, message: string): void => {
      assertThrows(call, RangeError, message);
    };
    refuses(() => trainer.advance(Int32Array.of(0, 1, 2)), "must hold n * 3 + 1 numbers");
    refuses(() => trainer.advance(Int32Array.of(0, 1, 2, 7)), "integers from 0 to 6");
    refuses(() => trainer.gradients(Int32Array.of(0, 1, 2, 3, 4, 5, 6)), "must hold");
  }
  assertThrows(
    () => newTrainer(FAST, { ...network, hiddenSize: 50_000 }, h, { sequenceLength: 3 }),
    RangeError,
    "memory must be had",
  );
});
