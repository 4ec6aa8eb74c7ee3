/** A network and its alphabet. */
import type { Vocabulary } from "@lab/text";
import type { ModelParameters } from "./parameters.ts";

/** A network with the vocabulary that gives its numbers a meaning. */
export interface CharacterModel {
  /** The network's parameters. */
  readonly parameters: ModelParameters;
  /** The characters that the network knows; its size is the parameters' V. */
  readonly vocabulary: Vocabulary;
  /**
   * `[H]` the state that its training carried to the end, from which it writes as it was trained to;
   * left out where it is not known. Not every network does well from a zero state.
   */
  readonly h?: Float64Array;
}
