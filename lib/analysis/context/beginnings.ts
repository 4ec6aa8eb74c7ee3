/** What becomes of a network that begins with another character. H: hidden units, V: characters. */
import { mean } from "d3-array";
import { type EngineOption, openNetwork } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { cosine } from "@lab/numerics";
import { networkSurprisals } from "@lab/sampling";
import { checkModel, checkPrefix } from "../checks.ts";
import { type AlphabetOptions, someCharacters } from "../walk/alphabet.ts";

/** A network that began with a character and then read a passage. */
export interface Beginning {
  /** What the network began with, from the state zero. */
  readonly character: string;
  /** The mean surprisal of the second half of the passage, in nats per character. */
  readonly natsPerChar: number;
  /**
   * The cosine between its state after the passage and the usual one, −1 … 1: 1 where the beginning
   * is forgotten, −1 where the state is the usual one's mirror image.
   */
  readonly similarity: number;
}

/** What became of a network after its beginnings. */
export interface Beginnings {
  /** Those that were tried, in the vocabulary's order. */
  readonly tried: readonly Beginning[];
  /** How many characters there are to begin with, V; where more than were tried, those were drawn. */
  readonly vocabularySize: number;
}

/** How many beginnings to try, and who computes. */
export type BeginningsOptions = AlphabetOptions & EngineOption;

/**
 * Begins with each character of the vocabulary in turn, from the state zero, lets the network read a
 * passage, and compares it with one that read what stands before the passage. Of a large alphabet, such
 * as Chinese, a sample of characters is tried.
 *
 * A network that forgets its beginning scores alike after all of them. One that does not has states
 * that hold themselves: `tanh` is odd, so units that hold each other at ±1 hold each other with all
 * signs changed just as well, but for the biases and the input.
 *
 * It says which beginnings differ after this passage, not that the state would never come back.
 * @param model parameters and vocabulary
 * @param before what stands before the passage in the text, from its beginning
 * @param passage at least 2 characters
 * @param options who computes, at most how many are tried (128) and the draw's seed (1)
 * @returns the beginnings, and out of how many
 * @throws {RangeError} when a text is empty, the passage is shorter than 2 characters, or the
 * vocabulary lacks a character
 * @example
 * ```ts
 * import { compareBeginnings } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
 * parameters.Wxh.set([0.5, -0.5]); // "a" pushes the unit up, "b" down …
 * parameters.Whh.set([4]); // … and it holds where it is
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const { tried: [a, b] } = compareBeginnings(model, "a", "abababab");
 * assertEquals([a.similarity, b.similarity], [1, -1]);
 * ```
 */
export function compareBeginnings(
  model: CharacterModel,
  before: string,
  passage: string,
  { engine, most, seed }: BeginningsOptions = {},
): Beginnings {
  checkModel(model, "compare beginnings");
  const { parameters, vocabulary } = model;
  const start = checkPrefix(before, vocabulary, "compare beginnings");
  const indices = checkPrefix(passage, vocabulary, "compare beginnings");
  if (indices.length < 2) {
    throw new RangeError(
      "Cannot compare beginnings as 'passage' must have at least 2 characters: current length is " +
        indices.length,
    );
  }
  const network = openNetwork(parameters, { engine });
  const nothing = network.state();
  network.read(start);
  network.read(indices);
  const usual = network.state();
  const half = Math.floor(indices.length / 2);
  const tried = someCharacters(vocabulary, { most, seed }).map((character): Beginning => {
    network.setState(nothing);
    network.read([vocabulary.indexOf(character)]);
    network.read(indices.subarray(0, half));
    const natsPerChar = mean(networkSurprisals(network, indices.subarray(half)))!;
    return {
      character,
      natsPerChar,
      similarity: cosine(network.state(), usual),
    };
  });
  return { tried, vocabularySize: vocabulary.size };
}

/** A state whose cosine with the usual one is below this stands opposite to it. */
const OPPOSITE = -0.5;

/** What becomes of a network after all its beginnings. */
export interface BeginningsFinding {
  /** All that were tried, the one that ends most surprised first. */
  readonly ranked: readonly Beginning[];
  /** ln V, in nats: the surprisal of a network that finds all characters alike. */
  readonly guessingNats: number;
  /** Those that lead into a trap: after them the network predicts worse than by guessing. */
  readonly trapped: readonly Beginning[];
  /** How many of them leave a state opposite to the usual one (cosine below −0.5). */
  readonly opposite: number;
  /** Whether any of them is a trap, and whether the worst one's state is the usual one's opposite. */
  readonly verdict: "no trap" | "traps" | "traps opposite to the usual state";
}

/**
 * Which beginnings lead into a trap, and which to the other side.
 * @param beginnings those that were tried, from {@link compareBeginnings}
 * @returns the beginnings ranked, those that are traps, and how many stand opposite
 * @example
 * ```ts
 * import { beginningTraps } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const tried = [
 *   { character: "a", natsPerChar: 0.3, similarity: 1 },
 *   { character: "b", natsPerChar: 0.7, similarity: -0.9 }, // more than ln 2
 * ];
 * const { trapped, verdict } = beginningTraps({ tried, vocabularySize: 2 });
 * assertEquals(trapped.map(({ character }) => character), ["b"]);
 * assertEquals(verdict, "traps opposite to the usual state");
 * ```
 */
export function beginningTraps({ tried, vocabularySize }: Beginnings): BeginningsFinding {
  const guessingNats = Math.log(vocabularySize);
  const ranked = [...tried].sort((a, b) => b.natsPerChar - a.natsPerChar);
  const trapped = ranked.filter(({ natsPerChar }) => natsPerChar > guessingNats);
  const isOpposite = ({ similarity }: Beginning): boolean => similarity < OPPOSITE;
  return {
    ranked,
    guessingNats,
    trapped,
    opposite: tried.filter(isOpposite).length,
    verdict: trapped.length === 0
      ? "no trap"
      : isOpposite(trapped[0])
      ? "traps opposite to the usual state"
      : "traps",
  };
}
