/** Networks without recurrence whose units are known, to search in. */
import { type Behaviour, type BehaviourOptions, collectBehaviour } from "@lab/analysis";
import { type CharacterModel, zeroParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { Vocabulary } from "@lab/text";
import { randomText } from "../models.ts";

const CHARACTERS = ":\n abcd";

/** What to plant. */
interface Plan {
  /** By unit: how much it adds to a line break's logit at ":", and takes away elsewhere. */
  loud: Readonly<Record<number, number>>;
  /** The line break's logit beside them. */
  bias?: number;
  /** How many units there are, and the spread of what the others do. */
  hiddenSize?: number;
  noise?: number;
}

/** A network in which some units fire at ":" and ask for a line break; the others are noise. */
export function loudModel(
  { loud, bias = 0, hiddenSize: H = 20, noise = 0.1 }: Plan,
): CharacterModel {
  const vocabulary = new Vocabulary(CHARACTERS);
  const V = vocabulary.size;
  const parameters = zeroParameters({ hiddenSize: H, vocabularySize: V });
  const random = new Random(4);
  for (let k = 0; k < parameters.Wxh.length; k++) parameters.Wxh[k] = random.normal();
  for (let k = 0; k < parameters.Why.length; k++) parameters.Why[k] = noise * random.normal();
  for (const [unit, weight] of Object.entries(loud)) {
    for (let k = 0; k < V; k++) {
      parameters.Wxh[Number(unit) * V + k] = k === 0 ? 3 : -3;
      parameters.Why[k * H + Number(unit)] = k === 1 ? weight : 0;
    }
  }
  parameters.by[1] = bias;
  return { parameters, vocabulary };
}

/** "A line break after ':'" in a random text. */
export function lineBreaks(
  model: CharacterModel,
  options: Partial<BehaviourOptions> = {},
): { behaviour: Behaviour; text: string } {
  const text = randomText(model, 2000, 1);
  return {
    text,
    behaviour: collectBehaviour(model, text, { after: ":", targets: "\n", ...options }),
  };
}
