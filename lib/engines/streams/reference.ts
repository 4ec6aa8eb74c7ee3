/**
 * Training on streams in float64, one after the other, in the words of the equations.
 * B: streams, H: hidden units, V: characters, T: time steps.
 */
import {
  checkIndices,
  checkState,
  copyParameters,
  type ModelParameters,
  nextHidden,
  outputLogits,
  type ParameterArrays,
  zeroParameters,
} from "@lab/model";
import { addOuters, addTransposedMatVec, softmax } from "@lab/numerics";
import { adamUpdate, limitNorm } from "./adam.ts";
import { type Dropout, maskAt, windowDropout } from "./masks.ts";
import {
  checkScales,
  countWindows,
  type StreamOptions,
  type StreamState,
  type StreamTrainer,
} from "./streams.ts";

/** Two vectors, number by number. */
const times = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, i) => x * b[i]);

/** One stream of a window: what it reads, from where, and behind which masks. */
interface Stream {
  /** `[T + 1]` the characters. */
  readonly indices: Int32Array;
  /** `[H]` the state before the first one. */
  readonly hPrev: Float64Array;
  /** `[H]` the mask m before Whh. */
  readonly recurrent: Float64Array;
  /** `[T]` the masks d_t before Why, `[H]` each. */
  readonly output: readonly Float64Array[];
}

/** What the forward pass of a stream computes, `[T]` of each. */
interface StreamPass {
  /** `[H]` the hidden states. */
  readonly hs: Float64Array[];
  /** `[V]` the probabilities of the next character. */
  readonly probs: Float64Array[];
}

function forwardStream(parameters: ModelParameters, stream: Stream): StreamPass {
  const { indices, recurrent, output } = stream;
  const hs: Float64Array[] = [];
  const probs = output.map((d, t) => {
    const hPrev = hs[t - 1] ?? stream.hPrev;
    hs[t] = nextHidden(parameters, times(recurrent, hPrev), indices[t]);
    return softmax(outputLogits(parameters, times(d, hs[t])));
  });
  return { hs, probs };
}

/** Adds the gradients of a stream's summed loss, divided by `count`, to `gradients`. */
function backwardStream(
  { Whh, Why, hiddenSize: H, vocabularySize: V }: ModelParameters,
  { indices, hPrev, recurrent, output }: Stream,
  { hs, probs }: StreamPass,
  count: number,
  gradients: ParameterArrays,
): void {
  const [dys, hsSeen, dhRaws, hsBefore]: Float64Array[][] = [[], [], [], []];
  let dhNext: Float64Array = new Float64Array(H);
  for (let t = hs.length - 1; t >= 0; t--) {
    const dy = probs[t].map((p, k) => (p - (k === indices[t + 1] ? 1 : 0)) / count);
    dys.push(dy);
    hsSeen.push(times(output[t], hs[t]));
    for (let k = 0; k < V; k++) gradients.by[k] += dy[k];

    const dOut = times(output[t], addTransposedMatVec(Why, dy, new Float64Array(H)));
    const dhRaw = dOut.map((d, i) => (d + dhNext[i]) * (1 - hs[t][i] ** 2));

    for (let i = 0; i < H; i++) gradients.bh[i] += dhRaw[i];
    for (let i = 0; i < H; i++) gradients.Wxh[i * V + indices[t]] += dhRaw[i];
    dhRaws.push(dhRaw);
    hsBefore.push(times(recurrent, hs[t - 1] ?? hPrev));

    dhNext = times(recurrent, addTransposedMatVec(Whh, dhRaw, new Float64Array(H)));
  }
  addOuters(dys, hsSeen, gradients.Why);
  addOuters(dhRaws, hsBefore, gradients.Whh);
}

/** Training on streams in float64. */
class ReferenceStreamTrainer implements StreamTrainer {
  readonly maxWindows = Infinity;
  readonly #options: StreamOptions;
  readonly #parameters: ModelParameters;
  readonly #firstMoment: ParameterArrays;
  readonly #secondMoment: ParameterArrays;
  #hPrev: Float64Array;
  #updates: number;

  constructor(start: StreamState, options: StreamOptions) {
    this.#options = { ...options };
    this.#parameters = copyParameters(start.parameters);
    this.#firstMoment = copyParameters(start.firstMoment);
    this.#secondMoment = copyParameters(start.secondMoment);
    this.#updates = start.updates;
    this.#hPrev = start.hPrev;
    this.hPrev = start.hPrev;
  }

  get updates(): number {
    return this.#updates;
  }

  get hPrev(): Float64Array {
    return this.#hPrev.slice();
  }

  set hPrev(states: Float64Array) {
    checkState(states, this.#options.streams * this.#parameters.hiddenSize, "hPrev");
    this.#hPrev = states.slice();
  }

  advance(indices: Int32Array, scales: ArrayLike<number>): Float64Array {
    const { streams: B, sequenceLength: T, clipNorm } = this.#options;
    const losses = new Float64Array(countWindows(indices, this.#options, this.maxWindows));
    checkScales(scales, losses.length);
    for (let n = 0; n < losses.length; n++) {
      const window = indices.subarray(n * T * B, ((n + 1) * T + 1) * B);
      const { natsPerChar, gradients, hLast } = this.#pass(window);
      limitNorm(gradients, clipNorm);
      const moments = { firstMoment: this.#firstMoment, secondMoment: this.#secondMoment };
      this.#updates++;
      adamUpdate(this.#parameters, gradients, moments, this.#updates, this.#options, scales[n]);
      this.#hPrev = hLast;
      losses[n] = natsPerChar;
    }
    return losses;
  }

  gradients(indices: Int32Array): { natsPerChar: number; gradients: ParameterArrays } {
    countWindows(indices, this.#options, 1);
    const { natsPerChar, gradients } = this.#pass(indices);
    return { natsPerChar, gradients };
  }

  parameters(): ModelParameters {
    return copyParameters(this.#parameters);
  }

  state(): StreamState {
    return {
      parameters: this.parameters(),
      firstMoment: copyParameters(this.#firstMoment),
      secondMoment: copyParameters(this.#secondMoment),
      hPrev: this.hPrev,
      updates: this.#updates,
    };
  }

  close(): void {}

  /** Loss, gradients and last states of a window. */
  #pass(indices: Int32Array): {
    natsPerChar: number;
    gradients: ParameterArrays;
    hLast: Float64Array;
  } {
    const { streams: B, sequenceLength: T, seed, recurrentDropout, outputDropout } = this.#options;
    const { hiddenSize: H, vocabularySize: V } = this.#parameters;
    checkIndices(indices, V, "indices");
    const m = windowDropout("recurrent", recurrentDropout, seed, this.#updates);
    const d = windowDropout("output", outputDropout, seed, this.#updates);
    const gradients = zeroParameters(this.#parameters);
    const hLast = new Float64Array(B * H);
    let nats = 0;
    for (let b = 0; b < B; b++) {
      const stream = this.#stream(b, indices, m, d);
      const pass = forwardStream(this.#parameters, stream);
      backwardStream(this.#parameters, stream, pass, T * B, gradients);
      pass.probs.forEach((probs, t) => nats -= Math.log(probs[stream.indices[t + 1]]));
      hLast.set(pass.hs[T - 1], b * H);
    }
    return { natsPerChar: nats / (T * B), gradients, hLast };
  }

  #stream(b: number, indices: Int32Array, m: Dropout, d: Dropout): Stream {
    const { streams: B, sequenceLength: T } = this.#options;
    const { hiddenSize: H } = this.#parameters;
    return {
      indices: Int32Array.from({ length: T + 1 }, (_, t) => indices[t * B + b]),
      hPrev: this.#hPrev.subarray(b * H, (b + 1) * H),
      recurrent: maskAt(m, b * H, H),
      output: Array.from({ length: T }, (_, t) => maskAt(d, (t * B + b) * H, H)),
    };
  }
}

/**
 * A trainer of streams in float64, which the tests trust.
 * @param start where to start; copied
 * @param options shape, masks, limit, rates
 * @returns the trainer
 * @throws {TypeError} when the states have the wrong length
 * @example
 * ```ts
 * import { newStreamState, referenceStreamTrainer } from "@lab/engines";
 * import { zeroParameters } from "@lab/model";
 * import { assertAlmostEquals } from "@std/assert";
 * const start = newStreamState(zeroParameters({ hiddenSize: 2, vocabularySize: 3 }), 2);
 * const trainer = await referenceStreamTrainer(start, {
 *   ...{ streams: 2, sequenceLength: 1, seed: 1, recurrentDropout: 0.1, outputDropout: 0.1 },
 *   ...{ clipNorm: 1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
 *   rates: { Wxh: 0.1, Whh: 0.1, Why: 0.1, bh: 0.1, by: 0.1 },
 * });
 * const [natsPerChar] = trainer.advance(Int32Array.of(0, 1, 1, 2), [1]);
 * assertAlmostEquals(natsPerChar, Math.log(3), 1e-12);
 * ```
 */
export function referenceStreamTrainer(
  start: StreamState,
  options: StreamOptions,
): Promise<StreamTrainer> {
  return Promise.resolve(new ReferenceStreamTrainer(start, options));
}
