/** Where states end that are fed one character for ever, counted over the characters. */
import type { Attractor, Orbits } from "./orbits.ts";

/** Where one start ends, over the characters. */
export interface StartEnds {
  /** What the start is. */
  readonly name: string;
  /** For how many characters it comes to a fixed point. */
  readonly fixedPoint: number;
  /** For how many it comes into a cycle. */
  readonly cycle: number;
  /** For how many it settles nowhere within the steps. */
  readonly neither: number;
}

/** Where several starts end, over the characters. */
export interface OrbitCounts {
  /** How many characters were fed. */
  readonly characters: number;
  /** One for each start, in order. */
  readonly starts: readonly StartEnds[];
  /** For how many characters both of the first two starts settle, and at different ends. */
  readonly parted: number;
  /** For how many only one of the first two settles: the other's end is not known. */
  readonly oneSettles: number;
  /** For how many characters all starts have one end, two, and more; all that settle nowhere are one. */
  readonly ends: readonly [one: number, two: number, more: number];
}

/**
 * Counts where the same starts end under different characters.
 * @param orbits what each character does, from the same starts in the same order
 * @param names what the starts are
 * @returns the counts
 * @throws {RangeError} when there is not a name for each start, or there are fewer than two
 * @example
 * ```ts
 * import { countOrbits, followCharacter } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 1 });
 * parameters.Whh[0] = 2;
 * const model = { parameters, vocabulary: Vocabulary.of("a") };
 * const orbits = followCharacter(model, "a", [Float64Array.of(0.5), Float64Array.of(-0.5)]);
 * assertEquals(countOrbits([orbits], ["up", "down"]).parted, 1);
 * ```
 */
export function countOrbits(orbits: readonly Orbits[], names: readonly string[]): OrbitCounts {
  if (names.length < 2 || orbits.some(({ starts }) => starts !== names.length)) {
    throw new RangeError(
      `Cannot count orbits as 'names' must hold a name for each start, at least 2: current number is ` +
        names.length,
    );
  }
  const endOf = ({ attractors }: Orbits, start: number): Attractor =>
    attractors.find(({ from }) => from.includes(start))!;
  const count = (start: number, kind: Attractor["kind"]): number =>
    orbits.filter((one) => endOf(one, start).kind === kind).length;
  const having = (least: number, most: number): number =>
    orbits.filter(({ attractors: { length } }) => length >= least && length <= most).length;
  // Of those that part: how many of the first two settle. All that settle nowhere are one end.
  const settled = orbits.map((one) => [endOf(one, 0), endOf(one, 1)])
    .filter(([first, second]) => first !== second)
    .map((ends) => ends.filter(({ kind }) => kind !== "neither").length);
  return {
    characters: orbits.length,
    starts: names.map((name, start) => ({
      name,
      fixedPoint: count(start, "fixed point"),
      cycle: count(start, "cycle"),
      neither: count(start, "neither"),
    })),
    parted: settled.filter((kinds) => kinds === 2).length,
    oneSettles: settled.filter((kinds) => kinds === 1).length,
    ends: [having(1, 1), having(2, 2), having(3, Infinity)],
  };
}
