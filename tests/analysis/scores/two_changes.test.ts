/** What two changes do, against NumPy, on both sides of each decision. */
import { judgeTwoChanges } from "@lab/analysis";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import stored from "../../reference/analysis/two_changes.json" with { type: "json" };

const EFFECTS = ["firstAlone", "firstWithSecond", "secondAlone", "secondWithFirst"] as const;

Deno.test("judgeTwoChanges() agrees with NumPy, which adds up the density of Student's t", () => {
  const verdicts = new Set<string>();
  for (const { scores, ...expected } of stored) {
    const found = judgeTwoChanges(scores);
    assertEquals(found.level, 0.9875);
    for (const name of EFFECTS) {
      const { difference, interval, verdict } = found[name];
      assertAlmostEquals(difference, expected[name].difference, 1e-12);
      interval.forEach((end, k) => assertAlmostEquals(end, expected[name].interval[k], 1e-6));
      const [low, high] = expected[name].interval;
      assertEquals(verdict, high < 0 ? "helps" : low > 0 ? "harms" : "not decided");
      verdicts.add(verdict);
    }
  }
  assertEquals([...verdicts].sort(), ["harms", "helps", "not decided"]);
});

Deno.test("judgeTwoChanges() compares runs of the same seed, and asks more of few seeds than of many", () => {
  const seeds = [1.5, 1.9, 2.3, 2.7]; // what a seed does falls out
  const scores = (by: number, noise = [0, 0.01, 0.02, 0.01]) => {
    const changed = seeds.map((x, k) => x + by + noise[k]);
    return { neither: seeds, first: changed, second: seeds, both: changed };
  };
  // The noise's standard error is 0.00408, and 4 seeds need 5.0 of them.
  for (
    const [by, verdict] of [[-0.04, "helps"], [0.015, "harms"], [-0.01, "not decided"]] as const
  ) {
    const { firstAlone, firstWithSecond, secondAlone } = judgeTwoChanges(scores(by));
    assertEquals([firstAlone.verdict, firstWithSecond.verdict], [verdict, verdict]);
    assertEquals(secondAlone.verdict, "not decided");
  }
  const few = { neither: [1, 2], first: [0.9, 1.91], second: [1, 2], both: [1, 2] };
  assertEquals(judgeTwoChanges(few).firstAlone.verdict, "not decided");
  assertThrows(
    () => judgeTwoChanges({ ...few, both: [1] }),
    TypeError,
    "current numbers are 2, 2, 2, 1",
  );
});
