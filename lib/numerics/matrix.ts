/**
 * Products of flat, row-major matrices with vectors: `W[i * columns + j]`.
 *
 * Each function adds to `out`, so that a sum of terms is a sequence of calls.
 */

/**
 * `out += W x`.
 *
 * Four rows at a time, so that four sums run side by side in the processor: about twice as fast as
 * row by row, and the same bits, as each row is still summed from left to right.
 * @param W `[rows, columns]`, flat and row-major
 * @param x `[columns]`
 * @param out `[rows]`
 * @returns `out`
 * @example
 * ```ts
 * import { addMatVec } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * const out = new Float64Array(2);
 * addMatVec(Float64Array.of(1, 2, 3, 4), Float64Array.of(1, 10), out);
 * assertEquals(out, Float64Array.of(21, 43));
 * ```
 */
export function addMatVec(W: Float64Array, x: Float64Array, out: Float64Array): Float64Array {
  const columns = x.length;
  let i = 0;
  for (; i + 4 <= out.length; i += 4) {
    let a = 0, b = 0, c = 0, d = 0;
    let p = i * columns, q = p + columns, r = q + columns, s = r + columns;
    for (let j = 0; j < columns; j++) {
      const xj = x[j];
      a += W[p++] * xj;
      b += W[q++] * xj;
      c += W[r++] * xj;
      d += W[s++] * xj;
    }
    out[i] += a;
    out[i + 1] += b;
    out[i + 2] += c;
    out[i + 3] += d;
  }
  for (; i < out.length; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += W[i * columns + j] * x[j];
    out[i] += sum;
  }
  return out;
}

/**
 * `out += Wᵀ x`.
 * @param W `[rows, columns]`, flat and row-major
 * @param x `[rows]`
 * @param out `[columns]`
 * @returns `out`
 * @example
 * ```ts
 * import { addTransposedMatVec } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * const out = new Float64Array(2);
 * addTransposedMatVec(Float64Array.of(1, 2, 3, 4), Float64Array.of(1, 10), out);
 * assertEquals(out, Float64Array.of(31, 42));
 * ```
 */
export function addTransposedMatVec(
  W: Float64Array,
  x: Float64Array,
  out: Float64Array,
): Float64Array {
  const columns = out.length;
  for (let i = 0; i < x.length; i++) {
    const xi = x[i];
    for (let j = 0; j < columns; j++) out[j] += W[i * columns + j] * xi;
  }
  return out;
}

/**
 * `out += a bᵀ`.
 * @param a `[rows]`
 * @param b `[columns]`
 * @param out `[rows, columns]`, flat and row-major
 * @returns `out`
 * @example
 * ```ts
 * import { addOuter } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * const out = addOuter(Float64Array.of(1, 2), Float64Array.of(3, 5), new Float64Array(4));
 * assertEquals(out, Float64Array.of(3, 5, 6, 10));
 * ```
 */
export function addOuter(a: Float64Array, b: Float64Array, out: Float64Array): Float64Array {
  const columns = b.length;
  for (let i = 0; i < a.length; i++) {
    const ai = a[i];
    for (let j = 0; j < columns; j++) out[i * columns + j] += ai * b[j];
  }
  return out;
}
