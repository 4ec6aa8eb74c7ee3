/** Scoring a model on a text. */
import { type NetworkOptions, openNetwork } from "@lab/engines";
import type { ModelParameters } from "@lab/model";
import { checkTemperature } from "@lab/numerics";
import type { CharacterNumbers } from "@lab/text";

/** How well a model predicts a text. */
export interface Evaluation {
  /** How many characters were predicted: one fewer than the text has. */
  characters: number;
  /** Mean cross-entropy in nats per character. */
  natsPerChar: number;
  /** Mean cross-entropy in bits per character. */
  bitsPerChar: number;
  /** `[H]` the state after the last but one character. */
  h: Float64Array;
}

/**
 * The mean cross-entropy of a text: one pass from left to right, the state carried along.
 * @param parameters the network's parameters
 * @param indices `[N]` the numbers of the text's characters, N ≥ 2
 * @param options the state before the text, who computes, and `temperature`: τ > 0; 1 when left out
 * @returns nats and bits per character
 * @throws {RangeError} when the text has fewer than two characters, a number is out of range or τ
 * can't be used
 * @throws {TypeError} when `h` has the wrong length
 * @example
 * ```ts
 * import { zeroParameters } from "@lab/model";
 * import { evaluate } from "@lab/sampling";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 4 });
 * assertAlmostEquals(evaluate(parameters, [0, 1, 2, 3]).bitsPerChar, 2, 1e-12);
 * ```
 */
export function evaluate(
  parameters: ModelParameters,
  indices: ArrayLike<number>,
  options: NetworkOptions & { temperature?: number } = {},
): Evaluation {
  const { temperature = 1 } = options;
  if (indices.length < 2) {
    throw new RangeError(
      `Cannot evaluate as the text must have at least 2 characters: current length is ` +
        `${indices.length}`,
    );
  }
  checkTemperature(temperature, "evaluate");
  const network = openNetwork(parameters, options);
  const characters = indices.length - 1;
  const natsPerChar = network.crossEntropy(indices, temperature) / characters;
  return {
    characters,
    natsPerChar,
    bitsPerChar: natsPerChar / Math.LN2,
    h: network.state(),
  };
}

/** How to score a text in parts. */
export interface PartsOptions extends NetworkOptions {
  /** Ends the scoring early, without an error. */
  signal?: AbortSignal;
  /** Told after each part how many of the predictions are scored. */
  onProgress?: (scored: number, of: number) => void;
}

/** Predictions in a part: some tens of milliseconds. */
const PART = 20_000;

/**
 * {@linkcode evaluate} for a long text: part by part, so that others get a turn in between and it can be
 * watched and stopped.
 * @param parameters the network's parameters
 * @param indices `[N]` the numbers of the text's characters, N ≥ 2
 * @param options the state before the text, who computes, a signal, and who is told
 * @returns nats and bits per character over what was scored, after a signal fewer characters than N − 1
 * @throws {RangeError} when the text has fewer than two characters, or a number is out of range
 * @throws {TypeError} when `h` has the wrong length
 * @example
 * ```ts
 * import { zeroParameters } from "@lab/model";
 * import { evaluateInParts } from "@lab/sampling";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 5, vocabularySize: 4 });
 * const indices = new Int32Array(50_001).fill(3);
 * let told = 0;
 * const { bitsPerChar } = await evaluateInParts(parameters, indices, { onProgress: () => told++ });
 * assertAlmostEquals(bitsPerChar, 2, 1e-9);
 * assertEquals(told, 3);
 * ```
 */
export async function evaluateInParts(
  parameters: ModelParameters,
  indices: CharacterNumbers,
  options: PartsOptions = {},
): Promise<Evaluation> {
  const of = indices.length - 1;
  let nats = 0;
  let characters = 0;
  let h = options.h;
  do {
    const part = indices.subarray(characters, Math.min(characters + PART, of) + 1);
    const scored = evaluate(parameters, part, { ...options, h });
    nats += scored.natsPerChar * scored.characters;
    characters += scored.characters;
    h = scored.h;
    options.onProgress?.(characters, of);
    await new Promise((resolve) => setTimeout(resolve));
  } while (characters < of && options.signal?.aborted !== true);
  const natsPerChar = nats / characters;
  return { characters, natsPerChar, bitsPerChar: natsPerChar / Math.LN2, h };
}
