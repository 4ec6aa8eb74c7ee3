/** Class means and the variance that classes explain. */
import { ClassMeans, classMeans, type Label, observe, unitStatistics } from "@lab/analysis";
import { zeroParameters } from "@lab/model";
import { Vocabulary } from "@lab/text";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { randomModel, randomText } from "../models.ts";

const character = (characters: readonly string[], t: number): Label => characters[t];

Deno.test("classMeans() explains all of a unit that says what was read, and nothing of a constant", () => {
  const parameters = zeroParameters({ hiddenSize: 3, vocabularySize: 3 });
  parameters.Wxh.set([1, -1, 0.5]);
  parameters.bh[1] = 0.3;
  parameters.Whh[8] = 1;
  const model = { parameters, vocabulary: Vocabulary.of("abc") };
  const text = randomText(model, 500, 2);
  const { units, classes, steps, independentChance, aboveChance } = classMeans(
    model,
    text,
    character,
  );
  assertAlmostEquals(units[0].share, 1, 1e-12);
  assertEquals([units[1].share, units[1].variance, units[1].highestChance], [0, 0, 0]);
  assertEquals([steps, independentChance, aboveChance], [500, 2 / 499, 1]);
  assertEquals(classes.map(({ name }) => name), [...new Set(text)]);
  const mean = classes.find(({ name }) => name === "b")!.mean;
  assertAlmostEquals(mean[0], Math.tanh(-1), 1e-12);
  assertEquals([...mean.subarray(1)], [Math.tanh(0.3), 0]);
});

Deno.test("classMeans() finds by chance what independent labels explain", () => {
  const model = randomModel(2);
  const text = randomText(model, 4000, 7);
  const labels = randomText(model, 4000, 8);
  const found = classMeans(model, text, (_, t) => labels[t], { shifts: 40 });
  const { units, independentChance, aboveChance } = found;
  assertEquals(aboveChance, units.filter((unit) => unit.share > unit.highestChance).length);
  assert(aboveChance <= 2, `${aboveChance} of 11 where 11/41 are expected`);
  const mean = (of: (unit: typeof units[number]) => number): number =>
    units.reduce((sum, unit) => sum + of(unit), 0) / units.length;
  assertAlmostEquals(mean((unit) => unit.chance), independentChance, independentChance / 4);
  assertAlmostEquals(mean((unit) => unit.share), independentChance, independentChance);
  const { units: expected } = unitStatistics(model, text);
  for (const { unit, variance } of units) {
    assertAlmostEquals(variance, expected[unit].variance, 1e-12);
  }
});

Deno.test("classMeans() gives a slow unit a high chance level for slow labels, which it then is not above", () => {
  const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
  parameters.Whh[0] = 1;
  parameters.Wxh.set([0.02, -0.02]); // adds up what was read
  const model = { parameters, vocabulary: Vocabulary.of("ab") };
  const text = randomText(model, 3000, 1);
  const slow = classMeans(model, text, (_, t) => String(Math.floor(t / 100)), { seed: 3 });
  assert(slow.units[0].share > 20 * slow.independentChance);
  assert(slow.units[0].share < 2 * slow.units[0].highestChance);
  assert(slow.units[0].chance <= slow.units[0].highestChance);
});

Deno.test("ClassMeans leaves steps without a label out and refuses too few", () => {
  const model = randomModel(3);
  const text = "ab:ab:ab";
  const where = (characters: readonly string[], t: number): Label =>
    characters[t] === ":" ? undefined : characters[t];
  assertEquals(classMeans(model, text, where).steps, 6);
  assertThrows(
    () => classMeans(model, text, () => "one"),
    RangeError,
    "at least 2 different ones: current number is 1",
  );
  assertThrows(() => new ClassMeans(model, ["x", "y"], { shifts: 0 }), RangeError, "'shifts'");
  const short = new ClassMeans(model, ["x", "y", "y"]);
  observe(model, "ab", [short]);
  assertThrows(() => short.result(), RangeError, "2 of 3 were");
});

Deno.test("classMeans() never takes the labels where they stand for labels that are moved along", () => {
  const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
  parameters.Wxh.set([1, -1]);
  const model = { parameters, vocabulary: Vocabulary.of("ab") };
  const [unit] = classMeans(model, "abb", character, { shifts: 50 }).units;
  assertAlmostEquals(unit.share, 1, 1e-12);
  assertAlmostEquals(unit.highestChance, 1 / 4, 1e-12); // b, b, a and b, a, b for a, b, b
});
