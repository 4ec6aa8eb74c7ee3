/** N-gram models against the books' definitions in Python, and against themselves. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { NgramModel, type Smoothing } from "@lab/baselines";
import { findCourseFile, loadBundledText } from "@lab/data";
import { Vocabulary } from "@lab/text";
import fc from "../property.ts";
import stored from "../reference/baselines/ngrams.json" with { type: "json" };

const mean = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Trained on the first nine tenths, scored on the rest. */
function heldOut(text: string, order: number, smoothing: Smoothing, learn = false): number {
  const vocabulary = Vocabulary.of(text);
  const indices = vocabulary.encode(text);
  const cut = Math.floor(0.9 * indices.length);
  const model = new NgramModel({ vocabularySize: vocabulary.size, order, smoothing });
  model.read(indices.subarray(0, cut));
  return mean(
    model.surprisals(indices.subarray(cut), { context: indices.subarray(0, cut), learn }),
  );
}

const { text } = await loadBundledText();
const course = await findCourseFile("shakespeare_train.txt");

Deno.test("NgramModel gives the probabilities of the definitions", () => {
  const { characters, trained, at, ...models } = stored.small;
  const part = text.slice(0, characters);
  const vocabulary = Vocabulary.of(part);
  const indices = vocabulary.encode(part);
  for (const [name, probabilities] of Object.entries(models)) {
    const [smoothing, order] = name.split(" ");
    const model = new NgramModel({
      vocabularySize: vocabulary.size,
      order: Number(order),
      smoothing: smoothing as Smoothing,
    });
    model.read(indices.subarray(0, trained));
    probabilities.forEach((p, k) => {
      const found = model.probabilities(indices.subarray(0, at[k]))[indices[at[k]]];
      assertAlmostEquals(found, p, 1e-12, `${name} at ${at[k]}`);
    });
  }
});

Deno.test("NgramModel scores the bundled play as Python does, and learning on lowers it", () => {
  const static_ = heldOut(text, 7, "kneser-ney");
  assertAlmostEquals(heldOut(text, 5, "witten-bell"), stored.play["witten-bell 5"], 1e-9);
  assertAlmostEquals(static_, stored.play["kneser-ney 7"], 1e-9);
  assert(heldOut(text, 7, "kneser-ney", true) < static_ - 0.01);
});

if (course === undefined) {
  console.log("skipped: the course's text is not here; set CHAR_RNN_DATA");
} else {
  Deno.test("NgramModel scores the course's text as Python does: 1.626 and 1.503", async () => {
    const text = await Deno.readTextFile(course);
    assertAlmostEquals(heldOut(text, 5, "witten-bell"), stored.course["witten-bell 5"], 1e-9);
    assertAlmostEquals(heldOut(text, 7, "kneser-ney"), stored.course["kneser-ney 7"], 1e-9);
  });
}

const someText = fc.array(fc.nat(4), { minLength: 1, maxLength: 60 });

Deno.test("NgramModel.probabilities() sums to 1 and leaves nothing impossible, at every order", () => {
  fc.assert(fc.property(
    someText,
    fc.array(fc.nat(6), { maxLength: 10 }),
    fc.nat(8),
    fc.constantFrom<Smoothing>("witten-bell", "kneser-ney"),
    (read, context, order, smoothing) => {
      const model = new NgramModel({ vocabularySize: 7, order, smoothing });
      model.read(read);
      const p = model.probabilities(context);
      assertAlmostEquals(p.reduce((sum, each) => sum + each), 1, 1e-9);
      assert(p.every((each) => each > 0), `${p}`);
    },
  ));
});

Deno.test("NgramModel.surprisals() scores each character before it reads it", () => {
  fc.assert(fc.property(someText, fc.nat(5), (read, order) => {
    const nats = new NgramModel({ vocabularySize: 5, order }).surprisals(read, { learn: true });
    read.forEach((character, n) => {
      const before = read.slice(0, n);
      const model = new NgramModel({ vocabularySize: 5, order });
      model.read(before);
      assertAlmostEquals(nats[n], -Math.log(model.probabilities(before)[character]), 1e-12);
    });
  }));
});

Deno.test("NgramModel without learning knows nothing of what it scores", () => {
  const model = new NgramModel({ vocabularySize: 3, order: 3 });
  model.read([0, 1, 2, 0, 1]);
  const first = model.surprisals([0, 1, 2, 2, 2], { context: [0, 1] });
  assertEquals(model.surprisals([0, 1, 2, 2, 2], { context: [0, 1] }), first);
});

Deno.test("NgramModel of order 0 is uniform, of order 1 it counts characters", () => {
  const uniform = new NgramModel({ vocabularySize: 4, order: 0 });
  uniform.read([0, 0, 0]);
  assertEquals([...uniform.probabilities([0])], [0.25, 0.25, 0.25, 0.25]);
  const unigram = new NgramModel({ vocabularySize: 2, order: 1, smoothing: "witten-bell" });
  unigram.read([0, 0, 0]);
  assertAlmostEquals(unigram.probabilities([1])[0], (3 + 0.5) / 4, 1e-12);
});

Deno.test("NgramModel refuses what it can't count", () => {
  assertThrows(
    () => new NgramModel({ vocabularySize: 3, order: 17 }),
    RangeError,
    "Cannot build a model as 'order' must be an integer from 0 to 16: current value is 17",
  );
  assertThrows(
    () => new NgramModel({ vocabularySize: 3, smoothing: "katz" as Smoothing }),
    RangeError,
    "'smoothing' must be witten-bell or kneser-ney: current value is katz",
  );
  const model = new NgramModel({ vocabularySize: 3 });
  for (const use of ["read", "probabilities", "surprisals"] as const) {
    assertThrows(() => model[use]([0, 3]), RangeError, "must be 0 to 2: number 1 is 3");
  }
});
