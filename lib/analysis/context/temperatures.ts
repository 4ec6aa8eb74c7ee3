/** What the temperature does to the words that a network writes, and to what it expects. */
import { extent, maxIndex, minIndex } from "d3-array";
import type { WordStatistics } from "../walk/words.ts";

/** Which way a share goes from the lowest temperature to the highest. */
export type Trend = "falls" | "grows" | "stays";

/** How the words that a network writes change with the temperature. */
export interface WritingTrend {
  /** The share of known words at the lowest temperature, 0 … 1. */
  readonly coolKnown: number;
  /** The share of known words at the highest temperature, 0 … 1. */
  readonly hotKnown: number;
  /** The lowest and the highest share of known words at any temperature. */
  readonly knownRange: readonly [low: number, high: number];
  /** Which way the share of known words goes. */
  readonly known: Trend;
  /** Which way the share of different words goes. */
  readonly variety: Trend;
  /** Where in the list the share of known words is largest. */
  readonly mostKnown: number;
  /** Where in the list the share of different words is largest. */
  readonly mostVaried: number;
}

const trendOf = (first: number, last: number): Trend =>
  last < first ? "falls" : last > first ? "grows" : "stays";

/**
 * Compares what a network writes at the lowest and the highest temperature.
 * @param written the words' statistics, the lowest temperature first, at least one
 * @returns the shares of known words at both ends, which way known and different words go, and where
 * there are most of them
 * @example
 * ```ts
 * import { writingTrend } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const words = { words: 100, meanLength: 4, shortShare: 0.2 };
 * const { known, variety } = writingTrend([
 *   { ...words, knownShare: 0.9, differentShare: 0.1 },
 *   { ...words, knownShare: 0.3, differentShare: 0.8 },
 * ]);
 * assertEquals([known, variety], ["falls", "grows"]);
 * ```
 */
export function writingTrend(written: readonly WordStatistics[]): WritingTrend {
  const [cool, hot] = [written[0], written[written.length - 1]];
  const [low, high] = extent(written, ({ knownShare }) => knownShare);
  return {
    coolKnown: cool.knownShare,
    hotKnown: hot.knownShare,
    knownRange: [low!, high!],
    known: trendOf(cool.knownShare, hot.knownShare),
    variety: trendOf(cool.differentShare, hot.differentShare),
    mostKnown: maxIndex(written, ({ knownShare }) => knownShare),
    mostVaried: maxIndex(written, ({ differentShare }) => differentShare),
  };
}

/** How surprising a text is at one temperature. */
export interface TemperatureScore {
  /** The temperature τ, > 0. */
  readonly temperature: number;
  /** The cross-entropy of the text, in nats per character. */
  readonly natsPerChar: number;
}

/** The temperature at which a text is least surprising. */
export interface LeastSurprising extends TemperatureScore {
  /** Whether it lies between others, or at an end, where a better one may lie beyond. */
  readonly place: "between others" | "lowest tried" | "highest tried";
}

/**
 * The temperature at which a text is least surprising.
 * @param scores the scores, ascending by temperature, at least one
 * @returns the score with the lowest cross-entropy, and whether it lies at an end
 * @example
 * ```ts
 * import { leastSurprising } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const scores = [2.1, 1.8, 2.4].map((natsPerChar, k) => ({ temperature: 0.5 * 2 ** k, natsPerChar }));
 * const { temperature, place } = leastSurprising(scores);
 * assertEquals([temperature, place], [1, "between others"]);
 * ```
 */
export function leastSurprising(scores: readonly TemperatureScore[]): LeastSurprising {
  const best = minIndex(scores, ({ natsPerChar }) => natsPerChar);
  return {
    ...scores[best],
    place: best === 0
      ? "lowest tried"
      : best === scores.length - 1
      ? "highest tried"
      : "between others",
  };
}

/** What becomes of a character's probability as the temperature grows. */
export type Course = "shrinks" | "grows, then shrinks" | "grows";

/**
 * What becomes of each character as the temperature grows. Its slope is p (ȳ − y) / τ², with ȳ the mean of
 * the logits under p, which falls: so it grows as long as its logit is below that mean.
 * @param shares `[temperatures][V]` the probabilities, the lowest temperature first
 * @returns `[V]` the course of each, by where it is largest among these temperatures
 * @example
 * ```ts
 * import { coursesOf } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const shares = [[0.8, 0.19, 0.01], [0.5, 0.3, 0.2], [0.4, 0.28, 0.32]];
 * assertEquals(coursesOf(shares), ["shrinks", "grows, then shrinks", "grows"]);
 * ```
 */
export function coursesOf(shares: readonly ArrayLike<number>[]): Course[] {
  return Array.from(shares[0], (_, i) => {
    const largest = maxIndex(shares, (share) => share[i]);
    return largest === 0
      ? "shrinks"
      : largest === shares.length - 1
      ? "grows"
      : "grows, then shrinks";
  });
}
