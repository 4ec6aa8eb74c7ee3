/**
 * A linear probe: what a straight-line reader of the state still knows of the character k steps back.
 * H: hidden units, V: characters.
 *
 * Ridge regression on one-hot characters, trained on one part of a text and scored on another. Beside it
 * stand what can be had without the state (the most frequent character; the best guess from the last
 * character read), and a control task: random labels, one for each different string of the k + 1 characters
 * up to here, as frequent as the real ones. A probe that does well there has learned the strings by heart.
 *
 * Claim: the character can be read off the state linearly, beyond those three. What it leaves out: whether
 * the network itself uses it, and what only a bent reader would find.
 * @see J. Hewitt and P. Liang, "Designing and interpreting probes with control tasks", EMNLP (2019)
 */
import { sum } from "d3-array";
import type { EngineOption } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { meanOverText, type MeanWithError, Random, solveLinear } from "@lab/numerics";
import { checkInteger, checkModel, checkPrefix } from "../checks.ts";
import { recordActivations } from "../walk/activations.ts";

/** How far back, trained and scored on how much. */
export interface ProbeOptions extends EngineOption {
  /** How many characters back at most, ≥ 0; 10 when left out. */
  maxLag?: number;
  /** On how many states the probe is trained; 5,000 when left out. */
  train?: number;
  /** On how many states after those it is scored; 3,000 when left out. */
  test?: number;
  /** What is added to the normal equations' diagonal, > 0, times the states trained on; 1e-3. */
  ridge?: number;
  /** Seed of the control's random labels; 1 when left out. */
  seed?: number;
}

/** What a probe finds of the character k steps back. All shares are of the part that scores. */
export interface ProbeLag {
  /** How many characters back: 0 for the one just read. */
  readonly lag: number;
  /** The share that the probe names rightly, with the standard error over stretches of the text. */
  readonly accuracy: MeanWithError;
  /** The share that it names rightly of the control's labels. */
  readonly control: MeanWithError;
  /** How much better it is at the task than at the control, stretch by stretch. */
  readonly selectivity: MeanWithError;
  /** The share of the character that is most frequent in the part trained on. */
  readonly majority: number;
  /** The share that a table of the best guess from the last character read names rightly. */
  readonly fromLast: number;
  /** How much better the probe is than the better of the two, stretch by stretch. */
  readonly gain: MeanWithError;
  /** Whether it knows more than can be had without the state, and than the control: both beyond chance. */
  readonly knows: boolean;
}

/** What a state still knows. */
export interface ProbeResult {
  /** One for each of 0 … `maxLag` characters back. */
  readonly lags: readonly ProbeLag[];
  /** How many characters back the probe knows without a gap; −1 where it knows nothing. */
  readonly reach: number;
  /** On how many states it was trained. */
  readonly train: number;
  /** On how many it was scored. */
  readonly test: number;
}

/** Into so many stretches the part that scores is cut. */
const STRETCHES = 20;

/** Where a probe's states and labels are: rows of states, and the labels by row. */
interface Task {
  /** `[rows, H + 1]` states with a 1 behind. */
  readonly states: Float64Array;
  readonly width: number;
  readonly train: number;
  readonly test: number;
}

/** The normal equations' solutions `[H + 1, V]` for several labellings `[rows]` at once. */
function fit(
  { states, width, train }: Task,
  labellings: readonly Int32Array[],
  V: number,
  ridge: number,
): Float64Array {
  const columns = labellings.length * V;
  const A = new Float64Array(width * width);
  const B = new Float64Array(width * columns);
  for (let t = 0; t < train; t++) {
    const row = states.subarray(t * width, (t + 1) * width);
    for (let i = 0; i < width; i++) {
      for (let j = 0; j <= i; j++) A[i * width + j] += row[i] * row[j];
      for (const [k, labels] of labellings.entries()) B[i * columns + k * V + labels[t]] += row[i];
    }
  }
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i; j++) A[j * width + i] = A[i * width + j];
    A[i * width + i] += ridge * train;
  }
  return solveLinear(A, B)!;
}

/** Whether the probe names each row's label of the part that scores: 1 or 0. */
function score(
  { states, width, train, test }: Task,
  W: Float64Array,
  labellings: readonly Int32Array[],
  V: number,
): Uint8Array[] {
  const columns = labellings.length * V;
  const right = labellings.map(() => new Uint8Array(test));
  const scores = new Float64Array(columns);
  for (let t = 0; t < test; t++) {
    scores.fill(0);
    for (let i = 0; i < width; i++) {
      const x = states[(train + t) * width + i];
      for (let c = 0; c < columns; c++) scores[c] += x * W[i * columns + c];
    }
    for (const [k, labels] of labellings.entries()) {
      const own = scores.subarray(k * V, (k + 1) * V);
      right[k][t] = own.indexOf(Math.max(...own)) === labels[train + t] ? 1 : 0;
    }
  }
  return right;
}

/** For each row of the part that scores, whether the best guess from another number is right. */
function table({ train, test }: Task, from: Int32Array, labels: Int32Array, V: number): Uint8Array {
  const counts = new Float64Array(V * V);
  for (let t = 0; t < train; t++) counts[from[t] * V + labels[t]]++;
  const best = Array.from({ length: V }, (_, c) => {
    const row = counts.subarray(c * V, (c + 1) * V);
    return row.indexOf(Math.max(...row));
  });
  return Uint8Array.from(
    { length: test },
    (_, t) => best[from[train + t]] === labels[train + t] ? 1 : 0,
  );
}

/** Random labels, one for each different string of the last k + 1 characters, as frequent as real ones. */
function controlLabels(
  indices: Int32Array,
  first: number,
  lag: number,
  random: Random,
): Int32Array {
  const labels = new Map<string, number>();
  return Int32Array.from({ length: indices.length - first }, (_, row) => {
    const t = first + row;
    const string = indices.subarray(t - lag, t + 1).join();
    const label = labels.get(string) ?? indices[random.integer(indices.length)];
    labels.set(string, label);
    return label;
  });
}

/**
 * Trains and scores a linear probe for the character k steps back, for each k.
 * @param model parameters and vocabulary
 * @param text its first characters are read: `maxLag + train + test` of them
 * @param options how far back, on how much, and who computes
 * @returns for each lag the shares named rightly, and how far back the state is known to know
 * @throws {RangeError} when the text is too short, an option is out of range, or the vocabulary lacks a
 * character
 * @example
 * ```ts
 * import { probeMemory } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
 * parameters.Wxh.set([1, -1]); // the unit knows the last character and nothing before it
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const random = new Random(1);
 * const text = Array.from({ length: 900 }, () => "ab"[random.integer(2)]).join("");
 * const { lags } = probeMemory(model, text, { maxLag: 1, train: 400, test: 400 });
 * assertEquals([lags[0].accuracy.mean, lags[1].knows], [1, false]);
 * ```
 */
export function probeMemory(
  model: CharacterModel,
  text: string,
  options: ProbeOptions = {},
): ProbeResult {
  checkModel(model, "probe the memory");
  const { maxLag = 10, train = 5000, test = 3000, ridge = 1e-3, seed = 1 } = options;
  const action = "probe the memory";
  checkInteger(maxLag, "maxLag", [0, Infinity], action);
  checkInteger(train, "train", [1, Infinity], action);
  checkInteger(test, "test", [STRETCHES, Infinity], action);
  if (!(ridge > 0)) {
    throw new RangeError(`Cannot ${action} as 'ridge' must be > 0: current value is ${ridge}`);
  }
  const { hiddenSize: H, vocabularySize: V } = model.parameters;
  const all = checkPrefix(text, model.vocabulary, action);
  const needed = maxLag + train + test;
  if (all.length < needed) {
    throw new RangeError(
      `Cannot ${action} as 'text' must have at least ${needed} characters: current length is ` +
        all.length,
    );
  }
  const indices = all.subarray(0, needed);
  const { values } = recordActivations(model, model.vocabulary.decode(indices), options);
  const width = H + 1;
  const states = new Float64Array((train + test) * width).fill(1);
  for (let row = 0; row < train + test; row++) {
    const from = (maxLag + row) * H;
    states.set(values.h!.subarray(from, from + H), row * width);
  }
  const task: Task = { states, width, train, test };
  const random = new Random(seed);
  const real = Array.from(
    { length: maxLag + 1 },
    (_, lag) => indices.slice(maxLag - lag, needed - lag),
  );
  const control = real.map((_, lag) => controlLabels(indices, maxLag, lag, random));
  const labellings = [...real, ...control];
  const right = score(task, fit(task, labellings, V, ridge), labellings, V);
  const lags = real.map((labels, lag) =>
    describeLag(lag, right[lag], right[maxLag + 1 + lag], {
      majority: table(task, new Int32Array(train + test), labels, V),
      fromLast: table(task, real[0], labels, V),
    })
  );
  const gap = lags.findIndex(({ knows }) => !knows);
  return { lags, reach: (gap === -1 ? lags.length : gap) - 1, train, test };
}

function describeLag(
  lag: number,
  right: Uint8Array,
  control: Uint8Array,
  without: { readonly majority: Uint8Array; readonly fromLast: Uint8Array },
): ProbeLag {
  const share = (values: Uint8Array): number => sum(values) / values.length;
  const [majority, fromLast] = [share(without.majority), share(without.fromLast)];
  const better = fromLast > majority ? without.fromLast : without.majority;
  const overText = (values: Uint8Array | Float64Array): MeanWithError =>
    meanOverText(values, Math.floor(right.length / STRETCHES));
  const beyond = (other: Uint8Array): MeanWithError =>
    overText(Float64Array.from(right, (x, t) => x - other[t]));
  const accuracy = overText(right);
  const [selectivity, gain] = [beyond(control), beyond(better)];
  return {
    lag,
    accuracy,
    control: overText(control),
    selectivity,
    majority,
    fromLast,
    gain,
    knows: lag === 0
      ? accuracy.interval[0] > majority
      : selectivity.interval[0] > 0 && gain.interval[0] > 0,
  };
}
