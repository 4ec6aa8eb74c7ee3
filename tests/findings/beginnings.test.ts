/** Findings about beginnings, in golden words and numbers. */
import {
  type Beginning,
  compareRealParts,
  compareResets,
  type TrapMeasures,
  trapTendency,
} from "@lab/analysis";
import {
  beginningsChart,
  beginningsProse,
  resetEigenvaluesProse,
  resetsProse,
  resetsTable,
  trapsProse,
  trapsTable,
} from "@lab/findings";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { testGolden } from "./golden.ts";

/** Beginnings with "a", "b", "c" that end with this surprisal and similarity. */
const ending = (...ends: [nats: number, similarity: number][]): Beginning[] =>
  ends.map(([natsPerChar, similarity], k) => ({ character: "abc"[k], natsPerChar, similarity }));

const forgetful = ending([0.5, 0.99], [0.75, 0.97], [1.0986, 0.2]);
const caught = ending([0.5, 0.99], [1.5, -0.75], [1.0987, -0.25]);

/** Networks without traps, then as many with a trap, by their largest real parts. */
const traps = (without: number[], trapped: number[]): TrapMeasures[] =>
  [without, trapped].flatMap((realParts, k) =>
    realParts.map((realPart, n) => ({ traps: k * (n + 1), realPart, singularValue: 9 + n % 3 }))
  );

/** Networks whose numbers of traps are these, without and with resets. */
const resets = (without: number[], withResets: number[]): ReturnType<typeof compareResets> => {
  const network = (traps: number): { traps: number } => ({ traps });
  return compareResets(without.map(network), withResets.map(network));
};

testGolden("beginnings", {
  resetsTable: ({ freed }) => resetsTable(freed, "H = 150"),
  resetsProse: ({ freed }) => resetsProse(freed),
  beginningsChart: ({ beginnings }) => beginningsChart(beginnings),
  beginningsProse: ({ beginnings }) => beginningsProse(beginnings),
  trapsTable: ({ networks }) => trapsTable(trapTendency(networks)!, "H = 150"),
  trapsProse: ({ networks }) => trapsProse(trapTendency(networks)),
  resetEigenvaluesProse: ({ networks }) =>
    resetEigenvaluesProse(compareRealParts(networks.slice(0, 5), networks.slice(5))),
}, {
  forgotten: {
    beginnings: forgetful,
    networks: traps([2.5, 3, 4, 6, 7], [2, 3.5, 5, 6.5]),
    freed: resets([0, 0, 1, 0, 0, 0], [0, 1, 0, 0, 0, 0]),
  },
  trapped: {
    beginnings: caught,
    networks: traps([2.5, 3, 4, 6, 7], [6.5, 8, 9, 10]),
    freed: resets([3, 2, 1, 1, 3, 0], [0, 0, 0, 0, 1, 0]),
  },
});

Deno.test("beginningsProse() calls only the state of a mirror a mirror image", () => {
  assertEquals(
    `${beginningsProse(ending([0.5, 1], [1.5, 0.25], [1.4, -0.9]))}`,
    "The cosine between a trapped state and the usual one is 0.25. Training never came to that side " +
      "and never made it useful. A prefix had better begin as the text does.",
  );
});

Deno.test("resetsProse() says that a coin may give fewer traps as well", () => {
  const words = `${resetsProse(resets([3, 2, 1, 1, 0], [0, 0, 0, 0, 0]))}`;
  assert(
    words.includes(
      "probability (one-sided) of 0.06, so these few networks alone would not show it",
    ),
    words,
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

Deno.test("resetEigenvaluesProse() says that resets make it smaller or larger only where the interval does", () => {
  const says = (shift: number): string => {
    const first = traps([2, 3, 4, 5, 6], []);
    const second = first.map((one) => ({ ...one, realPart: one.realPart + shift }));
    return `${resetEigenvaluesProse(compareRealParts(first, second))}`;
  };
  assertStringIncludes(says(-5), "So with resets it is smaller");
  assertStringIncludes(says(0.5), "do not show that resets free a network by making it smaller");
  assertStringIncludes(says(5), "So with resets it is larger");
});
