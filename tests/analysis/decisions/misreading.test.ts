import { misreadingCost, secondFeeds } from "@lab/analysis";
import { type CharacterModel, zeroParameters } from "@lab/model";
import { Vocabulary } from "@lab/text";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

Deno.test("misreadingCost() is what the other reading adds at first, and how far it is off later", () => {
  const right = [1, 2, 3, 3, 4];
  assertEquals(misreadingCost(right, [3.5, 9, 3, 3, 5.5]), { nextNats: 2.5, laterNats: 0.5 });
  assertEquals(misreadingCost(right, [0.5, 0, 3, 0, 4]), { nextNats: -0.5, laterNats: 1 });
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
  assertAlmostEquals(secondFeeds(model(0), text, { minimum: 1 }).meanNats, 0, 1e-15);
  assertThrows(() => secondFeeds(model(1), "abd"), RangeError, "must hold characters");
});
