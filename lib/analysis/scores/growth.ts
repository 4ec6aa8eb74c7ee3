/**
 * What more units and more text do to a held-out loss.
 *
 * A step is decided where all seeds say the same: every run on one side below every run on the other.
 * Between two sizes of two seeds each, luck alone does that in 1 of 3 cases, of three seeds each in 1 of
 * 10 (both directions counted), so a verdict is of these runs, and the page names how many they were.
 *
 * Claim: of these runs on this text. What it leaves out: settings tuned for each size or amount, and how
 * the loss would go on beyond the largest.
 */

/** Which of two groups of runs has the lower loss: decided where every run of it lies below the other's. */
export type StepVerdict = "lower" | "higher" | "not decided";

/** Held-out losses of a network that grows, or reads more and more text, beside a model that counts. */
export interface GrowingScores {
  /** `[n]` numbers of units, or amounts of text in characters, growing. */
  readonly points: readonly number[];
  /** `[n][seeds]` the network's losses at each, in nats per character. */
  readonly network: readonly (readonly number[])[];
  /** `[n]` the counting model's loss at each, in nats per character. */
  readonly counting: readonly number[];
}

function checkScores(points: readonly number[], scores: readonly (readonly number[])[]): void {
  const isGrowing = points.every((point, k) => k === 0 || point > points[k - 1]);
  if (points.length < 2 || !isGrowing) {
    throw new RangeError(`Cannot judge a growth as it must have at least two growing points: \
current points are ${points.join(", ")}`);
  }
  if (scores.length !== points.length || scores.some((runs) => runs.length < 2)) {
    throw new TypeError(
      `Cannot judge a growth as each of ${points.length} points must have at least two \
scores: current numbers are ${scores.map((runs) => runs.length).join(", ")}`,
    );
  }
}

function compareRuns(runs: readonly number[], others: readonly number[]): StepVerdict {
  if (Math.max(...runs) < Math.min(...others)) return "lower";
  return Math.min(...runs) > Math.max(...others) ? "higher" : "not decided";
}

/**
 * Does the loss still fall at the largest step in size?
 * @param sizes `[n]` numbers of units, growing, at least two
 * @param scores `[n][seeds]` the held-out losses of each size, in nats per character
 * @returns what the last size's runs are beside those of the size before
 * @throws {RangeError} when the sizes do not grow
 * @throws {TypeError} when a size has fewer than two scores
 * @example
 * ```ts
 * import { judgeLargestStep } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(judgeLargestStep([16, 32], [[1.8, 1.9], [1.6, 1.7]]), "lower");
 * assertEquals(judgeLargestStep([16, 32], [[1.8, 1.9], [1.6, 1.8]]), "not decided");
 * ```
 */
export function judgeLargestStep(
  sizes: readonly number[],
  scores: readonly (readonly number[])[],
): StepVerdict {
  checkScores(sizes, scores);
  return compareRuns(scores[scores.length - 1], scores[scores.length - 2]);
}

/**
 * From which point on is a network below a model that counts?
 * @param scores losses of both at the same growing points, in nats per character
 * @returns the smallest point from which on all seeds lie below, or undefined where they don't at the largest
 * @throws {RangeError} when the points do not grow
 * @throws {TypeError} when a point has fewer than two scores, or no counting model's
 * @example
 * ```ts
 * import { judgeCrossing } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const network = [[1.9, 1.8], [1.5, 1.4]];
 * assertEquals(judgeCrossing({ points: [10, 20], network, counting: [1.7, 1.6] }), 20);
 * assertEquals(judgeCrossing({ points: [10, 20], network, counting: [1.7, 1.5] }), undefined);
 * ```
 */
export function judgeCrossing({ points, network, counting }: GrowingScores): number | undefined {
  checkScores(points, network);
  if (counting.length !== points.length) {
    throw new TypeError(
      `Cannot judge a growth as each of ${points.length} points must have a counting model's \
score: current number is ${counting.length}`,
    );
  }
  let from: number | undefined;
  for (let k = points.length - 1; k >= 0; k--) {
    if (compareRuns(network[k], [counting[k]]) !== "lower") break;
    from = points[k];
  }
  return from;
}
