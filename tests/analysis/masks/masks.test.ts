import {
  activationMasks,
  collectBehaviour,
  klBits,
  maskedProbabilities,
  masksAt,
  sweepThresholds,
  testMasks,
  unitMask,
  unitStatistics,
} from "@lab/analysis";
import { type CharacterModel, zeroParameters } from "@lab/model";
import { softmax } from "@lab/numerics";
import { Vocabulary } from "@lab/text";
import { encode } from "@lab/sampling";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "../../property.ts";
import { randomModel, randomText } from "../models.ts";

const PREFIX = "a bad bed:";

Deno.test("activationMasks() feeds the last character once, and twice, as the report does, when told to", () => {
  const model = randomModel(3);
  const indices = model.vocabulary.encode(PREFIX);
  const twice = activationMasks(model, PREFIX, { refeedLast: true });
  assertEquals(twice.hBefore, encode(model.parameters, indices));
  assertEquals(twice.hAfter, encode(model.parameters, indices.subarray(-1), { h: twice.hBefore }));
  const once = activationMasks(model, PREFIX);
  assertEquals([once.refeedLast, twice.refeedLast], [false, true]);
  assertEquals(once.hBefore, encode(model.parameters, indices.subarray(0, -1)));
  assertEquals(once.hAfter, twice.hBefore);
  assertEquals([twice.character, once.character], [":", ":"]);
});

Deno.test("activationMasks() masks the weights between what is above the threshold", () => {
  const masks = activationMasks(randomModel(3), PREFIX, { threshold: 0.3 });
  const { Wxh, Whh, Why } = masks.weights;
  assertEquals(Wxh.rows, masks.after.units);
  assertEquals(Wxh.columns, [2]);
  assertEquals([Whh.rows, Whh.columns], [masks.after.units, masks.before.units]);
  assertEquals([Why.rows.length, Why.columns], [
    masks.outputs.characters.length,
    masks.after.units,
  ]);
  assertEquals(Whh.share, masks.before.units.length * masks.after.units.length / 121);
  assert(masks.outputs.probabilities.every((p) => p > 0.3));
  assert(masks.after.activations.every((h) => Math.abs(h) > 0.3));
});

Deno.test("sweepThresholds() never grows, and agrees with activationMasks() at each threshold", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9999 }), (seed) => {
      const model = randomModel(seed);
      const rows = sweepThresholds(model, PREFIX, [0, 0.1, 0.5, 0.9, 1]);
      for (const [k, row] of rows.entries()) {
        const masks = activationMasks(model, PREFIX, { threshold: row.threshold });
        assertEquals(row.before, masks.before.units.length);
        assertEquals(row.shares.Why, masks.weights.Why.share);
        if (k > 0) assert(row.after <= rows[k - 1].after && row.outputs <= rows[k - 1].outputs);
      }
      assertEquals([rows[0].before, rows[4].after], [11, 0]);
    }),
    { numRuns: 20 },
  );
});

Deno.test("maskedProbabilities() changes nothing when all stays, and leaves the biases when nothing does", () => {
  const model = randomModel(7);
  const masks = activationMasks(model, PREFIX);
  const whole = maskedProbabilities(model, masks, {});
  const none = maskedProbabilities(model, masks, { after: new Uint8Array(11) });
  const { by } = model.parameters;
  whole.forEach((p, k) => assertAlmostEquals(p, masks.probs[k], 1e-12));
  none.forEach((p, k) => assertAlmostEquals(p, softmax(by)[k], 1e-12));
  const silent = maskedProbabilities(model, masks, { outputs: new Uint8Array(7) });
  assertEquals(silent, softmax(by));
  const forgetful = maskedProbabilities(model, masks, { before: new Uint8Array(11) });
  const fresh = activationMasks(model, ":");
  forgetful.forEach((p, k) => assertAlmostEquals(p, fresh.probs[k], 1e-12));
});

/** Three units, all at nearly ±1, of which only unit 1 is heard by the only output that is written. */
function fullMask(): CharacterModel {
  const vocabulary = Vocabulary.of(":ab");
  const parameters = zeroParameters({ hiddenSize: 3, vocabularySize: 3 });
  parameters.Wxh.fill(3);
  parameters.Why.set([0, 0, 0, 0, 6, 0, 0, 0, 0]);
  return { parameters, vocabulary };
}

Deno.test("testMasks() finds nothing in a mask that is full, though one unit alone decides", () => {
  const model = fullMask();
  const { steps: [{ before, after, outputs }] } = testMasks(model, [activationMasks(model, "b:")]);
  assertEquals([after.keep.size, after.keep.of, after.keep.klBits], [3, 3, 0]);
  assertEquals([after, before].map(({ keep }) => [keep.chanceAsGood, keep.chanceAsBad]), [
    [1, 1],
    [1, 1],
  ]);
  assertEquals(before.remove.klBits < 1e-9, true); // nothing is read from the state before
  assertEquals([outputs.keep.size, outputs.keep.of], [1, 3]);
  assertAlmostEquals(outputs.keep.klBits, 0, 1e-12);
  assert(outputs.keep.chanceAsGood < 0.5 && outputs.keep.chanceAsBad === 1);
});

Deno.test("testMasks() finds a mask that holds the one unit that decides", () => {
  const model = fullMask();
  const { parameters } = model;
  for (const unit of [0, 2]) for (let k = 0; k < 3; k++) parameters.Wxh[unit * 3 + k] = 0.3;
  const { steps: [{ after }] } = testMasks(model, [activationMasks(model, "b:")], { seed: 5 });
  assertEquals([after.keep.size, after.keep.of], [1, 3]);
  // Of the lots of one unit in three, a third is the same mask and as good.
  for (const { chanceAsGood, chanceAsBad } of [after.keep, after.remove]) {
    assert(chanceAsGood > 0.2 && chanceAsGood < 0.47, `${chanceAsGood}`);
    assertEquals(chanceAsBad, 1);
  }
  assert(after.keep.klBits < 1e-9 && after.keep.randomKlBits > 1);
  assert(after.remove.klBits > 1 && after.remove.randomKlBits < 1e-9);
});

Deno.test("testMasks() leaves units whole that are not among those that are tested", () => {
  const model = randomModel(7);
  const masks = activationMasks(model, PREFIX);
  const among = [1, 2, 5, 7, 8];
  const { steps: [{ before }] } = testMasks(model, [masks], { among, randomMasks: 3 });
  const inside = among.filter((unit) => masks.before.units.includes(unit));
  assertEquals([before.keep.size, before.keep.of], [inside.length, 5]);
  const gates = Uint8Array.from({ length: 11 }, (_, unit) => inside.includes(unit) ? 0 : 1);
  assertAlmostEquals(
    before.remove.klBits,
    klBits(masks.probs, maskedProbabilities(model, masks, { before: gates })),
    1e-12,
  );
});

Deno.test("testMasks() draws the same random masks for the same seed and others for another", () => {
  const model = randomModel(7);
  const masks = activationMasks(model, PREFIX, { threshold: 0.8 });
  const draw = (seed?: number) =>
    testMasks(model, [masks], { seed }).steps[0].after.keep.chanceAsGood;
  assertEquals([draw(4), draw(1)], [draw(4), draw()]);
  assert([2, 3, 4, 5].some((seed) => draw(seed) !== draw(1)));
  assertEquals(testMasks(model, [masks]).randomMasks, 199);
});

Deno.test("masksAt() builds the masks that the prefix up to there gives", () => {
  const model = randomModel(7);
  const text = randomText(model, 90, 3);
  const behaviour = collectBehaviour(model, text, { after: ":", targets: " " });
  const all = masksAt(behaviour);
  assertEquals(all.length, [...text].filter((character) => character === ":").length);
  const last = all.at(-1)!;
  const { prefix: _, ...expected } = activationMasks(
    model,
    text.slice(0, behaviour.positions.at(-1)! + 1),
  );
  assertEquals(last.prefix, `… step ${behaviour.positions.at(-1)}`);
  assertEquals({ ...last, prefix: undefined }, { ...expected, prefix: undefined });
  assertEquals(masksAt(behaviour, { count: 2, threshold: 0.9 }).map((masks) => masks.threshold), [
    0.9,
    0.9,
  ]);
});

Deno.test("unitStatistics() counts what a walk by hand counts", () => {
  const model = randomModel(9);
  const text = randomText(model, 101, 2);
  const { units, steps, inMask } = unitStatistics(model, text, { after: ":", threshold: 0.7 });
  const indices = model.vocabulary.encode(text);
  const states = [...indices.keys()].filter((t) => text[t] === ":")
    .map((t) => encode(model.parameters, indices.subarray(0, t + 1)));
  assertEquals(steps, states.length);
  for (const { unit, inMask: share, mean } of units) {
    assertEquals(share, states.filter((h) => Math.abs(h[unit]) > 0.7).length / steps);
    assertAlmostEquals(mean, states.reduce((sum, h) => sum + h[unit], 0) / steps, 1e-12);
  }
  assertAlmostEquals(inMask, units.reduce((sum, unit) => sum + unit.inMask, 0) / 11, 1e-12);
});

Deno.test("masks refuse thresholds that are no numbers, empty prefixes and unknown characters", () => {
  const model = randomModel(1);
  const text = "0.5" as unknown as number;
  assertThrows(() => unitMask(new Float64Array(2), NaN), RangeError, "is NaN");
  assertThrows(() => activationMasks(model, "a:", { threshold: text }), TypeError, "is 0.5");
  assertThrows(() => activationMasks(model, "a:", { threshold: 1.5 }), RangeError, "from 0 to 1");
  assertThrows(() => sweepThresholds(model, "a:", [0.5, -1]), RangeError, "is -1");
  assertThrows(() => activationMasks(model, ""), RangeError, "'prefix' must have at least one");
  assertThrows(() => activationMasks(model, "aé"), RangeError, '"é" (U+00E9)');
  assertThrows(() => unitStatistics(model, ""), RangeError, "at least one step");
  assertThrows(
    () => unitStatistics(model, "ab", { saturation: 2 }),
    RangeError,
    "Cannot count units as 'saturation' must be",
  );
  assertThrows(() => unitStatistics(model, "ab", { after: "z" }), RangeError, "'after' must hold");
  const masks = activationMasks(model, "a:");
  assertThrows(() => testMasks(model, []), RangeError, "'steps.length'");
  assertThrows(() => testMasks(model, [masks], { randomMasks: 0 }), RangeError, "'randomMasks'");
  assertThrows(() => testMasks(model, [masks], { among: [11] }), RangeError, "from 0 to 10");
});
