/** Folding units into the biases, and its decisions. */
import {
  foldConstantUnits,
  foldUnits,
  scoreFolded,
  statesOf,
  unitStatistics,
  walk,
  withinTolerance,
} from "@lab/analysis";
import { type CharacterModel, forward, initialParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { evaluate } from "@lab/sampling";
import { Vocabulary } from "@lab/text";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import stored from "../../reference/analysis/fold.json" with { type: "json" };
import { randomModel, randomText, storedModel } from "../models.ts";
import { compareClassesWithNumPy, compareFoldWithNumPy, type StoredFold } from "./numpy.ts";

const { text } = stored.small;
const model = storedModel(stored.small);
const given = { by: 1e-11, characters: 2000 };
const small = stored.small as unknown as StoredFold;
compareFoldWithNumPy("H = 13", model, text, small, { ...given, engine: "reference" });
compareClassesWithNumPy("H = 13", model, text, small, 1e-11);
compareFoldWithNumPy("H = 13, float32", model, text, small, { ...given, engine: "fast", by: 1e-5 });

Deno.test("foldUnits() says what a network with its units held at the mean says", () => {
  const model = randomModel(4);
  const text = randomText(model, 53, 6);
  const { mean } = unitStatistics(model, text);
  const keep = [7, 2, 10, 0];
  const folded = [...mean.keys()].filter((unit) => !keep.includes(unit));
  const h = Float64Array.from(mean, (value, i) => keep.includes(i) ? i / 20 : value);
  const small = foldUnits({ ...model, h }, keep, mean);
  assertEquals(small.h, statesOf(h, keep));
  const { logits } = forward(small.parameters, model.vocabulary.encode(text), small.h!);
  const silence = { units: folded, values: mean };
  for (const { position, logits: expected } of walk(model, text, { h, silence })) {
    for (const [k, value] of expected.entries()) {
      assertAlmostEquals(logits[position * expected.length + k], value, 1e-12);
    }
  }
  assertEquals(foldUnits(model, keep, mean).h, undefined);
});

Deno.test("foldUnits() keeps every weight of a network that keeps all its units", () => {
  const model = randomModel(3);
  const all = Array.from({ length: 11 }, (_, unit) => unit);
  assertEquals(foldUnits(model, all, new Float64Array(11)).parameters, model.parameters);
  const mean = new Float64Array(11);
  assertThrows(() => foldUnits(model, [], mean), RangeError, "at least one hidden unit");
  assertThrows(() => foldUnits(model, [11], mean), RangeError, "Cannot fold units");
  assertThrows(
    () => foldUnits(model, [0], new Float64Array(10)),
    TypeError,
    "'mean' must hold [11]",
  );
});

Deno.test("scoreFolded() is the difference of two evaluations, from the states that are given", () => {
  const [full, other] = [5, 6].map((seed) => randomModel(seed));
  const indices = full.vocabulary.encode(randomText(full, 20_011, 1));
  const [h, smallH] = [1, -1].map((sign) => new Float64Array(11).fill(0.3 * sign));
  const score = scoreFolded(full.parameters, other.parameters, indices, {
    ...{ h, smallH, engine: "packed" },
  });
  const expected = evaluate(full.parameters, indices, { h }).natsPerChar;
  const nats = evaluate(other.parameters, indices, { h: smallH }).natsPerChar;
  assertEquals([score.characters, score.size], [20_010, 11]);
  assertAlmostEquals(score.fullNatsPerChar, expected, 1e-12);
  assertAlmostEquals(score.natsPerChar, nats, 1e-12);
  assertAlmostEquals(score.difference.mean, nats - expected, 1e-12);
  assertThrows(
    () => scoreFolded(full.parameters, other.parameters, [1]),
    RangeError,
    "at least 2 characters: current length is 1",
  );
});

Deno.test("withinTolerance() asks both whole intervals, on either side", () => {
  type Ends = readonly [number, number];
  const held = (...intervals: [nats: Ends, kl: Ends]): string => {
    const [difference, klNats] = intervals.map((interval) => ({ mean: 0, error: 1, interval }));
    return withinTolerance({ difference, klNats }, 1);
  };
  const near: Ends = [0, 0.5];
  assertEquals([held([-1, 1], near), held(near, [0.2, 1])], ["within", "within"]);
  assertEquals([held([1.1, 2], near), held([-3, -1.1], near)], ["beyond", "beyond"]);
  assertEquals([held(near, [1.1, 2]), held([0.5, 1.1], [1.1, 2])], ["beyond", "beyond"]);
  const not: [Ends, Ends][] = [[[0.5, 1.1], near], [[-1.1, 0], near], [[-2, 2], near], [near, [
    0,
    2,
  ]]];
  assertEquals(not.map((pair) => held(...pair)), new Array(4).fill("not told"));
  assertEquals(held([NaN, NaN], [NaN, NaN]), "not told");
});

/** Eight units that follow the text, of which the given ones are held by their biases. */
function heldUnits(units: readonly number[], bias: number): CharacterModel {
  const vocabulary = new Vocabulary("ab:");
  const parameters = initialParameters({ hiddenSize: 8, vocabularySize: 3 }, new Random(8), 0.7);
  for (const unit of units) parameters.bh[unit] = bias;
  return { parameters, vocabulary };
}

Deno.test("foldConstantUnits() tells networks of constants from networks without them", () => {
  const verdict = (units: readonly number[], bias: number): [number, string] => {
    const model = heldUnits(units, bias);
    const found = foldConstantUnits(model, randomText(model, 8001, 3), { sizes: [] });
    return [found.units.length, found.verdict];
  };
  assertEquals(verdict([0, 2, 5, 7], 20), [4, "mostly constants"]);
  assertEquals(verdict([0, 2, 5], 20), [5, "some"]);
  assertEquals(verdict([], 0), [8, "hardly any"]);
});

Deno.test("foldConstantUnits() does not say mostly constants where the rest of the text is another", () => {
  // Unit 0 is a constant until it reads the first colon, in the second half.
  const model = heldUnits([0, 1, 2, 3, 4], 20);
  model.parameters.Wxh[2] = -40;
  const quiet = "abbabaab".repeat(1000);
  const of = (text: string): string[] => {
    const { held, verdict } = foldConstantUnits(model, text, { sizes: [], units: 3 });
    return [held, verdict];
  };
  assertEquals(of(quiet + quiet), ["within", "mostly constants"]);
  assertEquals(of(quiet + "ab:b".repeat(2000)), ["beyond", "some"]);
});

Deno.test("foldConstantUnits() finds the fewest units: with one fewer it is beyond the tolerance", () => {
  const model = heldUnits([0, 2], 3);
  const text = randomText(model, 4001, 3);
  for (const tolerance of [1e-1, 1e-2, 1e-4]) {
    const { heldOut, units, chosen, oneFewer, hiddenSize } = foldConstantUnits(model, text, {
      ...{ tolerance, sizes: [] },
    });
    assertEquals([heldOut.size, hiddenSize], [units.length, 8]);
    assert(Math.abs(chosen.difference.mean) <= tolerance && chosen.klNats.mean <= tolerance);
    assert(Math.abs(oneFewer!.difference.mean) > tolerance || oneFewer!.klNats.mean > tolerance);
  }
  const one = foldConstantUnits(model, text, { units: 1, sizes: [1, 8], seed: 2, randomSets: 2 });
  assertEquals([one.units.length, one.oneFewer], [1, undefined]);
  assertEquals(one.curve.map(({ size }) => size), [1, 8]);
  assertAlmostEquals(one.curve[1].varying.difference.mean, 0, 1e-6);
  const { random: { mean, low, high } } = one.curve[0];
  assert(low <= mean && mean <= high && low < high);
});

Deno.test("foldConstantUnits() draws about a dozen sizes up to a network with one unit folded", () => {
  const { curve, units } = foldConstantUnits(model, text, { randomSets: 1, characters: 300 });
  assertEquals(units.length, 7);
  assertEquals(curve.map(({ size }) => size), [1, 2, 4, 5, 6, 7, 8, 9, 10, 12]);
});

Deno.test("foldConstantUnits() reads fewer characters where the alphabet is large, but 2,000 at least", () => {
  const on = (V: number, characters?: number): number => {
    const vocabulary = Vocabulary.of(
      Array.from({ length: V }, (_, k) => String.fromCodePoint(0x4e00 + k)).join(""),
    );
    const parameters = initialParameters({ hiddenSize: 2, vocabularySize: V }, new Random(1));
    const model = { parameters, vocabulary };
    return foldConstantUnits(model, randomText(model, 16_000, 1), { sizes: [], characters })
      .chosen.characters;
  };
  // Half of what is chosen on, 3,999 characters, is the most that such a text has.
  assertEquals([on(100), on(300), on(600), on(600, 3000)], [3999, 3333, 2000, 3000]);
});

Deno.test("foldConstantUnits() refuses what it cannot part or fold", () => {
  const fold = (text: string, options: Parameters<typeof foldConstantUnits>[2]): unknown =>
    foldConstantUnits(model, text, options);
  assertThrows(() => fold("abc", {}), RangeError, "both parts of the text must have at least 2");
  assertThrows(() => fold("", {}), RangeError, "one has 0");
  assertThrows(() => fold(text, { share: 1 }), RangeError, "'share' must be more than 0 and less");
  assertThrows(() => fold(text, { tolerance: 0 }), RangeError, "'tolerance' must be > 0");
  assertThrows(
    () => fold(text, { units: 14 }),
    RangeError,
    "'units' must be an integer from 1 to 13",
  );
  assertThrows(() => fold(text, { sizes: [0] }), RangeError, "'sizes' must be an integer from 1");
  assertThrows(() => fold(text, { characters: 0 }), RangeError, "'characters' must be");
  assertThrows(() => fold(text, { randomSets: 0 }), RangeError, "'randomSets' must be");
});
