/** The inner loops of trial changes to a set of units: see rows.ts. Internal. */

/**
 * Weights exp(y − max y) of n rows.
 * @param logits `[n, V]` the logits
 * @param V how many characters there are
 * @returns `[n, V]` weights of at most 1
 */
export function weightsOf(logits: Float64Array, V: number): Float64Array {
  const weights = new Float64Array(logits.length);
  for (let row = 0; row < logits.length; row += V) {
    let peak = -Infinity;
    for (let k = row; k < row + V; k++) peak = Math.max(peak, logits[k]);
    for (let k = row; k < row + V; k++) weights[k] = Math.exp(logits[k] - peak);
  }
  return weights;
}

/**
 * The sum of a row's weights times a change's factors; most changes are of one unit.
 * @param from where the row begins
 * @param to where it ends
 * @param weights `[n, V]` the weights of all rows
 * @param a `[n, V]` the factors of the first unit of the change
 * @param b the second's, where there is one
 * @param c the third's
 * @returns the sum
 */
export function sumOfWeights(
  from: number,
  to: number,
  weights: Float64Array,
  a: Float32Array,
  b?: Float32Array,
  c?: Float32Array,
): number {
  let sum = 0;
  if (b === undefined) {
    for (let k = from; k < to; k++) sum += weights[k] * a[k];
  } else if (c === undefined) {
    for (let k = from; k < to; k++) sum += weights[k] * a[k] * b[k];
  } else {
    for (let k = from; k < to; k++) sum += weights[k] * a[k] * b[k] * c[k];
  }
  return sum;
}
