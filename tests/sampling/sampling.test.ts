import { loadKernels } from "@lab/engines";
import { forward, initialParameters, type ModelParameters } from "@lab/model";
import { Random, softmax } from "@lab/numerics";
import { continueText, drawIndex, encode, evaluate, generate } from "@lab/sampling";
import { Vocabulary } from "@lab/text";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "../property.ts";

const H = 7;
const V = 5;
const parameters: ModelParameters = initialParameters(
  { hiddenSize: H, vocabularySize: V },
  new Random(4),
  0.7,
);
const model = { parameters, vocabulary: Vocabulary.of("abcde") };
const indices = fc.array(fc.integer({ min: 0, max: V - 1 }), { minLength: 1, maxLength: 30 });

Deno.test("encode() of a whole text equals encode() of any split of it, to the bit", () => {
  fc.assert(fc.property(indices, fc.nat(30), (text, cut) => {
    const whole = encode(parameters, text);
    const split = encode(parameters, text.slice(cut), encode(parameters, text.slice(0, cut)));
    assertEquals(split, whole);
    assertEquals(forward(parameters, text, new Float64Array(H)).hs.slice(-H), whole);
  }));
});

Deno.test("encode() leaves the state it is given as it was", () => {
  const h = new Float64Array(H).fill(0.25);
  encode(parameters, [0, 1, 2], h);
  assertEquals(h, new Float64Array(H).fill(0.25));
});

Deno.test("drawIndex() draws each index as often as its probability says", () => {
  const probs = softmax([0, 1, 2, -1, 0.5]);
  const random = new Random(9);
  const counts = new Array(V).fill(0);
  const n = 50_000;
  for (let i = 0; i < n; i++) counts[drawIndex(probs, random)]++;
  const chiSquared = counts.reduce((s, c, i) => s + (c - n * probs[i]) ** 2 / (n * probs[i]), 0);
  assert(chiSquared < 18.5, `chi squared with 4 degrees of freedom is ${chiSquared}`);
});

Deno.test("drawIndex() never draws an impossible index and rejects what is no distribution", () => {
  const random = new Random(1);
  for (let i = 0; i < 1000; i++) assertEquals(drawIndex([0, 0.5, 0, 0.5, 0], random) % 2, 1);
  assertThrows(() => drawIndex([0.5, 0.4], random), RangeError, "must sum to 1");
  assertThrows(() => drawIndex([NaN, 1], random), RangeError, "current sum is NaN");
});

Deno.test("generate() goes on from its own last state to the bit", () => {
  const h = encode(parameters, [1, 2, 3]);
  const random = new Random(8);
  const first = generate(parameters, { h, length: 9, random });
  const second = generate(parameters, { h: first.h, length: 4, random });
  const whole = generate(parameters, { h, length: 13, random: new Random(8) });
  assertEquals([...first.indices, ...second.indices], [...whole.indices]);
  assertEquals(second.h, whole.h);
});

Deno.test("generate() at a low temperature always takes the likeliest character", () => {
  const h = encode(parameters, [1]);
  const { indices } = generate(parameters, {
    h,
    length: 1,
    temperature: 1e-3,
    random: new Random(2),
  });
  const { logits } = forward(parameters, [1], new Float64Array(H));
  assertEquals(indices[0], logits.indexOf(Math.max(...logits)));
});

Deno.test("continueText() is the same for the same seed and feeds the last character twice on request", () => {
  const options = { length: 40, seed: 3 };
  assertEquals(continueText(model, "abc", options), continueText(model, "abc", options));
  const refed = continueText(model, "abc", { ...options, refeedLast: true });
  assertEquals(refed, continueText(model, "abcc", options));
});

Deno.test("continueText() goes on from the state it is given", () => {
  const h = encode(parameters, model.vocabulary.encode("edcba"));
  assertEquals(
    continueText(model, "abc", { h, seed: 3 }),
    continueText(model, "edcbaabc", { seed: 3 }),
  );
});

Deno.test("continueText() rejects an unknown character, a temperature and a length", () => {
  assertThrows(() => continueText(model, "abz"), RangeError, 'character 2 is "z"');
  assertThrows(
    () => continueText(model, "a", { temperature: 0 }),
    RangeError,
    "Cannot sample as 'temperature' must be finite and > 0: current value is 0",
  );
  assertThrows(() => continueText(model, "a", { length: -1 }), RangeError, "'length'");
});

Deno.test("evaluate() equals the mean of the cross-entropies of one forward pass", () => {
  const text = [0, 3, 1, 4, 2, 2, 0];
  const { probs } = forward(parameters, text, new Float64Array(H), 1.3);
  let nats = 0;
  for (let t = 0; t + 1 < text.length; t++) nats -= Math.log(probs[t * V + text[t + 1]]);
  const evaluation = evaluate(parameters, text, { temperature: 1.3 });
  assertAlmostEquals(evaluation.natsPerChar, nats / 6, 1e-12);
  assertAlmostEquals(evaluation.bitsPerChar * Math.LN2, evaluation.natsPerChar, 1e-12);
  assertThrows(() => evaluate(parameters, [1]), RangeError, "at least 2 characters");
});

Deno.test("generate() at the lowest temperatures takes the likeliest character on either engine", async () => {
  const options = { h: new Float64Array(H).fill(0.5), length: 50 };
  const [slow, fast] = [undefined, await loadKernels()].map((kernels) =>
    generate(parameters, { ...options, temperature: 1e-300, random: new Random(4), kernels })
      .indices
  );
  const cool = generate(parameters, { ...options, temperature: 1e-4, random: new Random(5) });
  assertEquals([slow, fast], [cool.indices, cool.indices]);
});

Deno.test("generate(), continueText() and evaluate() mean the same on the fast engine", async () => {
  const kernels = await loadKernels();
  const h = Float64Array.from({ length: H }, (_, i) => i / 10 - 0.3);
  const options = { h, length: 500, temperature: 0.8 };
  const wanted = generate(parameters, { ...options, random: new Random(9) });
  const got = generate(parameters, { ...options, random: new Random(9), kernels });
  assertEquals(got.indices, wanted.indices);
  got.h.forEach((hi, i) => assertAlmostEquals(hi, wanted.h[i], 1e-5));
  const prefix = { length: 300, seed: 3, refeedLast: true };
  assertEquals(
    continueText(model, "abcde", { ...prefix, kernels }),
    continueText(model, "abcde", prefix),
  );
  const text = [...wanted.indices];
  const slow = evaluate(parameters, text, { h, temperature: 1.5 });
  const fast = evaluate(parameters, text, { h, temperature: 1.5, kernels });
  assertAlmostEquals(fast.natsPerChar, slow.natsPerChar, 1e-6);
  assertEquals(fast.characters, slow.characters);
  fast.h.forEach((hi, i) => assertAlmostEquals(hi, slow.h[i], 1e-5));
});
