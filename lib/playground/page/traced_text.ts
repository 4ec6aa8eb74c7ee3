/** A text that a network reads along with, asked at any time what comes next. */
import type { Network } from "@lab/engines";
import { drawIndex, type Random, softmax } from "@lab/numerics";
import type { Vocabulary } from "@lab/text";

/** A character that may come next. */
export interface NextCharacter {
  /** The character. */
  character: string;
  /** The character's probability, 0 … 1. */
  probability: number;
}

/** What part of the state the next character is computed from. */
export interface Readout {
  /** `[H]` whether each unit has its own value; the others take `mean`'s. */
  own: readonly boolean[];
  /** `[H]` the value of silenced units. */
  mean: Float64Array;
}

/**
 * A text and the network's state after each of its characters: what is written at its end costs a step,
 * what is changed before that the steps from there on.
 * @example
 * ```ts
 * import { openNetwork } from "@lab/engines";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { TracedText } from "@lab/playground";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const traced = new TracedText(openNetwork(parameters), Vocabulary.of("abc"));
 * traced.text = "cab!";
 * assertEquals([traced.text, traced.unknown], ["cab", ["!"]]);
 * assertEquals(traced.next(1).length, 3);
 * traced.write(1, new Random(2));
 * assertEquals(traced.text.length, 4);
 * ```
 */
export class TracedText {
  readonly #network: Network;
  readonly #vocabulary: Vocabulary;
  /** Characters that the network knows. */
  #characters: string[] = [];
  /** Before the first character, and after each. */
  readonly #states: Float64Array[];
  #unknown: string[] = [];
  /**
   * Silences units where the next character is computed, as `ablate` of `@lab/analysis` does; the state
   * that is carried on stays as it is. Undefined: the whole network.
   */
  readout: Readout | undefined;

  /**
   * An empty text.
   * @param network the network; its state is that before the text
   * @param vocabulary the network's characters
   */
  constructor(network: Network, vocabulary: Vocabulary) {
    this.#network = network;
    this.#vocabulary = vocabulary;
    this.#states = [network.state()];
  }

  /** The characters of the text that the network knows. */
  get text(): string {
    return this.#characters.join("");
  }

  set text(text: string) {
    const vocabulary = this.#vocabulary;
    const all = [...text];
    const known = all.filter((character) => vocabulary.has(character));
    this.#unknown = [...new Set(all.filter((character) => !vocabulary.has(character)))];
    let same = 0;
    while (same < known.length && known[same] === this.#characters[same]) same++;
    this.#states.length = same + 1;
    for (const index of vocabulary.encode(known.slice(same).join(""))) {
      this.#read(index);
    }
    this.#characters = known;
  }

  /** The characters, each once, that were left out because the network does not know them. */
  get unknown(): readonly string[] {
    return this.#unknown;
  }

  /** Reads a character at the end of the text. */
  #read(index: number): void {
    this.#network.setState(this.#states.at(-1)!);
    this.#network.step(index);
    this.#states.push(this.#network.state());
  }

  #probs(temperature: number): Float64Array {
    const state = this.#states.at(-1)!;
    const { readout } = this;
    const read = readout === undefined
      ? state
      : state.map((h, i) => readout.own[i] ? h : readout.mean[i]);
    this.#network.setState(read);
    return softmax(this.#network.logits(), temperature);
  }

  /**
   * What comes next.
   * @param temperature τ > 0
   * @returns all V characters, the likeliest first
   * @throws {RangeError} when τ is not finite and > 0
   */
  next(temperature: number): NextCharacter[] {
    const { characters } = this.#vocabulary;
    return Array.from(this.#probs(temperature), (probability, i) => ({
      character: characters[i],
      probability,
    })).sort((a, b) => b.probability - a.probability);
  }

  /**
   * Draws the next character and writes it at the end.
   * @param temperature τ > 0
   * @param random where the draw comes from
   * @returns the character
   * @throws {RangeError} when τ is not finite and > 0
   */
  write(temperature: number, random: Random): string {
    const index = drawIndex(this.#probs(temperature), random);
    const character = this.#vocabulary.characters[index];
    this.#characters.push(character);
    this.#read(index);
    return character;
  }
}
