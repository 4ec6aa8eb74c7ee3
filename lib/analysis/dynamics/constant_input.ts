/**
 * The network fed with one character for ever: `h → tanh(Wxh[:, c] + Whh h + bh)`, a map of the states to
 * themselves. H: hidden units.
 */
import { type EngineOption, type Network, openNetwork } from "@lab/engines";
import { type CharacterModel, checkState, type ModelParameters } from "@lab/model";
import { checkCharacters } from "../checks.ts";

/** The network with its input held at one character. Internal: not part of the room's front door. */
export class ConstantInput {
  /** The network's parameters. */
  readonly parameters: ModelParameters;
  /** The number of the character that is fed. */
  readonly index: number;
  readonly #network: Network;

  /** Holds the input of a model at a character. */
  constructor(model: CharacterModel, character: string, action: string, options: EngineOption) {
    const { parameters, vocabulary } = model;
    checkCharacters([character], vocabulary, "character", action);
    this.parameters = parameters;
    this.index = vocabulary.indexOf(character);
    this.#network = openNetwork(parameters, options);
  }

  /** Feeds the character so many times to a state `[H]`; the state after that, in `out`. */
  feed(h: Float64Array, times = 1, out: Float64Array = new Float64Array(h.length)): Float64Array {
    this.#network.setState(h);
    for (let n = 0; n < times; n++) this.#network.step(this.index);
    return this.#network.state(out);
  }

  /** The states after 1, 2, … `period` times. */
  round(h: Float64Array, period: number): Float64Array[] {
    this.#network.setState(h);
    return Array.from({ length: period }, () => {
      this.#network.step(this.index);
      return this.#network.state();
    });
  }
}

/**
 * How a small change of the state goes through one step: `diag(1 − h′²) Whh`, where `h′` is the state
 * after the step.
 * @param parameters the network's parameters
 * @param hNext `[H]` the state after the step
 * @returns `[H, H]` the derivative of the state after by the state before
 * @throws {TypeError} when the state has the wrong length
 * @example
 * ```ts
 * import { stepJacobian } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 1 });
 * parameters.Whh.set([2, 0, 0, 2]);
 * assertEquals([...stepJacobian(parameters, Float64Array.of(0.5, 0))], [1.5, 0, 0, 2]);
 * ```
 */
export function stepJacobian(parameters: ModelParameters, hNext: Float64Array): Float64Array {
  const { hiddenSize: H, Whh } = parameters;
  checkState(hNext, H, "hNext");
  return Whh.map((w, k) => (1 - hNext[Math.floor(k / H)] ** 2) * w);
}

/** How a small change of the state goes through steps that end at these states, one after the other. */
export function roundJacobian(
  parameters: ModelParameters,
  states: readonly Float64Array[],
): Float64Array {
  return states.map((h) => stepJacobian(parameters, h))
    .reduce((before, next) => multiply(next, before));
}

/** `A B` of two square matrices. */
function multiply(A: Float64Array, B: Float64Array): Float64Array {
  const n = Math.sqrt(A.length);
  const C = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = C.subarray(i * n, (i + 1) * n);
    for (let k = 0; k < n; k++) {
      const a = A[i * n + k];
      for (let j = 0; j < n; j++) row[j] += a * B[k * n + j];
    }
  }
  return C;
}

/** The largest difference between two states in any unit. */
export function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}

/** The distance between two states. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum);
}
