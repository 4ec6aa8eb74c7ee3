/** Edges: swapping one input by hand gives the effect, and all together give the lead. */
import {
  type Behaviour,
  collectBehaviour,
  edgeEffects,
  edgesForHalf,
  type EdgeShares,
  edgeShares,
  leadWeights,
  splitOccurrences,
} from "@lab/analysis";
import { outputLogits, zeroParameters } from "@lab/model";
import { Vocabulary } from "@lab/text";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { randomModel, randomText } from "../models.ts";

const [H, V] = [11, 7];
const model = randomModel(21);
const { Wxh, Whh, bh } = model.parameters;
const text = randomText(model, 300, 21);

const QUESTIONS: Record<string, Behaviour> = {
  "after a colon": collectBehaviour(model, text, { after: ":", targets: " \n" }),
  "closing a line": collectBehaviour(model, text, {
    ...{ after: (text, t) => text[t + 1] === "\n", targets: "b", against: "de" },
  }),
};

/** The lead at one occurrence with some inputs of some units put to their means. */
function leadWith(
  behaviour: Behaviour,
  t: number,
  atMean: (from: "input" | number, to: number) => boolean,
): number {
  const { hPrevs, indices, meanPrev, frequencies } = behaviour;
  const h = Float64Array.from({ length: H }, (_, i) => {
    const usual = frequencies.reduce((sum, f, k) => sum + f * Wxh[i * V + k], 0);
    let z = bh[i] + (atMean("input", i) ? usual : Wxh[i * V + indices[t]]);
    for (let j = 0; j < H; j++) {
      z += Whh[i * H + j] * (atMean(j, i) ? meanPrev[j] : hPrevs[t * H + j]);
    }
    return Math.tanh(z);
  });
  const weights = leadWeights(behaviour);
  return outputLogits(model.parameters, h).reduce((sum, y, k) => sum + weights[k] * y, 0);
}

/** Mean and standard error over the occurrences. */
function over(behaviour: Behaviour, of: (t: number) => number): { mean: number; error: number } {
  const values = Array.from(behaviour.positions, (_, t) => of(t));
  const n = values.length;
  const mean = values.reduce((a, b) => a + b) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (n - 1) / n) };
}

for (const [name, behaviour] of Object.entries(QUESTIONS)) {
  Deno.test(`edgeEffects() is what swapping each edge's own input does (${name})`, () => {
    const { edges, input, lead, reference, occurrences } = edgeEffects(behaviour);
    assertEquals([edges.length, occurrences], [H * (H + 1), behaviour.positions.length]);
    const [column, read] = name === "after a colon" ? [`${behaviour.indices[0]}`, ":"] : [":"];
    assertEquals(input, read);
    assertAlmostEquals(
      lead,
      over(behaviour, (t) => leadWith(behaviour, t, () => false)).mean,
      1e-11,
    );
    assertAlmostEquals(reference, leadWith(behaviour, 0, () => true), 1e-11);
    for (const { from, to, effect, error, coordinates } of edges) {
      const swapped = over(behaviour, (t) =>
        leadWith(behaviour, t, () => false) -
        leadWith(behaviour, t, (j, i) => j === from && i === to));
      assertAlmostEquals(effect, swapped.mean, 1e-11);
      assertAlmostEquals(error, swapped.error, 1e-9);
      assertEquals(coordinates, from === "input" ? `Wxh[${to}, ${column}]` : `Whh[${to}, ${from}]`);
    }
    const sizes = edges.map(({ effect }) => Math.abs(effect));
    assertEquals(sizes, [...sizes].sort((a, b) => b - a));
  });

  Deno.test(`edgeShares() is what all other edges at their mean leave, and what these take away (${name})`, () => {
    const { edges } = edgeEffects(behaviour);
    const { points, explained, of } = edgeShares(behaviour, edges, { sizes: [3, 40, H * (H + 1)] });
    assertEquals(of, H * (H + 1));
    for (const { size, kept, lost } of points) {
      const chosen = new Set(edges.slice(0, size).map(({ from, to }) => `${from} ${to}`));
      const inSet = (j: "input" | number, i: number): boolean => chosen.has(`${j} ${i}`);
      const none = leadWith(behaviour, 0, () => true);
      const whole = over(behaviour, (t) => leadWith(behaviour, t, () => false) - none).mean;
      assertAlmostEquals(explained, whole, 1e-11);
      const part = over(behaviour, (t) => leadWith(behaviour, t, (j, i) => !inSet(j, i)) - none);
      assertAlmostEquals(kept.share, part.mean / whole, 1e-9);
      const gone = over(
        behaviour,
        (t) => leadWith(behaviour, t, () => false) - leadWith(behaviour, t, inSet),
      );
      assertAlmostEquals(lost.share, gone.mean / whole, 1e-9);
      const error = over(behaviour, (t) =>
        (leadWith(behaviour, t, (j, i) => !inSet(j, i)) - none -
          part.mean / whole * (leadWith(behaviour, t, () => false) - none)) / whole).error;
      assertAlmostEquals(kept.interval[1] - kept.share, 1.959964 * error, 1e-6);
    }
    assertAlmostEquals(points[2].kept.share, 1, 1e-10);
    assertAlmostEquals(points[2].lost.share, 1, 1e-10);
  });
}

Deno.test("edgeEffects() looks at the edges between the units it is given, at some occurrences", () => {
  const behaviour = QUESTIONS["after a colon"];
  const all = edgeEffects(behaviour);
  const { edges } = edgeEffects(behaviour, { units: [4, 9] });
  assertEquals(edges.map(({ coordinates }) => coordinates).sort(), [
    ...["Whh[4, 4]", "Whh[4, 9]", "Whh[9, 4]", "Whh[9, 9]", "Wxh[4, 2]", "Wxh[9, 2]"],
  ]);
  for (const edge of edges) {
    assertEquals(edge, all.edges.find(({ coordinates }) => coordinates === edge.coordinates));
  }
  assertEquals(edgeEffects(behaviour, { occurrences: 5 }).occurrences, 5);
});

/** Unit 0 remembers ":"; unit 1 reads it there and asks for a space; units 2 … 5 are in the way. */
function twoSteps(): Behaviour {
  const vocabulary = Vocabulary.of("ab: ");
  const parameters = zeroParameters({ hiddenSize: 6, vocabularySize: 4 });
  const noise = randomModel(3, 6, "ab: ").parameters;
  parameters.Wxh.set(noise.Wxh.map((w) => 0.2 * w));
  parameters.Whh.set(noise.Whh.map((w) => 0.05 * w));
  for (let k = 0; k < 4; k++) {
    parameters.Wxh[0 * 4 + k] = vocabulary.characters[k] === ":" ? 2 : -2;
    parameters.Wxh[1 * 4 + k] = 0;
  }
  parameters.Whh[1 * 6 + 0] = 2;
  parameters.Why[vocabulary.indexOf(" ") * 6 + 1] = 3;
  const model = { parameters, vocabulary };
  const after = (text: readonly string[], t: number): boolean => text[t - 1] === ":";
  return collectBehaviour(model, randomText(model, 2000, 8), { after, targets: " " });
}

Deno.test("edgeEffects() finds the one weight that carries what was read a step before, on other occurrences too", () => {
  const [first, second] = splitOccurrences(twoSteps());
  const { edges } = edgeEffects(first);
  assertEquals(edges[0].coordinates, "Whh[1, 0]");
  assert(Math.abs(edges[1].effect) < 0.2 * edges[0].effect);
  const shares = edgeShares(second, edges, { randomSets: 9 });
  assertEquals(edgesForHalf(shares)?.size, 1);
  const [{ kept, lost, randomKept }] = shares.points;
  assert(
    kept.interval[0] > 0.8 && lost.interval[0] > 0.8,
    `${kept.share} kept, ${lost.share} lost`,
  );
  assert(randomKept.median < 0.1);
});

Deno.test("edgeShares() draws its random sets from edges of the same kinds", () => {
  const behaviour = QUESTIONS["after a colon"];
  // one edge of each kind: random orders can only be the ranking itself
  const ranking = [{ from: 3, to: 4 }, { from: "input", to: 5 }] as const;
  const { points } = edgeShares(behaviour, ranking, { sizes: [1, 2], randomSets: 5 });
  for (const { kept, randomKept: { low, median, high } } of points) {
    assertEquals([low, median, high], [kept.share, kept.share, kept.share]);
  }
});

Deno.test("edgesForHalf() wants the whole interval between ½ and 1½, from there on", () => {
  const size = (...shares: [share: number, error: number][]): number | undefined => {
    const points = shares.map(([share, error], k) => ({
      ...{ size: k + 1, kept: { share, interval: [share - error, share + error] } },
    }));
    return edgesForHalf({ points } as unknown as EdgeShares)?.size;
  };
  assertEquals(size([0.6, 0.11], [0.6, 0.09], [1, 0]), 2);
  assertEquals(size([1.4, 0.09], [1, 0]), 1);
  assertEquals(size([1.4, 0.11], [1, 0]), 2);
  assertEquals(size([0.8, 0.1], [0.4, 0.1], [1, 0]), 3);
  assertEquals(size([0.4, 0.1]), undefined);
  assertEquals(size([1, NaN]), undefined);
  assertEquals([size([0.75, 0.25]), size([1.25, 0.25]), size([1, 0.25])], [
    undefined,
    undefined,
    1,
  ]);
});

Deno.test("edgeEffects() and edgeShares() take 500 and 200 occurrences and 20 random orders when not told", () => {
  const long = collectBehaviour(model, randomText(model, 5000, 2), { after: ":", targets: " " });
  assert(long.positions.length > 500);
  const { edges, occurrences } = edgeEffects(long, { units: [1, 2] });
  const shares = edgeShares(long, edges);
  assertEquals([occurrences, shares.occurrences, shares.randomSets], [500, 200, 20]);
  assertEquals(shares.points.map(({ size }) => size), [1, 2, 5, 6]);
});

Deno.test("edgeEffects() and edgeShares() refuse what can't be measured", () => {
  const behaviour = QUESTIONS["after a colon"];
  assertThrows(() => edgeEffects(behaviour, { units: [11] }), RangeError, "from 0 to 10");
  assertThrows(() => edgeEffects(behaviour, { occurrences: 0 }), RangeError, "'occurrences'");
  assertThrows(() => edgeShares(behaviour, []), RangeError, "'ranking.length'");
  const ranking = [{ from: 3, to: 4 }];
  assertThrows(() => edgeShares(behaviour, ranking, { sizes: [2] }), RangeError, "'sizes'");
  assertThrows(() => edgeShares(behaviour, ranking, { randomSets: 0 }), RangeError, "'randomSets'");
});
