/**
 * What it costs a network to have been fed another text than the true one. H: hidden units, V: characters.
 *
 * Claim: the cost is that of the true next characters, read from either state. What it leaves out: that
 * a text which the network writes from there may differ although no character costs more.
 */
import { mean, sum } from "d3-array";
import { type EngineOption, openNetwork } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { logSumExp } from "@lab/numerics";
import { checkPrefix } from "../checks.ts";

/** What another reading costs, in nats. */
export interface MisreadingCost {
  /** The surprisal that it adds to the very next character. */
  readonly nextNats: number;
  /** By how much the mean surprisals of the second half of the characters differ. */
  readonly laterNats: number;
}

/**
 * What another reading costs for the next characters and for those after them.
 * @param right `[n]` the surprisal of each next character after the right reading, in nats
 * @param other `[n]` the same after another reading
 * @returns the cost for the next character, and the difference over the second half
 * @example
 * ```ts
 * import { misreadingCost } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(misreadingCost([1, 1, 2, 4], [4, 2, 2, 3]), { nextNats: 3, laterNats: 0.5 });
 * ```
 */
export function misreadingCost(
  right: ArrayLike<number>,
  other: ArrayLike<number>,
): MisreadingCost {
  const later = (nats: ArrayLike<number>): number =>
    mean(Array.from(nats).slice(nats.length >> 1))!;
  return { nextNats: other[0] - right[0], laterNats: Math.abs(later(other) - later(right)) };
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
  /** The mean cost over all steps, in nats. */
  readonly meanNats: number;
  /** The characters with enough occurrences, the costliest first. */
  readonly characters: readonly SecondFeed[];
}

/**
 * Feeds each character of a text a second time, and compares the surprisal of the next one. The text
 * itself is read on from the right state.
 * @param model parameters and vocabulary
 * @param text at least 2 characters
 * @param options `minimum`: characters that occur less often are left out, 50 when left out; and who
 * computes
 * @returns the mean cost, and the characters ranked by theirs
 * @throws {RangeError} when the text is empty or the vocabulary lacks a character
 * @example
 * ```ts
 * import { secondFeeds } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 2 });
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * assertEquals(secondFeeds(model, "abbba", { minimum: 2 }).characters, [
 *   { character: "b", occurrences: 3, costNats: 0 },
 * ]);
 * ```
 */
export function secondFeeds(
  model: CharacterModel,
  text: string,
  options: EngineOption & { minimum?: number } = {},
): SecondFeeds {
  const { minimum = 50, engine } = options;
  const { parameters, vocabulary } = model;
  const indices = checkPrefix(text, vocabulary, "feed characters twice");
  const sums = new Float64Array(vocabulary.size);
  const counts = new Float64Array(vocabulary.size);
  const network = openNetwork(parameters, { engine });
  const [h, logits] = [new Float64Array(parameters.hiddenSize), new Float64Array(vocabulary.size)];
  const surprisalOf = (next: number): number => logSumExp(network.logits(logits)) - logits[next];
  for (let t = 0; t + 1 < indices.length; t++) {
    network.step(indices[t]);
    network.state(h);
    const fedOnce = surprisalOf(indices[t + 1]);
    network.step(indices[t]);
    sums[indices[t]] += surprisalOf(indices[t + 1]) - fedOnce;
    counts[indices[t]]++;
    network.setState(h);
  }
  const characters = vocabulary.characters.map((character, k): SecondFeed => ({
    character,
    occurrences: counts[k],
    costNats: sums[k] / counts[k],
  }));
  return {
    length: indices.length,
    minimum,
    meanNats: sum(sums) / (indices.length - 1),
    characters: characters
      .filter(({ occurrences }) => occurrences >= minimum)
      .sort((a, b) => b.costNats - a.costNats),
  };
}
