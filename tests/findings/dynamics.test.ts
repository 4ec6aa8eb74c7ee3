/** Findings about where states go, in golden words and numbers. */
import {
  compareFreeing,
  countOrbits,
  differenceLife,
  exploreSides,
  findFixedPoints,
  followCharacter,
  lyapunovExponents,
  principalComponents,
  probeMemory,
  recordActivations,
  type SidesResult,
  trapsByKind,
} from "@lab/analysis";
import {
  basinsTable,
  differenceChart,
  differenceProse,
  fixedPointTable,
  freeingProse,
  freeingTable,
  kindsProse,
  orbitsChart,
  probeChart,
  reachInWords,
  returnsChart,
  sidesProse,
  stateSpaceChart,
} from "@lab/findings";
import { type CharacterModel, zeroParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { Vocabulary } from "@lab/text";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { randomText } from "../analysis/models.ts";
import { testGolden } from "./golden.ts";

const random = new Random(5);
const TEXT = Array.from({ length: 700 }, () => "abc"[random.integer(3)]).join("");

/** Three units with these products, which "a", "b" and "c" push as given. */
function three(Whh: number[], Wxh: number[]): CharacterModel {
  const parameters = zeroParameters({ hiddenSize: 3, vocabularySize: 3 });
  parameters.Whh.set(Whh);
  parameters.Wxh.set(Wxh);
  parameters.Why.set([4, 0, 1, -1, 2, 0, 3, 0, -2]); // a unit that stands on the other side misleads
  return { parameters, vocabulary: Vocabulary.of("abc") };
}

/** The first unit holds its sign and is pushed too little; or each hands on what the one before it says. */
const holding = three([3, 0.2, 0, 0, 0.3, 0.2, 0, 0.4, 0], [
  0.4,
  0.5,
  -0.3,
  0.6,
  0.2,
  -1,
  1,
  -1,
  0,
]);
const forgetting = three([0.7, 0, 0, 0.9, 0, 0, 0, 0.9, 0.3], [0.5, 0, -0.5, 0, 0, 0, 0, 0, 0]);

/** What a probe finds in a text of five characters: units that keep the last three, or the last one. */
function probed(kept: number): ReturnType<typeof probeMemory> {
  const [V, H] = [5, 5 * kept];
  const parameters = zeroParameters({ hiddenSize: H, vocabularySize: V });
  for (let i = 0; i < V; i++) parameters.Wxh[i * V + i] = 1;
  for (let i = V; i < H; i++) parameters.Whh[i * H + i - V] = 1;
  const model = { parameters, vocabulary: Vocabulary.of("abcde") };
  return probeMemory(model, randomText(model, 999, 3), { maxLag: 3, train: 600, test: 390 });
}

const CHARACTERS = ["a", "b", "c"];
const starts = [[0.9, 0.1, 0], [-0.9, -0.1, 0], [0, 0, 0], [0.4, -0.8, 0.2]]
  .map((h) => Float64Array.from(h));

const explore = (model: CharacterModel): SidesResult =>
  exploreSides(model, TEXT, { before: 100, passage: 60, each: 20 });
const rows = (model: CharacterModel): Float64Array =>
  recordActivations(model, TEXT.slice(0, 90)).values.h as Float64Array;
const at = (model: CharacterModel, t: number): Float64Array => rows(model).slice(3 * t, 3 * t + 3);
const life = (model: CharacterModel): ReturnType<typeof differenceLife> =>
  differenceLife(model, TEXT, { pairs: 20, steps: 25 });

testGolden<CharacterModel>("dynamics", {
  orbitsChart: (model) =>
    orbitsChart(
      countOrbits(
        CHARACTERS.map((character) => followCharacter(model, character, starts)),
        ["text", "mirrored", "zero", "random"],
      ),
      "1,000 characters.",
    ),
  fixedPointTable: (model) =>
    fixedPointTable(
      CHARACTERS.map((character) => findFixedPoints(model, character, starts)),
      "three units",
    ),
  stateSpaceChart: (model) =>
    stateSpaceChart(
      principalComponents(rows(model), 3),
      [10, 20, 30].map((t) => at(model, t)),
      [40, 41].map((t) => ({ name: TEXT[t], h: at(model, t) })),
      [{ name: "a", h: at(model, 50) }],
    ),
  differenceChart: (model) => differenceChart([life(model)], "three units"),
  differenceProse: (model) =>
    differenceProse(life(model), lyapunovExponents(model, TEXT, { count: 1 }), "this network"),
  probeChart: (model) => probeChart(probed(model === holding ? 1 : 3), "a delay line"),
  returnsChart: (model) => returnsChart(explore(model), "the network", 30),
  sidesProse: (model) => sidesProse(explore(model), "this network"),
  basinsTable: (model) => basinsTable(explore(model), "three units"),
  freeingTable: (model) => {
    const [without, withResets] = [[explore(model)], [explore(forgetting)]];
    return freeingTable(without, withResets, compareFreeing(without, withResets), "one pair");
  },
  kindsProse: (model) => kindsProse(trapsByKind([explore(model), explore(forgetting)])),
}, { holding, forgetting });

Deno.test("fixedPointTable() says of how many points a push decides nothing", () => {
  const said = (...weights: number[]): string => {
    const searches = weights.map((weight) => {
      const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 1 });
      parameters.Whh[0] = weight;
      const model = { parameters, vocabulary: Vocabulary.of("a") };
      return findFixedPoints(model, "a", [Float64Array.of(0)]);
    });
    return fixedPointTable(searches, "one unit").text;
  };
  assertStringIncludes(said(0.5, 1.5), "say the same of each.");
  assertStringIncludes(
    said(0.5, 1.0005),
    "say the same of each but 1, where |λ| is near 1 and the push decides nothing in its time.",
  );
});

/** Pairs of networks with so many traps from zero, and mirrored states caught in so many. */
const freeing = (without: number[], withResets: number[], mirrored: number): string => {
  const networks = (all: number[], caught: number) =>
    all.map((traps, k) => ({ basins: [{ traps }, { caught: k < caught ? 9 : 0 }] as const }));
  return `${freeingProse(compareFreeing(networks(without, 6), networks(withResets, mirrored)))}`;
};

Deno.test("freeingProse() says what goes, what stays, and what chance gives too", () => {
  assertEquals(
    freeing([3, 1, 4, 1, 5, 0], [0, 0, 0, 0, 2, 0], 6),
    "With resets there are fewer traps from zero in 5 of 6 pairs and more in 0; a coin for each pair " +
      "that differs gives as many or more with a probability (one-sided) of 0.031. But mirrored states are caught in 6 of 6 " +
      "networks without resets and in 6 with them: the other side is still there. What resets have " +
      "changed is the way from zero.",
  );
  const gone = freeing([3, 1, 4, 1, 5, 0], [0, 0, 0, 0, 2, 0], 2);
  assert(
    gone.endsWith(
      "0.031; mirrored states are caught in 6 of 6 networks without resets and in 2 with them.",
    ),
  );
  const chance = freeing([3, 1, 4, 1, 5, 0], [0, 0, 0, 0, 5, 0], 6);
  assert(chance.includes("0.063, so these few networks alone would not show it; mirrored"), chance);
});

Deno.test("kindsProse() says that traps go with holding only beyond chance", () => {
  const some = (kind: "holds" | "flips", traps: number[]) =>
    traps.map((n) => ({ sides: { kind }, finding: { traps: n } }));
  const shown = trapsByKind([...some("holds", [1, 2, 3]), ...some("flips", [0, 0, 0])]);
  assert(
    `${kindsProse(shown)}`.endsWith(
      "with a probability (one-sided) of 0.050, so these few networks alone would " +
        "not show that the two go together.",
    ),
  );
  const clear = trapsByKind([...some("holds", [1, 2, 3]), ...some("flips", [0, 0, 0, 0])]);
  assert(`${kindsProse(clear)}`.endsWith("0.029: traps go with holding."));
});

/** The sentence about a network of two units with these products. */
const sides = (...Whh: number[]): string => {
  const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 2 });
  parameters.Whh.set(Whh);
  parameters.Wxh.set([0.1, 0.1, 0.1, 0.1]);
  const model = { parameters, vocabulary: Vocabulary.of("ab") };
  return `${
    sidesProse(exploreSides(model, "ab".repeat(100), { before: 60, passage: 80, each: 30 }), "X")
  }`;
};

Deno.test("sidesProse() says what the largest eigenvalue does: holds, flips, turns, fades", () => {
  const start = "In X, the largest eigenvalue of $W_{hh}$ is ";
  for (
    const [words, ...Whh] of [
      [
        "3.0: at each step one sum of the units is multiplied by it, before the input is added and tanh " +
        "bends the units. Alone that keeps the sum's sign; along the text it is kept in 100 % of the steps. ",
        3,
        0,
        0,
        1,
      ],
      [
        "−3.0: at each step one sum of the units is multiplied by it, before the input is added and tanh " +
        "bends the units. Alone that flips the sum's sign; along the text it flips in 100 % of the steps. ",
        -3,
        0,
        0,
        1,
      ],
      [
        "0.0 ± 3.0i: at each step one pair of sums of the units is turned by 90 degrees and multiplied by 3.0, ",
        0,
        -3,
        3,
        0,
      ],
      [
        "0.5: it is no larger than 1, so no sum of the units can hold itself. All 62",
        0.5,
        0,
        0,
        0.4,
      ],
    ] as const
  ) {
    const said = sides(...Whh);
    assert(said.startsWith(start + words), said);
  }
});

Deno.test("sidesProse() says that a size above 1 makes no other side by itself", () => {
  const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
  parameters.Whh[0] = 1.2;
  parameters.Wxh.set([2, 3]); // each character throws the unit up, wherever it was
  const model = { parameters, vocabulary: Vocabulary.of("ab") };
  const result = exploreSides(model, "ab".repeat(100), { before: 60, passage: 80, each: 9 });
  const said = `${sidesProse(result, "X")}`;
  assert(
    said.endsWith(
      "no other side was found. A size above 1 allows another side; it does not make one.",
    ),
    said,
  );
  assert(sides(0.5, 0, 0, 0.4).endsWith("no other side was found."));
});

Deno.test("returnsChart() says that first characters were drawn, and no more than of those", () => {
  const title = (result: SidesResult, vocabularySize: number): string =>
    returnsChart({ ...result, vocabularySize }, "the network", 30).title;
  const [caught, free] = [holding, forgetting].map(explore);
  const V = caught.basins[0].fates.length;
  assertEquals(title(caught, V).includes("drawn"), false);
  assertStringIncludes(
    title(caught, 2005),
    `of ${V} first characters drawn from 2,005 the state never`,
  );
  assertEquals(title(free, V), "Whatever the text begins with, the state finds its way");
  assertEquals(
    title(free, 2005),
    `Whichever of ${V} first characters drawn from 2,005 the text begins with, the state finds its way`,
  );
});

Deno.test("reachInWords() says how far back, the last one, or none", () => {
  assertEquals([-1, 0, 1].map(reachInWords), [
    ...["no character", "the last character", "the character up to 1 back"],
  ]);
});
