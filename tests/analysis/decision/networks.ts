/** Networks of three units that were made for a decision, and a text that asks for it. */
import { type CharacterModel, zeroParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { Vocabulary } from "@lab/text";

const CHARACTERS = "ab-+:.,";
const [A, B, DASH, PLUS, COLON, DOT, COMMA] = CHARACTERS;

/** Letters, some filling, a colon, and "." after an "a", "," after a "b". */
export function textOf(lines: number, [afterA, afterB] = [DOT, COMMA]): string {
  const random = new Random(4);
  return Array.from({ length: lines }, () => {
    const letter = random.uniform() < 0.5 ? A : B;
    const filling = Array.from({ length: 2 }, () => random.uniform() < 0.5 ? DASH : PLUS).join("");
    return letter + filling + COLON + (letter === A ? afterA : afterB);
  }).join("");
}

/** A network of three units, given by its weights: rows by unit. */
function network(
  inputs: Partial<Record<string, readonly number[]>>,
  Whh: readonly number[],
  readers: readonly number[],
): CharacterModel {
  const vocabulary = new Vocabulary(CHARACTERS);
  const V = vocabulary.size;
  const parameters = zeroParameters({ hiddenSize: 3, vocabularySize: V });
  for (const [character, column] of Object.entries(inputs)) {
    column!.forEach((w, i) => parameters.Wxh[i * V + vocabulary.indexOf(character)] = w);
  }
  parameters.Whh.set(Whh);
  readers.forEach((w, i) => {
    parameters.Why[vocabulary.indexOf(DOT) * 3 + i] = w;
    parameters.Why[vocabulary.indexOf(COMMA) * 3 + i] = -w;
  });
  return { parameters, vocabulary };
}

/** Unit 1 keeps the letter; the others say which filling was read. */
export const oneUnit = network(
  { [A]: [0, 3, 0], [B]: [0, -3, 0], [DASH]: [1, 0, -1], [PLUS]: [-1, 0, 1] },
  [0.3, 0, 0, 0, 2.5, 0, 0, 0, 0.3],
  [0.2, 4, 0.2],
);
/** All three keep the letter together and in equal parts, beside what they say of the filling. */
export const oneDirection = network(
  { [A]: [1, 1, 1], [B]: [-1, -1, -1], [DASH]: [0.3, -0.3, 0], [PLUS]: [-0.3, 0, 0.3] },
  [0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4],
  [1, 1, 1],
);
/** Nothing is kept from one step to the next. */
export const forgetful = network({ [A]: [0, 3, 0], [B]: [0, -3, 0] }, Array(9).fill(0), [0, 4, 0]);
