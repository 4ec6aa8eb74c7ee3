/** The engine that the tests trust: plain TypeScript in float64 that reads like the equations. */
import {
  backward,
  clipGradients,
  copyParameters,
  crossEntropy,
  forward,
  type ModelParameters,
  nextHidden,
  outputLogits,
  type ParameterArrays,
} from "@lab/model";
import { adagradUpdate } from "./adagrad.ts";
import {
  countIterations,
  type Engine,
  type Network,
  type Trainer,
  type TrainerOptions,
  type TrainerStart,
} from "./engine.ts";
import { Float64Network } from "./float64_network.ts";
import { referenceStreamTrainer } from "./streams/reference.ts";

/** Training in float64, one call for each equation. */
class ReferenceTrainer implements Trainer {
  readonly maxIterations = Infinity;
  readonly #parameters: ModelParameters;
  readonly #memory: ParameterArrays;
  readonly #options: TrainerOptions;
  #hPrev: Float64Array;

  constructor({ parameters, memory, hPrev }: TrainerStart, options: TrainerOptions) {
    this.#parameters = copyParameters(parameters);
    this.#memory = copyParameters(memory);
    this.#hPrev = hPrev.slice();
    this.#options = { ...options };
  }

  get hPrev(): Float64Array {
    return this.#hPrev.slice();
  }

  set hPrev(state: Float64Array) {
    this.#hPrev = state.slice();
  }

  advance(indices: Int32Array): Float64Array {
    const { sequenceLength: T, learningRate } = this.#options;
    const losses = new Float64Array(countIterations(indices.length, T, this.maxIterations));
    for (let n = 0; n < losses.length; n++) {
      const { lossNats, gradients } = this.gradients(indices.subarray(n * T, (n + 1) * T + 1));
      adagradUpdate(this.#parameters, gradients, this.#memory, learningRate);
      losses[n] = lossNats;
    }
    return losses;
  }

  gradients(indices: Int32Array): { lossNats: number; gradients: ParameterArrays } {
    const { sequenceLength: T, temperature, clip } = this.#options;
    countIterations(indices.length, T, 1);
    const [inputs, targets] = [indices.subarray(0, T), indices.subarray(1)];
    const pass = forward(this.#parameters, inputs, this.#hPrev, temperature);
    const gradients = clipGradients(backward(this.#parameters, pass, targets), clip);
    this.#hPrev = pass.hs.slice(-this.#hPrev.length);
    return { lossNats: crossEntropy(pass, targets), gradients };
  }

  parameters(): ModelParameters {
    return copyParameters(this.#parameters);
  }

  memory(): ParameterArrays {
    return copyParameters(this.#memory);
  }
}

/**
 * A network of the reference engine; a page's program that imports it carries no trainer.
 * @param parameters the weights and biases, which must not change while the network is in use
 * @returns a network, its state zero
 * @example
 * ```ts
 * import { referenceNetwork } from "@lab/engines";
 * import { zeroParameters } from "@lab/model";
 * import { assertEquals } from "@std/assert";
 * const network = referenceNetwork(zeroParameters({ hiddenSize: 2, vocabularySize: 3 }));
 * assertEquals(network.logits(), Float64Array.of(0, 0, 0));
 * ```
 */
export function referenceNetwork(parameters: ModelParameters): Network {
  return new Float64Network(parameters, {
    nextHidden: (h, index, out) => nextHidden(parameters, h, index, out),
    outputLogits: (h, out) => outputLogits(parameters, h, out),
  });
}

/**
 * The engine that the tests trust: plain TypeScript in float64 that reads like the equations.
 * @example
 * ```ts
 * import { referenceEngine } from "@lab/engines";
 * import { initialParameters, nextHidden } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 7, vocabularySize: 5 }, new Random(1));
 * const network = referenceEngine.network(parameters);
 * network.read([2]);
 * assertEquals(network.state(), nextHidden(parameters, new Float64Array(7), 2));
 * ```
 */
export const referenceEngine: Engine = {
  name: "reference (float64)",
  network: referenceNetwork,
  trainer: (start, options) => new ReferenceTrainer(start, options),
  streamTrainer: referenceStreamTrainer,
};
