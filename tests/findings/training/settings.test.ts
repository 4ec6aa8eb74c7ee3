/** Findings about many settings, in golden words and numbers. */
import {
  type ComparedSettings,
  settingsCurves,
  settingsProse,
  settingsScores,
  settingsTable,
} from "@lab/findings";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { testGolden } from "../golden.ts";

/** Settings with these scores, from seed 1 on. */
function compared(
  scores: Readonly<Record<string, readonly number[]>>,
  more: Partial<ComparedSettings> = {},
): ComparedSettings {
  return {
    settings: Object.entries(scores).map(([name, list], n) => ({
      name,
      sequenceLength: 25,
      iterationsPerReading: 500 * (n + 1),
      runs: list.map((score, k) => ({
        seed: 1 + k,
        score,
        curve: { iteration: [0, 1000, 2000], smoothedLossNats: [103, 60 + k, 25 * score] },
      })),
    })),
    scored: "held out",
    references: [
      { label: "Kneser-Ney", natsPerChar: 1.6 },
      { label: "guessing", natsPerChar: 4.13 },
    ],
    ...more,
  };
}

const EIGHT = [1.7, 1.72, 1.75, 1.71, 1.69, 1.74, 1.73, 1.68];
const shifted = (by: number): number[] => EIGHT.map((score, k) => score + by + (k % 3) / 1000);

testGolden("settings", { settingsTable, settingsCurves, settingsScores, settingsProse }, {
  apart: compared({ "hidden=64": shifted(0.2), "hidden=128": EIGHT, "hidden=32": shifted(0.004) }),
  few: compared({ "reset=0": [2, 2.1], "reset=0.01": [1.95, 2.2] }, {
    ...{ scored: "trained on", references: [] },
  }),
});

Deno.test("settingsProse() says worse, alike and better only as the intervals do, and how it knows", () => {
  const words = (scores: Record<string, number[]>): string =>
    `${settingsProse(compared(scores))}`.split("\n\n")[0];
  assertStringIncludes(
    words({ a: EIGHT, b: shifted(0.2) }),
    "more than the seeds explain: `b` (by 0.2",
  );
  const alike = words({ a: EIGHT, b: EIGHT.toReversed().map((score) => score + 1e-6) });
  assertStringIncludes(alike, "Not told apart from it: `b`");
  assertEquals(alike.includes("explain"), false);
  const twelve = [...EIGHT, 1.65, 1.66, 1.77, 1.78];
  const bad = words({ a: twelve, b: twelve.map((score, k) => k === 0 ? 30 : score - 0.2) });
  assertStringIncludes(bad, "Lower run by run, in spite of a higher mean");
  assertStringIncludes(
    words({ a: EIGHT, b: shifted(0.2) }),
    "runs of the same seed, by the exact signed-rank",
  );
  assertStringIncludes(words({ a: [1, 2], b: [3, 4] }), "it takes 4 seeds of each");
});

Deno.test("settingsProse() of one setting compares nothing", () => {
  const one = compared({ "all runs": [1.9] });
  assert(!settingsTable(one).text.includes("best"));
  const words = `${settingsProse(one)}`;
  assertEquals(
    words,
    "`all runs` scores 1.9000 nats per character on held-out text (one run, which has no interval); " +
      "on the same text Kneser-Ney 1.6000, guessing 4.1300.",
  );
});

Deno.test("settings beyond the colours are in the table, and the figures say that they are left out", () => {
  const many = compared(Object.fromEntries(
    Array.from({ length: 9 }, (_, k) => [`hidden=${k}`, [2 - k / 10, 2.05 - k / 10]]),
  ));
  const figures = [settingsCurves(many), settingsScores(many)];
  for (const { caption, alt } of figures) {
    assertStringIncludes(caption, "the best 7 of 9 settings");
    assert(alt.includes("hidden=8") && !alt.includes("hidden=0"), alt);
  }
  assertStringIncludes(settingsTable(many).text, "hidden=0");
});

Deno.test("settingsCurves() lays settings over readings of the text, in nats per character", () => {
  const { spec } = settingsCurves(compared({ a: [2], b: [1] }));
  const lines = spec.data as unknown as { name: string; x: number[]; y: number[] }[];
  assertEquals(lines.map(({ name, x, y }) => [name, x.at(-1), y.at(-1)]), [["b", 2, 1], [
    "a",
    4,
    2,
  ]]);
});

Deno.test("settingsScores() draws beside the runs only what scores near them", () => {
  const references = [-0.25, 0.25, -0.35, 0.35].map((by) => ({
    label: `${by}`,
    natsPerChar: 2 + by,
  }));
  const { spec } = settingsScores(compared({ a: [2] }, { references }));
  assertEquals((spec.layout.shapes as unknown[]).length, 2);
});
