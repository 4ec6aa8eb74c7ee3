/** Products of matrices with vectors, beside the same sums written naively. */
import { addMatVec, addOuters, addTransposedMatVec, Random } from "@lab/numerics";
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

Deno.test("addTransposedMatVec() adds row after row, to the bit, at every shape", () => {
  fc.assert(fc.property(shapes, fc.nat(), ([rows, columns], seed) => {
    const random = new Random(seed);
    const W = normals(rows * columns, random);
    const x = normals(rows, random);
    const start = normals(columns, random);
    const expected = start.slice();
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) expected[j] += W[i * columns + j] * x[i];
    }
    assertEquals(addTransposedMatVec(W, x, start), expected);
  }));
});

Deno.test("addOuters() adds product after product, to the bit, at every shape", () => {
  fc.assert(fc.property(shapes, fc.nat({ max: 9 }), fc.nat(), ([rows, columns], steps, seed) => {
    const random = new Random(seed);
    const vectors = (length: number) =>
      Array.from({ length: steps }, () => normals(length, random));
    const [a, b] = [vectors(rows), vectors(columns)];
    const start = normals(rows * columns, random);
    const expected = start.slice();
    for (let t = 0; t < steps; t++) {
      for (let k = 0; k < expected.length; k++) {
        expected[k] += a[t][Math.floor(k / columns)] * b[t][k % columns];
      }
    }
    assertEquals(addOuters(a, b, start), expected);
  }));
});
