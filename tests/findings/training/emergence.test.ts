/** Findings about when mask and rules appear, in golden words and numbers. */
import { compareArrivals, type TrainingSnapshot } from "@lab/analysis";
import { emergenceChart, emergenceProse, emergenceTable } from "@lab/findings";
import { assertStringIncludes } from "@std/assert";
import { testGolden } from "../golden.ts";

/** Six networks' snapshots at iterations 0, 1, 10, 100, the later ones a little stronger. */
const trained = (inMask: number[], strength: number[]): TrainingSnapshot[][] =>
  Array.from({ length: 6 }, (_, n) =>
    inMask.map((share, k) => ({
      ...{ iteration: k === 0 ? 0 : 10 ** (k - 1), inMask: share + n / 1000, varying: 5 * k + n },
      natsPerChar: 4 - k / 2,
      rules: [{
        ...{ label: "space after “:”", places: 9, probability: 0.1 + strength[k] / 2, base: 0.1 },
        ...{ strength: strength[k] + n / 1000, whichTarget: k / 8 },
      }],
    })));

testGolden("emergence", {
  emergenceChart: (networks) => emergenceChart(networks, compareArrivals(networks), "six networks"),
  emergenceTable: (networks) => emergenceTable(networks, "six networks"),
  emergenceProse: (networks) => emergenceProse(compareArrivals(networks)),
}, {
  maskFirst: trained([0, 0.9, 0.9, 0.9], [0, 0, 0.4975, 0.8]),
  ruleFirst: trained([0, 0.1, 0.2, 0.9], [0, 0.6, 0.7, 0.8]),
});

Deno.test("emergenceProse() decides nothing from five networks, and says what never came", () => {
  const few = trained([0, 0.9, 0.9, 0.9], [0, 0, 0.2, 0.4]).slice(1);
  const words = `${emergenceProse(compareArrivals(few))}`;
  assertStringIncludes(words, "is there in no network by the end, after the mask in 5 of 5");
  assertStringIncludes(words, "which decides nothing; sign test, two-sided $p = 0.063$");
  assertStringIncludes(words, "do not decide whether the mask or a rule comes first");
});

Deno.test("emergenceProse() names a factor that has no upper end, and none where most rules never come", () => {
  const never = trained([0, 0.9, 0.9, 0.9], [0, 0, 0.2, 0.4]);
  assertStringIncludes(
    `${emergenceProse(compareArrivals(never))}`,
    "by a factor that these runs are too short to show",
  );
  const some = [...never.slice(0, 1), ...trained([0, 0.9, 0.9, 0.9], [0, 0, 0.6, 0.8]).slice(1)];
  const words = `${emergenceProse(compareArrivals(some))}`;
  assertStringIncludes(words, "by a factor of 10 in the median (interval of 95 %: 10 or more)");
  assertStringIncludes(words, "by iteration 10 in the median (from 10 to not by the end)");
});

Deno.test("emergenceTable() shows a single moment, too", () => {
  const [[untrained]] = trained([0], [0]);
  assertStringIncludes(emergenceTable([[untrained]], "one moment").text, "The means of 1 training");
});
