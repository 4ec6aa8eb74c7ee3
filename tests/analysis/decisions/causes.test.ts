/** What counts as half, enough, needed, met: each decision on both sides of its threshold. */
import {
  type AblationCurves,
  type CutResult,
  enoughAndNeeded,
  meetsGoals,
  otherInputs,
  type RankedUnit,
  type SearchGoals,
  type SetScores,
  unitsForHalf,
} from "@lab/analysis";
import { assertEquals, assertThrows } from "@std/assert";

/** Units 10, 11, 12 … with these contributions. */
const rankedBy = (...contributions: number[]): RankedUnit[] =>
  contributions.map((contribution, k) => ({
    unit: 10 + k,
    hAtOccurrences: contribution,
    hOverText: 0,
    weight: 1,
    contribution,
  }));

Deno.test("unitsForHalf() takes the strongest units until they reach half, not one more", () => {
  assertEquals(unitsForHalf(rankedBy(4, 3, 1)).units, [10]);
  assertEquals(unitsForHalf(rankedBy(3.9, 3, 1)).units, [10, 11]);
  assertEquals(unitsForHalf(rankedBy(2, 2, 2, 2)).units, [10, 11]);
});

Deno.test("unitsForHalf() leaves out what speaks against the targets, and bears that nothing speaks for them", () => {
  assertEquals(unitsForHalf(rankedBy(2, 1, -50)), {
    units: [10],
    of: 3,
    givenNats: 2,
    positiveNats: 3,
  });
  assertEquals(unitsForHalf(rankedBy(0, -1)).units, []);
});

/** Curves over the sizes 1, 2, 5 of the ranking 9, 8, 7, 6, 5, with the full network at 0.8. */
function curvesWith(kept: number[], removed: number[]): AblationCurves {
  const band = { low: 0, median: 0, high: 0 };
  const bands = { randomKept: band, randomRemoved: band };
  const points = [1, 2, 5].map((size, k) => ({
    ...{ size, kept: kept[k], removed: removed[k] },
    ...bands,
  }));
  return { ranking: [9, 8, 7, 6, 5], full: 0.8, randomSets: 1, points };
}

Deno.test("enoughAndNeeded() finds the first set within 0.01, and the first that leaves under a tenth", () => {
  assertEquals(enoughAndNeeded(curvesWith([0.1, 0.7901, 0.8], [0.5, 0.0799, 0.01])), {
    enough: { size: 2, units: [9, 8], probability: 0.7901 },
    needed: { size: 2, units: [9, 8], probability: 0.0799 },
  });
  const later = enoughAndNeeded(curvesWith([0.1, 0.7899, 0.8], [0.5, 0.0801, 0.01]));
  assertEquals([later.enough?.size, later.needed?.size], [5, 5]);
  assertEquals(later.enough?.units, [9, 8, 7, 6, 5]);
});

Deno.test("enoughAndNeeded() counts just within 0.01 as enough, and a tenth itself as not needed", () => {
  const { enough, needed } = enoughAndNeeded(
    curvesWith([0.1, 0.8 - 0.01, 0.8], [0.5, 0.1 * 0.8, 0.01]),
  );
  assertEquals([enough?.size, needed?.size], [2, 5]);
});

Deno.test("enoughAndNeeded() counts more than the full network as enough, and says where no set is", () => {
  assertEquals(enoughAndNeeded(curvesWith([0.9, 0, 0], [0.8, 0.8, 0.8])), {
    enough: { size: 1, units: [9], probability: 0.9 },
    needed: undefined,
  });
  assertEquals(enoughAndNeeded(curvesWith([0, 0.1, 0.5], [0, 0, 0])).enough, undefined);
});

Deno.test("otherInputs() takes the resampled cuts: Whh for the text, Wxh for the character", () => {
  const row = (
    cut: CutResult["cut"],
    by: CutResult["by"],
    value: number,
  ): CutResult => ({ cut, by, value, standardError: 0, targets: [], klBits: 0 });
  const cuts = [
    row("nothing", "nothing", 0.9),
    row("Whh", "zero", 0.1),
    row("Whh", "resample", 0.7),
    row("Wxh", "mean", 0.2),
    row("Wxh", "resample", 0.3),
  ];
  assertEquals(otherInputs(cuts), { full: 0.9, otherText: 0.7, otherCharacter: 0.3 });
  assertThrows(() => otherInputs(cuts.slice(0, 4)), RangeError, "must have Wxh cut by resample");
});

const goals: SearchGoals = { keep: 0.9, within: 0.05, remove: 0.1, resample: 0.2 };
const scores: SetScores = {
  full: 0.95,
  kept: 0.9,
  deviation: 0.05,
  removed: 0.0999,
  resampled: 0.1999,
};
const met = (changes: Partial<SetScores>): boolean[] =>
  (["suffice", "break", "both"] as const).map((purpose) =>
    meetsGoals({ ...scores, ...changes }, goals, purpose)
  );

Deno.test("meetsGoals() meets each goal on the one side of its threshold and misses it on the other", () => {
  assertEquals(met({}), [true, true, true]);
  assertEquals(met({ kept: 0.8999 }), [false, true, false]);
  assertEquals(met({ deviation: 0.0501 }), [false, true, false]);
  assertEquals(met({ removed: 0.1 }), [true, false, false]);
  assertEquals(met({ resampled: 0.2 }), [true, false, false]);
});
