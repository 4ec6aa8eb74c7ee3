/**
 * How much the earlier text matters after a character: information in bits. V: characters.
 *
 * What the network says: after a character c its distribution p over the next one depends on the
 * context. Over many contexts, `I = H(mean p) − mean H(p)` is the mutual information between the
 * context and the next character as the network draws it (the Jensen-Shannon divergence of the
 * distributions). 0 bits: the earlier text changes nothing. The chain rule splits I exactly into
 * "a target or not", "which of the targets" and "which of the others".
 *
 * What it knows: by how much the context lowers the surprisal of the character that does follow in the
 * text, against mean p, which knows c but not the context. A network that is sure and wrong says much
 * and knows little; below 0, it would do better to forget the context. On a text that it was trained
 * on, it knows more than on another.
 *
 * {@link contextInformation} observes: each character in the contexts that the text gives it.
 * {@link contextInformationAfter} intervenes: each is fed to the same states, also those that the text
 * never gives it; there nothing follows, so only what the network says can be asked.
 *
 * What it leaves out: over n contexts, I comes out too low, by about the variance of p over mean p
 * summed up and divided by 2 n ln 2; {@link rankInformation} says and corrects it.
 * @see J. Lin, "Divergence measures based on the Shannon entropy", IEEE Trans. Inf. Theory 37 (1991)
 */
import type { EngineOption } from "@lab/engines";
import { type CharacterModel, outputLogits } from "@lab/model";
import { addMatVec, Random, softmax } from "@lab/numerics";
import type { States } from "../causes/behaviour.ts";
import { checkCharacters, checkInteger, checkModel } from "../checks.ts";
import { observe, type Observer, type Step } from "../walk/steps.ts";
import {
  type ContextFigures,
  contextsIn,
  ContextTally,
  figuresIn,
  type InformationParts,
  type Knowledge,
  knowledgeIn,
  sumStretches,
} from "./tally.ts";
export type { ContextFigures, InformationParts, Knowledge };

/** One character's context information: what the network says, and what it knows. */
export interface CharacterInformation extends ContextFigures {
  /** The character that was read. */
  readonly character: string;
  /** In how many contexts the character was read. */
  readonly contexts: number;
  /** What the context tells of the characters that follow; undefined where none followed. */
  readonly knows?: Knowledge;
  /** The sums over the contexts, stretch by stretch: see {@link rankInformation}. */
  readonly sums: Float64Array;
}

/** Context information of all characters. */
export interface ContextInformationResult {
  /** The characters that count as targets. */
  readonly targets: readonly string[];
  /** Every character that was read at least once, the one with the most information first. */
  readonly characters: readonly CharacterInformation[];
  /** `[V]` 1 for each target. */
  readonly isTarget: Uint8Array;
  /** Into how many stretches the contexts are parted, to be drawn anew. */
  readonly stretches: number;
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
  readonly #tally: ContextTally;
  readonly #probs: Float64Array;
  #index = -1;

  /**
   * Starts with nothing counted.
   * @param model parameters and vocabulary
   * @param options `targets`: the characters that count as targets, such as `" \n"`
   * @throws {RangeError} when the vocabulary lacks a target or there is none
   */
  constructor(model: CharacterModel, options: { targets: string }) {
    checkModel(model, "measure context information");
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
    this.#tally = new ContextTally(this.#isTarget);
    this.#probs = new Float64Array(vocabulary.size);
  }

  /**
   * Looks at one step.
   * @param step the step
   */
  observe(step: Step): void {
    if (this.#index >= 0) this.#tally.addNext(this.#index, this.#probs, step.index);
    this.#tally.advance();
    this.#tally.addContext(step.index, step.probs);
    this.#probs.set(step.probs);
    this.#index = step.index;
  }

  /**
   * Adds a context that several characters were fed to.
   * @param probs `[n, V]` the distribution after each of them; flat, row-major
   * @param fed `[n]` their numbers; all V when left out
   */
  add(probs: Float64Array, fed?: readonly number[]): void {
    const V = this.#probs.length;
    this.#tally.advance();
    for (let k = 0; k < probs.length / V; k++) {
      this.#tally.addContext(fed?.[k] ?? k, probs.subarray(k * V, (k + 1) * V));
    }
  }

  /**
   * What was collected so far.
   * @returns the information of every character that was read
   */
  result(): ContextInformationResult {
    const { stretches } = this.#tally;
    const characters = this.#tally.sums.flatMap((sums, k) =>
      sums === undefined ? [] : [this.#informationOf(k, sums, stretches)]
    );
    characters.sort((a, b) => b.bits - a.bits);
    return { targets: this.#targets, characters, isTarget: this.#isTarget, stretches };
  }

  #informationOf(k: number, sums: Float64Array, stretches: number): CharacterInformation {
    const isTarget = this.#isTarget;
    const total = sumStretches(sums, stretches, isTarget.length);
    return {
      character: this.#model.vocabulary.characters[k],
      contexts: contextsIn(total),
      ...figuresIn(total, isTarget),
      knows: knowledgeIn(sums, stretches, isTarget),
      sums,
    };
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

/** A state costs V probabilities for each character that is fed: so many are computed, or 20 states. */
const AFFORDABLE = 1e7;

/**
 * The context information of every character after given states: each character is fed to each
 * state, so that all are compared over the same contexts, also those that the text never gives them.
 * Where the alphabet is large, such as Chinese, the states are a sample of those given.
 * @param model parameters and vocabulary
 * @param states `[m, H]` the states before the character, such as a behaviour's `pool`
 * @param options `targets`: the characters that count as targets, such as `" \n"`; `among`: the n characters
 * that are fed, all when left out; to at most how many states they are fed (10⁷ / n V, but 20 at least), and
 * the seed of their draw (1)
 * @returns the information of every character that was fed, ranked
 * @throws {RangeError} when the vocabulary lacks one of `among` or a target, or there is none
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
  { hs }: Pick<States, "hs">,
  options: { targets: string; among?: readonly string[]; most?: number; seed?: number },
): ContextInformationResult {
  checkModel(model, "measure context information");
  const { hiddenSize: H, vocabularySize: V, Wxh, Whh, bh } = model.parameters;
  const among = options.among ?? model.vocabulary.characters;
  const fed = among.map((character) => model.vocabulary.indexOf(character));
  const { most = Math.max(20, Math.floor(AFFORDABLE / (V * fed.length))), seed = 1 } = options;
  checkInteger(most, "most", [1, Infinity], "measure context information");
  const given = hs.length / H;
  const drawn = new Random(seed).choose(Math.min(most, given), given).sort((a, b) => a - b);
  const information = new ContextInformation(model, options);
  const h = new Float64Array(H);
  const logits = new Float64Array(V);
  const probs = new Float64Array(fed.length * V);
  for (const row of drawn) {
    const recurrent = addMatVec(Whh, hs.subarray(row * H, (row + 1) * H), bh.slice());
    for (const [k, index] of fed.entries()) {
      for (let i = 0; i < H; i++) h[i] = Math.tanh(recurrent[i] + Wxh[i * V + index]);
      outputLogits(model.parameters, h, logits);
      softmax(logits, 1, probs.subarray(k * V, (k + 1) * V));
    }
    information.add(probs, fed);
  }
  return information.result();
}
