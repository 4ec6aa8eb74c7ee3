/** Surprisals against the evaluation and the forward pass. */
import { forward, initialParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { encode, evaluate, surprisals } from "@lab/sampling";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const parameters = initialParameters({ hiddenSize: 11, vocabularySize: 7 }, new Random(4), 0.8);
const text = Array.from({ length: 41 }, (_, t) => (t * t + 3 * t) % 7);

Deno.test("surprisals() are the negative logarithms of the forward pass' probabilities", () => {
  const h = encode(parameters, [3, 1]);
  const { probs } = forward(parameters, [1, ...text], encode(parameters, [3]));
  const nats = surprisals(parameters, text, { h });
  for (const [t, index] of text.entries()) {
    assertAlmostEquals(nats[t], -Math.log(probs[t * 7 + index]), 1e-12);
  }
});

Deno.test("surprisals() have the mean that evaluate() gives, and don't change the state", () => {
  const h = encode(parameters, text.slice(0, 1));
  const before = h.slice();
  const nats = surprisals(parameters, text.slice(1), { h });
  const mean = nats.reduce((a, b) => a + b) / nats.length;
  assertAlmostEquals(mean, evaluate(parameters, text).natsPerChar, 1e-12);
  assertEquals(h, before);
});

Deno.test("surprisals() refuse a state of the wrong length and numbers out of range", () => {
  assertThrows(() => surprisals(parameters, [0], { h: new Float64Array(3) }), TypeError);
  assertThrows(() => surprisals(parameters, [7]), RangeError);
});
