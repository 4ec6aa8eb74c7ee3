import { logSumExp, softmax } from "@lab/numerics";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "../property.ts";

const logits = fc.array(fc.double({ min: -800, max: 800, noNaN: true }), {
  minLength: 1,
  maxLength: 13,
});
const temperature = fc.double({ min: 0.05, max: 20, noNaN: true });

Deno.test("softmax() sums to 1 at every temperature", () => {
  fc.assert(fc.property(logits, temperature, (y, tau) => {
    const p = softmax(y, tau);
    assertAlmostEquals(p.reduce((a, b) => a + b), 1, 1e-12);
    assert(p.every((pi) => pi >= 0 && pi <= 1));
  }));
});

Deno.test("softmax() does not change when a constant is added to all logits", () => {
  fc.assert(
    fc.property(logits, temperature, fc.integer({ min: -1000, max: 1000 }), (y, tau, c) => {
      const p = softmax(y, tau);
      const q = softmax(y.map((yi) => yi + c), tau);
      for (let i = 0; i < y.length; i++) assertAlmostEquals(p[i], q[i], 1e-9);
    }),
  );
});

Deno.test("softmax() at τ equals softmax() of the logits divided by τ", () => {
  const y = [0.3, -2, 5, 1];
  const p = softmax(y, 2);
  const q = softmax(y.map((yi) => yi / 2));
  for (let i = 0; i < y.length; i++) assertAlmostEquals(p[i], q[i], 1e-15);
});

Deno.test("softmax() stays finite where exp() alone would overflow", () => {
  assertEquals(softmax([1e6, 0]), Float64Array.of(1, 0));
});

Deno.test("softmax() rejects a temperature that is not finite and > 0", () => {
  for (const tau of [0, -1, NaN, Infinity]) {
    assertThrows(
      () => softmax([1, 2], tau),
      RangeError,
      `Cannot apply softmax as 'temperature' must be finite and > 0: current value is ${tau}`,
    );
  }
});

Deno.test("logSumExp() equals the logarithm of the sum where that can be computed", () => {
  const x = [0.1, -3, 2.5];
  assertAlmostEquals(logSumExp(x), Math.log(x.reduce((s, v) => s + Math.exp(v), 0)), 1e-14);
});
