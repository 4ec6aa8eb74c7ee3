import type { EngineChoice } from "@lab/engines";
import { forward, initialParameters, type ModelParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import {
  continueText,
  encode,
  evaluate,
  evaluateInParts,
  generate,
  surprisals,
} from "@lab/sampling";
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
    const h = encode(parameters, text.slice(0, cut));
    const split = encode(parameters, text.slice(cut), { h });
    assertEquals(split, whole);
    assertEquals(forward(parameters, text, new Float64Array(H)).hs.slice(-H), whole);
  }));
});

Deno.test("encode() leaves the state it is given as it was", () => {
  const h = new Float64Array(H).fill(0.25);
  encode(parameters, [0, 1, 2], { h });
  assertEquals(h, new Float64Array(H).fill(0.25));
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

Deno.test("continueText() writes 200 characters at τ = 1 with seed 1 where nothing else is asked for", () => {
  const asked = { length: 200, temperature: 1, seed: 1, refeedLast: false };
  const written = continueText(model, "abc");
  assertEquals(written, continueText(model, "abc", asked));
  for (const other of [{ length: 201 }, { temperature: 2 }, { seed: 2 }, { refeedLast: true }]) {
    assert(written !== continueText(model, "abc", { ...asked, ...other }));
  }
  const options = { h: encode(parameters, [0, 1, 2]), length: 200, random: new Random(1) };
  assertEquals(model.vocabulary.decode(generate(parameters, options).indices), written);
});

Deno.test("generate() of no characters gives none and the state it was given", () => {
  const h = encode(parameters, [4]);
  const written = generate(parameters, { h, length: 0, random: new Random(1) });
  assertEquals(written, { indices: new Int32Array(0), h });
});

Deno.test("evaluate() takes two characters, but not one, and a temperature above 0", () => {
  const { probs, hs } = forward(parameters, [3], new Float64Array(H));
  const { characters, natsPerChar, h } = evaluate(parameters, [3, 1]);
  assertEquals([characters, h], [1, hs]);
  assertAlmostEquals(natsPerChar, -Math.log(probs[1]), 1e-12);
  assertThrows(
    () => evaluate(parameters, [3, 1], { temperature: 0 }),
    RangeError,
    "Cannot evaluate as 'temperature' must be finite and > 0: current value is 0",
  );
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

Deno.test("evaluateInParts() scores as evaluate() does, tells of every 20,000 characters, and stops", async () => {
  const text = Int32Array.from({ length: 45_001 }, (_, t) => (t * t + 3 * t) % V);
  const h = Float64Array.from({ length: H }, (_, i) => i / 10 - 0.3);
  const told: number[][] = [];
  const onProgress = (...progress: number[]): void => void told.push(progress);
  const whole = evaluate(parameters, text, { h });
  const parts = await evaluateInParts(parameters, text, { h, onProgress });
  assertEquals(told, [[20_000, 45_000], [40_000, 45_000], [45_000, 45_000]]);
  assertEquals([parts.characters, parts.h], [whole.characters, whole.h]);
  assertAlmostEquals(parts.natsPerChar, whole.natsPerChar, 1e-12);
  assertAlmostEquals(parts.bitsPerChar, whole.bitsPerChar, 1e-12);

  const abort = new AbortController();
  const stopped = await evaluateInParts(parameters, text, {
    signal: abort.signal,
    onProgress: () => abort.abort(),
  });
  assertEquals(stopped, evaluate(parameters, text.subarray(0, 20_001)));
});

Deno.test("generate() at the lowest temperatures takes the likeliest character on every engine", () => {
  const options = { h: new Float64Array(H).fill(0.5), length: 50 };
  const cool = generate(parameters, { ...options, temperature: 1e-4, random: new Random(5) });
  for (const engine of ["reference", "packed", "fast"] as const) {
    const random = new Random(4);
    const { indices } = generate(parameters, { ...options, temperature: 1e-300, random, engine });
    assertEquals(indices, cool.indices);
  }
});

/** All that reads, scores and writes, on one engine; the default one when left out. */
function everything(engine?: EngineChoice): { h: Float64Array; written: string; nats: number[] }[] {
  const h = Float64Array.from({ length: H }, (_, i) => i / 10 - 0.3);
  const options = { h, length: 500, temperature: 0.8, random: new Random(9), engine };
  const generated = generate(parameters, options);
  const text = [...generated.indices];
  const scored = evaluate(parameters, text, { h, temperature: 1.5, engine });
  const continued = { length: 300, seed: 3, refeedLast: true, h, engine };
  return [
    { h: generated.h, written: text.join(), nats: [scored.natsPerChar] },
    {
      h: encode(parameters, text, { h, engine }),
      written: continueText(model, "abcde", continued),
      nats: [...surprisals(parameters, text, { h, engine })],
    },
    { h: scored.h, written: "", nats: [scored.bitsPerChar] },
  ];
}

Deno.test("encode(), generate(), continueText(), evaluate() and surprisals() mean the same on every engine", () => {
  const wanted = everything("reference");
  assertEquals(everything("packed"), wanted);
  assertEquals(everything(), wanted);
  everything("fast").forEach(({ h, written, nats }, n) => {
    assertEquals(written, wanted[n].written);
    h.forEach((hi, i) => assertAlmostEquals(hi, wanted[n].h[i], 1e-5));
    nats.forEach((nat, i) => assertAlmostEquals(nat, wanted[n].nats[i], 1e-5));
  });
  assert(everything("fast")[0].h.some((hi, i) => hi !== wanted[0].h[i]), "float32 is not float64");
});
