/** What counts as met, enough, needed, better than chance: each decision on both sides. */
import {
  type AblationCurves,
  type AblationResult,
  areasBesideChance,
  circuitAreas,
  enoughAndNeeded,
  GOALS,
  judgeSet,
  type SearchGoals,
  type SetScores,
} from "@lab/analysis";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

/** An ablation with a share in an interval, and with targets that change by so much. */
const share = (low: number, high: number, ...changes: [number, number][]): AblationResult =>
  ({
    shareInterval: [low, high],
    targets: changes.map((change) => ({ change })),
  }) as unknown as AblationResult;

const SCORES: SetScores = {
  kept: { mean: share(0.95, 0.97, [-0.05, 0.01]), resample: share(0.96, 0.99) },
  removed: { mean: share(-0.1, 0.0999), resample: share(0, 0.05) },
};
const judged = (
  scores: { kept?: Partial<SetScores["kept"]>; removed?: Partial<SetScores["removed"]> },
  goals: Partial<SearchGoals> = {},
): string[] =>
  (["suffice", "break", "both"] as const).map((purpose) =>
    judgeSet(
      {
        kept: { ...SCORES.kept, ...scores.kept },
        removed: { ...SCORES.removed, ...scores.removed },
      },
      { ...GOALS, ...goals },
      purpose,
    )
  );

Deno.test("judgeSet() is met where whole intervals are beyond the goals, missed where one is not at all", () => {
  assertEquals(judged({}), ["met", "met", "met"]);
  assertEquals(judged({ kept: { mean: share(0.9499, 0.97) } }), ["open", "met", "open"]);
  assertEquals(judged({ kept: { resample: share(0.93, 0.95) } }), ["open", "met", "open"]);
  assertEquals(judged({ kept: { resample: share(0.93, 0.9499) } }), ["missed", "met", "missed"]);
  assertEquals(judged({ kept: { mean: share(1.02, 1.05) } }), ["met", "met", "met"]);
  assertEquals(judged({ kept: { mean: share(1.05, 1.0501) } }), ["open", "met", "open"]);
  assertEquals(judged({ kept: { mean: share(1.0501, 1.06) } }), ["missed", "met", "missed"]);
  assertEquals(judged({ removed: { mean: share(0, 0.1) } }), ["met", "open", "open"]);
  assertEquals(judged({ removed: { resample: share(0.0999, 0.2) } }), ["met", "open", "open"]);
  assertEquals(judged({ removed: { resample: share(0.1, 0.2) } }), ["met", "missed", "missed"]);
});

Deno.test("judgeSet() looks at the replacements asked for, and at each target where that is asked", () => {
  const kept = { resample: share(0.1, 0.2) };
  assertEquals(judged({ kept }, { by: ["mean"] }), ["met", "met", "met"]);
  assertEquals(judged({}, { within: 0.05 }), ["met", "met", "met"]);
  assertEquals(judged({}, { within: 0.0499 }), ["open", "met", "open"]);
  const moved = { mean: share(0.96, 0.97, [0, 0], [-0.09, -0.06]) };
  assertEquals(judged({ kept: moved }, { within: 0.0599 }), ["missed", "met", "missed"]);
  assertEquals(judged({ kept: moved }, { within: 0.06 }), ["open", "met", "open"]);
  assertEquals(judged({ kept: moved }, { within: 0.09 }), ["met", "met", "met"]);
});

/** Curves over the sizes 1, 2, 5 of the ranking 9, 8, 7, 6, 5, from a floor of 0.2 to 0.8. */
function curvesWith(kept: number[], removed: number[]): AblationCurves {
  const band = { low: 0, median: 0, high: 0 };
  const bands = { randomKept: band, randomRemoved: band };
  const points = [1, 2, 5].map((size, k) => ({
    ...{ size, kept: kept[k], removed: removed[k] },
    ...bands,
  }));
  const ranking = [9, 8, 7, 6, 5];
  return { ranking, full: 0.8, floor: 0.2, points } as unknown as AblationCurves;
}

Deno.test("enoughAndNeeded() finds the first set that keeps 95 %, and the first that leaves under a tenth", () => {
  const { enough, needed } = enoughAndNeeded(curvesWith([0.1, 0.7701, 0.8], [0.5, 0.2599, 0.1]));
  assertEquals([enough?.size, enough?.units, enough?.measure], [2, [9, 8], 0.7701]);
  assertAlmostEquals(enough!.share, 0.9502, 1e-3);
  assertEquals([needed?.size, needed?.units, needed?.measure], [2, [9, 8], 0.2599]);
  const later = enoughAndNeeded(curvesWith([0.1, 0.7699, 0.8], [0.5, 0.2601, 0.1]));
  assertEquals([later.enough?.size, later.needed?.size], [5, 5]);
  assertEquals(later.enough?.units, [9, 8, 7, 6, 5]);
});

Deno.test("enoughAndNeeded() counts up to 105 % as enough, and says where no set is", () => {
  const { enough, needed } = enoughAndNeeded(curvesWith([0.8301, 0.8299, 0], [0.8, 0.8, 0.8]));
  assertEquals([enough?.size, needed], [2, undefined]);
  assertEquals(enoughAndNeeded(curvesWith([0, 0.1, 0.5], [0, 0, 0])).enough, undefined);
});

Deno.test("circuitAreas() integrates by trapezoids over shares of the largest size", () => {
  const areas = circuitAreas([0, 1, 4], [0, 0.5, 1.5]);
  assertAlmostEquals(areas.cpr, (0.25 * 0.25) + 0.75 * 1, 1e-15);
  assertAlmostEquals(areas.cmd, 0.25 * 0.75 + 0.75 * 0.5, 1e-15);
  assertThrows(() => circuitAreas([0], [0]), RangeError, "two sizes or more");
  assertThrows(() => circuitAreas([0, 1], [0]), RangeError, "current numbers are 2 and 1");
});

Deno.test("areasBesideChance() counts random orders that do as well, the ranking among them", () => {
  const areas = { cpr: 0.5, cmd: 0.4 };
  const randomAreas = [{ cpr: 0.5, cmd: 0.4001 }, { cpr: 0.4999, cmd: 0.4 }, {
    cpr: 0.6,
    cmd: 0.3,
  }];
  const { p, random } = areasBesideChance({ areas, randomAreas });
  assertEquals(p, { cpr: 3 / 4, cmd: 3 / 4 });
  assertEquals(random.cpr, { low: 0.4999, median: 0.5, high: 0.6 });
});
