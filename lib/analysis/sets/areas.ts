/**
 * Curves over the size of a set in two numbers, as the field sums them up.
 *
 * Faithfulness is the share of the way from the floor to the full network that a set keeps. Over all
 * sizes, as shares of the ranking, CPR is the area below it (higher: units that bring the behaviour come
 * first) and CMD the area between it and 1 (lower: the sets behave as the full network does). Between
 * the sizes measured the curve is taken to be straight.
 * @see A. Mueller et al., "MIB: A mechanistic interpretability benchmark", ICML (2025), on the
 * integrated circuit performance ratio and the integrated circuit-model distance
 */

/** The areas at a faithfulness curve. */
export interface CircuitAreas {
  /** The area below the curve: 1 for a ranking whose first unit does it all. */
  readonly cpr: number;
  /** The area between the curve and 1, on either side: 0 for such a ranking. */
  readonly cmd: number;
}

/**
 * The areas at a faithfulness curve.
 * @param sizes how many units each set has, ascending, from 0 to the whole ranking
 * @param faithfulness the share that each set keeps
 * @returns CPR and CMD, by trapezoids
 * @throws {RangeError} when there are fewer than two sizes, or not as many shares
 * @example
 * ```ts
 * import { circuitAreas } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * // Half of the units keep all of it, and the rest changes nothing.
 * assertEquals(circuitAreas([0, 1, 2], [0, 1, 1]), { cpr: 0.75, cmd: 0.25 });
 * ```
 */
export function circuitAreas(
  sizes: readonly number[],
  faithfulness: readonly number[],
): CircuitAreas {
  if (sizes.length < 2 || faithfulness.length !== sizes.length) {
    throw new RangeError(
      `Cannot take areas as there must be two sizes or more and a share for each: current numbers ` +
        `are ${sizes.length} and ${faithfulness.length}`,
    );
  }
  const whole = sizes[sizes.length - 1] - sizes[0];
  let [cpr, cmd] = [0, 0];
  for (let k = 1; k < sizes.length; k++) {
    const half = (sizes[k] - sizes[k - 1]) / whole / 2;
    cpr += half * (faithfulness[k - 1] + faithfulness[k]);
    cmd += half * (Math.abs(1 - faithfulness[k - 1]) + Math.abs(1 - faithfulness[k]));
  }
  return { cpr, cmd };
}
