/**
 * What a temperature does to how dense words stand, and to networks that train and write at it.
 *
 * Claims: words stand denser or sparser than in stretches of the text as long; networks trained at τ reach
 * another loss, or predict text that was held out better or worse, than those trained at 1. Each is an
 * exact rank-sum test over samples or seeds. It leaves out that neighbouring stretches of a text are alike,
 * and speaks of this length of training only.
 */
import { mean, median, minIndex } from "d3-array";
import { type RankSum, rankSum } from "@lab/numerics";
import { wordsOf } from "../walk/words.ts";

/** How dense words stand in what was written, beside stretches of the text as long. */
export interface Spacing {
  /** The number of words in a written sample more or less than in a stretch, as a share of the latter. */
  readonly share: number;
  /** The interval of 95 % for the share; infinite where there are too few samples for it. */
  readonly interval: readonly [low: number, high: number];
  /** Two-sided p. */
  readonly chance: number;
  /** Which it is, where the interval leaves out 0. */
  readonly verdict: "denser" | "sparser" | "not decided";
}

/**
 * Asks whether words stand denser or sparser than in the text.
 * @param text `[n]` how many words stretches of the text have, all as long as the samples
 * @param written `[m]` how many words the samples have
 * @returns the difference as a share of the stretches' median, and which it is
 * @throws {RangeError} when there is no stretch or no sample
 * @example
 * ```ts
 * import { compareSpacing } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const text = [100, 102, 98, 101];
 * assertEquals(compareSpacing(text, [120, 121, 119, 122]).verdict, "denser");
 * assertEquals(compareSpacing(text, [99, 103, 97, 104]).verdict, "not decided");
 * ```
 */
export function compareSpacing(text: readonly number[], written: readonly number[]): Spacing {
  const { shift, interval: [low, high], chance, verdict } = rankSum(text, written);
  const words = median(text)!;
  return {
    share: shift / words,
    interval: [low / words, high / words],
    chance,
    verdict: verdict === "first lower"
      ? "denser"
      : verdict === "second lower"
      ? "sparser"
      : "not decided",
  };
}

/** How dense words stand, and what they and the blanks between them have to do with it. */
export interface Density {
  /** How many words there are. */
  readonly words: Spacing;
  /** How many spaces, line breaks and other blanks. */
  readonly blanks: Spacing;
  /** How many letters a word has on average. */
  readonly letters: Spacing;
}

/**
 * Compares what was written with stretches of a text as long: words, blanks, and letters in a word.
 * @param text stretches of the text, all as long as the samples
 * @param written the samples
 * @returns three differences, each as a share of what the text has (NaN or infinite where it has none)
 * @throws {RangeError} when there is no stretch or no sample
 * @example
 * ```ts
 * import { compareDensity } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const { words, letters } = compareDensity(Array(4).fill("of the man"), Array(4).fill("o he is me"));
 * assertEquals([words.verdict, words.share, letters.verdict], ["denser", 1 / 3, "sparser"]);
 * ```
 */
export function compareDensity(text: readonly string[], written: readonly string[]): Density {
  const by = (count: (sample: string) => number): Spacing =>
    compareSpacing(text.map(count), written.map(count));
  return {
    words: by((sample) => wordsOf(sample).length),
    blanks: by((sample) => sample.match(/\s/gu)?.length ?? 0),
    letters: by((sample) => mean(wordsOf(sample), (word) => [...word].length) ?? 0),
  };
}

/** Networks that train and write at the same temperature, one for each seed. */
export interface TrainedAt {
  /** The temperature τ, > 0. */
  readonly temperature: number;
  /** The smoothed loss at the end of each training, in nats summed over T. */
  readonly lossNats: readonly number[];
  /** How well each predicts text that was held out, at its own τ, in nats per character. */
  readonly natsPerChar: readonly number[];
  /** How many words each writes, in samples of the same length. */
  readonly words: readonly number[];
}

/** Networks of one temperature beside those trained at 1: differences are theirs minus those at 1. */
export interface TrainedApart {
  /** The temperature τ, not 1. */
  readonly temperature: number;
  /** The smoothed losses: first those at 1, second these. */
  readonly loss: RankSum;
  /** The scores on text that was held out: first those at 1, second these. */
  readonly prediction: RankSum;
  /** How dense their words stand, beside the text. */
  readonly spacing: Spacing;
}

/** Networks that trained at several temperatures. */
export interface TrainedApartFinding {
  /** The temperature whose networks end with the lowest smoothed loss, on average. */
  readonly lowest: number;
  /** Each temperature but 1, beside 1. */
  readonly others: readonly TrainedApart[];
}

/**
 * Compares networks that train and write at the same temperature with those of temperature 1.
 * @param trained each temperature once, 1 among them
 * @param text `[n]` how many words stretches of the text have, as long as what the networks wrote
 * @returns the temperature of the lowest loss, and each of the others beside 1
 * @throws {RangeError} when none was trained at 1
 * @example
 * ```ts
 * import { compareTrainedAt } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const at = (temperature: number, loss: number) => ({
 *   ...{ temperature, lossNats: [loss, loss + 1], natsPerChar: [2, 2.1], words: [9, 10] },
 * });
 * const { lowest, others } = compareTrainedAt([at(1, 50), at(5, 40)], [9, 10]);
 * assertEquals([lowest, others[0].temperature, others[0].loss.secondLower], [5, 5, 4]);
 * ```
 */
export function compareTrainedAt(
  trained: readonly TrainedAt[],
  text: readonly number[],
): TrainedApartFinding {
  const atOne = trained.find(({ temperature }) => temperature === 1);
  if (atOne === undefined) {
    const current = trained.map(({ temperature }) => temperature).join(", ") || "none";
    throw new RangeError(
      `Cannot compare temperatures as 1 must be among them: current temperatures are ${current}`,
    );
  }
  const others = trained.filter((one) => one !== atOne).map((one) => ({
    temperature: one.temperature,
    loss: rankSum(atOne.lossNats, one.lossNats),
    prediction: rankSum(atOne.natsPerChar, one.natsPerChar),
    spacing: compareSpacing(text, one.words),
  }));
  const lowest = minIndex(trained, ({ lossNats }) => mean(lossNats)!);
  return { lowest: trained[lowest].temperature, others };
}

/** Two numbers of words at one temperature, beside the text's. */
export interface OwnSpacing {
  /** The temperature τ. */
  readonly temperature: number;
  /** Where a network that was trained at 1 writes at τ. */
  readonly written: Spacing;
  /** Where networks were trained at τ, too. */
  readonly trained: Spacing;
}

/** What a training at τ makes up for of what τ does to a finished network. */
export interface MadeUp {
  /** By how much known words fall from a low to a high τ: first where one network writes, second where each was trained. */
  readonly fall: RankSum;
  /** The fall where each was trained, beside that where one network writes. */
  readonly narrower: "smaller" | "larger" | "not told apart";
  /** Whether training at τ brings the number of words nearer to the text's, for each τ. */
  readonly spacing: readonly {
    readonly temperature: number;
    readonly verdict: "nearer" | "farther" | "not told apart";
  }[];
}

/** How far from 0 an interval is at least, and at most. */
function away([low, high]: Spacing["interval"]): [least: number, most: number] {
  const ends = [Math.abs(low), Math.abs(high)];
  return [low <= 0 && high >= 0 ? 0 : Math.min(...ends), Math.max(...ends)];
}

/**
 * Asks what of a temperature's work is left where networks were trained at it.
 * @param falls by how much the share of known words falls from a low to a high τ, in samples of the same length
 * @param falls.written where one network writes at both
 * @param falls.trained where one network was trained at each
 * @param spacings how many words there are at each τ, beside the text
 * @returns both compared; a number of words is nearer where all of its interval is
 * @throws {RangeError} when there is no fall of one kind
 * @example
 * ```ts
 * import { compareMadeUp } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const falls = { written: [0.8, 0.81, 0.82, 0.83], trained: [0.1, 0.11, 0.12, 0.13] };
 * assertEquals(compareMadeUp(falls, []).narrower, "smaller");
 * ```
 */
export function compareMadeUp(
  falls: { readonly written: readonly number[]; readonly trained: readonly number[] },
  spacings: readonly OwnSpacing[],
): MadeUp {
  const fall = rankSum(falls.written, falls.trained);
  const spacing = spacings.map(({ temperature, written, trained }) => {
    const [[least, most], [ownLeast, ownMost]] = [away(written.interval), away(trained.interval)];
    const verdict = ownMost < least ? "nearer" : ownLeast > most ? "farther" : "not told apart";
    return { temperature, verdict } as const;
  });
  const narrower = fall.verdict === "second lower"
    ? "smaller"
    : fall.verdict === "first lower"
    ? "larger"
    : "not told apart";
  return { fall, narrower, spacing };
}

/** Where the losses of one training part from those of another. */
export interface PathDifference {
  /** The first iteration, from 1 on, whose losses differ; undefined where none does. */
  readonly first: number | undefined;
  /** The largest difference within the first five iterations, in nats. */
  readonly early: number;
  /** The largest difference at all, in nats. */
  readonly largest: number;
}

/**
 * Compares the losses of two trainings, iteration by iteration.
 * @param reference `[N]` the losses of one, in nats
 * @param other `[N]` the losses of the other
 * @returns the first iteration that differs, and by how much they differ early and at all
 * @throws {RangeError} when the two are not equally long, or empty
 * @example
 * ```ts
 * import { comparePaths } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(comparePaths([3, 2, 1], [3, 2.5, 1]), { first: 2, early: 0.5, largest: 0.5 });
 * ```
 */
export function comparePaths(
  reference: readonly number[],
  other: readonly number[],
): PathDifference {
  if (reference.length !== other.length || reference.length === 0) {
    throw new RangeError(
      "Cannot compare trainings as they must have equally many losses, at least one: current " +
        `numbers are ${reference.length} and ${other.length}`,
    );
  }
  const apart = reference.map((loss, n) => Math.abs(other[n] - loss));
  const first = apart.findIndex((difference) => difference > 0);
  return {
    first: first < 0 ? undefined : first + 1,
    early: Math.max(...apart.slice(0, 5)),
    largest: Math.max(...apart),
  };
}
