/**
 * What zero states in training free a network of: of the other side, or only of the way to it from zero.
 *
 * Claim: pair by pair of networks from the same seeds, a one-sided sign test on the traps among the starts
 * from zero. What it leaves out: other texts, sizes and rates of resets.
 */
import { sum } from "d3-array";
import { headsChance } from "@lab/numerics";
import type { SidesResult } from "./basins.ts";

/** Networks with and without resets, and how many starts of each kind are caught. */
export interface FreeingFinding {
  /** How many pairs there are. */
  readonly pairs: number;
  /** In how many networks some start from zero is in a trap. */
  readonly trapped: { readonly without: number; readonly withResets: number };
  /** In how many networks some mirrored state is caught: they have another side. */
  readonly otherSide: { readonly without: number; readonly withResets: number };
  /** In how many pairs the network with resets has fewer traps from zero. */
  readonly fewer: number;
  /** In how many pairs it has more. */
  readonly more: number;
  /** How often a coin for each pair that differs falls at least `fewer` times on that side. */
  readonly chance: number;
  /**
   * Traps from zero are fewer beyond chance (5 %): `"zero is freed, the other side stays"` where as many
   * networks have another side as before, `"zero is freed"` where fewer have; else `"not shown"`.
   */
  readonly verdict: "zero is freed, the other side stays" | "zero is freed" | "not shown";
}

/** Fewer traps are shown where chance gives them less often than this. */
const CHANCE = 0.05;

/**
 * Compares networks trained without and with resets, pair by pair.
 * @param without what became of the starts of each network without resets
 * @param withResets the same with resets, in the order of the same seeds
 * @returns the counts, and what the resets free the networks of
 * @throws {RangeError} when there are not as many with as without, or none
 * @example
 * ```ts
 * import { compareFreeing } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const network = (traps: number) => ({ basins: [{ traps }, { caught: 9 }] as const });
 * const { verdict, chance } = compareFreeing([3, 1, 4, 1, 5].map(network), [0, 0, 0, 0, 2].map(network));
 * assertEquals([verdict, chance], ["zero is freed, the other side stays", 1 / 32]);
 * ```
 */
export function compareFreeing(
  without: readonly Starts[],
  withResets: readonly Starts[],
): FreeingFinding {
  if (without.length !== withResets.length || without.length === 0) {
    throw new RangeError(
      `Cannot compare what resets free as there must be as many networks with as without, at least ` +
        `one: current numbers are ${withResets.length} and ${without.length}`,
    );
  }
  const count = (networks: readonly Starts[], has: (network: Starts) => boolean): number =>
    networks.filter(has).length;
  const both = (has: (network: Starts) => boolean): FreeingFinding["trapped"] => ({
    without: count(without, has),
    withResets: count(withResets, has),
  });
  const changes = without.map(({ basins: [first] }, k) =>
    withResets[k].basins[0].traps - first.traps
  );
  const fewer = sum(changes, (change) => change < 0 ? 1 : 0);
  const more = sum(changes, (change) => change > 0 ? 1 : 0);
  const chance = headsChance(fewer, fewer + more);
  const otherSide = both(({ basins: [, mirrored] }) => mirrored.caught > 0);
  return {
    pairs: without.length,
    trapped: both(({ basins: [first] }) => first.traps > 0),
    otherSide,
    fewer,
    more,
    chance,
    verdict: chance >= CHANCE || fewer <= more
      ? "not shown"
      : otherSide.withResets < otherSide.without
      ? "zero is freed"
      : "zero is freed, the other side stays",
  };
}

/** What is compared of a network. */
export interface Starts {
  /** What became of its starts from zero, and of mirrored states. */
  readonly basins: readonly [
    Pick<SidesResult["basins"][0], "traps">,
    Pick<SidesResult["basins"][0], "caught">,
    ...unknown[],
  ];
}
