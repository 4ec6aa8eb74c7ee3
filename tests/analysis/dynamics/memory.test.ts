/** How long differences live and what states know: both sides of what is decided. */
import { differenceLife, principalComponents, probeMemory, project } from "@lab/analysis";
import { type CharacterModel, zeroParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { Vocabulary } from "@lab/text";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { randomModel, randomText } from "../models.ts";

/** A unit that feeds itself, and what "a", "b", … add to it. */
function unit(w: number, ...Wxh: number[]): CharacterModel {
  const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: Wxh.length });
  parameters.Whh[0] = w;
  parameters.Wxh.set(Wxh);
  return { parameters, vocabulary: Vocabulary.of("abcd".slice(0, Wxh.length)) };
}

const state = (...h: number[]): Float64Array => Float64Array.from(h);

Deno.test("differenceLife() tells what vanishes from what stays", () => {
  const text = "ab".repeat(60);
  const options = { steps: 60, pairs: 30 };
  assertEquals(differenceLife(unit(0.5, 0.1, -0.1), text, options).verdict, "all vanish");
  // Either character throws the unit to its own side, where it stays unless thrown back.
  const held = unit(3, 0.1, -0.1);
  held.parameters.Wxh.set([9, -9]);
  assertEquals(differenceLife(held, "a" + "a".repeat(100), options).verdict, "all vanish");
  const random = new Random(4);
  // One of two units holds what the first of its characters said for ever.
  const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 3 });
  parameters.Whh[0] = 3;
  parameters.Wxh.set([4, -4, 0]);
  const latch = { parameters, vocabulary: Vocabulary.of("abc") };
  const mostlyC = Array.from(
    { length: 400 },
    (_, t) => t < 340 && random.integer(9) === 0 ? "ab"[t % 2] : "c",
  );
  const stays = differenceLife(latch, mostlyC.join(""), { steps: 10, pairs: 100 });
  assert(stays.merged > 0 && stays.merged < 100, `${stays.merged}`);
  const { halfLife, verdict, merged } = differenceLife(unit(1, 1e-3, -1e-3), text, options);
  assertEquals([halfLife, verdict, merged], [Infinity, "most stay", 0]); // a slope of 1 keeps all
  assertThrows(() => differenceLife(latch, "abc", { steps: 2 }), RangeError, "at least 4");
});

Deno.test("differenceLife() puts another place's state where a text's own was", () => {
  const far = differenceLife(unit(0.5, 0.8, -0.8), "aabb".repeat(30), {
    kind: "another place",
    steps: 20,
  });
  const swapped = differenceLife(unit(0.5, 0.8, -0.8), "aabb".repeat(30), { steps: 20 });
  assertEquals([far.kind, swapped.kind], ["another place", "another character"]);
  assert(swapped.distances[0].low > 0.5, "another character is always another state");
  assertEquals(far.distances[0].low, 0); // the same place, or its like
  assertEquals(far.distances.length, 21);
});

Deno.test("principalComponents() take the mean away, and project() puts states where they are", () => {
  const random = new Random(2);
  const states = Float64Array.from(
    { length: 200 * 3 },
    (_, k) => [9, 2, 0.1][k % 3] * random.normal() + 5,
  );
  const components = principalComponents(states, 3, 3);
  assertEquals(components.needed, 1 + Number(components.shares[0] < 0.95));
  assertAlmostEquals(components.shares.reduce((sum, x) => sum + x), 1, 1e-12);
  assertEquals(principalComponents(states, 3).directions.length, 2);
  const h = states.subarray(30, 33);
  const along = project(components, h);
  for (let i = 0; i < 3; i++) {
    const back = components.directions.reduce(
      (sum, v, k) => sum + along[k] * v[i],
      components.mean[i],
    );
    assertAlmostEquals(back, h[i], 1e-9);
  }
  assertThrows(() => principalComponents(states, 7), TypeError, "whole states of 7");
  assertThrows(() => principalComponents(state(1, 2), 2), TypeError, "at least 2");
});

Deno.test("probeMemory() reaches as far as a delay line remembers, and its control does not", () => {
  const V = 5, delay = 4, H = V * delay;
  const parameters = zeroParameters({ hiddenSize: H, vocabularySize: V });
  for (let i = 0; i < V; i++) parameters.Wxh[i * V + i] = 1;
  for (let i = V; i < H; i++) parameters.Whh[i * H + i - V] = 1;
  const model = { parameters, vocabulary: Vocabulary.of("abcde") };
  const text = randomText(model, 1700, 3);
  const { lags, reach } = probeMemory(model, text, { maxLag: 5, train: 900, test: 700 });
  assertEquals(reach, 3);
  assertEquals(lags.slice(0, 4).map(({ accuracy }) => accuracy.mean), [1, 1, 1, 1]);
  assert(lags[3].control.mean < 0.4 && lags[3].selectivity.interval[0] > 0.5);
  assert(!lags[4].knows && Math.abs(lags[4].gain.mean) < 0.1);
  for (const { majority, fromLast, lag } of lags) {
    assert(majority < 0.3 && (lag === 0 || fromLast < 0.3), `${lag}: ${majority}, ${fromLast}`);
  }
  assertThrows(
    () => probeMemory(model, text, { train: 1000, test: 700 }),
    RangeError,
    "at least 1710",
  );
  assertThrows(() => probeMemory(model, text, { ridge: 0 }), RangeError, "'ridge'");
});

Deno.test("probeMemory() knows nothing where the text alone says it", () => {
  // "abcabc…": the last character says all that came before.
  const model = randomModel(3, 11, "abc");
  const { lags, reach } = probeMemory(model, "abc".repeat(400), {
    maxLag: 2,
    train: 600,
    test: 500,
  });
  assertEquals(lags.map(({ fromLast }) => fromLast), [1, 1, 1]);
  assertEquals([lags[1].knows, reach], [false, 0]);
  for (const { gain } of lags) assert(gain.mean <= 0, `${gain.mean}`); // beside the better guess
});
