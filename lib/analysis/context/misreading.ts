/**
 * What it costs a network to have been fed another text than the true one. H: hidden units, V: characters.
 *
 * Claim: the cost is that of the true next characters, read from either state. What it leaves out: that
 * a text which the network writes from there may differ although no character costs more.
 */
import { mean } from "d3-array";
import { type EngineOption, openNetwork } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { intervalAround, logSumExp, type MeanWithError, meanWithError } from "@lab/numerics";
import { checkInteger, checkModel, checkPrefix } from "../checks.ts";

/** A cost counts as gone where it is surely below this, in nats. */
export const GONE_NATS = 0.05;

/** What another reading costs the characters after it, in nats. */
export interface MisreadingCost {
  /** `[n]` what it adds to the surprisal of each next character, on average over the passages. */
  readonly costs: readonly MeanWithError[];
  /**
   * After how many characters it is forgotten: the interval of every later cost lies within
   * ± {@link GONE_NATS}. Undefined where it is not so for the last of them.
   */
  readonly forgottenAfter: number | undefined;
}

/**
 * What another reading costs the next characters, and when it is forgotten.
 * @param right `[passages][n]` the surprisal of each next character after the right reading, in nats
 * @param other `[passages][n]` the same after another reading of the same passages
 * @returns the mean cost of each next character with its error, and from where on it is gone
 * @throws {RangeError} when there is no passage
 * @example
 * ```ts
 * import { misreadingCost } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const right = [[1, 2, 2], [2, 1, 3]];
 * const { costs, forgottenAfter } = misreadingCost(right, [[4, 2, 2], [4, 1, 3]]);
 * assertEquals(costs.map(({ mean }) => mean), [2.5, 0, 0]);
 * assertEquals(forgottenAfter, 1);
 * ```
 */
export function misreadingCost(
  right: readonly ArrayLike<number>[],
  other: readonly ArrayLike<number>[],
): MisreadingCost {
  const costs = Array.from(
    { length: right[0]?.length ?? 0 },
    (_, t) => meanWithError(right.map((nats, passage) => other[passage][t] - nats[t])),
  );
  const gone = ({ interval: [low, high] }: MeanWithError): boolean =>
    low > -GONE_NATS && high < GONE_NATS;
  const last = costs.findLastIndex((cost) => !gone(cost));
  return { costs, forgottenAfter: last + 1 < costs.length ? last + 1 : undefined };
}

/** What it costs to be fed a character twice. */
export interface SecondFeed {
  /** The character. */
  readonly character: string;
  /** At how many of its occurrences it was measured. */
  readonly occurrences: number;
  /** What the second feed adds to the next character's surprisal, in nats, on average. */
  readonly costNats: number;
}

/** The costs of a second feed, over a text. */
export interface SecondFeeds {
  /** How many characters the text has. */
  readonly length: number;
  /** How often a character must occur to be ranked. */
  readonly minimum: number;
  /** What a second feed adds to the true next character's surprisal, in nats; errors by stretches. */
  readonly cost: MeanWithError;
  /** How far it moves the distribution: its divergence from the once-fed one, in nats. */
  readonly moved: MeanWithError;
  /** The characters with enough occurrences, the costliest first. */
  readonly characters: readonly SecondFeed[];
}

/** So many stretches of the text give the standard errors. */
const STRETCHES = 100;

/** The mean of values along a text; its error from the means of stretches, as neighbours hang together. */
function overStretches(values: Float64Array): MeanWithError {
  const count = Math.min(STRETCHES, values.length);
  const cut = (k: number): number => Math.floor(k * values.length / count);
  const { error } = meanWithError(
    Array.from({ length: count }, (_, k) => mean(values.subarray(cut(k), cut(k + 1)))!),
  );
  const middle = mean(values)!;
  return { mean: middle, error, interval: intervalAround(middle, error) };
}

/**
 * Feeds each character of a text a second time, scores the next one against the truth, and compares its
 * distribution with the once-fed one. The text itself is read on from the right state.
 * @param model parameters and vocabulary
 * @param text at least 2 characters
 * @param options `minimum`: characters that occur less often are left out, 50 when left out; and who
 * computes
 * @returns the mean cost and shift, and the characters ranked by their cost
 * @throws {RangeError} when the text has fewer than 2 characters or the vocabulary lacks one
 * @example
 * ```ts
 * import { secondFeeds } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 2 });
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const { cost, characters } = secondFeeds(model, "abbba", { minimum: 2 });
 * assertEquals(cost.mean, 0);
 * assertEquals(characters, [{ character: "b", occurrences: 3, costNats: 0 }]);
 * ```
 */
export function secondFeeds(
  model: CharacterModel,
  text: string,
  options: EngineOption & { minimum?: number } = {},
): SecondFeeds {
  checkModel(model, "measure second feeds");
  const { minimum = 50, engine } = options;
  const { parameters, vocabulary } = model;
  const indices = checkPrefix(text, vocabulary, "feed characters twice");
  const n = indices.length - 1;
  checkInteger(n, "text.length - 1", [1, Infinity], "feed characters twice");
  const [costs, moves] = [new Float64Array(n), new Float64Array(n)];
  const network = openNetwork(parameters, { engine });
  const h = new Float64Array(parameters.hiddenSize);
  const [once, twice] = [0, 1].map(() => new Float64Array(vocabulary.size));
  for (let t = 0; t < n; t++) {
    network.step(indices[t]);
    network.state(h);
    network.logits(once);
    network.step(indices[t]);
    network.logits(twice);
    network.setState(h);
    const [onceSum, twiceSum] = [logSumExp(once), logSumExp(twice)];
    const next = indices[t + 1];
    costs[t] = twiceSum - twice[next] - (onceSum - once[next]);
    for (let k = 0; k < once.length; k++) {
      moves[t] += Math.exp(once[k] - onceSum) * (once[k] - onceSum - twice[k] + twiceSum);
    }
  }
  return {
    ...{ length: indices.length, minimum },
    ...{ cost: overStretches(costs), moved: overStretches(moves) },
    characters: costsByCharacter(vocabulary.characters, indices, costs)
      .filter(({ occurrences }) => occurrences >= minimum)
      .sort((a, b) => b.costNats - a.costNats),
  };
}

function costsByCharacter(
  characters: readonly string[],
  indices: Int32Array,
  costs: Float64Array,
): SecondFeed[] {
  const [sums, counts] = [0, 1].map(() => new Float64Array(characters.length));
  for (const [t, cost] of costs.entries()) {
    sums[indices[t]] += cost;
    counts[indices[t]]++;
  }
  return characters.map((character, k) => ({
    character,
    occurrences: counts[k],
    costNats: sums[k] / counts[k],
  }));
}
