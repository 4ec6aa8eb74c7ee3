/** The largest singular value against closed forms and bounds. */
import { largestSingularValue, Random } from "@lab/numerics";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "../property.ts";

Deno.test("largestSingularValue() of a matrix of rank one is the product of the two lengths", () => {
  const random = new Random(3);
  const u = Float64Array.from({ length: 7 }, () => random.normal());
  const v = Float64Array.from({ length: 5 }, () => random.normal());
  const W = Float64Array.from({ length: 35 }, (_, k) => u[Math.floor(k / 5)] * v[k % 5]);
  assertAlmostEquals(largestSingularValue(W, 5), Math.hypot(...u) * Math.hypot(...v), 1e-9);
});

Deno.test("largestSingularValue() of a two by two matrix is what the quadratic formula gives", () => {
  const number = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 100);
  fc.assert(fc.property(number, number, number, number, (a, b, c, d) => {
    const trace = a * a + b * b + c * c + d * d, determinant = a * d - b * c;
    const root = Math.sqrt(Math.max(0, trace * trace - 4 * determinant * determinant));
    const exact = Math.sqrt((trace + root) / 2);
    const value = largestSingularValue(Float64Array.of(a, b, c, d), 2);
    assert(Math.abs(value - exact) <= 1e-3 * exact, `${value} for ${exact}`);
  }));
});

Deno.test("largestSingularValue() of zeros is 0, and a matrix must have whole rows", () => {
  assertEquals(largestSingularValue(new Float64Array(6), 3), 0);
  assertThrows(() => largestSingularValue(new Float64Array(7), 3), TypeError, "whole rows of 3");
});
