/** How far back a prediction reaches, and what is near: on both sides of each decision. */
import {
  countNeighboursAt,
  gradientHorizon,
  patchReach,
  type PatchResult,
  strongestCharacter,
} from "@lab/analysis";
import { assertEquals } from "@std/assert";

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
