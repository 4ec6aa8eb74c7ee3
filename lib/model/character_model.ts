/** A network and its alphabet. */
import type { Vocabulary } from "@lab/text";
import type { ModelParameters } from "./parameters.ts";

/** A network with the vocabulary that gives its numbers a meaning. */
export interface CharacterModel {
  /** The network's parameters. */
  readonly parameters: ModelParameters;
  /** The characters that the network knows; its size is the parameters' V. */
  readonly vocabulary: Vocabulary;
}
