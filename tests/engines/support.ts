/** Random networks and texts for the engines' tests. */
import { initialParameters, type ModelParameters, zeroParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import type { Engine, Trainer, TrainerOptions } from "@lab/engines";

/** A network with all parameters random, biases too. */
export function randomNetwork(
  hiddenSize: number,
  vocabularySize: number,
  random: Random,
  scale = 0.3,
): ModelParameters {
  const parameters = initialParameters({ hiddenSize, vocabularySize }, random, scale);
  for (const bias of [parameters.bh, parameters.by]) {
    for (let i = 0; i < bias.length; i++) bias[i] = random.normal() * scale;
  }
  return parameters;
}

/** The same network as float32 sees it, so that only the arithmetic is compared. */
export function rounded(parameters: ModelParameters): ModelParameters {
  const { hiddenSize, vocabularySize } = parameters;
  const round = (values: Float64Array): Float64Array => values.map((value) => Math.fround(value));
  return {
    hiddenSize,
    vocabularySize,
    Wxh: round(parameters.Wxh),
    Whh: round(parameters.Whh),
    Why: round(parameters.Why),
    bh: round(parameters.bh),
    by: round(parameters.by),
  };
}

/** Characters drawn evenly. */
export function randomIndices(length: number, vocabularySize: number, random: Random): Int32Array {
  return Int32Array.from({ length }, () => random.integer(vocabularySize));
}

/** A state with every |h| < 1, in float32. */
export function randomState(hiddenSize: number, random: Random): Float64Array {
  return Float64Array.from({ length: hiddenSize }, () => Math.fround(Math.tanh(random.normal())));
}

/** A trainer with the report's options where nothing else is said. */
export function newTrainer(
  engine: Engine,
  parameters: ModelParameters,
  hPrev: Float64Array,
  options: Partial<TrainerOptions> & { sequenceLength: number },
): Trainer {
  return engine.trainer(
    { parameters, memory: zeroParameters(parameters), hPrev },
    { learningRate: 0.1, temperature: 1, clip: 5, ...options },
  );
}

/** The largest absolute value. */
export function largest(values: ArrayLike<number>): number {
  let size = 0;
  for (let i = 0; i < values.length; i++) size = Math.max(size, Math.abs(values[i]));
  return size;
}

/** The largest difference, relative to the largest of the wanted numbers or to `atLeast`. */
export function relativeDifference(
  got: ArrayLike<number>,
  wanted: ArrayLike<number>,
  atLeast = 0,
): number {
  const difference = largest(
    Float64Array.from({ length: wanted.length }, (_, i) => got[i] - wanted[i]),
  );
  return difference === 0 ? 0 : difference / Math.max(atLeast, largest(wanted));
}
