/** Which units vary. */
import { unitStatistics, VARIES, varyingUnits, walk } from "@lab/analysis";
import { zeroParameters } from "@lab/model";
import { Vocabulary } from "@lab/text";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { randomModel, randomText } from "../models.ts";

/** Units that are tanh(their weight) after "a" and its opposite after "b". */
function switches(...ends: number[]): ReturnType<typeof unitStatistics> {
  const parameters = zeroParameters({ hiddenSize: ends.length, vocabularySize: 2 });
  ends.forEach((end, i) => parameters.Wxh.set([Math.atanh(end), -Math.atanh(end)], 2 * i));
  return unitStatistics({ parameters, vocabulary: Vocabulary.of("ab") }, "abab");
}

Deno.test("varyingUnits() names the units whose variance exceeds the threshold, the largest first", () => {
  const edge = Math.sqrt(VARIES);
  const statistics = switches(0.5, edge * 1.001, 0, -0.9, edge * 0.999);
  assertEquals(varyingUnits(statistics), [3, 0, 1]);
  assertEquals(statistics.constant, 2);
  assertEquals(varyingUnits(statistics, 0.2), [3, 0]);
  assertEquals(varyingUnits(switches(0.5, 0, 0.5), 0), [0, 2]);
  assertThrows(() => varyingUnits(statistics, NaN), RangeError, "'threshold' must be >= 0");
});

Deno.test("unitStatistics() has the mean squared distance from the mean as variance", () => {
  const model = randomModel(9);
  const text = randomText(model, 101, 2);
  const { units, mean, steps } = unitStatistics(model, text);
  const squares = new Float64Array(mean.length);
  for (const { h } of walk(model, text)) {
    h.forEach((value, i) => squares[i] += (value - mean[i]) ** 2);
  }
  for (const { unit, variance } of units) {
    assertAlmostEquals(variance, squares[unit] / steps, 1e-14);
  }
});

Deno.test("unitStatistics() gives a unit that never moves a variance of exactly zero", () => {
  const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
  parameters.bh[0] = 0.7;
  const model = { parameters, vocabulary: Vocabulary.of("ab") };
  const { units } = unitStatistics(model, "abbabaab".repeat(99));
  assertEquals([units[0].variance, units[0].mean], [0, Math.tanh(0.7)]);
});
