/** What counts as half, enough, needed, met: each decision on both sides of its threshold. */
import { type CutResult, otherInputs, type RankedUnit, unitsForHalf } from "@lab/analysis";
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

Deno.test("otherInputs() takes the resampled cuts: Whh for the text, Wxh for the character", () => {
  const row = (
    cut: CutResult["cut"],
    by: CutResult["by"],
    value: number,
  ): CutResult => ({
    ...{ cut, by, value, error: 0, interval: [value, value], targets: [], klBits: 0 },
  });
  const cuts = [
    row("nothing", "nothing", 0.9),
    row("Whh", "zero", 0.1),
    row("Whh", "resample", 0.7),
    row("Wxh", "mean", 0.2),
    row("Wxh", "resample", 0.3),
  ];
  const { full, otherText, otherCharacter } = otherInputs(cuts);
  assertEquals([full.value, otherText.value, otherCharacter.value], [0.9, 0.7, 0.3]);
  assertThrows(() => otherInputs(cuts.slice(0, 4)), RangeError, "must have Wxh cut by resample");
});
