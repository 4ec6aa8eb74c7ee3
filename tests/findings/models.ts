/**
 * Two models that lead to opposite sentences. `planted`: five units fire at ":", ask for a space or a
 * line break and are all that counts there, so the report's mask is right. `tangled`: a random
 * network with most units saturated, in which the mask is as good as chance.
 */
import { type Behaviour, collectBehaviour } from "@lab/analysis";
import { type CharacterModel, initialParameters, zeroParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { Vocabulary } from "@lab/text";
import { randomModel } from "../analysis/models.ts";

const CHARACTERS = "ab:\n de";

/** A model with all that the builders' golden files are made from. */
export interface FindingsModel {
  /** The network. */
  readonly model: CharacterModel;
  /** 997 characters; "e" is rare in it. */
  readonly text: string;
  /** What the masks are built for. */
  readonly prefix: string;
  /** The behaviour that is asked about: what follows a colon. */
  readonly behaviour: Behaviour;
}

function planted(): CharacterModel {
  const random = new Random(3);
  const vocabulary = new Vocabulary(CHARACTERS);
  const [H, V] = [23, vocabulary.size];
  const parameters = initialParameters({ hiddenSize: H, vocabularySize: V }, random);
  const { Wxh, Whh, Why, by } = parameters;
  const number = (character: string): number => vocabulary.indexOf(character);
  for (let k = 0; k < H * H; k++) Whh[k] = k % H % 5 === 2 ? 0 : 0.12 * random.normal();
  for (let k = 0; k < H * V; k++) Wxh[k] = 0.2 * random.normal();
  for (let k = 0; k < V * H; k++) Why[k] = 0.6 * random.normal();
  for (let unit = 2; unit < H; unit += 5) {
    for (let k = 0; k < V; k++) {
      Wxh[unit * V + k] = k === number(":") ? 2 : -0.2;
      Why[k * H + unit] = k === number(" ") ? 2 : k === number("\n") ? 1.1 : -0.5;
    }
    for (let j = 0; j < H; j++) Whh[unit * H + j] = 0;
  }
  by[number(" ")] = -1.5;
  by[number("\n")] = -1.5;
  return { parameters, vocabulary };
}

function tangled(): CharacterModel {
  const model = randomModel(5, 13, CHARACTERS);
  for (let k = 0; k < 13 * 13; k++) model.parameters.Whh[k] *= 2;
  return model;
}

function withBehaviour(model: CharacterModel): FindingsModel {
  const random = new Random(3);
  const text = Array.from({ length: 997 }, () => CHARACTERS[Math.floor(random.integer(62) / 10)]);
  const behaviour = collectBehaviour(model, text.join(""), { after: ":", targets: " \n" });
  return { model, text: text.join(""), prefix: "a bad dab:", behaviour };
}

/** The two models by the names of their golden files. */
export const MODELS: Readonly<Record<"planted" | "tangled", FindingsModel>> = {
  planted: withBehaviour(planted()),
  tangled: withBehaviour(tangled()),
};

/** A model that knows nothing: all its parameters are zero. */
export const BLANK: FindingsModel = withBehaviour({
  vocabulary: new Vocabulary(CHARACTERS),
  parameters: zeroParameters({ hiddenSize: 7, vocabularySize: CHARACTERS.length }),
});
