/** What the masks, the context and the verdicts decide: on both sides of each decision. */
import {
  type CharacterInformation,
  compareWithChance,
  type ContextInformationResult,
  countNeighboursAt,
  type CutResult,
  decideVerdicts,
  findHalving,
  gradientHorizon,
  type MaskEffect,
  type MaskEffects,
  type MaskMode,
  maskSelectivity,
  type MaskSizes,
  overlapMasks,
  patchReach,
  type PatchResult,
  rankInformation,
  strongestCharacter,
  UnitStatistics,
  type VerdictEvidence,
  type Verdicts,
} from "@lab/analysis";
import { assertEquals, assertThrows } from "@std/assert";
import { randomModel } from "./models.ts";

const effect = (mode: MaskMode, klBits: number, space = 0.5, line = 0.1): MaskEffect => ({
  ...{ mode, size: 12, klBits, totalVariation: klBits / 10 },
  characters: [
    { character: " ", before: 0.7, after: space },
    { character: "\n", before: 0.2, after: line },
  ],
});

/** `closer` and `worse` of n random masks that the report's is better than; the others tie with it. */
const effectsWith = (n: number, closer: number, worse: number): MaskEffects => ({
  ...{ prefix: "a:", threshold: 0.5 },
  report: { keep: effect("keep", 1), remove: effect("remove", 3) },
  random: {
    keep: Array.from({ length: n }, (_, k) => effect("keep", k < closer ? 1.001 : 1)),
    remove: Array.from({ length: n }, (_, k) => effect("remove", k < worse ? 2.999 : 3)),
  },
});

Deno.test("compareWithChance() is beyond chance from 95 % of the random masks on, in both modes", () => {
  const verdict = (n: number, closer: number, worse: number): string => {
    const compared = compareWithChance(effectsWith(n, closer, worse));
    assertEquals([compared.keep.better, compared.remove.better], [closer, worse]);
    return compared.verdict;
  };
  assertEquals(verdict(100, 95, 100), "beyond chance");
  assertEquals(verdict(100, 94, 100), "as chance");
  assertEquals(verdict(100, 100, 95), "beyond chance");
  assertEquals(verdict(100, 100, 94), "as chance");
  assertEquals(verdict(20, 19, 19), "beyond chance");
  assertEquals(verdict(20, 19, 18), "as chance");
  assertEquals(verdict(0, 0, 0), "as chance");
});

Deno.test("compareWithChance() gives the medians and the characters' probability together", () => {
  const random = [4, 1, 3, 2].map((bits) => bits / 2);
  const { keep, remove, fullProbability, randomMasks } = compareWithChance({
    ...effectsWith(4, 0, 0),
    random: {
      keep: random.map((bits) => effect("keep", bits, bits / 10)),
      remove: random.map((bits) => effect("remove", bits, 0, bits / 10)),
    },
  });
  assertEquals([randomMasks, fullProbability.toFixed(9)], [4, "0.900000000"]);
  assertEquals([keep.klBits, keep.totalVariation, keep.probability], [1, 0.1, 0.6]);
  assertEquals([keep.randomKlBits, keep.randomProbability, keep.better], [1.5, 0.25, 2]);
  assertEquals([remove.randomKlBits, remove.randomProbability, remove.better], [1.5, 0.15, 4]);
});

Deno.test("findHalving() finds the first threshold with less than half, or gives the last", () => {
  const rows = [1, 0.5, 0.49, 0.6, 0.2].map((after, k): MaskSizes => ({
    ...{ threshold: k / 10, before: 9, after: 9, outputs: 9 },
    shares: { before: 0.1, after, outputs: 0, Wxh: 0, Whh: 0, Why: 0 },
  }));
  assertEquals(findHalving(rows), { verdict: "falls below half", threshold: 0.2, share: 0.49 });
  assertEquals(findHalving(rows.slice(0, 2)), {
    ...{ verdict: "stays at half or more", threshold: 0.1, share: 0.5 },
  });
});

Deno.test("overlapMasks() takes the share of the other mask, and the smallest of these", () => {
  const mask = { units: [1, 2, 3, 4, 5] };
  const overlap = overlapMasks(mask, [
    { prefix: "a", units: [5, 2] },
    { prefix: "b", units: [0, 2, 3, 4] },
    { prefix: "c", units: [] },
  ]);
  assertEquals(overlap.prefixes.map(({ units, shared }) => [units, shared]), [[2, 2], [4, 3], [
    0,
    0,
  ]]);
  assertEquals(overlap.leastShare, 0.75);
});

Deno.test("maskSelectivity() says that the mask holds nearly all above four fifths", () => {
  assertEquals([0.8, 0.8001].map((inMask) => maskSelectivity({ inMask }).verdict), [
    "leaves units out",
    "holds nearly all",
  ]);
});

Deno.test("UnitStatistics counts a unit as nearly always in the mask from nine steps of ten on", () => {
  const nearlyAlways = (steps: number, outside: number): number => {
    const statistics = new UnitStatistics(randomModel(1, 1));
    for (let t = 0; t < steps; t++) {
      statistics.observe({ character: "a", h: Float64Array.of(t < outside ? 0.5 : 0.51) } as never);
    }
    return statistics.result().nearlyAlways;
  };
  assertEquals([nearlyAlways(10, 1), nearlyAlways(100, 11)], [1, 0]);
});

const information = (
  ...rows: [character: string, bits: number, contexts: number][]
): ContextInformationResult => ({
  targets: [" "],
  characters: rows.map(([character, bits, contexts]): CharacterInformation => ({
    ...{ character, bits, contexts, targetOrNot: bits / 4, whichTarget: bits / 8 },
    ...{ whichOther: 5 * bits / 8, entropyBits: 2, targetProbability: 0.5 },
  })),
});

Deno.test("rankInformation() counts ties neither as less nor as more", () => {
  const result = information(["a", 3, 50], ["b", 2, 99], [":", 2, 50], ["c", 2, 60], ["d", 1, 50]);
  const rankOf = (character: string): number[] => {
    const { rank, lower } = rankInformation(result, character, 50);
    return [rank, lower];
  };
  assertEquals(["a", "b", ":", "c", "d"].map(rankOf), [[1, 4], [2, 1], [2, 1], [2, 1], [5, 0]]);
  assertEquals(rankInformation(result, ":", 50).whichTargetShare, 0.125);
  assertEquals(rankInformation(information(["a", 0, 1]), "a", 0).whichTargetShare, 0);
});

Deno.test("rankInformation() leaves out characters with fewer contexts, and asks for one that was read", () => {
  const result = information(["a", 3, 49], ["b", 2, 50], [":", 1, 49]);
  const { compared, rank, lower, own } = rankInformation(result, ":", 50);
  assertEquals([compared.map(({ character }) => character), rank, lower], [["b"], 2, 0]);
  assertEquals(own.contexts, 49);
  assertThrows(() => rankInformation(result, "z", 0), RangeError, 'current value is "z"');
});

Deno.test("patchReach() finds the depth from which on every divergence stays below the tolerance", () => {
  const reach = (...bits: number[]): unknown[] =>
    Object.values(patchReach({
      ...{ from: "", into: "", units: [] },
      depths: bits.map((klFromUnpatched, depth) => ({
        ...{ depth, klFromUnpatched, klFromSource: 5, read: "", targets: [] },
      })),
    } as PatchResult, 0.05));
  assertEquals(reach(0.2, 0.0499, 0.0501, 0.0499, 0), ["settles", 3]);
  assertEquals(reach(0.0499, 0.01), ["settles", 0]);
  assertEquals(reach(0.2, 0.0499, 0.05), ["does not settle", 2]);
});

Deno.test("gradientHorizon() finds the first lag below a hundredth, not one at it", () => {
  const horizon = (...medians: number[]): number | null =>
    gradientHorizon(medians.map((median, lag) => ({ lag, median })));
  assertEquals(horizon(4, 9, 0.04, 0.0399, 1), 3);
  assertEquals(horizon(4, 0.0401, 0.04), null);
});

Deno.test("strongestCharacter() goes by the size of the occlusion, the first of equals", () => {
  const strongest = (...occlusions: number[]): number[] => {
    const characters = occlusions.map((occlusion, position) => ({
      ...{ position, character: "x", gradient: 10 - occlusion, occlusion, exact: true },
    }));
    const { position, fromEnd, occlusion } = strongestCharacter({ characters });
    return [position, fromEnd, occlusion];
  };
  assertEquals(strongest(0.5, -2, 1.9), [1, 1, -2]);
  assertEquals(strongest(1, 2, -2), [1, 1, 2]);
});

Deno.test("countNeighboursAt() counts one character only", () => {
  const neighbours = [..."::a:b"].map((character) => ({ character }));
  assertEquals([":", "a", "z"].map((c) => countNeighboursAt(neighbours, c)), [3, 1, 0]);
});

/** Verdicts on hand-made evidence: a colon whose context says nothing, set apart from 19 others. */
function verdictsOn(changes: {
  targetOrNot?: number;
  whichTarget?: number;
  otherText?: number;
  lower?: number;
  met?: boolean;
}): Record<keyof Verdicts, string> {
  const { targetOrNot = 0, whichTarget = 0, otherText = 0.9, lower = 0, met = true } = changes;
  const others = Array.from({ length: 19 }, (_, k) => `${k}`);
  const { targets, characters } = information(
    ...others.map((name, k): [string, number, number] => [name, k < lower ? 0.5 : 1, 50]),
    ["rare", 0.1, 49],
    [":", 0.75, 50],
  );
  const cut = (cut: CutResult["cut"], by: CutResult["by"], value: number): CutResult => ({
    ...{ cut, by, value, standardError: 0, targets: [], klBits: 0 },
  });
  const verdicts = decideVerdicts({
    behaviour: { indices: [0], model: { vocabulary: { characters: [":"] } } },
    statistics: { inMask: 0.5 },
    effects: effectsWith(20, 20, 20),
    cuts: [
      cut("nothing", "nothing", 0.9),
      cut("Whh", "zero", 0.1),
      cut("Whh", "resample", otherText),
      cut("Wxh", "resample", 0.2),
    ],
    information: {
      targets,
      characters: characters.map((entry) =>
        entry.character === ":" ? { ...entry, targetOrNot, whichTarget } : entry
      ),
    },
    search: { best: { heldOutMet: met } },
  } as unknown as VerdictEvidence);
  const words = Object.entries(verdicts).map(([name, { verdict }]) => [name, verdict]);
  return Object.fromEntries(words);
}

Deno.test("decideVerdicts() calls a behaviour safe anywhere, within this text, or not at all", () => {
  const whatever = (targetOrNot: number, otherText: number): string =>
    verdictsOn({ targetOrNot, otherText }).whatever;
  assertEquals(whatever(0.0499, 0.8501), "anywhere");
  assertEquals(whatever(0.0499, 0.8499), "within this text");
  assertEquals(whatever(0.0501, 0.8501), "no");
  assertEquals(whatever(0.05, 0.9), "no");
});

Deno.test("decideVerdicts() calls 0.0499 bits about which target little, 0.0501 not", () => {
  assertEquals(verdictsOn({ whichTarget: 0.0499 }).which, "little");
  assertEquals(verdictsOn({ whichTarget: 0.05 }).which, "more than a little");
  assertEquals(verdictsOn({ whichTarget: 0.0501 }).which, "more than a little");
});

Deno.test("decideVerdicts() sets a character apart where under a tenth of the others have less", () => {
  assertEquals(verdictsOn({ lower: 1 }).apart, "apart");
  assertEquals(verdictsOn({ lower: 2 }).apart, "not apart");
});

Deno.test("decideVerdicts() refuses a behaviour that is not after one character", () => {
  const behaviour = {
    ...{ indices: [0, 1], label: "closing a line" },
    model: { vocabulary: { characters: [":", "a"] } },
  };
  assertThrows(
    () => decideVerdicts({ behaviour } as unknown as VerdictEvidence),
    RangeError,
    "must be after one character: it is closing a line",
  );
});

Deno.test("decideVerdicts() takes over what the masks and the search found", () => {
  const { mask, weights, units } = verdictsOn({});
  assertEquals([mask, weights, units], ["leaves units out", "beyond chance", "found"]);
  assertEquals(verdictsOn({ met: false }).units, "not found");
});
