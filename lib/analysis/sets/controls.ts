/**
 * Random sets to compare a set with: of as many units, from those that vary. H: hidden units.
 *
 * A constant unit does nothing when it is silenced, so that random sets from all units flatter any set
 * of varying ones. Matched in variance, they answer more: whether it is these units, or any that move as
 * much.
 */
import { variance } from "d3-array";
import { Random } from "@lab/numerics";
import type { Behaviour } from "../causes/behaviour.ts";
import { checkBehaviour, checkInteger, checkUnits } from "../checks.ts";
import { VARIES } from "../walk/statistics.ts";

/** What random sets have in common with a set: its size, or its units' variances too. */
export type Matched = "number" | "variance";

/** Matched in variance, each unit gives way to one of so many that vary most nearly as much. */
const NEAREST = 10;

/** The variances over the pool of the units that vary, the largest first. */
function varyingBy({ mean, pool }: Pick<Behaviour, "mean" | "pool">): Map<number, number> {
  const H = mean.length;
  const pairs = Array.from(mean, (_, unit) => {
    const values = Float64Array.from(pool.positions, (_, r) => pool.hs[r * H + unit]);
    return [unit, variance(values) ?? 0] as const;
  });
  return new Map(pairs.filter(([, spread]) => spread > VARIES).sort(([, a], [, b]) => b - a));
}

/** The units that vary over the pool, the largest variance first. */
export function unitsThatVary(behaviour: Pick<Behaviour, "mean" | "pool">): number[] {
  return [...varyingBy(behaviour).keys()];
}

/** Which random sets to draw. */
export interface RandomSetOptions {
  /** How many sets; 199 when left out. */
  sets?: number;
  /** What they have in common with the units; `"number"` when left out. */
  matched?: Matched;
  /** Seed of the draws; 1 when left out. */
  seed?: number;
}

/**
 * Random sets to compare a set of units with.
 * @param behaviour the behaviour, for the units that vary over its pool
 * @param units the units, each once, at least one
 * @param options how many sets, what they have in common, seed
 * @returns sets of as many units; drawn from all that vary, these included
 * @throws {RangeError} when there are more units than vary, or one is out of range or repeated
 * @example
 * ```ts
 * import { collectBehaviour, randomSets } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1), 1);
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * const sets = randomSets(behaviour, [0, 3], { sets: 7 });
 * assertEquals(sets.map((set) => new Set(set).size), Array(7).fill(2));
 * ```
 */
export function randomSets(
  behaviour: Pick<Behaviour, "mean" | "pool">,
  units: readonly number[],
  options: RandomSetOptions = {},
): number[][] {
  checkBehaviour(behaviour, "draw random sets");
  const { sets = 199, matched = "number", seed = 1 } = options;
  const action = "draw random sets";
  checkInteger(sets, "sets", [1, Infinity], action);
  const checked = checkUnits(units, behaviour.mean.length, action);
  const spreads = varyingBy(behaviour);
  const vary = [...spreads.keys()];
  if (checked.length > vary.length) {
    throw new RangeError(
      `Cannot ${action} as 'units' must be no more than the ${vary.length} units that vary: current ` +
        `number is ${checked.length}`,
    );
  }
  const random = new Random(seed);
  if (matched === "number") {
    return Array.from(
      { length: sets },
      () => random.choose(checked.length, vary.length).map((k) => vary[k]),
    );
  }
  const distance = (a: number, b: number): number =>
    Math.abs((spreads.get(a) ?? 0) - (spreads.get(b) ?? 0));
  const neighbours = checked.map((unit) =>
    vary.toSorted((a, b) => distance(a, unit) - distance(b, unit))
  );
  return Array.from({ length: sets }, () => {
    const taken: number[] = [];
    for (const near of neighbours) {
      const free = near.filter((unit) => !taken.includes(unit)).slice(0, NEAREST);
      taken.push(free[random.integer(free.length)]);
    }
    return taken;
  });
}
