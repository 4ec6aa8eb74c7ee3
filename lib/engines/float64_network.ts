/** Reading, asking and writing in float64, on top of an engine's two equations. */
import { checkIndices, checkState, type ModelParameters } from "@lab/model";
import { drawIndex, logSumExp, type Random, softmax } from "@lab/numerics";
import type { Network } from "./engine.ts";

/** How an engine computes the next state and the logits. H: hidden units, V: characters. */
export interface Equations {
  /** The state `[H]` after a character goes to `out`. */
  nextHidden(h: Float64Array, index: number, out: Float64Array): void;
  /** The logits `[V]` of a state go to `out`. */
  outputLogits(h: Float64Array, out: Float64Array): void;
}

/** A network in float64. */
export class Float64Network implements Network {
  readonly #equations: Equations;
  readonly #vocabularySize: number;
  #h: Float64Array;
  #spare: Float64Array;

  /**
   * Starts with the state zero.
   * @param dimensions H and V
   * @param equations how to compute
   */
  constructor({ hiddenSize, vocabularySize }: ModelParameters, equations: Equations) {
    this.#equations = equations;
    this.#vocabularySize = vocabularySize;
    this.#h = new Float64Array(hiddenSize);
    this.#spare = new Float64Array(hiddenSize);
  }

  state(out: Float64Array = new Float64Array(this.#h.length)): Float64Array {
    out.set(this.#h);
    return out;
  }

  setState(h: Float64Array): void {
    checkState(h, this.#h.length, "h");
    this.#h.set(h);
  }

  step(index: number): void {
    this.#equations.nextHidden(this.#h, index, this.#spare);
    [this.#h, this.#spare] = [this.#spare, this.#h];
  }

  read(indices: ArrayLike<number>): void {
    checkIndices(indices, this.#vocabularySize, "indices");
    for (let t = 0; t < indices.length; t++) this.step(indices[t]);
  }

  logits(out: Float64Array = new Float64Array(this.#vocabularySize)): Float64Array {
    this.#equations.outputLogits(this.#h, out);
    return out;
  }

  crossEntropy(indices: ArrayLike<number>, temperature: number): number {
    checkIndices(indices, this.#vocabularySize, "indices");
    const logits = new Float64Array(this.#vocabularySize);
    let nats = 0;
    for (let t = 0; t + 1 < indices.length; t++) {
      this.step(indices[t]);
      this.logits(logits);
      for (let k = 0; k < logits.length; k++) logits[k] /= temperature;
      nats += logSumExp(logits) - logits[indices[t + 1]];
    }
    return nats;
  }

  sample(random: Random, length: number, temperature: number): Int32Array {
    const drawn = new Int32Array(length);
    const logits = new Float64Array(this.#vocabularySize);
    const probs = new Float64Array(this.#vocabularySize);
    for (let t = 0; t < length; t++) {
      softmax(this.logits(logits), temperature, probs);
      drawn[t] = drawIndex(probs, random);
      this.step(drawn[t]);
    }
    return drawn;
  }
}
