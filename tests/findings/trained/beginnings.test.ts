/** Findings about beginnings, in golden words and numbers. */
import { type Beginnings, type TrapMeasures, trapTendency } from "@lab/analysis";
import { beginningsChart, beginningsTable, trapsProse, trapsTable } from "@lab/findings";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { testGolden } from "../golden.ts";

/** Beginnings with "a", "b", "c" that end with this surprisal and similarity. */
const ending = (...ends: [nats: number, similarity: number][]): Beginnings => ({
  tried: ends.map(([natsPerChar, similarity], k) => (
    { character: "abc"[k], natsPerChar, similarity }
  )),
  vocabularySize: ends.length,
});

const forgetful = ending([0.5, 0.99], [0.75, 0.97], [1.0986, 0.2]);
const caught = ending([0.5, 0.99], [1.5, -0.75], [1.0987, -0.25]);

/** Networks without traps, then as many with a trap, by their largest real parts. */
const traps = (without: number[], trapped: number[]): TrapMeasures[] =>
  [without, trapped].flatMap((realParts, k) =>
    realParts.map((realPart, n) => ({ traps: k * (n + 1), realPart, singularValue: 9 + n % 3 }))
  );

testGolden("beginnings", {
  beginningsChart: ({ name, beginnings }) => beginningsChart(beginnings, name),
  beginningsTable: (network) => beginningsTable([network]),
  trapsTable: ({ networks }) => trapsTable(trapTendency(networks)!, "H = 100"),
  trapsProse: ({ networks }) => trapsProse(trapTendency(networks)),
}, {
  forgotten: {
    name: "the forgetful network",
    beginnings: forgetful,
    networks: traps([2.5, 3, 4, 6, 7], [2, 3.5, 5, 6.5]),
  },
  trapped: {
    name: "the caught network",
    beginnings: caught,
    networks: traps([2.5, 3, 4, 6, 7], [6.5, 8, 9, 10]),
  },
});

Deno.test("beginningsChart() says that first characters were drawn, and no more than of those", () => {
  const drawn = (beginnings: Beginnings): string =>
    beginningsChart({ ...beginnings, vocabularySize: 2005 }, "it").title;
  assertEquals(
    drawn(forgetful),
    "None of 3 first characters drawn from 2,005 lead it into a trap",
  );
  assertEquals(
    drawn(ending([0.5, 1], [7.7, 1], [0.4, 1])),
    "1 of 3 first characters drawn from 2,005 lead it into a trap",
  );
});

Deno.test("trapsProse() calls a measure that decides nothing so, and names no exceptions where there are none", () => {
  const without = [2, 3, 4, 5];
  const says = (trapped: number[]): string =>
    `${trapsProse(trapTendency(traps(without, trapped)))}`;
  const larger = says([6, 7, 8, 9]);
  assertStringIncludes(larger, "larger in the network with traps in 16 of 16 pairs");
  assert(!larger.includes("A tendency"));
  assertStringIncludes(says([2.5, 3.5, 4.5, 5.5]), "which decides nothing; the largest singular");
  assertStringIncludes(says([0.2, 0.4, 0.6, 0.8]), "smaller in the network with traps in 16 of 16");
  assertStringIncludes(`${trapsProse(trapTendency(traps(without, [])))}`, "nothing to compare");
});
