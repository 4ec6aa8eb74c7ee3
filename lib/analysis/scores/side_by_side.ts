/**
 * Two models on the same characters: which one needs less, and where.
 *
 * Claim: of text like the one that was scored. The characters are the same, so the difference of each is
 * taken before anything is averaged: what is hard for both falls out. Among many classes one differs by
 * chance alone; so the classes' intervals are widened until all of them hold together in 95 of 100
 * cases. What it leaves out: why; and other texts.
 * @see H. R. Künsch, Ann. Stat. 17 (1989), for intervals from stretches of a text
 */
import { type BootstrapOptions, bootstrapRatio, type Interval } from "@lab/numerics";
import type { Partition } from "./partitions.ts";

/** Which of two models needs less, decided by the interval of their difference. */
export type Winner = "first" | "second" | "not told apart";

/** Two models on the characters of one class. */
export interface ClassScores {
  /** The class. */
  readonly name: string;
  /** How many characters it has. */
  readonly characters: number;
  /** What the first model needs for each of them, in nats. */
  readonly first: number;
  /** What the second one needs. */
  readonly second: number;
  /** The second less the first, in nats for each character of the class. */
  readonly difference: number;
  /** What holds the true difference in 95 of 100 cases. */
  readonly interval: Interval;
  /** Who needs less. */
  readonly winner: Winner;
}

/** Two models on the same characters. */
export interface SideBySide {
  /** All characters. */
  readonly whole: ClassScores;
  /** The classes of each partition that have characters. */
  readonly parts: readonly { readonly by: string; readonly classes: readonly ClassScores[] }[];
}

function scoresOf(
  name: string,
  [first, second]: readonly [ArrayLike<number>, ArrayLike<number>],
  weights: Float64Array,
  options: BootstrapOptions,
): ClassScores {
  const characters = weights.reduce((sum, w) => sum + w, 0);
  const meanOf = (nats: ArrayLike<number>): number =>
    weights.reduce((sum, w, n) => sum + w * nats[n], 0) / characters;
  const values = weights.map((w, n) => w * (second[n] - first[n]));
  const { ratio: difference, interval } = bootstrapRatio({ values, weights }, options);
  const winner = interval[0] > 0 ? "first" : interval[1] < 0 ? "second" : "not told apart";
  return {
    ...{ name, characters, first: meanOf(first), second: meanOf(second) },
    ...{ difference, interval, winner },
  };
}

/** A class with fewer characters than this is left out: nothing can be said of it. */
const LEAST_CHARACTERS = 50;

/**
 * Compares two models on the same characters, over all and class by class.
 * @param first `[N]` the first model's surprisals, in nats
 * @param second `[N]` the second one's
 * @param partitions classes of the characters; none when left out
 * @param options how the text is redrawn
 * @returns both scores, their difference with its interval, and who needs less; classes with fewer than 50
 * characters are left out
 * @throws {TypeError} when the numbers of surprisals differ
 * @throws {RangeError} when there are none
 * @example
 * ```ts
 * import { compareScores } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const first = new Float64Array(4000).fill(1.5);
 * const classes = Int8Array.from(first, (_, n) => n % 2);
 * const second = first.map((nats, n) => n % 2 === 0 ? nats + 0.2 : nats - 0.1);
 * const { whole, parts } = compareScores(first, second, [{ by: "turn", names: ["a", "b"], classes }]);
 * assertEquals(whole.winner, "first");
 * assertEquals(parts[0].classes.map(({ winner }) => winner), ["first", "second"]);
 * ```
 */
export function compareScores(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  partitions: readonly Partition[] = [],
  options: BootstrapOptions = {},
): SideBySide {
  if (first.length !== second.length) {
    throw new TypeError(
      `Cannot compare scores as both models must have scored the same characters: current numbers are ` +
        `${first.length} and ${second.length}`,
    );
  }
  const N = first.length;
  const parts = partitions.map(({ by, names, classes }) => ({
    by,
    classes: names
      .map((name, k) => ({ name, weights: Float64Array.from(classes, (c) => Number(c === k)) }))
      .filter(({ weights }) => weights.reduce((sum, w) => sum + w, 0) >= LEAST_CHARACTERS),
  }));
  const among = parts.reduce((sum, { classes }) => sum + classes.length, 0);
  const both = [first, second] as const;
  return {
    whole: scoresOf("all", both, new Float64Array(N).fill(1), options),
    parts: parts.map(({ by, classes }) => ({
      by,
      classes: classes.map(({ name, weights }) =>
        scoresOf(name, both, weights, { draws: 4000, ...options, among })
      ),
    })),
  };
}
