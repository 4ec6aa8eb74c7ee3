/** The packed engine: the reference's bits from float64 products in WebAssembly. */
import type { ModelParameters } from "@lab/model";
import type { Engine } from "../engine.ts";
import { type Equations, Float64Network } from "../float64_network.ts";
import { referenceEngine } from "../reference.ts";
import { PackedMatrix } from "./packed_matrix.ts";

/** The equations on packed matrices. H: hidden units, V: characters. */
class PackedEquations implements Equations {
  readonly #parameters: ModelParameters;
  readonly #Whh: PackedMatrix;
  readonly #Why: PackedMatrix;
  /** `[V][H]` each character's column of Wxh with the bias added, from when it is first read. */
  readonly #inputs: (Float64Array | undefined)[];

  constructor(parameters: ModelParameters) {
    const { hiddenSize: H, vocabularySize: V, Whh, Why } = parameters;
    this.#parameters = parameters;
    this.#Whh = new PackedMatrix(Whh, H, H);
    this.#Why = new PackedMatrix(Why, V, H);
    this.#inputs = new Array(V);
  }

  nextHidden(h: Float64Array, index: number, out: Float64Array): void {
    const input = this.#inputs[index] ??= this.#input(index);
    this.#Whh.addProduct(h, out.fill(0));
    for (let i = 0; i < out.length; i++) out[i] = Math.tanh(input[i] + out[i]);
  }

  outputLogits(h: Float64Array, out: Float64Array): void {
    out.set(this.#parameters.by);
    this.#Why.addProduct(h, out);
  }

  #input(index: number): Float64Array {
    const { Wxh, bh, vocabularySize: V } = this.#parameters;
    const input = new Float64Array(bh.length);
    for (let i = 0; i < input.length; i++) input[i] = Wxh[i * V + index] + bh[i];
    return input;
  }
}

/**
 * The engine for reading and writing in float64: the bits of the reference, about twice as fast over a
 * long text. Where weights change at every step there is nothing to pack: it trains as the reference.
 * @example
 * ```ts
 * import { packedEngine, referenceEngine } from "@lab/engines";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 7, vocabularySize: 5 }, new Random(1));
 * const [packed, reference] = [packedEngine, referenceEngine].map((engine) =>
 *   engine.network(parameters).sample(new Random(2), 100, 1)
 * );
 * assertEquals(packed, reference);
 * ```
 */
export const packedEngine: Engine = {
  name: "packed (float64)",
  network: (parameters) => new Float64Network(parameters, new PackedEquations(parameters)),
  trainer: referenceEngine.trainer,
  streamTrainer: referenceEngine.streamTrainer,
};
