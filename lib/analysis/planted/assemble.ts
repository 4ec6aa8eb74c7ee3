/**
 * Networks put together unit by unit. Internal: what all planted circuits share.
 * H: hidden units, V: characters.
 */
import { type CharacterModel, initialParameters } from "@lab/model";
import type { Random } from "@lab/numerics";
import { Vocabulary } from "@lab/text";
import type { PatchPair } from "../patching/patch_scan.ts";

/** What one unit reads and writes; weights that are not named are noise. */
export interface UnitPlan {
  /** What it is for. */
  readonly role: string;
  /** Its weight for each character that it reads. */
  readonly input?: Readonly<Record<string, number>>;
  /** Its bias; 0 when left out. */
  readonly bias?: number;
  /** The places in the plan of the units that it reads, with their weights. */
  readonly from?: readonly (readonly [place: number, weight: number])[];
  /** What it adds to each character's logit. */
  readonly output?: Readonly<Record<string, number>>;
}

/** A mechanism with the texts that need it. Units are named by their place in the plan. */
export interface Mechanism {
  /** Where the target is the answer, as sentences say it. */
  readonly label: string;
  /** Where the rival is; none for a mechanism that always gives the same answer. */
  readonly rivalLabel?: string;
  /** Its units. */
  readonly plan: readonly UnitPlan[];
  /** What its units read and write: characters that distractors keep away from. */
  readonly characters: string;
  /** The answers, among which it decides. */
  readonly answers: string;
  /** The output bias of some characters. */
  readonly outputBias: Readonly<Record<string, number>>;
  /** The answer that the behaviour asks for. */
  readonly target: string;
  /** What the network writes after the corrupted text. */
  readonly rival: string;
  /** The units that decide at the step of the decision, without any step before. */
  readonly atDecision: readonly number[];
  /** For 0, 1, 2 … steps before the decision: the units in which a pair's runs differ and count. */
  readonly carriers: readonly (readonly number[])[];
  /** A text. */
  write(length: number, random: Random): string;
  /** A pair of texts up to the decision that differ in one character. */
  pair(random: Random): PatchPair;
}

/** The character that asks for an answer. */
export const ASK = "?";
/** What every mechanism's texts are filled with. */
export const FILLERS = "mnopqrstuvwxyz";

/**
 * The standard deviations of the weights that mean nothing: into units, and to the logits, where they
 * are so large that every unit has an effect of its own.
 */
const [NOISE, OUTPUT_NOISE] = [0.03, 0.15];

/** A number drawn evenly. */
export const between = (random: Random, low: number, high: number): number =>
  low + (high - low) * random.uniform();

/** One of some characters, drawn evenly. */
export const oneOf = (random: Random, characters: string): string =>
  characters[random.integer(characters.length)];

/**
 * The network of a plan, its units in random order.
 * @returns the model, and for each place of the plan its unit's number
 */
export function assemble(
  plan: readonly UnitPlan[],
  characters: string,
  outputBias: Readonly<Record<string, number>>,
  random: Random,
): { model: CharacterModel; units: readonly number[] } {
  const vocabulary = Vocabulary.of(characters);
  const [H, V] = [plan.length, vocabulary.size];
  const parameters = initialParameters({ hiddenSize: H, vocabularySize: V }, random, NOISE);
  parameters.Why = parameters.Why.map((weight) => OUTPUT_NOISE / NOISE * weight);
  const units = random.choose(H, H);
  const { Wxh, Whh, Why, bh, by } = parameters;
  plan.forEach(({ input = {}, bias = 0, from = [], output = {} }, place) => {
    const unit = units[place];
    bh[unit] = bias;
    for (const [c, weight] of Object.entries(input)) {
      Wxh[unit * V + vocabulary.indexOf(c)] += weight;
    }
    for (const [other, weight] of from) Whh[unit * H + units[other]] += weight;
    for (const [c, weight] of Object.entries(output)) {
      Why[vocabulary.indexOf(c) * H + unit] += weight;
    }
  });
  for (const [c, bias] of Object.entries(outputBias)) by[vocabulary.indexOf(c)] = bias;
  return { model: { parameters, vocabulary }, units };
}
