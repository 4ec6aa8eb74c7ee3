/** The block bootstrap against closed forms, and how often its intervals hold the truth. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { bootstrapRatio, meanOverText, Random } from "@lab/numerics";

/** N numbers around 0 whose neighbours hang together. */
function hangingTogether(N: number, seed: number): Float64Array {
  const random = new Random(seed);
  let last = 0;
  return Float64Array.from({ length: N }, () => last = 0.9 * last + random.normal());
}

Deno.test("bootstrapRatio() of a mean has the interval that the stretches' error gives", () => {
  const values = hangingTogether(20_000, 1);
  const { ratio, interval } = bootstrapRatio({ values });
  const { mean, interval: normal } = meanOverText(values);
  assertAlmostEquals(ratio, mean, 1e-12);
  const width = normal[1] - normal[0];
  interval.forEach((end, k) => assertAlmostEquals(end, normal[k], 0.06 * width));
});

Deno.test("bootstrapRatio() holds the truth in about 95 of 100 texts whose neighbours hang together", () => {
  const held = Array.from({ length: 200 }, (_, seed) => {
    const { interval } = bootstrapRatio({ values: hangingTogether(8000, seed + 1) }, {
      draws: 400,
    });
    return interval[0] < 0 && interval[1] > 0 ? 1 : 0;
  }).reduce((sum: number, each) => sum + each, 0);
  // Binomial with p = 0.95: 190 ± 9; stretches of one character would hold it in about 80.
  assert(held >= 176 && held <= 199, `${held}`);
});

Deno.test("bootstrapRatio() divides by the weights' sum, and draws both together", () => {
  const weights = Float64Array.from({ length: 6000 }, (_, n) => n < 3000 ? 1 : 0);
  const values = weights.map((w) => 3 * w);
  const { ratio, interval } = bootstrapRatio({ values, weights });
  assertEquals([ratio, ...interval], [3, 3, 3]);
});

Deno.test("bootstrapRatio() among many ratios has wider intervals", () => {
  const values = hangingTogether(20_000, 2);
  const [one, many] = [1, 20].map((among) => bootstrapRatio({ values }, { among }).interval);
  assert(many[0] < one[0] && many[1] > one[1]);
  // ± 1.96 standard errors become ± 3.02.
  assertAlmostEquals((many[1] - many[0]) / (one[1] - one[0]), 3.02 / 1.96, 0.15);
});

Deno.test("bootstrapRatio() of a short text decides nothing", () => {
  assertEquals(bootstrapRatio({ values: new Float64Array(1599).fill(2) }), {
    ratio: 2,
    interval: [-Infinity, Infinity],
  });
  assertEquals(bootstrapRatio({ values: new Float64Array(1600).fill(2) }).interval, [2, 2]);
});

Deno.test("bootstrapRatio() refuses what it can't redraw", () => {
  assertThrows(() => bootstrapRatio({ values: [] }), RangeError, "current numbers are 0 and 0");
  assertThrows(
    () => bootstrapRatio({ values: [1, 2], weights: [1] }),
    RangeError,
    "current numbers are 2 and 1",
  );
});
