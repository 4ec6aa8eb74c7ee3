import { drawIndex, Random, softmax } from "@lab/numerics";
import { assert, assertEquals, assertThrows } from "@std/assert";

Deno.test("drawIndex() draws each index as often as its probability says", () => {
  const probs = softmax([0, 1, 2, -1, 0.5]);
  const random = new Random(9);
  const counts = new Array(probs.length).fill(0);
  const n = 50_000;
  for (let i = 0; i < n; i++) counts[drawIndex(probs, random)]++;
  const chiSquared = counts.reduce((s, c, i) => s + (c - n * probs[i]) ** 2 / (n * probs[i]), 0);
  assert(chiSquared < 18.5, `chi squared with 4 degrees of freedom is ${chiSquared}`);
});

Deno.test("drawIndex() never draws an impossible index and rejects what is no distribution", () => {
  const random = new Random(1);
  for (let i = 0; i < 1000; i++) assertEquals(drawIndex([0, 0.5, 0, 0.5, 0], random) % 2, 1);
  assertThrows(() => drawIndex([0.5, 0.4], random), RangeError, "must sum to 1");
  assertThrows(() => drawIndex([NaN, 1], random), RangeError, "current sum is NaN");
});
