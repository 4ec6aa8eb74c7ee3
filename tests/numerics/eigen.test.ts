/** Eigenvalues against closed forms and the equation that defines them. */
import { addMatVec, eigen, Random, solveLinear } from "@lab/numerics";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const random = (n: number, seed: number): Float64Array => {
  const stream = new Random(seed);
  return Float64Array.from({ length: n }, () => stream.normal());
};

Deno.test("eigen() gives values and vectors that the matrix multiplies so, pairs in two rows", () => {
  const n = 23;
  const A = random(n * n, 5);
  const { real, imaginary, vectors } = eigen(A);
  let pairs = 0;
  for (let k = 0; k < n; k++) {
    const x = vectors.subarray(k * n, (k + 1) * n);
    const y = imaginary[k] > 0 ? vectors.subarray((k + 1) * n, (k + 2) * n) : new Float64Array(n);
    const length = Math.sqrt([...x, ...y].reduce((sum, v) => sum + v * v, 0));
    if (imaginary[k] < 0) {
      assertEquals([real[k], imaginary[k]], [real[k - 1], -imaginary[k - 1]]);
      pairs++;
      continue;
    }
    assertAlmostEquals(length, 1, 1e-12);
    const Ax = addMatVec(A, x, new Float64Array(n)), Ay = addMatVec(A, y, new Float64Array(n));
    for (let i = 0; i < n; i++) {
      assertAlmostEquals(Ax[i], real[k] * x[i] - imaginary[k] * y[i], 1e-10);
      assertAlmostEquals(Ay[i], real[k] * y[i] + imaginary[k] * x[i], 1e-10);
    }
  }
  assert(pairs >= 5, `${pairs} pairs`);
  const sizes = Array.from(real, (re, k) => Math.hypot(re, imaginary[k]));
  for (let k = 1; k < n; k++) assert(sizes[k] <= sizes[k - 1] + 1e-12);
  assertAlmostEquals(real.reduce((sum, x) => sum + x), traceOf(A, n), 1e-10);
});

const traceOf = (A: Float64Array, n: number): number =>
  Array.from({ length: n }, (_, i) => A[i * n + i]).reduce((sum, x) => sum + x);

Deno.test("eigen() of a symmetric matrix gives real values and vectors at right angles", () => {
  const n = 7;
  const A = random(n * n, 6);
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) A[i * n + j] = A[j * n + i];
  const { imaginary, vectors } = eigen(A);
  assertEquals(imaginary, new Float64Array(n));
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const product = Array.from({ length: n }, (_, i) => vectors[a * n + i] * vectors[b * n + i]);
      assertAlmostEquals(product.reduce((sum, x) => sum + x), a === b ? 1 : 0, 1e-12);
    }
  }
});

Deno.test("eigen() refuses what is not square or not finite", () => {
  assertThrows(() => eigen(new Float64Array(6)), TypeError, "must be square");
  assertThrows(() => eigen(new Float64Array(0)), TypeError, "must be square");
  assertThrows(() => eigen(Float64Array.of(1, NaN, 0, 1)), RangeError, "finite numbers");
});

Deno.test("solveLinear() solves several right sides at once, needs pivots, and tells singular ones", () => {
  const n = 13;
  const [A, X] = [random(n * n, 7), random(n * 3, 8)];
  A[0] = 0;
  const B = new Float64Array(n * 3);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < 3; c++) {
      for (let j = 0; j < n; j++) B[i * 3 + c] += A[i * n + j] * X[j * 3 + c];
    }
  }
  const [copy, right] = [A.slice(), B.slice()];
  const found = solveLinear(A, B)!;
  for (let k = 0; k < X.length; k++) assertAlmostEquals(found[k], X[k], 1e-11);
  assertEquals([A, B], [copy, right]);
  A.copyWithin(n, 0, n);
  assertEquals(solveLinear(A, B), undefined);
  assertThrows(() => solveLinear(A, new Float64Array(5)), TypeError, "'B' have its rows");
});
