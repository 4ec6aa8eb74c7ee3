/** Patch scans and ablation through time: what they say where the answer is known, and what they refuse. */
import {
  ablateThroughTime,
  carriersIn,
  collectBehaviour,
  mainCarriersIn,
  pairPlaces,
  type PatchScan,
  patchScan,
  plantCircuit,
  recordActivations,
  scoreCarriers,
} from "@lab/analysis";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { randomModel, randomText } from "../models.ts";

const model = randomModel(8);
const pair = { clean: "a bad cab:".replace("c", "d"), corrupted: "a bed dab:" };

Deno.test("patchScan() of all units at once gives the other run's measure wherever the rest is the same", () => {
  for (const patch of ["into clean", "into corrupted"] as const) {
    const { together, clean, corrupted, read } = patchScan(model, [pair], { targets: " ", patch });
    assertEquals(read.join(""), ":bad d" + "" + "b a");
    for (let depth = 0; depth <= 6; depth++) {
      assertAlmostEquals(together[depth], clean - corrupted, 1e-12);
    }
    assertEquals([...together.slice(8)], [0, 0]);
  }
});

Deno.test("patchScan() to first order is exact at the decision for a lead, and near it for small differences", () => {
  const scan = patchScan(model, [pair], { targets: " ", against: "a", maxDepth: 3 });
  for (let row = 0; row < scan.units.length; row++) {
    assertAlmostEquals(scan.firstOrder[row * 4], scan.effects[row * 4], 1e-10);
  }
  const calm = randomModel(8);
  calm.parameters.Wxh.forEach((w, k, Wxh) => Wxh[k] = 1e-4 * w);
  calm.parameters.Whh.forEach((w, k, Whh) => Whh[k] = 0.2 * w);
  const small = patchScan(calm, [pair], { targets: " ", maxDepth: 6 });
  const largest = Math.max(...small.effects.map(Math.abs));
  assert(largest > 0);
  small.effects.forEach((effect, k) => {
    assertAlmostEquals(effect / largest, small.firstOrder[k] / largest, 1e-3);
  });
});

Deno.test("patchScan() sees in a saturated latch what one gradient does not", () => {
  const { model, mechanism, behaviour, rival, pairs } = plantCircuit("latch", 1);
  const scan = patchScan(model, pairs(4, 1), {
    targets: behaviour.targets,
    against: rival,
    units: mechanism.cell.slice(0, 1),
    maxDepth: 4,
  });
  const whole = scan.clean - scan.corrupted;
  for (let depth = 1; depth <= 4; depth++) {
    assert(scan.effects[depth] > 0.9 * whole && scan.errors[depth] < 0.1 * whole);
    assert(Math.abs(scan.firstOrder[depth]) < 0.2 * whole);
  }
});

Deno.test("patchScan() finds no backup by P, as the others stand in, and each by the lead or in the corrupted run", () => {
  const { model, mechanism, behaviour, rival, pairs } = plantCircuit("backups", 2);
  const { targets } = behaviour;
  const rows = { units: mechanism.backup, maxDepth: 0 };
  const all = mechanism.backup.toSorted();
  const found = (options: object): number[] =>
    carriersIn(patchScan(model, pairs(4, 1), { targets, ...rows, ...options }))[0].toSorted();
  assertEquals(found({}), []);
  assertEquals(found({ against: rival }), all);
  assertEquals(found({ patch: "into corrupted" }), all);
});

Deno.test("patchScan() reads back as far as the shortest text, at most 20 characters, when nobody says how far", () => {
  const depths = (clean: number, corrupted: number): number =>
    patchScan(model, [{
      clean: randomText(model, clean, 1),
      corrupted: randomText(model, corrupted, 2),
    }], {
      targets: " ",
      units: [0],
    }).read.length;
  assertEquals([depths(5, 9), depths(9, 4), depths(50, 40)], [5, 4, 21]);
});

Deno.test("patchScan() names the characters that all texts share", () => {
  const texts = [pair, { clean: "ad:", corrupted: "bd:" }];
  assertEquals(patchScan(model, texts, { targets: " " }).read, [":", "", ""]);
  assertEquals(patchScan(model, texts.slice(1), { targets: " " }).read, [":", "d", ""]);
});

Deno.test("patchScan() refuses to scan nothing, further back than the texts go, and unknown characters", () => {
  const scan = (options: object, pairs = [pair]) => (): unknown =>
    patchScan(model, pairs, { targets: " ", ...options });
  assertThrows(
    scan({}, []),
    RangeError,
    "Cannot scan patches as 'pairs.length' must be an integer >= 1",
  );
  assertThrows(scan({ maxDepth: 10 }), RangeError, "'maxDepth' must be an integer from 0 to 9");
  assertThrows(scan({ units: [11] }), RangeError, "'units' must be integers from 0 to 10");
  assertThrows(scan({ targets: "x" }), RangeError, "'targets' must hold characters");
  assertThrows(scan({ against: "x" }), RangeError, "'against' must hold characters");
  assertThrows(scan({}, [{ clean: "", corrupted: "a" }]), RangeError);
});

/** A scan of three units at two depths. */
const scanned = (effects: number[], errors: number[] = Array(6).fill(0)): PatchScan =>
  ({
    units: [4, 7, 2],
    read: [":", "a"],
    clean: 9,
    corrupted: -1,
    effects: Float64Array.from(effects),
    errors: Float64Array.from(errors),
    firstOrder: new Float64Array(6),
  }) as unknown as PatchScan;

Deno.test("carriersIn() counts effects from a tenth of the whole on that are two standard errors above 0", () => {
  assertEquals(carriersIn(scanned([1, 0.99, 3, -5, 1.01, 10])), [[7, 2, 4], [2]]);
  assertEquals(carriersIn(scanned([1, 0, 3, 0, 0, 0], [0.5, 0, 1.51, 0, 0, 0])), [[4], []]);
  assertEquals(carriersIn(scanned([1, 0, 3, 0, 0, 0], Array(6).fill(NaN))), [[7, 4], []]);
  assertEquals(carriersIn(scanned([1, 0, 3, 0, 0, 0]), 0.3), [[7], []]);
});

Deno.test("mainCarriersIn() names units whose interval of 95 % is above one half of the whole", () => {
  assertEquals(mainCarriersIn(scanned([5, 5.01, 3, 9, 6, 10])), [[2], [2, 7, 4]]);
  assertEquals(mainCarriersIn(scanned([7, 0, 7, 0, 0, 0], [1, 0, 1.03, 0, 0, 0])), [[4], []]);
  assertEquals(mainCarriersIn(scanned([9, 0, 9, 0, 0, 0], Array(6).fill(NaN))), [[], []]);
  assertEquals(mainCarriersIn({ ...scanned([9, 0, 9, 0, 0, 0]), clean: -1 }), [[], []]);
});

Deno.test("scoreCarriers() gives each carrier its share of the other pairs' difference, with an interval", () => {
  const chosenOn = scanned([1, 0.5, 3, -5, 0, 10]);
  const heldOut = {
    ...scanned([0.2, 9, -0.5, 9, 9, 1], [0.1, 9, 0.05, 9, 9, 0.02]),
    units: [2, 7, 4],
    clean: 3,
    corrupted: 1,
    firstOrder: Float64Array.of(8, 8, 2, 8, -0.5, 8),
  };
  const rows = scoreCarriers(chosenOn, heldOut);
  assertEquals(
    rows.map((
      { unit, depth, chosenOn, heldOut, firstOrder },
    ) => [unit, depth, chosenOn, heldOut.mean, heldOut.error, firstOrder]),
    [[7, 0, 0.3, -0.25, 0.025, 1], [4, 0, 0.1, 4.5, 4.5, -0.25], [2, 1, 1, 4.5, 4.5, 4]],
  );
  assertAlmostEquals(rows[0].heldOut.interval[0], -0.25 - 1.96 * 0.025, 1e-5);
  assertEquals(scoreCarriers(chosenOn, heldOut, 0.5).map(({ unit }) => unit), [2]);
  for (const clean of [0, 1]) {
    assertEquals(scoreCarriers(chosenOn, { ...heldOut, clean }), [], "there is nothing to share");
    assertEquals(carriersIn({ ...heldOut, clean }), [[], []]);
  }
});

Deno.test("scoreCarriers() refuses a scan that lacks a carrier's unit or depth", () => {
  const chosenOn = scanned([1, 0, 0, 0, 0, 10]);
  const score = (other: object) => (): unknown =>
    scoreCarriers(chosenOn, { ...chosenOn, ...other });
  assertThrows(score({ units: [4, 7, 1] }), RangeError, "must have unit 2 at depth 1");
  assertThrows(score({ read: [":"] }), RangeError, "must have unit 2 at depth 1");
});

Deno.test("pairPlaces() spreads both kinds of places over the text, with enough text before each", () => {
  const text = Array.from({ length: 10 }, (_, k) => "ab d"[k % 4] + "b:a\n:\n").join("");
  const options = { clean: ":\n", corrupted: ":a", count: 2, characters: 4 };
  const [first, second] = pairPlaces(model, text, options);
  assertEquals([first.clean, first.corrupted], ["a\n:\n", " b:a"]);
  assertEquals([second.clean, second.corrupted], ["a\n:\n", "db:a"]);
  const late = { clean: [0, 2, 69], corrupted: [5, 8, 69], count: 1 };
  assertEquals(pairPlaces(model, text, { ...late, characters: 7 })[0].clean, text.slice(63, 70));
  assertEquals(pairPlaces(model, text, { ...late, characters: 6 })[0].corrupted, text.slice(3, 9));
  assertEquals(pairPlaces(model, text, late)[0].clean, text.slice(49, 70));
});

Deno.test("pairPlaces() begins each text with the state of the whole text, and patchScan() goes on from there", () => {
  const text = randomText(model, 200, 3);
  const pairs = pairPlaces(model, text, {
    clean: [50, 150],
    corrupted: [99],
    count: 1,
    characters: 7,
  });
  const { hs } = { hs: recordActivations(model, text, { record: ["h"] }).values.h! };
  assertEquals(pairs[0].starts!.clean, Float64Array.from(hs.subarray(143 * 11, 144 * 11)));
  const scan = patchScan(model, pairs, { targets: " ", maxDepth: 6 });
  const [clean, corrupted] = [150, 99].map((t) =>
    recordActivations(model, text.slice(0, t + 1), { record: ["probs"] }).values.probs!
      .slice(-model.vocabulary.size)[model.vocabulary.indexOf(" ")]
  );
  assertAlmostEquals(scan.clean, clean, 1e-12);
  assertAlmostEquals(scan.corrupted, corrupted, 1e-12);
  const wrong = {
    ...pairs[0],
    starts: { clean: new Float64Array(10), corrupted: new Float64Array(11) },
  };
  assertThrows(() => patchScan(model, [wrong], { targets: " " }), TypeError, "must hold [11]");
  const [begun] = pairPlaces(model, text, { clean: [6], corrupted: [6], count: 1, characters: 7 });
  assertEquals(begun.starts!.clean, new Float64Array(11));
});

Deno.test("pairPlaces() refuses when there are not as many places", () => {
  const pair = (options: object) => (): unknown =>
    pairPlaces(model, "ab:ab", { clean: "a", corrupted: "b", count: 2, characters: 1, ...options });
  assertThrows(
    pair({ count: 3, clean: [0, 1, 2] }),
    RangeError,
    "'corrupted' must name at least 3 with 0 characters",
  );
  assertThrows(pair({ characters: 4 }), RangeError, "before them: current number is 1");
  assertThrows(pair({ count: 0 }), RangeError, "'count' must be an integer >= 1");
  assertThrows(pair({ characters: 0 }), RangeError, "'characters' must be an integer >= 1");
});

Deno.test("collectBehaviour() collects what there is when units are silenced at every step", () => {
  const text = randomText(model, 60, 1);
  const silence = { units: [1, 3], values: new Float64Array(11).fill(0.25) };
  const { hs, mean } = collectBehaviour(model, text, { after: ":", targets: " ", silence });
  assertEquals([hs[1], hs[3], hs[11 + 1], mean[1], mean[3]], Array(5).fill(0.25));
  assert(hs[0] !== 0.25);
});

Deno.test("ablateThroughTime() breaks a latch by its cell, which ablation at the decision does not miss", () => {
  const { model, mechanism, behaviour, opposite, write } = plantCircuit("latch", 1);
  const text = write(1500, 3);
  const [cell, reader] = [mechanism.cell, mechanism.reader].map((units) =>
    [behaviour, opposite!].map((asked) => {
      const collected = collectBehaviour(model, text, asked);
      const { full, atDecision, lost } = ablateThroughTime(collected, text, { units });
      return { late: full - atDecision, always: lost.mean };
    })
  );
  assert(cell.every(({ late }) => Math.abs(late) < 0.01));
  assert(Math.max(...cell.map(({ always }) => always)) > 0.3);
  assert(Math.max(...reader.map(({ late }) => late)) > 0.3);
});

Deno.test("ablateThroughTime() refuses another text, and to silence no unit", () => {
  const text = randomText(model, 60, 1);
  const behaviour = collectBehaviour(model, text, { after: ":", targets: " " });
  const units = [...Array(11).keys()];
  assertThrows(
    () => ablateThroughTime(behaviour, text + "a", { units: [1] }),
    RangeError,
    "'text' must be the behaviour's of 60 characters: current length is 61",
  );
  assertThrows(() => ablateThroughTime(behaviour, text, { units: [] }), RangeError, "at least one");
  assertThrows(
    () => ablateThroughTime(behaviour, text, { units, keep: true }),
    RangeError,
    "at least one",
  );
});
