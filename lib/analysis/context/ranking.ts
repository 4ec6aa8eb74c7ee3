/** Where a character stands among others by what the earlier text says after it. */
import type { CharacterInformation, ContextInformationResult } from "./context.ts";

/** One character among those with enough contexts. */
export interface InformationRank {
  /** The character's information. */
  readonly own: CharacterInformation;
  /** The share of its bits that is about which target follows, 0 … 1; 0 where there are no bits. */
  readonly whichTargetShare: number;
  /** The characters compared, the one with the most information first. */
  readonly compared: readonly CharacterInformation[];
  /** After how many of them the context says less. A tie is not less. */
  readonly lower: number;
  /** The character's number among these: 1 has the most bits; equals share the smaller number. */
  readonly rank: number;
}

/**
 * Ranks one character by its context information among those with enough contexts.
 * @param result the information of all characters
 * @param character the character asked about, with as many contexts as it has
 * @param minimum characters with fewer contexts are not compared, ≥ 0
 * @returns how many of the compared characters have less information, and its rank
 * @throws {RangeError} when the character was not read
 * @example
 * ```ts
 * import { contextInformation, rankInformation } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const result = contextInformation(model, "a: aa: : a", { targets: " " });
 * const [most] = result.characters;
 * const { rank, lower } = rankInformation(result, most.character, 2);
 * assertEquals([rank, lower], [1, 2]);
 * ```
 */
export function rankInformation(
  result: ContextInformationResult,
  character: string,
  minimum: number,
): InformationRank {
  const own = result.characters.find((entry) => entry.character === character);
  if (own === undefined) {
    throw new RangeError(
      `Cannot rank the information as 'character' must have been read: current value is ` +
        JSON.stringify(character),
    );
  }
  const compared = result.characters.filter(({ contexts }) => contexts >= minimum);
  return {
    own,
    whichTargetShare: own.bits > 0 ? own.whichTarget / own.bits : 0,
    compared,
    lower: compared.filter(({ bits }) => bits < own.bits).length,
    rank: 1 + compared.filter(({ bits }) => bits > own.bits).length,
  };
}
