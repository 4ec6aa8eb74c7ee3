/**
 * Walking through a text: one {@link Step} after another, nothing kept.
 * H: hidden units, V: characters.
 */
import { type Network, type NetworkOptions, openNetwork } from "@lab/engines";
import { type CharacterModel, checkState, type ModelParameters } from "@lab/model";
import { addMatVec, softmax } from "@lab/numerics";
import { quoteCharacter } from "@lab/text";
import { checkModel, checkText, checkUnits } from "../checks.ts";

/**
 * What the network does at one character. What else there is to know than the state is computed when it
 * is first asked for. All arrays are written over at the next step: copy what must stay. Who writes into
 * `h` changes what the network goes on from.
 * @example
 * ```ts
 * import { Step } from "@lab/analysis";
 * import { initialParameters, nextHidden } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const step = new Step(parameters);
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
  readonly #parameters: ModelParameters;
  readonly #network: Network;
  readonly #input: Float64Array;
  readonly #recurrent: Float64Array;
  readonly #preActivation: Float64Array;
  readonly #logits: Float64Array;
  readonly #probs: Float64Array;
  #recurrentAt = -1;
  #logitsAt = -1;
  #probsAt = -1;

  /**
   * Stands before the first character.
   * @param parameters the network's parameters
   * @param options the state before the first character, and who computes
   */
  constructor(parameters: ModelParameters, options: NetworkOptions = {}) {
    const { hiddenSize: H, vocabularySize: V } = parameters;
    this.#parameters = parameters;
    this.#network = openNetwork(parameters, options);
    this.h = this.#network.state();
    this.hPrev = new Float64Array(H);
    this.#input = new Float64Array(H);
    this.#recurrent = new Float64Array(H);
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
    [this.hPrev, this.h] = [this.h, this.hPrev];
    this.#network.setState(this.hPrev);
    this.#network.step(index);
    this.#network.state(this.h);
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

  /** `[H]` the previous state's part of the pre-activation: `Whh h_{t−1}`. */
  get recurrent(): Float64Array {
    if (this.#recurrentAt !== this.position) {
      addMatVec(this.#parameters.Whh, this.hPrev, this.#recurrent.fill(0));
      this.#recurrentAt = this.position;
    }
    return this.#recurrent;
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
      this.#network.setState(this.h);
      this.#network.logits(this.#logits);
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

/** Units that are held at a value while a text is read. */
export interface Silence {
  /** The units, each once, at least one. */
  readonly units: readonly number[];
  /** `[H]` a state, such as the mean state, of which the units have their values at every step. */
  readonly values: Float64Array;
}

/** How a text is read. */
export interface WalkOptions extends NetworkOptions {
  /**
   * Units to hold at a value after every character, so that all that comes later has to do without
   * them: ablation through time. None when left out.
   */
  silence?: Silence;
}

/**
 * Runs the network over a text and yields each step. The memory used does not depend on the length.
 * @param model parameters and vocabulary
 * @param text the characters, as a string or any other iterable of characters
 * @param options the state before the text, units to silence, and who computes
 * @returns a generator of steps: one and the same object, written over at each step
 * @throws {RangeError} when the vocabulary lacks a character, with its position; when a unit to silence
 * is out of range or repeated
 * @throws {TypeError} when `h` or `silence.values` has the wrong length
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
  options: WalkOptions = {},
): Generator<Step, void, void> {
  checkModel(model, "walk through the text");
  checkText(text, "walk through the text");
  const { parameters, vocabulary } = model;
  const { silence } = options;
  if (silence !== undefined) {
    checkUnits(silence.units, parameters.hiddenSize, "silence units");
    checkState(silence.values, parameters.hiddenSize, "silence.values");
  }
  const step = new Step(parameters, options);
  for (const character of text) {
    if (!vocabulary.has(character)) {
      throw new RangeError(
        `Cannot walk through the text as every character must be one of the vocabulary's ` +
          `${vocabulary.size}: character ${step.position + 1} is ${quoteCharacter(character)}`,
      );
    }
    step.advance(character, vocabulary.indexOf(character));
    for (const unit of silence?.units ?? []) step.h[unit] = silence!.values[unit];
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
 * @param options the state before the text, units to silence, and who computes
 * @returns how many characters were read
 * @throws {RangeError} as {@link walk}
 * @throws {TypeError} as {@link walk}
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
  options: WalkOptions = {},
): number {
  let steps = 0;
  for (const step of walk(model, text, options)) {
    for (const observer of observers) observer.observe(step);
    steps++;
  }
  return steps;
}
