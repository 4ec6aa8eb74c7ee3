/** A training text as numbers, and what tells it from others. */
import type { TextIdentity } from "@lab/model";
import { type CharacterNumbers, Vocabulary } from "@lab/text";

/** A text as a training reads it. */
export interface EncodedText {
  /** The characters that the network knows. */
  readonly vocabulary: Vocabulary;
  /** `[N]` the numbers of the text's characters. */
  readonly indices: CharacterNumbers;
  /** Tells the text from others. */
  readonly trainedOn: TextIdentity;
}

/**
 * A training text as numbers.
 * @param text the text
 * @param known the vocabulary of a network that goes on; the text's own when left out
 * @returns vocabulary, numbers, identity
 * @throws {RangeError} when the text has a character that a given vocabulary has not
 */
export async function encodeText(text: string, known?: Vocabulary): Promise<EncodedText> {
  const vocabulary = known ?? Vocabulary.of(text);
  // Before the numbers are there: its copy of a long text is gone by then.
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const { indices } = vocabulary.encodeLong(text);
  const trainedOn = { sha256: new Uint8Array(digest).toHex(), characters: indices.length };
  return { vocabulary, indices, trainedOn };
}
