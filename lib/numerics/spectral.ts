/** The largest singular value of a matrix: how much it can lengthen a vector. */
import { addMatVec, addTransposedMatVec } from "./matrix.ts";

/** Enough for three digits even where the two largest singular values lie close together. */
const MOST_ROUNDS = 500;

/** The relative change below which the value counts as found. */
const TOLERANCE = 1e-9;

/**
 * The largest singular value of a matrix, its spectral norm, by power iteration on `WᵀW`.
 *
 * For a recurrent network with `tanh`: where it is below 1 for `Whh`, every state is forgotten in the
 * end; states can hold themselves only where it is above.
 * @param W `[rows, columns]`, flat and row-major
 * @param columns how many columns, ≥ 1
 * @returns the value, ≥ 0, to three digits or, where it stands apart from the next one, many more
 * @throws {TypeError} when the length of `W` is no multiple of `columns`
 * @see R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural
 * networks" (2013), section 2
 * @example
 * ```ts
 * import { largestSingularValue } from "@lab/numerics";
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(largestSingularValue(Float64Array.of(3, 0, 0, -4), 2), 4, 1e-6);
 * ```
 */
export function largestSingularValue(W: Float64Array, columns: number): number {
  const rows = W.length / columns;
  if (!Number.isInteger(rows) || rows < 1) {
    throw new TypeError(
      `Cannot find the largest singular value as 'W' must hold whole rows of ${columns} numbers: ` +
        `current length is ${W.length}`,
    );
  }
  // Some direction that is unlikely to be at a right angle to the one looked for.
  let v = Float64Array.from({ length: columns }, (_, j) => 1 + Math.sin(j + 1));
  let value = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const length = Math.hypot(...v);
    if (length === 0) return 0;
    v = v.map((x) => x / length);
    const u = addMatVec(W, v, new Float64Array(rows));
    const next = Math.hypot(...u);
    if (Math.abs(next - value) <= TOLERANCE * next) return next;
    value = next;
    v = Float64Array.from(addTransposedMatVec(W, u, new Float64Array(columns)));
  }
  return value;
}
