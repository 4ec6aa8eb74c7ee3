/** Random sets, curves beside them, and what sets do elsewhere. */
import {
  ablate,
  ablationCurves,
  collectBehaviour,
  randomSets,
  rankUnits,
  specificity,
  splitOccurrences,
} from "@lab/analysis";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { randomModel, randomText } from "../models.ts";
import { lineBreaks, loudModel } from "./models.ts";

/** Twenty units of which five are constants. */
function halfConstant(): ReturnType<typeof loudModel> {
  const model = loudModel({ loud: { 2: 4, 5: 4 } });
  const { Wxh, bh, vocabularySize: V } = model.parameters;
  for (const unit of [0, 4, 8, 12, 16]) {
    Wxh.fill(0, unit * V, (unit + 1) * V);
    bh[unit] = 2;
  }
  return model;
}

Deno.test("randomSets() draws sets of as many different units, only from those that vary, evenly", () => {
  const { behaviour } = lineBreaks(halfConstant());
  const sets = randomSets(behaviour, [1, 2, 3], { sets: 3000 });
  const counts = new Float64Array(20);
  for (const set of sets) {
    assertEquals(new Set(set).size, 3);
    for (const unit of set) counts[unit]++;
  }
  for (let unit = 0; unit < 20; unit++) {
    if (unit % 4 === 0 && unit < 20) assertEquals(counts[unit], 0, `unit ${unit} is constant`);
    else assert(Math.abs(counts[unit] - 600) < 100, `unit ${unit}: ${counts[unit]}`);
  }
  assertEquals(sets, randomSets(behaviour, [1, 2, 3], { sets: 3000 }));
});

Deno.test("randomSets() matched in variance takes units that vary nearly as much", () => {
  const model = loudModel({ loud: {}, hiddenSize: 60 });
  const { Wxh, vocabularySize: V } = model.parameters;
  for (let unit = 0; unit < 60; unit++) {
    for (let k = 0; k < V; k++) Wxh[unit * V + k] = (0.1 + unit / 60) * (k < 3 ? 1 : -1);
  }
  const { behaviour } = lineBreaks(model);
  for (const set of randomSets(behaviour, [10, 40], { matched: "variance", sets: 200 })) {
    assertEquals(new Set(set).size, 2);
    assert(Math.abs(set[0] - 10) <= 6 && Math.abs(set[1] - 40) <= 6, `${set}`);
  }
});

Deno.test("randomSets() refuses more units than vary", () => {
  const { behaviour } = lineBreaks(halfConstant());
  const units = Array.from({ length: 16 }, (_, unit) => unit);
  assertThrows(
    () => randomSets(behaviour, units),
    RangeError,
    "no more than the 15 units that vary",
  );
  assertThrows(() => randomSets(behaviour, [1], { sets: 0 }), RangeError, "'sets' must be");
});

Deno.test("ablationCurves() ends where all units are in, and its bands hold random sets", () => {
  const model = randomModel(7);
  const behaviour = collectBehaviour(model, randomText(model, 300, 7), {
    after: ":",
    targets: " \n",
  });
  for (const by of ["mean", "resample"] as const) {
    const curves = ablationCurves(behaviour, { by, sizes: [1, 5, 11], randomSets: 9 });
    const last = curves.points.at(-1)!;
    assertAlmostEquals(last.kept, curves.full, 1e-9);
    assertAlmostEquals(last.removed, curves.floor, 1e-9);
    assertAlmostEquals(last.randomRemoved.low, last.randomRemoved.high, 1e-9);
    for (const { randomKept: { low, median, high } } of curves.points) {
      assert(low <= median && median <= high);
    }
    assertEquals(curves, ablationCurves(behaviour, { by, sizes: [11, 1, 5], randomSets: 9 }));
    const [first] = curves.points;
    const units = curves.ranking.slice(0, 1);
    if (by === "mean") {
      assertAlmostEquals(first.kept, ablate(behaviour, { units, keep: true }).changed, 1e-9);
    }
  }
  assertThrows(() => ablationCurves(behaviour, { sizes: [0] }), RangeError, "'sizes' must be");
  assertThrows(() => ablationCurves(behaviour, { ranking: [] }), RangeError, "at least one");
});

Deno.test("ablationCurves() ranks the units that vary, and random orders begin with these", () => {
  const { behaviour } = lineBreaks(halfConstant());
  const { ranking, points, areas, randomAreas } = ablationCurves(behaviour, { randomSets: 20 });
  assertEquals(ranking.length, 15);
  assertEquals(ranking, rankUnits(behaviour).map(({ unit }) => unit).filter((u) => u % 4 !== 0));
  assertEquals(points.at(-1)!.size, 15);
  assert(randomAreas.every(({ cpr }) => cpr < areas.cpr));
  const ranked = rankUnits(behaviour).map(({ unit }) => unit);
  const all = ablationCurves(behaviour, { ranking: ranked, sizes: [15, 20], randomSets: 20 });
  assertAlmostEquals(all.points[0].randomKept.low, all.points[0].randomKept.high, 1e-9);
});

Deno.test("specificity() tells a set for one behaviour from one that everything needs", () => {
  const { behaviour, text } = lineBreaks(loudModel({ loud: { 2: 4, 5: 4 }, noise: 0.5 }));
  const { own, random, pRatio, places, matched } = specificity(behaviour, text, [2, 5]);
  assert(own.ratio > 3 && pRatio <= 0.02, `${own.ratio}, p ${pRatio}`);
  assertEquals([random.length, matched], [199, "number"]);
  assertEquals(places, [...text].filter((character) => character !== ":").length);
  const { share } = ablate(behaviour, { units: [2, 5] });
  assertAlmostEquals(own.left, share, 0.02);
  const other = specificity(behaviour, text, [6, 9], { matched: "variance" });
  assert(other.pRatio > 0.05 && other.pLeft > 0.05 && other.pKept > 0.05);
  assertEquals(other.matched, "variance");
});

Deno.test("specificity() counts sets that do as well, not only those that do better", () => {
  // Only two units vary, so that each random set is the set itself.
  const model = loudModel({ loud: { 0: 4, 1: 2 }, hiddenSize: 2 });
  const { behaviour, text } = lineBreaks(model);
  const { own, random, pRatio, pKept, pLeft } = specificity(behaviour, text, [0, 1], { sets: 9 });
  assert(random.every(({ units }) => units.length === 2) && own.units.length === 2);
  const one = specificity(behaviour, text, [0], { sets: 9, seed: 2 });
  const same = 1 + one.random.filter(({ units }) => units[0] === 0).length;
  assert(same > 1 && same < 10);
  assertEquals([one.pKept, one.pLeft], [same / 10, same / 10]);
  assert(pRatio > 0 && pKept > 0 && pLeft > 0);
});

Deno.test("specificity() on half of the occurrences leaves the other half out of what is elsewhere", () => {
  const { behaviour, text } = lineBreaks(loudModel({ loud: { 2: 4, 5: 4 }, noise: 0.5 }));
  const [chosenOn, heldOut] = splitOccurrences(behaviour);
  const whole = specificity(behaviour, text, [2, 5], { sets: 1 });
  const half = specificity(heldOut, text, [2, 5], { sets: 1, exclude: chosenOn.positions });
  assertEquals([half.places, half.own.elsewhere], [whole.places, whole.own.elsewhere]);
  const mixed = specificity(heldOut, text, [2, 5], { sets: 1 });
  assertEquals(mixed.places, whole.places + chosenOn.positions.length);
  assert(mixed.own.elsewhere.mean > whole.own.elsewhere.mean);
});

Deno.test("specificity() draws places where there are too many", () => {
  const { behaviour, text } = lineBreaks(loudModel({ loud: { 2: 4, 5: 4 }, noise: 0.5 }));
  const measure = (options: { most?: number; seed?: number }) =>
    specificity(behaviour, text, [2, 5], { sets: 1, ...options });
  const whole = measure({});
  assertEquals(measure({ most: 2000 }), whole);
  const draws = [1, 2, 3].map((seed) => measure({ most: 100, seed }));
  assertEquals(new Set(draws.map(({ own }) => own.elsewhere.mean)).size, 3);
  for (const { places, own } of draws) {
    assertEquals(places, 100);
    const { mean, error } = own.elsewhere;
    assert(Math.abs(mean - whole.own.elsewhere.mean) < 4 * error);
    assert(error > 3 * whole.own.elsewhere.error); // a 17th of the places
  }
  assertThrows(() => measure({ most: 1 }), RangeError, "'most' must be an integer >= 2");
});

Deno.test("specificity() refuses another text, and a pool with nothing but occurrences", () => {
  const { behaviour, text } = lineBreaks(loudModel({ loud: { 2: 4 } }));
  assertThrows(
    () => specificity(behaviour, text + "a", [2]),
    RangeError,
    "Cannot measure specificity as 'text' must be the 2000 characters",
  );
  const pool = [...behaviour.positions.slice(0, 50)];
  const { model } = behaviour;
  const only = collectBehaviour(model, text, { after: ":", targets: "\n", pool });
  assertThrows(
    () => specificity(only, text, [2]),
    RangeError,
    "no occurrences: current number is 0",
  );
});
