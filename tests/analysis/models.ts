/** Models for the tests of the analyses: random ones, and the course's snapshot where it is. */
import { type CharacterModel, initialParameters, PARAMETER_NAMES } from "@lab/model";
import { Random } from "@lab/numerics";
import { Vocabulary } from "@lab/text";
import small from "../reference/analysis/small.json" with { type: "json" };

/** A random network whose units saturate as those of a trained one do. */
export function randomModel(
  seed: number,
  hiddenSize = 11,
  characters = "ab:\n de",
): CharacterModel {
  const random = new Random(seed);
  const vocabulary = new Vocabulary(characters);
  const parameters = initialParameters({ hiddenSize, vocabularySize: vocabulary.size }, random);
  for (const name of PARAMETER_NAMES) {
    for (let k = 0; k < parameters[name].length; k++) parameters[name][k] = random.normal();
  }
  return { parameters, vocabulary };
}

/** A random text over a model's characters. */
export function randomText(model: CharacterModel, length: number, seed: number): string {
  const random = new Random(seed);
  return model.vocabulary.decode(
    Array.from({ length }, () => random.integer(model.vocabulary.size)),
  );
}

/** A network as the Python programs store it: matrices as rows. */
export interface StoredNetwork {
  characters: string;
  parameters: Record<"Wxh" | "Whh" | "Why", number[][]> & Record<"bh" | "by", number[]>;
}

/** A stored network as a model. */
export function storedModel({ characters, parameters }: StoredNetwork): CharacterModel {
  const vocabulary = new Vocabulary(characters);
  const flat = (rows: number[][]): Float64Array => Float64Array.from(rows.flat());
  return {
    vocabulary,
    parameters: {
      hiddenSize: parameters.bh.length,
      vocabularySize: vocabulary.size,
      Wxh: flat(parameters.Wxh),
      Whh: flat(parameters.Whh),
      Why: flat(parameters.Why),
      bh: Float64Array.from(parameters.bh),
      by: Float64Array.from(parameters.by),
    },
  };
}

/** The small random network that the Python programs analyse, and its text. */
export function smallModel(): CharacterModel & { text: string } {
  return { ...storedModel(small), text: small.text };
}
