import {
  ablate,
  ablationCurves,
  type Behaviour,
  BehaviourRecorder,
  circuitOf,
  collectBehaviour,
  cutInputs,
  rankUnits,
  searchUnits,
  selectOccurrences,
  splitOccurrences,
  thinOccurrences,
} from "@lab/analysis";
import { zeroParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { Vocabulary } from "@lab/text";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "../property.ts";
import { randomModel, randomText } from "./models.ts";

const random = (seed: number, length = 300): Behaviour => {
  const model = randomModel(seed);
  return collectBehaviour(model, randomText(model, length, seed), { after: ":", targets: " \n" });
};
const ALL = Array.from({ length: 11 }, (_, unit) => unit);

/**
 * A network whose behaviour is known: units 2 and 5 fire at ":" and each asks for a line break, too
 * weakly alone; unit 7 fires at every character and asks for nothing; the others are noise.
 */
function plantedModel(): { parameters: ReturnType<typeof zeroParameters>; vocabulary: Vocabulary } {
  const vocabulary = new Vocabulary(":\n ab");
  const V = vocabulary.size;
  const H = 11;
  const parameters = zeroParameters({ hiddenSize: H, vocabularySize: V });
  const noise = new Random(4);
  for (let k = 0; k < parameters.Wxh.length; k++) parameters.Wxh[k] = 0.3 * noise.normal();
  for (let k = 0; k < parameters.Why.length; k++) parameters.Why[k] = 0.2 * noise.normal();
  for (const unit of [2, 5]) {
    for (let k = 0; k < V; k++) parameters.Wxh[unit * V + k] = k === 0 ? 5 : -5;
    parameters.Why[1 * H + unit] = 4;
  }
  parameters.bh[7] = 8;
  return { parameters, vocabulary };
}

function plantedBehaviour(): Behaviour {
  const model = plantedModel();
  return collectBehaviour(model, randomText(model, 2000, 1), { after: ":", targets: "\n" });
}

Deno.test("ablate() changes nothing when all units are kept", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9999 }), (seed) => {
      const behaviour = random(seed);
      for (const by of ["zero", "mean", "resample"] as const) {
        const { full, changed, klBits } = ablate(behaviour, { units: ALL, keep: true, by });
        assertAlmostEquals(changed, full, 1e-12);
        assertAlmostEquals(klBits, 0, 1e-12);
      }
    }),
    { numRuns: 20 },
  );
});

Deno.test("ablate() does the same whether units are kept or all others removed", () => {
  const behaviour = random(5);
  const units = [1, 4, 6];
  const others = ALL.filter((unit) => !units.includes(unit));
  for (const by of ["zero", "mean", "resample"] as const) {
    const kept = ablate(behaviour, { units, keep: true, by });
    const removed = ablate(behaviour, { units: others, by });
    assertAlmostEquals(kept.changed, removed.changed, 1e-12);
    assertAlmostEquals(kept.klBits, removed.klBits, 1e-12);
    assert(kept.range[0] <= kept.changed && kept.changed <= kept.range[1]);
  }
});

Deno.test("collectBehaviour() draws a pool of different steps of the text, the same for the same seed", () => {
  const model = randomModel(3);
  const draw = (): Behaviour =>
    collectBehaviour(model, randomText(model, 1000, 3), { after: ":", targets: " ", pool: 64 });
  const { pool, steps } = draw();
  assertEquals(pool.positions, draw().pool.positions);
  assertEquals(new Set(pool.positions).size, 64);
  assert(pool.positions.every((position) => position >= 0 && position < steps));
  const middle = pool.positions.reduce((sum, position) => sum + position, 0) / 64;
  assert(Math.abs(middle - 500) < 150, `drawn evenly, the mean position is ${middle}`);
});

Deno.test("splitOccurrences() and thinOccurrences() give each occurrence its own states", () => {
  const behaviour = random(2);
  const [first, second] = splitOccurrences(behaviour);
  const both = [...first.positions, ...second.positions].sort((a, b) => a - b);
  assertEquals(both, [...behaviour.positions]);
  assertEquals(second.hs.subarray(0, 11), behaviour.hs.subarray(11, 22));
  assertEquals(second.hPrevs.subarray(0, 11), behaviour.hPrevs.subarray(11, 22));
  assertEquals(thinOccurrences(behaviour, 7).positions.length, 7);
  assertEquals(thinOccurrences(behaviour, 1e6), behaviour);
});

Deno.test("rankUnits() and searchUnits() find the units that were planted, and only these", () => {
  const behaviour = plantedBehaviour();
  assertEquals(rankUnits(behaviour).slice(0, 2).map(({ unit }) => unit).sort(), [2, 5]);
  const [first, second] = splitOccurrences(behaviour);
  const goals = { keep: ablate(behaviour, { units: [2] }).full - 0.02, remove: 0.3, resample: 0.5 };
  const found = searchUnits(first, second, { goals, maxUnits: 4 });
  assertEquals(found.best.units, [2, 5]);
  assert(found.best.met && found.best.heldOutMet);
  assertEquals(found.steps.map(({ size }) => size), [1, 2]);
});

Deno.test("searchUnits() scores its sets as ablate() does, and keeps growing until the goals are met", () => {
  const [first, second] = splitOccurrences(random(6, 600));
  const { steps, best } = searchUnits(first, second, { goals: { remove: 0 }, maxUnits: 3 });
  assertEquals(steps.map(({ size }) => size), [1, 2, 3]);
  assertEquals([best.units, best.met], [steps[2].units, false]);
  for (const { units, kept, removed } of steps) {
    assertAlmostEquals(removed, ablate(first, { units }).changed, 1e-9);
    assertAlmostEquals(kept, ablate(first, { units, keep: true }).changed, 1e-9);
  }
  assertAlmostEquals(
    best.heldOut.kept,
    ablate(second, { units: best.units, keep: true }).changed,
    1e-12,
  );
  assertAlmostEquals(
    best.heldOut.resampled,
    ablate(second, { units: best.units, by: "resample" }).changed,
    1e-12,
  );
});

Deno.test("searchUnits() ends where no exchange of one unit for another serves better", () => {
  // All but the last goal are always met, so that what is left to better is the sum of the scores.
  const goals = { keep: -1, within: 2, remove: 2, resample: -1 };
  for (let seed = 1; seed <= 8; seed++) {
    const [first, second] = splitOccurrences(random(seed, 300));
    const loss = (units: readonly number[]): number => {
      const { changed, targets } = ablate(first, { units, keep: true });
      const deviation = Math.max(...targets.map((t) => Math.abs(t.changed - t.full)));
      return deviation - changed + ablate(first, { units }).changed;
    };
    const { units } = searchUnits(first, second, { goals, maxUnits: 6 }).best;
    const others = ALL.filter((unit) => !units.includes(unit));
    const exchanged = units.flatMap((minus) =>
      others.map((plus) => [...units.filter((unit) => unit !== minus), plus])
    );
    assertEquals([units.length, exchanged.length], [6, 30]);
    assert(Math.min(...exchanged.map(loss)) > loss(units) - 1e-4, `seed ${seed}`);
  }
});

Deno.test("searchUnits() finds large sets too, and takes out what they do not need", () => {
  const model = randomModel(3, 60);
  for (let k = 0; k < 60 * 60; k++) model.parameters.Whh[k] *= 0.1;
  for (let k = 0; k < 60 * 7; k++) model.parameters.Why[k] *= 0.3;
  const behaviour = collectBehaviour(model, randomText(model, 1500, 3), {
    after: ":",
    targets: " \n",
  });
  const [first, second] = splitOccurrences(behaviour);
  const goals = { keep: 0, within: 0.02, remove: 1, resample: 1 };
  const { best, steps } = searchUnits(first, second, { purpose: "suffice", goals });
  assert(best.met && best.size <= steps.at(-1)!.size);
  for (const unit of best.units) {
    const units = best.units.filter((other) => other !== unit);
    if (units.length === 0) continue;
    const { targets } = ablate(first, { units, keep: true });
    const deviation = Math.max(...targets.map((t) => Math.abs(t.changed - t.full)));
    assert(deviation > 0.02 - 0.005 - 1e-9, `unit ${unit} is not needed: ${deviation}`);
  }
});

Deno.test("searchUnits() bears weights so large that one unit moves a logit by thousands", () => {
  const model = randomModel(3);
  for (let k = 0; k < model.parameters.Why.length; k++) model.parameters.Why[k] *= 2000;
  const behaviour = collectBehaviour(model, randomText(model, 300, 3), {
    after: ":",
    targets: " \n",
  });
  const [first, second] = splitOccurrences(behaviour);
  for (const { kept, removed, units } of searchUnits(first, second, { maxUnits: 4 }).steps) {
    assertAlmostEquals(kept, ablate(first, { units, keep: true }).changed, 1e-9);
    assertAlmostEquals(removed, ablate(first, { units }).changed, 1e-9);
  }
});

Deno.test("searchUnits() for one purpose is no worse at it than any single unit", () => {
  const [first, second] = splitOccurrences(random(8, 600));
  const search = (purpose: "suffice" | "break"): number =>
    searchUnits(first, second, { purpose, maxUnits: 1, goals: { keep: 1, within: 1, remove: 0 } })
      .best.units[0];
  const removed = ALL.map((unit) => ablate(first, { units: [unit] }).changed);
  assertEquals(removed.indexOf(Math.min(...removed)), search("break"));
  const kept = ALL.map((unit) => {
    const { changed, targets } = ablate(first, { units: [unit], keep: true });
    const deviation = Math.max(...targets.map((t) => Math.abs(t.changed - t.full)));
    // what the search weighs: how far P is from 1, and how far each target is from the full network
    return 1.05 * (1 - changed) + 0.05 * deviation + Math.max(0, deviation - 1);
  });
  assertEquals(kept.indexOf(Math.min(...kept)), search("suffice"));
});

Deno.test("ablationCurves() ends where all units are in, and its bands hold random sets", () => {
  const behaviour = random(7);
  const curves = ablationCurves(behaviour, { sizes: [1, 5, 11], randomSets: 9 });
  const last = curves.points.at(-1)!;
  assertAlmostEquals(last.kept, curves.full, 1e-9);
  assertAlmostEquals(last.randomRemoved.low, last.randomRemoved.high, 1e-9);
  for (const { randomKept: { low, median, high } } of curves.points) {
    assert(low <= median && median <= high);
  }
  assertEquals(curves, ablationCurves(behaviour, { sizes: [11, 1, 5], randomSets: 9 }));
});

Deno.test("cutInputs() finds that a network without recurrence needs only its input", () => {
  const cuts = cutInputs(plantedBehaviour());
  const full = cuts[0].value;
  for (const { cut, by, value } of cuts) {
    if (cut === "Whh") assertAlmostEquals(value, full, 1e-12);
    if (cut === "Wxh" && by !== "zero") assert(value < full - 0.3);
  }
});

Deno.test("circuitOf() lists the weights with their coordinates and what they carry", () => {
  const behaviour = random(4);
  const { parameters } = behaviour.model;
  const { edges, units } = circuitOf(behaviour, [8, 3]);
  assertEquals(edges.map(({ from, to }) => `${from}→${to}`), [
    "input→8",
    "input→3",
    "8→ ",
    "8→\n",
    "3→ ",
    "3→\n",
  ]);
  assertEquals(edges[1].coordinates, "Wxh[3, 2]");
  assertEquals(edges[1].weight, parameters.Wxh[3 * 7 + 2]);
  assertEquals(edges[3].coordinates, "Why[3, 8]");
  assertEquals(edges[3].weight, parameters.Why[3 * 11 + 8]);
  assertAlmostEquals(
    edges[3].carries,
    edges[3].weight * (units[0].hAtOccurrences - units[0].hOverText),
    1e-15,
  );
});

Deno.test("ablation refuses empty sets, wrong units, unknown characters and behaviours that never occur", () => {
  const behaviour = random(1);
  const { model } = behaviour;
  const by = "noise" as "zero";
  assertThrows(() => ablate(behaviour, { units: [] }), RangeError, "at least one hidden unit");
  assertThrows(() => ablate(behaviour, { units: [11] }), RangeError, "from 0 to 10");
  assertThrows(() => ablate(behaviour, { units: [2, 2] }), RangeError, "2 is repeated");
  assertThrows(() => ablate(behaviour, { units: [2], by }), RangeError, "is noise");
  assertThrows(() => circuitOf(behaviour, [-1]), RangeError, "is -1");
  const options = { after: ":", targets: " " };
  assertThrows(
    () => collectBehaviour(model, "ab", options),
    RangeError,
    "Cannot collect a behaviour as 'after' must occur in the text: current number is 0",
  );
  assertThrows(
    () => collectBehaviour(model, "ab:", { ...options, pool: [9] }),
    RangeError,
    "a step of 'pool' must occur",
  );
  assertThrows(
    () => collectBehaviour(model, "ab:", { ...options, targets: "z" }),
    RangeError,
    "'targets' must hold",
  );
  assertThrows(
    () => collectBehaviour(model, "ab:", { ...options, after: "" }),
    RangeError,
    "'after' must have at least one character",
  );
  assertThrows(
    () => collectBehaviour(model, "ab:", { ...options, after: [2, 3] }),
    RangeError,
    "'after' must hold time steps of the text's 3, from 0: current value has 3",
  );
  assertThrows(
    () => collectBehaviour(model, "ab:", { ...options, after: 2 as never }),
    TypeError,
    "'after' must be characters, time steps or a predicate: current value is number",
  );
  assertThrows(
    () => collectBehaviour(model, "ab:", { ...options, against: "a " }),
    RangeError,
    "'against' must hold other characters than 'targets': current value has \" \"",
  );
  assertThrows(
    () => new BehaviourRecorder(model, { ...options, after: () => true }),
    TypeError,
    "give it the time steps, placesIn(text, after)",
  );
  assertThrows(
    () => collectBehaviour(model, "ab:", { ...options, pool: [] }),
    RangeError,
    "'pool' must be an integer >= 1: current value is 0",
  );
  assertThrows(() => searchUnits(behaviour, behaviour, { maxUnits: 12 }), RangeError, "1 to 11");
  assertThrows(() => ablationCurves(behaviour, { sizes: [0] }), RangeError, "'sizes' must be");
  assertThrows(() => ablationCurves(behaviour, { ranking: [] }), RangeError, "at least one");
  assertThrows(() => selectOccurrences(behaviour, []), RangeError, "is 0");
  assertThrows(() => splitOccurrences(selectOccurrences(behaviour, [0])), RangeError, "is 1");
});
