import { misreadingCost, secondFeeds } from "@lab/analysis";
import { type CharacterModel, zeroParameters } from "@lab/model";
import { Vocabulary } from "@lab/text";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

/** Twenty passages in which each next character costs so much more, give or take as much. */
const readings = (costs: readonly number[], spread = 0) => {
  const passages = Array.from({ length: 20 }, (_, k) => k % 2 === 0 ? spread : -spread);
  return [
    passages.map((_, k) => costs.map((_, t) => k + t)),
    passages.map((off, k) => costs.map((cost, t) => k + t + cost + off)),
  ] as const;
};

Deno.test("misreadingCost() is forgotten from where every later cost is surely below 0.05 nats", () => {
  const after = (...costs: number[]) => misreadingCost(...readings(costs)).forgottenAfter;
  assertEquals(after(2, 0.06, 0.049, -0.049), 2);
  assertEquals(after(2, 0.01, 0.051, 0), 3);
  assertEquals(after(2, 0.01, -0.051, 0), 3);
  assertEquals(after(0.01, 0.01), 0);
  assertEquals(after(0.01, 0.05), undefined);
});

Deno.test("misreadingCost() does not call forgotten what is uncertain, and knows by how much", () => {
  const { costs, forgottenAfter } = misreadingCost(...readings([1, 0], 0.2));
  assertAlmostEquals(costs[0].mean, 1, 1e-12);
  assertAlmostEquals(costs[1].error, 0.2 / Math.sqrt(19), 1e-12);
  assertEquals(forgottenAfter, undefined);
  assertEquals(misreadingCost(...readings([1, 0], 0.02)).forgottenAfter, 1);
});

/** A network of one unit that takes each sign of its input in turn. */
function model(whh: number): CharacterModel {
  const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 3 });
  parameters.Wxh.set([1, 0, -1]);
  parameters.Whh[0] = whh;
  parameters.Why.set([2, 0, -2]);
  return { parameters, vocabulary: Vocabulary.of("abc") };
}

Deno.test("secondFeeds() ranks by cost, leaves rare characters out, and costs nothing without memory", () => {
  const text = "abbacabba";
  const found = secondFeeds(model(0.5), text, { minimum: 2 });
  assertEquals(found.characters.map(({ occurrences }) => occurrences).sort(), [3, 4]);
  const [first, second] = found.characters;
  assert(first.costNats > second.costNats);
  assertEquals(secondFeeds(model(0.5), text, { minimum: 4 }).characters.length, 1);
  assertAlmostEquals(secondFeeds(model(0), text, { minimum: 1 }).cost.mean, 0, 1e-15);
  assertThrows(() => secondFeeds(model(1), "a"), RangeError, "text.length");
  assertThrows(() => secondFeeds(model(1), "abd"), RangeError, "must hold characters");
});
