/**
 * How much the earlier text matters after a character: information in bits. V: characters.
 *
 * Method: after a character c the network's distribution p over the next character depends on the
 * context. Over many contexts, `I = H(mean p) − mean H(p)` is the mutual information between the
 * context and the next character as the network draws it (the Jensen-Shannon divergence of the
 * distributions). 0 bits: the earlier text changes nothing. The chain rule splits I exactly into
 * "a target or not", "which of the targets" and "which of the others". Claim: this is what the
 * network does with the context. What it leaves out: whether the text itself needs it, and that for
 * rare characters a mean over few contexts underestimates I.
 * @see J. Lin, "Divergence measures based on the Shannon entropy", IEEE Trans. Inf. Theory 37 (1991)
 */
import type { EngineOption } from "@lab/engines";
import { type CharacterModel, outputLogits } from "@lab/model";
import { addMatVec, softmax } from "@lab/numerics";
import type { States } from "../causes/behaviour.ts";
import { checkCharacters } from "../checks.ts";
import { entropyBits } from "./distributions.ts";
import { observe, type Observer, type Step } from "../walk/steps.ts";

/** One character's context information. */
export interface CharacterInformation {
  /** The character that was read. */
  readonly character: string;
  /** In how many contexts the character was read. */
  readonly contexts: number;
  /** Information between context and next character, in bits; the sum of the three parts below. */
  readonly bits: number;
  /** The part of the information that is about whether a target follows, in bits. */
  readonly targetOrNot: number;
  /** The part of the information that is about which of the targets follows, in bits. */
  readonly whichTarget: number;
  /** The part of the information that is about which other character follows, in bits. */
  readonly whichOther: number;
  /** The entropy of the mean distribution, in bits: what there is to know. */
  readonly entropyBits: number;
  /** The mean probability of the targets together. */
  readonly targetProbability: number;
}

/** Context information of all characters. */
export interface ContextInformationResult {
  /** The characters that count as targets. */
  readonly targets: readonly string[];
  /** Every character that was read at least once, the one with the most information first. */
  readonly characters: readonly CharacterInformation[];
}

/** Entropies of a distribution and of its split into targets and others, all in bits. */
function splitEntropies(p: Float64Array, isTarget: Uint8Array): Float64Array {
  const parts = [0, 0];
  const mass = [0, 0];
  for (let k = 0; k < p.length; k++) {
    if (p[k] <= 0) continue;
    parts[isTarget[k]] -= p[k] * Math.log2(p[k]);
    mass[isTarget[k]] += p[k];
  }
  // Σ_k p_k log(mass / p_k) = mass · H(p | group): the entropy within a group, times its weight
  const within = (g: number): number => mass[g] > 0 ? parts[g] + mass[g] * Math.log2(mass[g]) : 0;
  return Float64Array.of(parts[0] + parts[1], entropyBits(mass), within(1), within(0));
}

/** Sums over the contexts of one character. */
class ContextTally {
  contexts = 0;
  readonly probs: Float64Array;
  readonly entropies: Float64Array = new Float64Array(4);

  constructor(vocabularySize: number) {
    this.probs = new Float64Array(vocabularySize);
  }

  add(p: Float64Array, isTarget: Uint8Array): void {
    this.contexts++;
    for (let k = 0; k < p.length; k++) this.probs[k] += p[k];
    const entropies = splitEntropies(p, isTarget);
    for (let j = 0; j < 4; j++) this.entropies[j] += entropies[j];
  }

  result(character: string, isTarget: Uint8Array): CharacterInformation {
    const n = this.contexts;
    const mean = this.probs.map((p) => p / n);
    const ofMean = splitEntropies(mean, isTarget);
    const [bits, targetOrNot, whichTarget, whichOther] = ofMean.map((value, j) =>
      Math.max(0, value - this.entropies[j] / n)
    );
    return {
      character,
      contexts: n,
      bits,
      targetOrNot,
      whichTarget,
      whichOther,
      entropyBits: ofMean[0],
      targetProbability: mean.reduce((sum, p, k) => sum + p * isTarget[k], 0),
    };
  }
}

/**
 * Collects the context information of every character during a walk.
 * @example
 * ```ts
 * import { ContextInformation, observe } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const information = new ContextInformation(model, { targets: " " });
 * observe(model, "aa: a", [information]);
 * assertEquals(information.result().characters[0].bits, 0);
 * ```
 */
export class ContextInformation implements Observer {
  readonly #model: CharacterModel;
  readonly #targets: string[];
  readonly #isTarget: Uint8Array;
  readonly #tallies: ContextTally[];

  /**
   * Starts with nothing counted.
   * @param model parameters and vocabulary
   * @param options `targets`: the characters that count as targets, such as `" \n"`
   * @throws {RangeError} when the vocabulary lacks a target or there is none
   */
  constructor(model: CharacterModel, options: { targets: string }) {
    const { vocabulary } = model;
    this.#model = model;
    this.#targets = checkCharacters(
      options.targets,
      vocabulary,
      "targets",
      "measure context information",
    );
    this.#isTarget = Uint8Array.from(
      vocabulary.characters,
      (character) => this.#targets.includes(character) ? 1 : 0,
    );
    this.#tallies = vocabulary.characters.map(() => new ContextTally(vocabulary.size));
  }

  /**
   * Looks at one step.
   * @param step the step
   */
  observe(step: Step): void {
    this.add(step.index, step.probs);
  }

  /**
   * Adds one context of a character.
   * @param index the character's number
   * @param probs `[V]` the distribution after it
   */
  add(index: number, probs: Float64Array): void {
    this.#tallies[index].add(probs, this.#isTarget);
  }

  /**
   * What was collected so far.
   * @returns the information of every character that was read
   */
  result(): ContextInformationResult {
    const characters = this.#tallies.flatMap((tally, k) =>
      tally.contexts === 0
        ? []
        : [tally.result(this.#model.vocabulary.characters[k], this.#isTarget)]
    );
    characters.sort((a, b) => b.bits - a.bits);
    return { targets: this.#targets, characters };
  }
}

/**
 * The context information of every character, over the contexts that a text gives it.
 * @param model parameters and vocabulary
 * @param text the text to read
 * @param options `targets`: the characters that count as targets, such as `" \n"`; who computes
 * @returns the information of every character of the text, ranked
 * @throws {RangeError} when the vocabulary lacks a character or there is no target
 * @see the report's last section, which claims that after ":" the earlier text matters little
 * @example
 * ```ts
 * import { contextInformation } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const [most] = contextInformation(model, "a: aa:: a", { targets: " " }).characters;
 * assertAlmostEquals(most.targetOrNot + most.whichTarget + most.whichOther, most.bits, 1e-12);
 * ```
 */
export function contextInformation(
  model: CharacterModel,
  text: Iterable<string>,
  options: { targets: string } & EngineOption,
): ContextInformationResult {
  const information = new ContextInformation(model, options);
  observe(model, text, [information], options);
  return information.result();
}

/**
 * The context information of every character after given states: each character is fed to each
 * state, so that all are compared over the same contexts, also those that the text never gives them.
 * @param model parameters and vocabulary
 * @param states `[m, H]` the states before the character, such as a behaviour's `pool`
 * @param options `targets`: the characters that count as targets, such as `" \n"`
 * @returns the information of every character of the vocabulary, ranked
 * @throws {RangeError} when the vocabulary lacks a target or there is none
 * @example
 * ```ts
 * import { contextInformationAfter } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const states = { positions: Int32Array.of(0), hs: new Float64Array(5) };
 * const { characters } = contextInformationAfter(model, states, { targets: " " });
 * assertEquals(characters.map(({ contexts }) => contexts), [1, 1, 1]);
 * ```
 */
export function contextInformationAfter(
  model: CharacterModel,
  states: Pick<States, "hs">,
  options: { targets: string },
): ContextInformationResult {
  const { hiddenSize: H, vocabularySize: V, Wxh, Whh, bh } = model.parameters;
  const information = new ContextInformation(model, options);
  const h = new Float64Array(H);
  const logits = new Float64Array(V);
  const probs = new Float64Array(V);
  for (let at = 0; at < states.hs.length; at += H) {
    const recurrent = addMatVec(Whh, states.hs.subarray(at, at + H), bh.slice());
    for (let index = 0; index < V; index++) {
      for (let i = 0; i < H; i++) h[i] = Math.tanh(recurrent[i] + Wxh[i * V + index]);
      information.add(index, softmax(outputLogits(model.parameters, h, logits), 1, probs));
    }
  }
  return information.result();
}
