/**
 * Walking through a text: one {@link Step} after another, nothing kept.
 * H: hidden units, V: characters.
 */
import { PackedMatrix } from "@lab/engines";
import { type CharacterModel, checkState, type ModelParameters } from "@lab/model";
import { softmax } from "@lab/numerics";
import { quoteCharacter } from "@lab/text";

/**
 * What the network does at one character. What the recurrence does not need is computed when it is
 * first asked for; all of it has the bits of the reference engine. All arrays are written over at the
 * next step: copy what must stay.
 * @example
 * ```ts
 * import { Step } from "@lab/analysis";
 * import { initialParameters, nextHidden } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const step = new Step(parameters, new Float64Array(5));
 * step.advance("b", 1);
 * assertEquals(step.h, nextHidden(parameters, new Float64Array(5), 1));
 * ```
 */
export class Step {
  /** The number of the time step: 0 for the first character of the text. */
  position: number = -1;
  /** The character read at this step. */
  character = "";
  /** The number of the character, 0 … V − 1. */
  index: number = -1;
  /** `[H]` the state before the character, h_{t−1}. */
  hPrev: Float64Array;
  /** `[H]` the state after the character, h_t. */
  h: Float64Array;
  /** `[H]` the previous state's part of the pre-activation: `Whh h_{t−1}`. */
  readonly recurrent: Float64Array;
  readonly #parameters: ModelParameters;
  readonly #Whh: PackedMatrix;
  /** `[V, H]` Wxhᵀ with the bias added: a row for each character. */
  readonly #inputAndBias: Float64Array;
  readonly #input: Float64Array;
  readonly #preActivation: Float64Array;
  readonly #logits: Float64Array;
  readonly #probs: Float64Array;
  #Why: PackedMatrix | undefined;
  #logitsAt = -1;
  #probsAt = -1;

  /**
   * Lays out the weights for fast products; see `PackedMatrix`.
   * @param parameters the network's parameters
   * @param h `[H]` the state before the first character
   */
  constructor(parameters: ModelParameters, h: Float64Array) {
    const { hiddenSize: H, vocabularySize: V } = parameters;
    this.#parameters = parameters;
    this.#Whh = new PackedMatrix(parameters.Whh, H, H);
    this.#inputAndBias = Float64Array.from({ length: V * H }, (_, k) => {
      const i = k % H;
      return parameters.Wxh[i * V + (k - i) / H] + parameters.bh[i];
    });
    this.h = h.slice();
    this.hPrev = new Float64Array(H);
    this.recurrent = new Float64Array(H);
    this.#input = new Float64Array(H);
    this.#preActivation = new Float64Array(H);
    this.#logits = new Float64Array(V);
    this.#probs = new Float64Array(V);
  }

  /**
   * Reads the next character.
   * @param character the character
   * @param index its number
   */
  advance(character: string, index: number): void {
    const H = this.h.length;
    const inputAndBias = this.#inputAndBias;
    [this.hPrev, this.h] = [this.h, this.hPrev];
    const { h, hPrev, recurrent } = this;
    this.#Whh.addProduct(hPrev, recurrent.fill(0));
    for (let i = 0, at = index * H; i < H; i++, at++) {
      h[i] = Math.tanh(inputAndBias[at] + recurrent[i]);
    }
    this.position++;
    this.character = character;
    this.index = index;
  }

  /** `[H]` the input's part of the pre-activation: the character's column of Wxh. */
  get input(): Float64Array {
    const { Wxh, vocabularySize: V } = this.#parameters;
    for (let i = 0; i < this.#input.length; i++) this.#input[i] = Wxh[i * V + this.index];
    return this.#input;
  }

  /** `[H]` the bias' part of the pre-activation, the same at every step. */
  get bias(): Float64Array {
    return this.#parameters.bh;
  }

  /** `[H]` what tanh is applied to: input, recurrent and bias part together. */
  get preActivation(): Float64Array {
    const { input, recurrent, bias } = this;
    for (let i = 0; i < input.length; i++) {
      this.#preActivation[i] = input[i] + recurrent[i] + bias[i];
    }
    return this.#preActivation;
  }

  /** `[V]` the logits of the next character. */
  get logits(): Float64Array {
    if (this.#logitsAt !== this.position) {
      const { Why, by, hiddenSize: H, vocabularySize: V } = this.#parameters;
      this.#Why ??= new PackedMatrix(Why, V, H);
      this.#logits.set(by);
      this.#Why.addProduct(this.h, this.#logits);
      this.#logitsAt = this.position;
    }
    return this.#logits;
  }

  /** `[V]` the probabilities of the next character, at temperature 1. */
  get probs(): Float64Array {
    if (this.#probsAt !== this.position) {
      softmax(this.logits, 1, this.#probs);
      this.#probsAt = this.position;
    }
    return this.#probs;
  }
}

/**
 * Runs the network over a text and yields each step. The memory used does not depend on the length.
 * @param model parameters and vocabulary
 * @param text the characters, as a string or any other iterable of characters
 * @param options `h` `[H]`: the state before the text; zeros when left out
 * @returns a generator of steps: one and the same object, written over at each step
 * @throws {RangeError} when the vocabulary lacks a character, with its position
 * @throws {TypeError} when `h` has the wrong length
 * @example
 * ```ts
 * import { walk } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("abc") };
 * const read = [];
 * for (const { position, character } of walk(model, "cab")) read.push(`${position}${character}`);
 * assertEquals(read, ["0c", "1a", "2b"]);
 * ```
 */
export function* walk(
  model: CharacterModel,
  text: Iterable<string>,
  options: { h?: Float64Array } = {},
): Generator<Step, void, void> {
  const { parameters, vocabulary } = model;
  const { h = new Float64Array(parameters.hiddenSize) } = options;
  checkState(h, parameters.hiddenSize, "h");
  const step = new Step(parameters, h);
  for (const character of text) {
    if (!vocabulary.has(character)) {
      throw new RangeError(
        `Cannot walk through the text as every character must be one of the vocabulary's ` +
          `${vocabulary.size}: character ${step.position + 1} is ${quoteCharacter(character)}`,
      );
    }
    step.advance(character, vocabulary.indexOf(character));
    yield step;
  }
}

/** Something that looks at each step of a walk and keeps what it needs. */
export interface Observer {
  /**
   * Looks at one step.
   * @param step the step; its arrays are written over afterwards
   */
  observe(step: Step): void;
}

/**
 * Walks through a text once for several observers: the pass over the text costs more than they do.
 * @param model parameters and vocabulary
 * @param text the characters
 * @param observers who looks at each step
 * @param options `h` `[H]`: the state before the text; zeros when left out
 * @returns how many characters were read
 * @throws {RangeError} when the vocabulary lacks a character, with its position
 * @example
 * ```ts
 * import { observe, UnitStatistics } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("abc") };
 * const statistics = new UnitStatistics(model);
 * assertEquals(observe(model, "abacab", [statistics]), 6);
 * assertEquals(statistics.result().steps, 6);
 * ```
 */
export function observe(
  model: CharacterModel,
  text: Iterable<string>,
  observers: readonly Observer[],
  options: { h?: Float64Array } = {},
): number {
  let steps = 0;
  for (const step of walk(model, text, options)) {
    for (const observer of observers) observer.observe(step);
    steps++;
  }
  return steps;
}
