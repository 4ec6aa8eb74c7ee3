/** Using a network on the fast kernels: reading, scoring, drawing. H: hidden units, V: characters. */
import { Instance } from "./instance.ts";
import type { Kernels } from "./load.ts";
import type { NetworkArrays } from "./types.ts";

/** Scoring multiplies the states of this many steps at once. */
const STEPS = 32;

/** How many characters a call reads or draws. */
const CHARACTERS_PER_CALL = 4096;

/** Below it 1/τ is no float32; here already only the likeliest character is ever drawn. */
const LOWEST_TEMPERATURE = 1e-30;

/**
 * A network that reads, scores and draws characters one after the other, in float32.
 *
 * It carries a state: each call starts where the one before ended.
 * @example
 * ```ts
 * import { FastNetwork, loadKernels } from "@lab/engines";
 * import { initialParameters, nextHidden } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 7, vocabularySize: 5 }, new Random(1));
 * const network = new FastNetwork(await loadKernels(), parameters);
 * network.read([2]);
 * assertAlmostEquals(network.h[0], nextHidden(parameters, new Float64Array(7), 2)[0], 1e-6);
 * assertEquals(network.sample(new Random(2), 100, 1).length, 100);
 * ```
 */
export class FastNetwork {
  readonly #instance: Instance;

  /**
   * Lays out the network in a memory of its own.
   * @param kernels the compiled kernels
   * @param parameters the weights and biases; copied, and rounded to float32
   * @throws {RangeError} when a size is not an integer ≥ 1 or the memory can't be had
   */
  constructor(kernels: Kernels, parameters: NetworkArrays) {
    const { hiddenSize, vocabularySize } = parameters;
    this.#instance = new Instance(kernels, {
      hiddenSize,
      vocabularySize,
      steps: STEPS,
      tokens: CHARACTERS_PER_CALL,
      numbers: CHARACTERS_PER_CALL,
    });
    this.#instance.write(0, parameters);
  }

  /** `[H]` the state that the next call starts from; zeros at first. */
  get h(): Float64Array {
    return this.#instance.h;
  }

  set h(state: Float64Array) {
    this.#instance.h = state;
  }

  /**
   * Reads characters, each changing the state.
   * @param indices `[n]` the characters' numbers
   * @throws {RangeError} when a number is not an integer from 0 to V − 1
   */
  read(indices: ArrayLike<number>): void {
    for (let from = 0; from < indices.length; from += CHARACTERS_PER_CALL) {
      const part = Array.prototype.slice.call(indices, from, from + CHARACTERS_PER_CALL);
      this.#instance.setTokens(part);
      this.#instance.exports.read(part.length);
    }
  }

  /**
   * The cross-entropy of a text: each character but the first is predicted from those before it.
   * @param indices `[n]` the characters' numbers; all but the last one are read
   * @param temperature τ > 0, which divides the logits
   * @returns nats, summed over the n − 1 predictions
   * @throws {RangeError} when a number is not an integer from 0 to V − 1
   */
  crossEntropy(indices: ArrayLike<number>, temperature: number): number {
    let nats = 0;
    for (let from = 0; from + 1 < indices.length; from += STEPS) {
      const part = Array.prototype.slice.call(indices, from, from + STEPS + 1);
      this.#instance.setTokens(part);
      nats += this.#instance.exports.evaluate(part.length - 1, temperature);
    }
    return nats;
  }

  /**
   * Draws characters one by one from the state, each read before the next one is drawn.
   * @param random where the draws come from; one `uniform()` a character
   * @param length how many characters, ≥ 0
   * @param temperature τ > 0: below 1 sharpens the distribution, above 1 flattens it
   * @returns `[length]` the characters' numbers
   */
  sample(random: { uniform(): number }, length: number, temperature: number): Int32Array {
    const drawn = new Int32Array(length);
    for (let from = 0; from < length; from += CHARACTERS_PER_CALL) {
      const count = Math.min(CHARACTERS_PER_CALL, length - from);
      const uniforms = this.#instance.numbers(count);
      for (let n = 0; n < count; n++) uniforms[n] = random.uniform();
      this.#instance.exports.sample(count, Math.max(temperature, LOWEST_TEMPERATURE));
      drawn.set(this.#instance.tokens(count), from);
    }
    return drawn;
  }
}
