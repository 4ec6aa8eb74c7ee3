/** Searches for the smallest set, on networks whose smallest sets are known. */
import {
  ablate,
  type Behaviour,
  collectBehaviour,
  scoreSet,
  type SearchProgress,
  searchPurposes,
  searchUnits,
  splitOccurrences,
} from "@lab/analysis";
import { zeroParameters } from "@lab/model";
import { Vocabulary } from "@lab/text";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { randomModel, randomText } from "../models.ts";
import { lineBreaks, loudModel } from "./models.ts";

const halves = (model: ReturnType<typeof loudModel>): [Behaviour, Behaviour] =>
  splitOccurrences(lineBreaks(model).behaviour);

/** Every set of up to `most` of the units. */
function* setsUpTo(most: number, units: readonly number[], from = 0): Generator<number[]> {
  for (let i = from; i < units.length; i++) {
    yield [units[i]];
    if (most > 1) {
      for (const rest of setsUpTo(most - 1, units, i + 1)) yield [units[i], ...rest];
    }
  }
}

Deno.test("searchUnits() finds the units that were planted, and only these", async () => {
  const [first, second] = halves(loudModel({ loud: { 2: 4, 5: 4 } }));
  for (const { best, verdict, minimality, candidates } of await searchPurposes(first, second)) {
    assertEquals([best?.units, verdict], [[2, 5], "met"]);
    assertEquals([minimality, candidates], [{ noneUpTo: 1, unknown: [] }, 20]);
  }
});

Deno.test("searchUnits() finds which backups have to go, where none alone is missed", async () => {
  // Four units, each loud enough; three of them silenced leave one, and that is not enough.
  const model = loudModel({
    loud: { 3: 5, 7: 5, 11: 5, 16: 5 },
    bias: 0.5,
    hiddenSize: 24,
    noise: 0.4,
  });
  const [first, second] = halves(model);
  assert(ablate(second, { units: [3] }).share > 0.95);
  const results = await searchPurposes(first, second);
  const breaking = results[1].best!.units;
  assert(breaking.filter((unit) => [3, 7, 11, 16].includes(unit)).length >= 3, `${breaking}`);
  // Brute force over all sets of up to four units agrees on the size.
  const all = Array.from({ length: 24 }, (_, unit) => unit);
  const smallest = [...setsUpTo(4, all)].filter((units) =>
    units.length < breaking.length && ablate(first, { units }).share < 0.1 &&
    ablate(first, { units, by: "resample" }).share < 0.1
  );
  assertEquals(smallest, []);
});

Deno.test("searchUnits() breaks with no more units than it needs for both, and shares what it finds", async () => {
  for (const seed of [1, 2, 3]) {
    const model = randomModel(seed, 13);
    for (let k = 0; k < model.parameters.Why.length; k++) model.parameters.Why[k] *= 0.7;
    const behaviour = collectBehaviour(model, randomText(model, 600, seed), {
      after: ":",
      targets: " \n",
    });
    const [suffice, breaks, both] = await searchPurposes(...splitOccurrences(behaviour));
    if (both.verdict !== "met") continue;
    assert(
      suffice.best!.size <= both.best!.size && breaks.best!.size <= both.best!.size,
      `${seed}`,
    );
  }
});

Deno.test("searchUnits() scores its set as scoreSet() does, on the half that it did not see", async () => {
  const [first, second] = halves(loudModel({ loud: { 2: 4, 5: 4 } }));
  const { best } = await searchUnits(first, second, { purpose: "suffice" });
  assertEquals(best!.heldOut, scoreSet(second, best!.units));
  assertEquals(best!.chosenOn, scoreSet(first, best!.units));
});

Deno.test("searchUnits() tries all small sets as brute force does", async () => {
  const [first, second] = halves(
    loudModel({ loud: { 1: 1.5, 4: 1.5, 6: 1.5, 9: 1.5 }, hiddenSize: 12 }),
  );
  const goals = { keep: 0.9, by: ["mean"] as const };
  const { best, minimality } = await searchUnits(first, second, { purpose: "suffice", goals });
  const all = Array.from({ length: 12 }, (_, unit) => unit);
  const sizes = [...setsUpTo(4, all)].filter((units) =>
    ablate(first, { units, keep: true }).share >= 0.9
  ).map((units) => units.length);
  assertEquals(best!.size, Math.min(...sizes));
  assertEquals(minimality, { noneUpTo: best!.size - 1, unknown: [] });
  const cheap = await searchUnits(first, second, { purpose: "suffice", goals, exhaustive: 12 });
  assertEquals(cheap.minimality.noneUpTo, 1);
  assertEquals(
    cheap.minimality.unknown,
    cheap.best!.size > 2 ? [2, 3].slice(0, cheap.best!.size - 2) : [],
  );
});

/** The same network with characters that it never writes, so many in all. */
function withCharacters(model: ReturnType<typeof loudModel>, V: number): typeof model {
  const { parameters: { hiddenSize: H, ...narrow }, vocabulary: { characters } } = model;
  const more = Array.from(
    { length: V - characters.length },
    (_, k) => String.fromCodePoint(0x4e00 + k),
  );
  const parameters = zeroParameters({ hiddenSize: H, vocabularySize: V });
  parameters.Why.set(narrow.Why);
  parameters.Whh.set(narrow.Whh);
  parameters.bh.set(narrow.bh);
  parameters.by.fill(-50).set(narrow.by);
  for (let i = 0; i < H; i++) {
    parameters.Wxh.set(
      narrow.Wxh.subarray(i * characters.length, (i + 1) * characters.length),
      i * V,
    );
  }
  return { parameters, vocabulary: new Vocabulary([...characters, ...more].join("")) };
}

Deno.test("searchUnits() tries fewer small sets the more characters there are beyond a hundred", async () => {
  const narrow = loudModel({ loud: { 1: 1.5, 4: 1.5, 6: 1.5, 9: 1.5 }, hiddenSize: 12 });
  const text = lineBreaks(narrow).text.slice(0, 500);
  const noneUpTo = async (V: number, exhaustive: number): Promise<number> => {
    const wide = withCharacters(narrow, V);
    const parts = splitOccurrences(collectBehaviour(wide, text, { after: ":", targets: "\n" }));
    const goals = { keep: 0.9, by: ["mean"] as const };
    const options = { purpose: "suffice" as const, goals, exhaustive };
    return (await searchUnits(...parts, options)).minimality.noneUpTo;
  };
  // All sets of one unit are 12, for which 200 characters take twice the budget of 100.
  assertEquals([await noneUpTo(100, 12), await noneUpTo(100, 11)], [1, 0]);
  assertEquals([await noneUpTo(200, 24), await noneUpTo(200, 23)], [1, 0]);
});

Deno.test("searchUnits() says that there is nothing to search for where full network and floor agree", async () => {
  const nothing = await searchUnits(...halves(loudModel({ loud: {}, noise: 0 })));
  const { verdict, best, tried, candidates } = nothing;
  assertEquals([verdict, best], ["no behaviour", undefined]);
  assertEquals([tried, candidates], [20, 20]); // each unit once, to see what it does
});

Deno.test("searchUnits() asks for shares, so that a rare behaviour is broken by what carries it, not by any unit", async () => {
  // P(line break | ":") is 0.07, and 0.01 elsewhere: below any fixed 0.1 from the start.
  const [first, second] = halves(loudModel({ loud: { 2: 1, 5: 1 }, bias: -2.8, noise: 0.02 }));
  const { best, verdict } = await searchUnits(first, second, {
    purpose: "break",
    goals: { by: ["mean"] },
  });
  const { full, floor } = best!.heldOut.kept.mean;
  assert(full < 0.1 && floor > 0 && full > floor + 0.02, `${full}, ${floor}`);
  assertEquals([best!.units.slice(0, 2), verdict], [[2, 5], "met"]);
});

Deno.test("searchUnits() finds what holds a behaviour back as well as what brings it", async () => {
  // At ":" the two units speak against the line break, which is likely elsewhere.
  const [first, second] = halves(loudModel({ loud: { 2: -3, 5: -3 }, bias: 1 }));
  const [suffice, breaks] = await searchPurposes(first, second);
  assert(suffice.best!.heldOut.kept.mean.full < suffice.best!.heldOut.kept.mean.floor);
  assertEquals([suffice.best!.units, breaks.best!.units], [[2, 5], [2, 5]]);
});

Deno.test("searchUnits() goes by the lead in logits where targets are compared with other characters", async () => {
  const model = loudModel({ loud: { 2: 4, 5: 2, 8: 1 }, noise: 0.01 });
  const { behaviour } = lineBreaks(model, { against: "a" });
  const [suffice, breaks] = await searchPurposes(...splitOccurrences(behaviour), {
    goals: { by: ["mean"], keep: 0.8, leave: 0.2 },
  });
  assertEquals([suffice.best!.units, suffice.minimality.noneUpTo], [[2, 5], 1]);
  assertEquals([breaks.best!.units, breaks.verdict], [[2, 5], "met"]);
});

Deno.test("searchUnits() takes no set that does the behaviour more often than the network for one that keeps it", async () => {
  // At ":" unit 2 asks for a line break, and unit 5 speaks against it at half of the colons.
  const model = loudModel({ loud: { 2: 3, 5: -3 }, bias: -1, noise: 0.01 });
  const { Wxh, Whh, vocabularySize: V, hiddenSize: H } = model.parameters;
  for (let k = 0; k < V; k++) Wxh[7 * V + k] = k < 3 ? 3 : -3; // after ":", "\n" and " "
  for (let k = 0; k < V; k++) Wxh[5 * V + k] = k === 0 ? 0 : -6;
  Whh[5 * H + 7] = 5;
  const { behaviour } = lineBreaks(model);
  const [first, second] = splitOccurrences(behaviour);
  assert(ablate(behaviour, { units: [2], keep: true }).share > 1.05);
  const { best, verdict } = await searchUnits(first, second, { purpose: "suffice" });
  assertEquals([best!.units, verdict], [[2, 5], "met"]);
});

Deno.test("searchUnits() returns the best so far where the goals are out of reach", async () => {
  const [first, second] = halves(loudModel({ loud: { 2: 3, 5: 3, 9: 3, 13: 3 } }));
  const { best, verdict } = await searchUnits(first, second, { maxUnits: 2, purpose: "suffice" });
  assertEquals([best!.size, verdict], [2, "missed"]);
  assert(best!.units.every((unit) => [2, 5, 9, 13].includes(unit)));
});

Deno.test("searchUnits() reports its progress, and when stopped returns the best so far", async () => {
  const model = randomModel(3, 120);
  for (let k = 0; k < model.parameters.Why.length; k++) model.parameters.Why[k] *= 0.5;
  const behaviour = collectBehaviour(model, randomText(model, 2000, 3), {
    after: ":",
    targets: " \n",
  });
  const told: SearchProgress[] = [];
  const stop = new AbortController();
  const { stopped, best, tried } = await searchUnits(...splitOccurrences(behaviour), {
    purpose: "suffice",
    goals: { within: 0.001 },
    signal: stop.signal,
    onProgress: (progress) => {
      told.push(progress);
      if (progress.units.length > 0) stop.abort();
    },
  });
  assertEquals([stopped, told.length > 0], [true, true]);
  assert(best!.size >= 1 && tried >= told.at(-1)!.tried && told.at(-1)!.tried > 0);
});

Deno.test("searchUnits() bears weights so large that one unit moves a logit by thousands", async () => {
  const model = randomModel(3);
  for (let k = 0; k < model.parameters.Why.length; k++) model.parameters.Why[k] *= 2000;
  const behaviour = collectBehaviour(model, randomText(model, 300, 3), {
    after: ":",
    targets: " \n",
  });
  for (const { best } of await searchPurposes(...splitOccurrences(behaviour), { maxUnits: 4 })) {
    assert(best !== undefined && Number.isFinite(best.heldOut.kept.mean.changed));
  }
});

Deno.test("searchUnits() with a goal for each target needs what tells them apart as well", async () => {
  // Units 2 and 5 bring line break and space alike; unit 8 turns one into the other.
  const model = loudModel({ loud: { 2: 3, 5: 3, 8: 2.5 } });
  const { Why, hiddenSize: H } = model.parameters;
  for (const unit of [2, 5]) Why[2 * H + unit] = 3;
  Why[2 * H + 8] = -2.5;
  const { behaviour } = lineBreaks(model, { targets: "\n " });
  const [first, second] = splitOccurrences(behaviour);
  const together = await searchUnits(first, second, {
    purpose: "suffice",
    goals: { by: ["mean"] },
  });
  const apart = await searchUnits(first, second, {
    purpose: "suffice",
    goals: { by: ["mean"], within: 0.05 },
  });
  assert(!together.best!.units.includes(8) && apart.best!.units.includes(8));
  assertEquals([apart.best!.size, apart.verdict], [together.best!.size + 1, "met"]);
});

Deno.test("searchUnits() refuses sizes and numbers out of range", async () => {
  const [first, second] = halves(loudModel({ loud: {} }));
  for (
    const [options, message] of [
      [{ maxUnits: 21 }, "'maxUnits' must be an integer from 1 to 20"],
      [{ occurrences: 0 }, "'occurrences' must be an integer >= 1"],
      [{ exhaustive: -1 }, "'exhaustive' must be an integer >= 0"],
    ] as const
  ) {
    await assertRejects(() => searchUnits(first, second, options), RangeError, message);
  }
});
