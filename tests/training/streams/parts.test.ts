/** The parts of training on streams: first weights, which characters are read when, rates, settings. */
import { PARAMETER_NAMES } from "@lab/model";
import { Random, randomOrthogonal } from "@lab/numerics";
import {
  completeStreamSettings,
  initialStreamParameters,
  peakRates,
  rateScale,
  readWindows,
  STREAM_RECIPES,
  windowsPerReading,
} from "@lab/training";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { randomIndices } from "../../engines/support.ts";

Deno.test("randomOrthogonal() has orthogonal rows of length 1, and no direction that it prefers", () => {
  const n = 37;
  const Q = randomOrthogonal(n, new Random(2));
  for (let i = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) {
      let product = 0;
      for (let j = 0; j < n; j++) product += Q[i * n + j] * Q[k * n + j];
      assertAlmostEquals(product, i === k ? 1 : 0, 1e-13);
    }
  }
  // The trace of an orthogonal matrix drawn evenly has mean 0 and variance 1.
  const traces = Array.from({ length: 400 }, (_, seed) => {
    const R = randomOrthogonal(3, new Random(seed));
    return R[0] + R[4] + R[8];
  });
  const mean = traces.reduce((sum, x) => sum + x, 0) / 400;
  const variance = traces.reduce((sum, x) => sum + x * x, 0) / 400;
  assert(Math.abs(mean) < 4 / 20 && Math.abs(variance - 1) < 0.3, `${mean}, ${variance}`);
});

Deno.test("initialStreamParameters() are the recipe's: scales, an orthogonal Whh, counted characters, by the seed", () => {
  const text = randomIndices(1000, 7, new Random(1)).map((k) => Math.min(k, 5));
  const settings = { ...STREAM_RECIPES.strong, hiddenSize: 64 };
  const { Wxh, Whh, Why, bh, by } = initialStreamParameters(text, 7, settings);
  const evenTo = (values: Float64Array, limit: number): void => {
    const largest = values.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
    assert(largest <= limit && largest > 0.97 * limit);
    const mean = values.reduce((sum, w) => sum + w, 0) / values.length;
    assert(Math.abs(mean) < 4 * limit / Math.sqrt(3 * values.length));
  };
  evenTo(Wxh, 1.5);
  evenTo(Why, 1 / 8);
  for (let i = 0; i < 64; i++) {
    assertAlmostEquals(Math.hypot(...Whh.subarray(i * 64, (i + 1) * 64)), 0.9, 1e-12);
  }
  assert(bh.every((b) => b === 0));
  const counts = [0, 1, 2, 3, 4, 5, 6].map((k) => text.filter((c) => c === k).length);
  counts.forEach((count, k) => assertAlmostEquals(Math.exp(by[k]), (count + 1) / 1007, 1e-12));
  const again = initialStreamParameters(text, 7, settings);
  const other = initialStreamParameters(text, 7, { ...settings, seed: 2 });
  assertEquals(again.Whh, Whh);
  assert(PARAMETER_NAMES.slice(0, 3).every((name) => other[name][0] !== again[name][0]));
});

Deno.test("readWindows() reads every character of the ring about once a reading, each target behind its input", () => {
  const N = 1009;
  const text = Int32Array.from({ length: N }, (_, n) => n);
  const settings = { streams: 5, sequenceLength: 7, seed: 3 };
  const windows = windowsPerReading(N, settings);
  assertEquals(windows, Math.floor(201 / 7));
  const starts = new Set<number>();
  for (let reading = 0; reading < 20; reading++) {
    const rows = readWindows(text, { reading, window: 0 }, windows, settings);
    starts.add(rows[0]);
    assertEquals(rows.length, (windows * 7 + 1) * 5);
    for (let n = 5; n < rows.length; n++) assertEquals(rows[n], (rows[n - 5] + 1) % N);
    assertEquals(new Set(rows.subarray(0, windows * 35)).size, windows * 35);
    // Part by part it is the same, each part beginning with the last row of the one before.
    const part = readWindows(text, { reading, window: 4 }, 2, settings);
    assertEquals(part, rows.slice(4 * 35, 6 * 35 + 5));
  }
  assert(starts.size > 17);
  const other = readWindows(text, { reading: 0, window: 0 }, 1, { ...settings, seed: 4 });
  assert(other[0] !== readWindows(text, { reading: 0, window: 0 }, 1, settings)[0]);
});

Deno.test("rateScale() rises to 1 and falls to its end; short trainings rise in a tenth", () => {
  const settings = { warmUp: 100, finalRate: 0.02 };
  const of = (updates: number): number[] =>
    Array.from({ length: updates }, (_, n) => rateScale(n, updates, settings));
  for (const updates of [7520, 128, 5, 1]) {
    const scales = of(updates);
    const rise = Math.min(100, Math.floor(updates / 10));
    scales.forEach((scale, n) => {
      assert(scale > 0 && scale <= 1);
      if (n > 0) assert(n < rise ? scale > scales[n - 1] : scale <= scales[n - 1]);
    });
    assertEquals(Math.max(...scales), 1);
  }
  assertAlmostEquals(of(7520)[7519], 0.02, 1e-6);
  assertAlmostEquals(rateScale(3810, 7520, settings), 0.51, 1e-12);
  assertEquals(rateScale(0, 9, { warmUp: 0, finalRate: 1 }), 1);
});

Deno.test("peakRates() are those of the recipes", () => {
  const rates = (recipe: "quick" | "strong"): number[] =>
    Object.values(peakRates(STREAM_RECIPES[recipe]));
  const near = (got: number[], wanted: number[]): void =>
    got.forEach((rate, i) => assertAlmostEquals(rate, wanted[i], 1e-12));
  near(rates("strong"), [0.096, 0.096, 0.0024, 0.006, 0.006]);
  near(rates("quick"), [0.128, 0.128, 0.0032, 0.008, 0.008]);
});

Deno.test("completeStreamSettings() refuses what is out of range, by name, rule and value", () => {
  const refuses = (given: Parameters<typeof completeStreamSettings>[0], words: string): void => {
    assertThrows(() => completeStreamSettings(given, "quick"), RangeError, words);
  };
  refuses({ streams: 0.5 }, "'streams' must be an integer >= 1: current value is 0.5");
  refuses({ epochs: 0 }, "'epochs' must be an integer >= 1: current value is 0");
  refuses({ warmUp: -1 }, "'warmUp' must be an integer >= 0: current value is -1");
  refuses({ recurrentDropout: 1 }, "'recurrentDropout' must be >= 0 and < 1: current value is 1");
  refuses({ beta2: NaN }, "'beta2' must be >= 0 and < 1: current value is NaN");
  refuses({ inputScale: 0 }, "'inputScale' must be finite and > 0: current value is 0");
  refuses({ clipNorm: 0 }, "'clipNorm' must be > 0: current value is 0");
  refuses({ finalRate: 1.1 }, "'finalRate' must be from 0 to 1: current value is 1.1");
  refuses({ seed: 0.1 }, "'seed' must be a safe integer: current value is 0.1");
  assertEquals(completeStreamSettings({ clipNorm: Infinity }, "quick").clipNorm, Infinity);
  assertThrows(
    () => completeStreamSettings({}, "slow" as "quick"),
    RangeError,
    "'recipe' must be report, quick or strong: current value is slow",
  );
});
