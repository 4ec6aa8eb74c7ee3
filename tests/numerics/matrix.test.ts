/** Products of matrices with vectors, beside the same sums written naively. */
import { addMatVec, addOuter, addTransposedMatVec, Random } from "@lab/numerics";
import { assertEquals } from "@std/assert";
import fc from "../property.ts";

const normals = (length: number, random: Random): Float64Array =>
  Float64Array.from({ length }, () => random.normal());
const shapes = fc.tuple(fc.integer({ min: 1, max: 23 }), fc.integer({ min: 1, max: 23 }));

Deno.test("addMatVec() sums every row from left to right, to the bit, at every shape", () => {
  fc.assert(fc.property(shapes, fc.nat(), ([rows, columns], seed) => {
    const random = new Random(seed);
    const W = normals(rows * columns, random);
    const x = normals(columns, random);
    const start = normals(rows, random);
    const expected = start.map((value, i) => {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += W[i * columns + j] * x[j];
      return value + sum;
    });
    assertEquals(addMatVec(W, x, start.slice()), expected);
  }));
});

Deno.test("addTransposedMatVec() and addOuter() address W[i * columns + j] at every shape", () => {
  fc.assert(fc.property(shapes, fc.nat(), ([rows, columns], seed) => {
    const random = new Random(seed);
    const a = normals(rows, random);
    const b = normals(columns, random);
    const outer = addOuter(a, b, new Float64Array(rows * columns));
    assertEquals(
      outer,
      Float64Array.from(outer, (_, k) => a[Math.floor(k / columns)] * b[k % columns]),
    );
    const expected = new Float64Array(columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) expected[j] += outer[i * columns + j] * a[i];
    }
    assertEquals(addTransposedMatVec(outer, a, new Float64Array(columns)), expected);
  }));
});
