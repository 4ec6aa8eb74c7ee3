/** Every engine's networks beside the model's equations: states, logits, scores, draws. */
import { type Engine, fastEngine, type Network, packedEngine, referenceEngine } from "@lab/engines";
import {
  crossEntropies,
  forward,
  type ModelParameters,
  nextHidden,
  outputLogits,
} from "@lab/model";
import { drawIndex, Random, softmax } from "@lab/numerics";
import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "../property.ts";
import {
  randomIndices,
  randomNetwork,
  randomState,
  relativeDifference,
  rounded,
} from "./support.ts";

const ENGINES = [referenceEngine, packedEngine, fastEngine(), fastEngine("plain")];
const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 16, 17, 31, 32, 33, 37, 65];

/** Bits in float64; in float32 a difference of 1e-5 relative to the largest. */
function assertSame(engine: Engine, got: ArrayLike<number>, wanted: ArrayLike<number>): void {
  if (engine.name.startsWith("fast")) assert(relativeDifference(got, wanted, 0.1) < 1e-5);
  else assertEquals(Array.from(got), Array.from(wanted));
}

const cases = fc.record({
  H: fc.constantFrom(...SIZES),
  V: fc.constantFrom(...SIZES),
  length: fc.integer({ min: 2, max: 70 }),
  seed: fc.nat(),
});

/** A network, a state and a text. */
function prepare({ H, V, length, seed }: { H: number; V: number; length: number; seed: number }): {
  parameters: ModelParameters;
  h: Float64Array;
  indices: Int32Array;
} {
  const random = new Random(seed);
  const parameters = rounded(randomNetwork(H, V, random, 0.5 / Math.sqrt(H)));
  return { parameters, h: randomState(H, random), indices: randomIndices(length, V, random) };
}

for (const engine of ENGINES) {
  Deno.test(`Network reads, is asked and scores as forward() does, for every shape: ${engine.name}`, () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const { parameters, h, indices } = prepare(shape);
        const { H, V, length } = shape;
        const pass = forward(parameters, indices, h, 0.7);
        const network = engine.network(parameters);
        network.setState(h);
        assertEquals(network.state(), h);
        // One by one and asked in between, which takes the packed engine past its first products.
        for (let t = 0; t < length; t++) {
          network.step(indices[t]);
          assertSame(engine, network.state(), pass.hs.subarray(t * H, (t + 1) * H));
          assertSame(engine, network.logits(), pass.logits.subarray(t * V, (t + 1) * V));
        }
        network.setState(h);
        network.read(indices);
        assertSame(engine, network.state(), pass.hs.subarray(-H));
        network.setState(h);
        const losses = crossEntropies(pass, [...indices.subarray(1), 0]).slice(0, -1);
        const nats = network.crossEntropy(indices, 0.7);
        assert(Math.abs(nats - losses.reduce((a, b) => a + b)) < 1e-5 * length);
        assertSame(engine, network.state(), pass.hs.subarray((length - 2) * H, (length - 1) * H));
      }),
      { numRuns: 60 },
    );
  });

  Deno.test(`Network.crossEntropy() and read() take a text in parts: ${engine.name}`, () => {
    const { parameters, indices } = prepare({ H: 23, V: 13, length: 10_001, seed: 2 });
    const [whole, parts] = [0, 1].map(() => engine.network(parameters));
    whole.read(indices);
    parts.read(indices.subarray(0, 4097));
    parts.read(indices.subarray(4097));
    assertEquals(parts.state(), whole.state());
    assertSame(engine, whole.state(), stateAfter(parameters, indices));
    const nats = (network: Network, from: number, to: number): number =>
      network.crossEntropy(indices.subarray(from, to), 1);
    for (const network of [whole, parts]) network.setState(new Float64Array(23));
    const together = nats(whole, 0, 10_001);
    const apart = nats(parts, 0, 34) + nats(parts, 33, 66) + nats(parts, 65, 10_001);
    assert(Math.abs(together - apart) < 1e-6 * together);
  });

  Deno.test(`Network.sample() draws what the equations draw: ${engine.name}`, () => {
    const { parameters } = prepare({ H: 29, V: 17, length: 2, seed: 3 });
    for (const temperature of [0.2, 1, 3]) {
      const drawn = engine.network(parameters).sample(new Random(4), 6000, temperature);
      const wanted = draws(parameters, new Random(4), 6000, temperature);
      // In float32 a draw that falls on the other side of a border changes all after it.
      const same = drawn.findIndex((index, n) => index !== wanted[n]);
      const isFast = engine.name.startsWith("fast");
      assert(same === -1 || (isFast && same > 1000), `first difference at ${same}`);
    }
  });

  Deno.test(`Network.sample() draws each character as often as its probability says: ${engine.name}`, () => {
    // Without hidden units that matter, every draw has the distribution softmax(by).
    const parameters = randomNetwork(1, 6, new Random(5), 0);
    parameters.by.set([0, 1, 2, -1, -80, 0.5]);
    const count = 100_000;
    const drawn = engine.network(parameters).sample(new Random(6), count, 1);
    softmax(parameters.by).forEach((p, v) => {
      const seen = drawn.filter((index) => index === v).length;
      const deviation = Math.sqrt(count * p * (1 - p));
      assert(Math.abs(seen - count * p) <= 4.5 * deviation + 1e-9, `${v}: ${seen} of ${count * p}`);
    });
  });

  Deno.test(`Network refuses states and characters that do not fit: ${engine.name}`, () => {
    const network = engine.network(randomNetwork(5, 7, new Random(7)));
    assertThrows(() => network.setState(new Float64Array(4)), TypeError, "'h' must hold [5]");
    for (const wrong of [7, -1, 0.5, NaN]) {
      assertThrows(() => network.read([0, wrong]), RangeError, "integers from 0 to 6");
      assertThrows(() => network.crossEntropy([0, wrong], 1), RangeError, "integers from 0 to 6");
    }
  });
}

/** The state after a text, by the model's equations. */
function stateAfter(parameters: ModelParameters, indices: Int32Array): Float64Array {
  const pass = forward(parameters, indices, new Float64Array(parameters.hiddenSize));
  return pass.hs.slice(-parameters.hiddenSize);
}

/** Characters drawn by the model's equations. */
function draws(
  parameters: ModelParameters,
  random: Random,
  length: number,
  temperature: number,
): number[] {
  const drawn: number[] = [];
  let h: Float64Array = new Float64Array(parameters.hiddenSize);
  for (let n = 0; n < length; n++) {
    drawn.push(drawIndex(softmax(outputLogits(parameters, h), temperature), random));
    h = nextHidden(parameters, h, drawn[n]);
  }
  return drawn;
}
