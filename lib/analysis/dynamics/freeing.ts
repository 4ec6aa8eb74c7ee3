/**
 * Which networks have traps, and what zero states in training free them of: of the other side, or only of
 * the way to it from zero.
 *
 * Claims: pair by pair of networks from the same seeds, a one-sided sign test on the traps among the starts
 * from zero; by what the largest eigenvalue does, Fisher's exact test on the networks with traps. What they
 * leave out: other texts, sizes and rates of resets.
 */
import { sharesChance, signTest } from "@lab/numerics";
import type { SidesResult } from "./basins.ts";
import type { Sides } from "./sides.ts";

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

/** What chance gives less often than this is shown. */
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
  const { below: fewer, above: more, chanceBelow: chance } = signTest(
    without.map(({ basins: [first] }, k) => withResets[k].basins[0].traps - first.traps),
  );
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

/** How many networks of a kind have traps. */
export interface KindTraps {
  /** How many networks there are. */
  readonly networks: number;
  /** In how many of them some start ends in a trap. */
  readonly trapped: number;
}

/** Whether traps go with a largest eigenvalue that holds a sum's sign. */
export interface TrapsFinding {
  /** The networks whose largest eigenvalue is a real number above 1. */
  readonly holding: KindTraps;
  /** Those where it flips the sum, turns it, or lets it fade. */
  readonly others: KindTraps;
  /** How often chance alone puts so many of the networks with traps, or more, among those that hold. */
  readonly chance: number;
  /** Whether that is less than 5 %. */
  readonly verdict: "traps go with holding" | "not shown";
}

/**
 * Whether the networks with traps are those whose largest eigenvalue holds a sum's sign. Where it flips or
 * turns, states fall apart into phases as well, but a training that runs on visits each.
 * @param networks what became of the starts of networks trained independently
 * @returns the counts, the chance, and the verdict
 * @example
 * ```ts
 * import { trapsByKind } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const network = (kind: "holds" | "flips", traps: number) =>
 *   ({ sides: { kind }, finding: { traps } }) as const;
 * const networks = [3, 1, 4, 1].map((n) => network("holds", n));
 * const { holding, verdict } = trapsByKind([...networks, ...[0, 0, 0].map((n) => network("flips", n))]);
 * assertEquals([holding, verdict], [{ networks: 4, trapped: 4 }, "traps go with holding"]);
 * ```
 */
export function trapsByKind(
  networks: readonly {
    readonly sides: Pick<Sides, "kind">;
    readonly finding: { readonly traps: number };
  }[],
): TrapsFinding {
  const count = (holds: boolean): KindTraps => {
    const some = networks.filter(({ sides }) => (sides.kind === "holds") === holds);
    return {
      networks: some.length,
      trapped: some.filter(({ finding }) => finding.traps > 0).length,
    };
  };
  const [holding, others] = [count(true), count(false)];
  const chance = sharesChance(
    [holding.trapped, holding.networks],
    [others.trapped, others.networks],
  );
  return {
    holding,
    others,
    chance,
    verdict: chance < CHANCE ? "traps go with holding" : "not shown",
  };
}
