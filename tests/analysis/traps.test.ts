/** What goes with traps: measures of Whh against NumPy, and decisions on both sides. */
import { measureTraps, type TrapMeasures, trapTendency } from "@lab/analysis";
import { zeroParameters } from "@lab/model";
import { Vocabulary } from "@lab/text";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import stored from "../reference/analysis/traps.json" with { type: "json" };

const vocabulary = Vocabulary.of("ab");

Deno.test("measureTraps() finds the real parts and singular values that NumPy finds", () => {
  for (const { n, k, realPart, singularValue } of stored) {
    const parameters = zeroParameters({ hiddenSize: n, vocabularySize: 2 });
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        parameters.Whh[i * n + j] = Math.sin(1 + k + 3.7 * i * i + 2.3 * j + 0.9 * i * j);
      }
    }
    const found = measureTraps({ parameters, vocabulary }, "a", "ab");
    assertAlmostEquals(found.realPart, realPart, 1e-9);
    assertAlmostEquals(found.singularValue, singularValue, 1e-3 * singularValue);
    assertEquals(found.traps, 0); // Why is zero: never worse than guessing
  }
});

Deno.test("measureTraps() counts the first characters that lead into a trap", () => {
  const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
  parameters.Whh[0] = 4;
  parameters.Wxh.set([0.5, -0.5]);
  parameters.Why.set([3, -3]); // "a" is likely on the upper side
  const { traps, realPart } = measureTraps({ parameters, vocabulary }, "a", "aaaaaaaa");
  assertEquals([traps, realPart], [1, 4]);
});

const networks = (traps: number, ...realParts: number[]): TrapMeasures[] =>
  realParts.map((realPart) => ({ traps, realPart, singularValue: 20 - realPart }));

Deno.test("trapTendency() compares those without traps with those that have some, however many", () => {
  const found = trapTendency([
    ...networks(3, 6, 7),
    ...networks(0, 1, 2, 3),
    ...networks(1, 8, 2),
  ])!;
  assertEquals([found.networks, found.trapped], [7, 4]);
  assertEquals([found.realPart.firstMedian, found.realPart.secondMedian], [2, 6.5]);
  assertEquals([found.realPart.firstLower, found.realPart.secondLower], [10, 1]);
  assertEquals([found.singularValue.firstLower, found.singularValue.secondLower], [1, 10]);
});

Deno.test("trapTendency() decides each measure by its own interval, on either side", () => {
  const verdictsOf = (...trapped: number[]): string[] => {
    const found = trapTendency([...networks(0, 1, 2, 3, 4), ...networks(1, ...trapped)])!;
    return [found.realPart.verdict, found.singularValue.verdict];
  };
  assertEquals(verdictsOf(5, 6, 7, 8), ["first lower", "second lower"]);
  assertEquals(verdictsOf(0.1, 0.2, 0.3, 0.4), ["second lower", "first lower"]);
  assertEquals(verdictsOf(3.5, 6, 7, 8), ["not decided", "not decided"]);
  assertEquals(verdictsOf(5, 6), ["not decided", "not decided"]);
});

Deno.test("trapTendency() has nothing to compare where all have traps or none has", () => {
  assertEquals(trapTendency(networks(0, 1, 2)), undefined);
  assertEquals(trapTendency(networks(2, 1, 2)), undefined);
});
