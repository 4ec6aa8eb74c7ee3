import {
  activationMasks,
  maskParameters,
  measureMasks,
  sweepThresholds,
  unitMask,
  unitStatistics,
} from "@lab/analysis";
import { encode } from "@lab/sampling";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "../property.ts";
import { randomModel, randomText } from "./models.ts";

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

Deno.test("maskParameters() splits every weight between keep and remove", () => {
  const model = randomModel(7);
  const masks = activationMasks(model, PREFIX);
  const kept = maskParameters(model.parameters, masks.weights, "keep");
  const rest = maskParameters(model.parameters, masks.weights, "remove");
  for (const name of ["Wxh", "Whh", "Why"] as const) {
    assertEquals(kept[name].map((w, k) => w + rest[name][k]), model.parameters[name]);
    assertEquals(kept[name].filter((w) => w !== 0).length, masks.weights[name].size);
  }
  assertEquals(kept.bh, model.parameters.bh);
});

Deno.test("measureMasks() changes nothing when all is kept and only biases act when all is removed", () => {
  const model = randomModel(7);
  const all = activationMasks(model, PREFIX, { threshold: 0 });
  const { report, random } = measureMasks(model, all, { characters: " \n", randomMasks: 2 });
  assertAlmostEquals(report.keep.totalVariation, 0, 1e-12);
  assertAlmostEquals(report.keep.klBits, 0, 1e-12);
  const { by } = model.parameters;
  const sum = by.reduce((total, value) => total + Math.exp(value), 0);
  assertAlmostEquals(report.remove.characters[0].after, Math.exp(by[4]) / sum, 1e-12);
  assertEquals(random.keep.length, 2);
  assertEquals(random.keep[0].size, report.keep.size);
});

Deno.test("measureMasks() draws the same random masks for the same seed and others for another", () => {
  const model = randomModel(7);
  const masks = activationMasks(model, PREFIX, { threshold: 0.9, refeedLast: true });
  const draw = (seed: number): number[] =>
    measureMasks(model, masks, { characters: "a", seed }).random.keep.map((mask) => mask.klBits);
  assertEquals(draw(4), draw(4));
  assert(draw(4).some((value, k) => value !== draw(5)[k]));
  const measured = measureMasks(model, masks, { characters: "a" });
  assertEquals(measured, measureMasks(model, masks, { characters: "a", randomMasks: 20, seed: 1 }));
  assertEquals([measured.prefix, measured.threshold], [PREFIX, 0.9]);
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
  assertThrows(
    () => measureMasks(model, masks, { characters: "a", randomMasks: -1 }),
    RangeError,
    "'randomMasks' must be an integer >= 0",
  );
});
