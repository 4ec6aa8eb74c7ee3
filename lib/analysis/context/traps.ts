/**
 * What goes with traps: two measures of Whh, over networks with traps and without. H: hidden units.
 *
 * A state that holds itself must be multiplied by Whh, at every step anew, as much as tanh makes it
 * smaller. The largest singular value says how much Whh lengthens the one vector that it lengthens most,
 * wherever it turns it to. An eigenvalue λ speaks of a vector that comes back to itself: with a large
 * positive real part it keeps its sign from step to step, with a negative one it flips, with an imaginary
 * one it turns. As tanh is odd, what can be kept with one sign can be kept with the other.
 *
 * Claim: whether one of the two measures is larger in the networks with traps than in those without, as an
 * exact rank-sum test over networks. It is a tendency, not a cause, and no network's fate.
 */
import { median } from "d3-array";
import type { CharacterModel } from "@lab/model";
import { eigen, largestSingularValue, type RankSum, rankSum } from "@lab/numerics";
import { type BeginningsOptions, beginningTraps, compareBeginnings } from "./beginnings.ts";
import { checkModel } from "../checks.ts";

/** A network by what may go with its traps. */
export interface TrapMeasures {
  /** After how many of the first characters that were tried it predicts worse than by guessing. */
  readonly traps: number;
  /** The largest real part among the eigenvalues of Whh. */
  readonly realPart: number;
  /** The largest singular value of Whh, its spectral norm. */
  readonly singularValue: number;
}

/**
 * Counts a network's traps and measures its Whh.
 * @param model parameters and vocabulary
 * @param before what stands before the passage in the text, from its beginning
 * @param passage at least 2 characters
 * @param options who computes, and how many beginnings are tried, as in {@linkcode compareBeginnings}
 * @returns traps, largest real part and largest singular value
 * @throws {RangeError} as {@linkcode compareBeginnings} does
 * @example
 * ```ts
 * import { measureTraps } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 2 });
 * parameters.Whh.set([0, -3, 3, 0]); // three times as long, but a quarter turn on
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const { traps, realPart, singularValue } = measureTraps(model, "a", "abab");
 * assertEquals(traps, 0);
 * assertAlmostEquals(realPart, 0);
 * assertAlmostEquals(singularValue, 3, 1e-6);
 * ```
 */
export function measureTraps(
  model: CharacterModel,
  before: string,
  passage: string,
  options: BeginningsOptions = {},
): TrapMeasures {
  checkModel(model, "measure traps");
  const { Whh, hiddenSize } = model.parameters;
  const beginnings = compareBeginnings(model, before, passage, options);
  return {
    traps: beginningTraps(beginnings).trapped.length,
    realPart: Math.max(...eigen(Whh).real),
    singularValue: largestSingularValue(Whh, hiddenSize),
  };
}

/** One measure over two groups of networks: the differences are the second group's minus the first's. */
export interface GroupComparison extends RankSum {
  /** The median of the first group. */
  readonly firstMedian: number;
  /** The median of the second group. */
  readonly secondMedian: number;
}

/** What goes with traps, over several networks. */
export interface TrapTendency {
  /** How many networks there are. */
  readonly networks: number;
  /** How many of them have a trap. */
  readonly trapped: number;
  /** Networks without traps, and second those with: the largest real part of an eigenvalue. */
  readonly realPart: GroupComparison;
  /** Networks without traps, and second those with: the largest singular value. */
  readonly singularValue: GroupComparison;
}

function compareGroups(first: readonly number[], second: readonly number[]): GroupComparison {
  return {
    ...rankSum(first, second),
    firstMedian: median(first)!,
    secondMedian: median(second)!,
  };
}

/**
 * Asks which measures of Whh go with traps.
 * @param networks networks of the same size and training, from several seeds
 * @returns both measures compared; undefined where all networks have traps, or none has
 * @example
 * ```ts
 * import { trapTendency } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const network = (traps: number, realPart: number) => ({ traps, realPart, singularValue: 9 });
 * const found = trapTendency([
 *   ...[2, 3, 4, 5].map((realPart) => network(0, realPart)),
 *   ...[6, 7, 8, 9].map((realPart) => network(1, realPart)),
 * ])!;
 * assertEquals(found.realPart.verdict, "first lower");
 * assertEquals(found.singularValue.verdict, "not decided");
 * ```
 */
export function trapTendency(networks: readonly TrapMeasures[]): TrapTendency | undefined {
  const without = networks.filter(({ traps }) => traps === 0);
  const trapped = networks.filter(({ traps }) => traps > 0);
  if (without.length === 0 || trapped.length === 0) return undefined;
  const compare = (of: (network: TrapMeasures) => number): GroupComparison =>
    compareGroups(without.map(of), trapped.map(of));
  return {
    networks: networks.length,
    trapped: trapped.length,
    realPart: compare(({ realPart }) => realPart),
    singularValue: compare(({ singularValue }) => singularValue),
  };
}
