/** Products in float64 WebAssembly, which must be the reference's to the bit. */
import { addMatVec, Random } from "@lab/numerics";
import { assertEquals, assertThrows } from "@std/assert";
import { PackedMatrix } from "../../lib/engines/packed/packed_matrix.ts";
import fc from "../property.ts";

const normals = (length: number, random: Random): Float64Array =>
  Float64Array.from({ length }, () => random.normal());

Deno.test("PackedMatrix gives the bits of addMatVec() at every shape, call after call", () => {
  const size = fc.integer({ min: 1, max: 37 });
  fc.assert(fc.property(size, size, fc.nat(), (rows, columns, seed) => {
    const random = new Random(seed);
    const weights = normals(rows * columns, random);
    const matrix = new PackedMatrix(weights, rows, columns);
    for (let call = 0; call < 40; call++) {
      const x = normals(columns, random);
      const start = normals(rows, random);
      assertEquals(
        matrix.addProduct(x, start.slice()),
        addMatVec(weights, x, start.slice()),
      );
    }
  }));
});

Deno.test("PackedMatrix keeps infinities, NaN, tiny and huge numbers as addMatVec() does", () => {
  const weights = Float64Array.of(Infinity, 1, 1e308, 1e308, 5e-324, 1, NaN, 0, -0, -1, 1e-310, 2);
  const matrix = new PackedMatrix(weights, 6, 2);
  for (let call = 0; call < 40; call++) {
    const x = Float64Array.from([[0, 1], [1, -1], [10, 10], [-0, 0]][call % 4]);
    assertEquals(
      matrix.addProduct(x, new Float64Array(6)),
      addMatVec(weights, x, new Float64Array(6)),
    );
  }
});

Deno.test("PackedMatrix has its own memory once it is laid out: matrices do not disturb each other", () => {
  const weights = Float64Array.of(1, 2, 3, 4);
  const [one, two] = [weights, weights.map((w) => 10 * w)].map((w) => new PackedMatrix(w, 2, 2));
  const x = Float64Array.of(1, 1);
  for (let call = 0; call < 40; call++) {
    if (call === 32) weights.fill(0);
    assertEquals(one.addProduct(x, new Float64Array(2)), Float64Array.of(3, 7));
    assertEquals(two.addProduct(x, new Float64Array(2)), Float64Array.of(30, 70));
  }
});

Deno.test("PackedMatrix refuses weights that do not fill it", () => {
  assertThrows(() => new PackedMatrix(new Float64Array(5), 2, 3), TypeError, "[2, 3] = 6 numbers");
});
