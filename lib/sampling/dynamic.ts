/**
 * Dynamic evaluation: a network that goes on learning from the text that it is scored on, each stretch
 * after its score. H: hidden units, N: characters.
 *
 * After each stretch `θ ← θ − η g / (√v + ε) + λ (θ₀ − θ)`: a step against the slopes g of the
 * stretch's mean loss, shorter where slopes were usually large (v, their mean square during training),
 * and a pull back to the trained weights θ₀.
 * @see B. Krause, E. Kahembwe, I. Murray and S. Renals, "Dynamic evaluation of neural sequence models",
 * ICML (2018), equations 6 and 7
 */
import { chooseEngine, type EngineOption, newStreamState } from "@lab/engines";
import {
  backward,
  checkIndices,
  checkState,
  copyParameters,
  crossEntropies,
  forward,
  type ModelParameters,
  outputLogits,
  PARAMETER_NAMES,
  type ParameterArrays,
} from "@lab/model";
import { logSumExp } from "@lab/numerics";

/** How a network goes on learning. */
export interface DynamicOptions {
  /** `[H]` the state before the text; zeros when left out. */
  h?: Float64Array;
  /** v: the mean square of each slope, from training or {@linkcode secondMoment}. */
  secondMoment: ParameterArrays;
  /** How many characters make a stretch, ≥ 1; 32 when left out. */
  stretch?: number;
  /** η ≥ 0; 1e-4 when left out. */
  rate?: number;
  /** λ, how strongly each stretch pulls back to the trained weights, 0 … 1; 0.002 when left out. */
  decay?: number;
  /** ε, below which a slope's size no longer lengthens the step, > 0; 1e-4 when left out. */
  epsilon?: number;
  /** τ > 0, which divides the logits; 1 when left out. */
  temperature?: number;
}

/** How far each weight goes against a slope of 1: `η / (√v + ε)`, the same for all stretches. */
function stepsPerSlope(
  { secondMoment, rate, epsilon }: Required<
    Pick<DynamicOptions, "secondMoment" | "rate" | "epsilon">
  >,
): ParameterArrays {
  const steps = {} as ParameterArrays;
  for (const name of PARAMETER_NAMES) {
    steps[name] = secondMoment[name].map((v) => rate / (Math.sqrt(v) + epsilon));
  }
  return steps;
}

/** Learns from a stretch of so many characters, in place; the slopes are summed over them. */
function learn(
  parameters: ModelParameters,
  trained: ModelParameters,
  gradients: ParameterArrays,
  { steps, decay, characters }: { steps: ParameterArrays; decay: number; characters: number },
): void {
  for (const name of PARAMETER_NAMES) {
    const [w, w0, g, step] = [parameters[name], trained[name], gradients[name], steps[name]];
    for (let i = 0; i < w.length; i++) {
      w[i] += decay * (w0[i] - w[i]) - step[i] * g[i] / characters;
    }
  }
}

/**
 * What each character of a text costs a network that goes on learning from it.
 * @param parameters the trained parameters; they stay as they are
 * @param indices `[N]` the numbers of the text's characters
 * @param options the state before the text, the slopes' mean squares, and how to learn
 * @returns `[N]` nats, each scored before its stretch is learned; the first depends on the state before
 * the text alone
 * @throws {RangeError} when a number is out of range
 * @example
 * ```ts
 * import { initialParameters, zeroParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { dynamicSurprisals, surprisals } from "@lab/sampling";
 * import { assert } from "@std/assert";
 * const dimensions = { hiddenSize: 5, vocabularySize: 3 };
 * const parameters = initialParameters(dimensions, new Random(1));
 * const text = Array.from({ length: 400 }, (_, n) => n % 3);
 * const options = { secondMoment: zeroParameters(dimensions), rate: 1e-6 };
 * const last = (nats: Float64Array) => nats.at(-1)!;
 * assert(last(dynamicSurprisals(parameters, text, options)) < last(surprisals(parameters, text)));
 * ```
 */
export function dynamicSurprisals(
  parameters: ModelParameters,
  indices: ArrayLike<number>,
  options: DynamicOptions,
): Float64Array {
  const { secondMoment, stretch = 32, rate = 1e-4, decay = 0.002, epsilon = 1e-4 } = options;
  const { h: start = new Float64Array(parameters.hiddenSize), temperature = 1 } = options;
  checkIndices(indices, parameters.vocabularySize, "indices");
  checkState(start, parameters.hiddenSize, "h");
  const nats = new Float64Array(indices.length);
  if (indices.length === 0) return nats;
  const now = copyParameters(parameters);
  const steps = stepsPerSlope({ secondMoment, rate, epsilon });
  const logits = outputLogits(now, start).map((y) => y / temperature);
  nats[0] = logSumExp(logits) - logits[indices[0]];
  const text = Int32Array.from(indices);
  let h = start;
  for (let from = 0; from + 1 < text.length; from += stretch) {
    const targets = text.subarray(from + 1, from + stretch + 1);
    const pass = forward(now, text.subarray(from, from + targets.length), h, temperature);
    nats.set(crossEntropies(pass, targets), from + 1);
    h = pass.hs.slice(-h.length);
    const gradients = backward(now, pass, targets);
    learn(now, parameters, gradients, { steps, decay, characters: targets.length });
  }
  return nats;
}

/** What the mean squares are taken over: as many streams of text as the strong recipe reads, and as long. */
const [STREAMS, STEPS] = [32, 32];
/** The running mean of the squares remembers about 1 / (1 − this) windows. */
const MEMORY = 0.999;

/**
 * The mean square of each slope over a text, of the kind that Adam keeps: a slope is that of the mean
 * loss of a window of 32 streams, 32 characters each.
 * @param parameters the trained parameters; nothing is learned
 * @param indices `[N]` the numbers of the training text's characters, N ≥ 1056; one pass over them
 * @param options who computes
 * @returns v, in the shapes of the parameters
 * @throws {RangeError} when the text is too short, or a number is out of range
 * @example
 * ```ts
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { secondMoment } from "@lab/sampling";
 * import { assert } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const v = await secondMoment(parameters, Int32Array.from({ length: 1100 }, (_, n) => n % 2));
 * assert(v.by[0] > 0);
 * ```
 */
export async function secondMoment(
  parameters: ModelParameters,
  indices: ArrayLike<number>,
  options: EngineOption = {},
): Promise<ParameterArrays> {
  const stride = Math.floor(indices.length / STREAMS);
  const windows = Math.floor((stride - 1) / STEPS);
  if (windows < 1) {
    throw new RangeError(
      `Cannot measure slopes as the text must have at least ${STREAMS * (STEPS + 1)} characters: ` +
        `current length is ${indices.length}`,
    );
  }
  const engine = chooseEngine(options.engine, "fastest");
  const trainer = await engine.streamTrainer(newStreamState(parameters, STREAMS), {
    ...{ streams: STREAMS, sequenceLength: STEPS, seed: 1, recurrentDropout: 0, outputDropout: 0 },
    ...{ clipNorm: Infinity, beta1: 0, beta2: MEMORY, epsilon: 1e-8 },
    rates: { Wxh: 0, Whh: 0, Why: 0, bh: 0, by: 0 },
  });
  for (let window = 0; window < windows; window++) {
    const rows = Int32Array.from(
      { length: (STEPS + 1) * STREAMS },
      (_, at) => indices[at % STREAMS * stride + window * STEPS + Math.floor(at / STREAMS)],
    );
    trainer.advance(rows, [0]);
  }
  const { secondMoment: running } = trainer.state();
  trainer.close();
  const weight = 1 - MEMORY ** windows; // the mean began at 0
  for (const name of PARAMETER_NAMES) {
    for (let i = 0; i < running[name].length; i++) running[name][i] /= weight;
  }
  return running;
}
