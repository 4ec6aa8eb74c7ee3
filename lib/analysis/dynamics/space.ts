/**
 * A flat picture of the states: their principal components, the directions in which they spread most.
 *
 * Claim: the shares of the variance are those of the states given. What a picture in two of them leaves
 * out: all the rest; what lies together in it can be far apart.
 */
import { eigen } from "@lab/numerics";

/** The directions in which states spread most. */
export interface PrincipalComponents {
  /** `[H]` the mean state. */
  readonly mean: Float64Array;
  /** `[H]` each: the directions, of length 1 and at right angles, the widest first. */
  readonly directions: readonly Float64Array[];
  /** For each direction, its share of the variance, 0 … 1. */
  readonly shares: readonly number[];
  /** How many directions hold 95 % of the variance. */
  readonly needed: number;
}

/**
 * The principal components of states.
 * @param states `[n, H]` states one after the other, such as a recording's `h`; at least 2
 * @param hiddenSize H
 * @param count how many directions to give, 1 … H; 2 when left out
 * @returns mean, directions and shares of the variance
 * @throws {TypeError} when there are not whole states, or fewer than two
 * @example
 * ```ts
 * import { principalComponents } from "@lab/analysis";
 * import { assertAlmostEquals } from "@std/assert";
 * const { directions: [first], shares } = principalComponents(Float64Array.of(0, 0, 3, 4, 6, 8), 2);
 * assertAlmostEquals(Math.abs(first[0]), 0.6); // along (3, 4)
 * assertAlmostEquals(shares[0], 1);
 * ```
 */
export function principalComponents(
  states: ArrayLike<number>,
  hiddenSize: number,
  count = 2,
): PrincipalComponents {
  const H = hiddenSize;
  const n = states.length / H;
  if (!Number.isInteger(n) || n < 2) {
    throw new TypeError(
      `Cannot find principal components as there must be whole states of ${H} numbers, at least 2: ` +
        `current length is ${states.length}`,
    );
  }
  const mean = new Float64Array(H);
  for (let k = 0; k < states.length; k++) mean[k % H] += states[k] / n;
  const covariance = new Float64Array(H * H);
  const centred = new Float64Array(H);
  for (let t = 0; t < n; t++) {
    for (let i = 0; i < H; i++) centred[i] = states[t * H + i] - mean[i];
    for (let i = 0; i < H; i++) {
      for (let j = 0; j <= i; j++) covariance[i * H + j] += centred[i] * centred[j] / n;
    }
  }
  for (let i = 0; i < H; i++) {
    for (let j = 0; j < i; j++) covariance[j * H + i] = covariance[i * H + j];
  }
  const { real, vectors } = eigen(covariance);
  const total = real.reduce((sum, x) => sum + x, 0);
  let [held, needed] = [0, 0];
  while (needed < H && held < 0.95 * total) held += real[needed++];
  return {
    mean,
    directions: Array.from({ length: count }, (_, k) => vectors.slice(k * H, (k + 1) * H)),
    shares: Array.from({ length: count }, (_, k) => total === 0 ? 0 : real[k] / total),
    needed,
  };
}

/**
 * Where a state stands along principal components.
 * @param components the components
 * @param h `[H]` the state
 * @returns one number for each direction
 * @example
 * ```ts
 * import { principalComponents, project } from "@lab/analysis";
 * import { assertAlmostEquals } from "@std/assert";
 * const components = principalComponents(Float64Array.of(0, 0, 3, 4, 6, 8), 2);
 * assertAlmostEquals(Math.abs(project(components, Float64Array.of(6, 8))[0]), 5);
 * ```
 */
export function project(
  { mean, directions }: Pick<PrincipalComponents, "mean" | "directions">,
  h: ArrayLike<number>,
): number[] {
  return directions.map((v) => v.reduce((sum, x, i) => sum + x * (h[i] - mean[i]), 0));
}
