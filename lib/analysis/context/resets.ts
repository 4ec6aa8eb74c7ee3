/** Whether starting from a zero state now and then, in training, frees networks of traps. */
import { sum } from "d3-array";
import { signTest } from "@lab/numerics";
import type { TrapMeasures } from "./traps.ts";

/** Networks trained with and without resets, from the same seeds. */
export interface ResetsFinding {
  /** How many pairs of networks there are: one with and one without resets of each seed. */
  readonly pairs: number;
  /** How many first characters are traps of each network without resets. */
  readonly trapsWithout: readonly number[];
  /** How many first characters are traps of each network with resets. */
  readonly trapsWith: readonly number[];
  /** How many of the networks without resets have a trap. */
  readonly trappedWithout: number;
  /** How many of the networks with resets have a trap. */
  readonly trappedWith: number;
  /** In how many pairs the network with resets has fewer traps. */
  readonly fewer: number;
  /** In how many pairs it has more. */
  readonly more: number;
  /**
   * How often a coin for each pair that differs falls at least `fewer` times on that side: a one-sided
   * sign test; 1 where no pair differs.
   */
  readonly chance: number;
  /** Fewer beyond chance (at 5 %), fewer in these pairs as chance can give too, or not fewer. */
  readonly verdict: "fewer" | "fewer, as by chance" | "not fewer";
}

/** Chance explains fewer traps as well where it gives them this often. */
const CHANCE = 0.05;

/**
 * Compares the traps of networks that were trained without and with resets.
 * @param without each network without resets
 * @param withResets the same with resets, in the order of the same seeds
 * @returns the counts, pair by pair, and whether they are fewer with resets
 * @throws {RangeError} when there are not as many with as without, or none
 * @example
 * ```ts
 * import { compareResets } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const network = (traps: number) => ({ traps });
 * const { trappedWithout, trappedWith, chance, verdict } = compareResets(
 *   [2, 9, 0].map(network),
 *   [0, 0, 0].map(network),
 * );
 * assertEquals([trappedWithout, trappedWith, chance, verdict], [2, 0, 1 / 4, "fewer, as by chance"]);
 * ```
 */
export function compareResets(
  without: readonly Pick<TrapMeasures, "traps">[],
  withResets: readonly Pick<TrapMeasures, "traps">[],
): ResetsFinding {
  if (without.length !== withResets.length || without.length === 0) {
    throw new RangeError(
      `Cannot compare resets as there must be as many networks with as without, at least one: ` +
        `current numbers are ${withResets.length} and ${without.length}`,
    );
  }
  const [trapsWithout, trapsWith] = [without, withResets].map((networks) =>
    networks.map(({ traps }) => traps)
  );
  const { below: fewer, above: more, chanceBelow: chance } = signTest(
    trapsWith.map((traps, k) => traps - trapsWithout[k]),
  );
  return {
    pairs: without.length,
    trapsWithout,
    trapsWith,
    trappedWithout: sum(trapsWithout, (traps) => traps > 0 ? 1 : 0),
    trappedWith: sum(trapsWith, (traps) => traps > 0 ? 1 : 0),
    fewer,
    more,
    chance,
    verdict: fewer <= more ? "not fewer" : chance < CHANCE ? "fewer" : "fewer, as by chance",
  };
}
