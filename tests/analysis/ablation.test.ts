import {
  ablate,
  type Behaviour,
  BehaviourRecorder,
  circuitOf,
  collectBehaviour,
  cutInputs,
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

Deno.test("cutInputs() finds that a network without recurrence needs only its input", () => {
  const cuts = cutInputs(plantedBehaviour());
  const full = cuts[0].value;
  for (const { cut, by, value } of cuts) {
    if (cut === "Whh") assertAlmostEquals(value, full, 1e-12);
    if (cut === "Wxh" && by !== "zero") assert(value < full - 0.3);
  }
});

Deno.test("cutInputs() draws states and characters where there are too many, and its errors hold the draw", () => {
  const behaviour = random(6, 600);
  const resampled = (options: Parameters<typeof cutInputs>[1]) =>
    cutInputs(behaviour, options).filter(({ by }) => by === "resample");
  const whole = resampled({});
  assertEquals(resampled({ most: 600, seed: 2 }), whole);
  const draws = Array.from({ length: 200 }, (_, seed) => resampled({ most: 4, seed }));
  assertEquals(resampled({ most: 4, seed: 7 }), draws[7]);
  whole.forEach(({ value, error }, k) => {
    const values = draws.map((cuts) => cuts[k].value);
    const average = values.reduce((sum, each) => sum + each, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, each) => sum + (each - average) ** 2, 0) / 199);
    assertAlmostEquals(average, value, 4 * spread / Math.sqrt(200)); // as likely as they are in the text
    const expected = Math.hypot(spread, error);
    const said = draws.reduce((sum, cuts) => sum + cuts[k].error ** 2, 0) / 200;
    assert(said > 0.5 * expected ** 2 && said < 2 * expected ** 2);
  });
  const others = (options: Parameters<typeof cutInputs>[1]) =>
    cutInputs(behaviour, options).filter(({ by }) => by !== "resample");
  assertEquals(others({ most: 4 }), others({}));
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
  assertThrows(() => selectOccurrences(behaviour, []), RangeError, "is 0");
  assertThrows(() => splitOccurrences(selectOccurrences(behaviour, [0])), RangeError, "is 1");
});
