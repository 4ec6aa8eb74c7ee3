/** Reading, asking and writing in float32. H: hidden units, V: characters. */
import type { ModelParameters } from "@lab/model";
import type { Random } from "@lab/numerics";
import type { Network } from "../engine.ts";
import { type Build, Instance } from "./instance.ts";

/** Scoring multiplies the states of this many steps at once. */
const STEPS = 32;

/** How many characters a call reads or draws. */
const CHARACTERS_PER_CALL = 4096;

/** Below it 1/τ is no float32; here already only the likeliest character is ever drawn. */
const LOWEST_TEMPERATURE = 1e-30;

/** A network in float32. */
export class FastNetwork implements Network {
  readonly #instance: Instance;

  /**
   * Lays out the network in a memory of its own.
   * @param build the compiled module
   * @param parameters the weights and biases; copied, and rounded to float32
   * @throws {RangeError} when a size is not an integer ≥ 1 or the memory can't be had
   */
  constructor(build: Build, parameters: ModelParameters) {
    const { hiddenSize, vocabularySize } = parameters;
    this.#instance = new Instance(build, {
      hiddenSize,
      vocabularySize,
      steps: STEPS,
      tokens: CHARACTERS_PER_CALL,
      numbers: CHARACTERS_PER_CALL,
    }, false);
    this.#instance.write(0, parameters);
  }

  state(out?: Float64Array): Float64Array {
    return this.#instance.state(out);
  }

  setState(h: Float64Array): void {
    this.#instance.setState(h, "h");
  }

  step(index: number): void {
    this.#instance.setTokens([index]);
    this.#instance.exports.read(1);
  }

  read(indices: ArrayLike<number>): void {
    for (let from = 0; from < indices.length; from += CHARACTERS_PER_CALL) {
      const part = Array.prototype.slice.call(indices, from, from + CHARACTERS_PER_CALL);
      this.#instance.setTokens(part);
      this.#instance.exports.read(part.length);
    }
  }

  logits(out?: Float64Array): Float64Array {
    this.#instance.exports.ask();
    return this.#instance.logits(out);
  }

  crossEntropy(indices: ArrayLike<number>, temperature: number): number {
    let nats = 0;
    for (let from = 0; from + 1 < indices.length; from += STEPS) {
      const part = Array.prototype.slice.call(indices, from, from + STEPS + 1);
      this.#instance.setTokens(part);
      nats += this.#instance.exports.evaluate(part.length - 1, temperature);
    }
    return nats;
  }

  sample(random: Random, length: number, temperature: number): Int32Array {
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
