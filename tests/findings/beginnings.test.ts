/** Findings about beginnings, in golden words and numbers. */
import { type Beginning, beginningTraps, compareResets } from "@lab/analysis";
import {
  beginningsChart,
  beginningsProse,
  type EarlyNetwork,
  resetsProse,
  resetsTable,
  sidesTable,
} from "@lab/findings";
import { assert, assertEquals } from "@std/assert";
import { testGolden } from "./golden.ts";

/** Beginnings with "a", "b", "c" that end with this surprisal and similarity. */
const ending = (...ends: [nats: number, similarity: number][]): Beginning[] =>
  ends.map(([natsPerChar, similarity], k) => ({ character: "abc"[k], natsPerChar, similarity }));

const forgetful = ending([0.5, 0.99], [0.75, 0.97], [1.0986, 0.2]);
const caught = ending([0.5, 0.99], [1.5, -0.75], [1.0987, -0.25]);

/** Networks at 0, 1 and 10 iterations, with two learning rates. */
const early = (first: Beginning[], second: Beginning[], scale: number): EarlyNetwork[] =>
  [0.1, 0.01].flatMap((learningRate, k) =>
    [0, 1, 10].map((iterations) => ({
      ...{ learningRate, iterations },
      singularValue: 0.375 + scale * learningRate * iterations,
      beginnings: iterations === 0 ? forgetful : [first, second][k],
    }))
  );

/** Six networks whose numbers of traps are these, without and with resets. */
const resets = (without: number[], withResets: number[]): ReturnType<typeof compareResets> => {
  const network = (traps: number): ReturnType<typeof beginningTraps> =>
    beginningTraps(ending(...[0, 1, 2].map((k): [number, number] => [k < traps ? 2 : 0.5, 1])));
  return compareResets(without.map(network), withResets.map(network));
};

testGolden("beginnings", {
  resetsTable: ({ freed }) => resetsTable(freed, "H = 150"),
  resetsProse: ({ freed }) => resetsProse(freed),
  beginningsChart: ({ beginnings }) => beginningsChart(beginnings),
  beginningsProse: ({ beginnings }) => beginningsProse(beginnings),
  sidesTable: ({ networks }) => sidesTable(networks, "H = 250"),
}, {
  forgotten: {
    beginnings: forgetful,
    networks: early(forgetful, forgetful, 1),
    freed: resets([0, 0, 1, 0, 0, 0], [0, 1, 0, 0, 0, 0]),
  },
  trapped: {
    beginnings: caught,
    networks: early(caught, forgetful, 250),
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
    words.includes("probability of 0.06, so these few networks alone would not show it"),
    words,
  );
});
