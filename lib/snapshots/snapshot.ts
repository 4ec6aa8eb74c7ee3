/** What a snapshot is, and how it comes from the arrays of a file. H: hidden units, V: characters. */
import {
  type ModelParameters,
  PARAMETER_NAMES,
  type ParameterArrays,
  type ParameterName,
} from "@lab/model";
import type { Vocabulary } from "@lab/text";
import { findVocabulary } from "./characters/vocabulary.ts";
import type { Contents } from "./contents.ts";
import { latin1 } from "./latin1.ts";
import { type ArrayNames, readingFromNames } from "./layouts/names.ts";
import {
  gatesOf,
  namesIn,
  type Numbers,
  numbersAt,
  type Reading,
  vectorLength,
  type WeightReading,
  WEIGHTS,
} from "./layouts/reading.ts";
import { recognise } from "./layouts/recognise.ts";
import { unwrap } from "./numpy/ndarray.ts";

/** A trained network: what is needed to score texts and to write on from them. */
export interface Snapshot {
  /** The weights and biases. */
  readonly parameters: ModelParameters;
  /** Adagrad's memory, the sums of the squared gradients, where it was saved. */
  readonly memory?: ParameterArrays;
  /** The V characters. */
  readonly vocabulary: Vocabulary;
  /** Whatever else was saved: `data_size`, the text's name, the options of the training. */
  readonly metadata: Readonly<Record<string, string | number>>;
}

function fail(rule: string): never {
  throw new TypeError(`Cannot load the snapshot as ${rule}`);
}

const shapeText = (shape: readonly unknown[]): string => `[${shape.join(", ")}]`;

/** An array of numbers that must be there. */
function numbers(contents: Contents, name: string): Numbers {
  if (!contents.has(name)) {
    return fail(`it must have the array '${name}': it has ${namesIn(contents)}`);
  }
  return numbersAt(contents, name) ?? fail(`'${name}' must be an array of numbers: it is not`);
}

/** The numbers of an array, each checked. */
function checked(array: Numbers, name: string, smallest: number): Float64Array {
  const data = new Float64Array(array.data.length);
  for (let i = 0; i < data.length; i++) {
    const value = Number(array.data[i]);
    if (!(value >= smallest && value < Infinity)) {
      const rule = smallest === 0 ? "finite and >= 0" : "finite";
      throw new RangeError(
        `Cannot load the snapshot as the numbers of '${name}' must be ${rule}: number ${i} is ` +
          value,
      );
    }
    data[i] = value;
  }
  return data;
}

/** A matrix in row-major order. H: its rows, V or E: its columns, as the equations have them. */
interface Matrix {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

function matrix(contents: Contents, { name, transposed }: WeightReading, smallest: number): Matrix {
  const array = numbers(contents, name);
  if (array.shape.length !== 2) {
    return fail(`'${name}' must have two axes: its shape is ${shapeText(array.shape)}`);
  }
  const data = checked(array, name, smallest);
  if (!transposed) return { name, shape: array.shape, data };
  const [rows, columns] = array.shape;
  const turned = data.map((_, i) => data[i % rows * columns + Math.floor(i / rows)]);
  return { name: `${name}.T`, shape: [columns, rows], data: turned };
}

/** `[H, E]` by `[V, E]` as `[H, V]`: what an embedding and the weight behind it do to a character. */
function fold(weight: Matrix, embedding: Matrix): Matrix {
  const [H, E] = weight.shape, [V] = embedding.shape;
  if (embedding.shape[1] !== E) {
    fail(
      `'${embedding.name}' must have the shape [V, ${E}], as '${weight.name}' has ` +
        `${shapeText(weight.shape)}: its shape is ${shapeText(embedding.shape)}`,
    );
  }
  const data = new Float64Array(H * V);
  for (let i = 0; i < H; i++) {
    for (let v = 0; v < V; v++) {
      for (let e = 0; e < E; e++) {
        data[i * V + v] += weight.data[i * E + e] * embedding.data[v * E + e];
      }
    }
  }
  return { name: weight.name, shape: [H, V], data };
}

/** A bias, the sum of the arrays that make it. */
function bias(
  contents: Contents,
  names: readonly string[],
  length: number,
  smallest: number,
): Float64Array {
  const sum = new Float64Array(length);
  for (const name of names) {
    const array = numbers(contents, name);
    if (vectorLength(array) !== length) {
      fail(
        `'${name}' must have the shape [${length}], [${length}, 1] or [1, ${length}], as the ` +
          `weights say: its shape is ${shapeText(array.shape)}`,
      );
    }
    checked(array, name, smallest).forEach((value, i) => sum[i] += value);
  }
  return sum;
}

function checkShape({ name, shape }: Matrix, expected: readonly [number, number | string]): void {
  const [rows, columns] = expected;
  const isRight = shape[0] === rows && shape[1] >= 1 && (shape[1] === columns || columns === "V");
  if (!isRight) {
    fail(
      `'${name}' must have the shape ${shapeText(expected)}, as the other weights say: its shape ` +
        `is ${shapeText(shape)}`,
    );
  }
}

/** The parameters where a reading says that they are, their shapes and numbers checked. */
function parametersFrom(contents: Contents, reading: Reading, smallest: number): ModelParameters {
  const input = matrix(contents, reading.Wxh, smallest);
  const Whh = matrix(contents, reading.Whh, smallest);
  const [hiddenSize] = Whh.shape;
  if (hiddenSize < 1 || Whh.shape[1] !== hiddenSize) {
    fail(
      `'${Whh.name}' must be square, [H, H] with H >= 1: its shape is ${shapeText(Whh.shape)}` +
        gatesOf(Whh.shape),
    );
  }
  const { embedding } = reading;
  const Wxh = embedding === undefined
    ? input
    : fold(input, matrix(contents, { name: embedding, transposed: false }, smallest));
  checkShape(Wxh, [hiddenSize, "V"]);
  const [, vocabularySize] = Wxh.shape;
  const Why = matrix(contents, reading.Why, smallest);
  checkShape(Why, [vocabularySize, hiddenSize]);
  return {
    hiddenSize,
    vocabularySize,
    Wxh: Wxh.data,
    Whh: Whh.data,
    Why: Why.data,
    bh: bias(contents, reading.bh, hiddenSize, smallest),
    by: bias(contents, reading.by, vocabularySize, smallest),
  };
}

/** Adagrad's memory, which lies beside the parameters under the equations' names with an `m`. */
function memoryFrom(contents: Contents, reading: Reading): ModelParameters | undefined {
  const memoryName = (name: string): string => name.replace(/([^./]+)$/, "m$1");
  const weights = WEIGHTS.map((name) => reading[name]);
  const [Wxh, Whh, Why] = weights.map(({ name, transposed }) => ({
    name: memoryName(name),
    transposed,
  }));
  const [bh, by] = [reading.bh.map(memoryName), reading.by.map(memoryName)];
  const names = [Wxh.name, Whh.name, Why.name, ...bh, ...by];
  const isOwn = weights.every(({ name }, i) => name.endsWith(WEIGHTS[i]));
  if (!isOwn || !names.some((name) => contents.has(name))) return undefined;
  return parametersFrom(contents, { Wxh, Whh, Why, bh, by }, 0);
}

/** The names that are not metadata. */
export const RESERVED: ReadonlySet<string> = new Set([
  ...PARAMETER_NAMES,
  ...PARAMETER_NAMES.map((name: ParameterName) => `m${name}`),
  "chars",
  "ix_to_char",
  "char_to_ix",
]);

function metadataFrom(
  contents: Contents,
  used: readonly string[],
): Record<string, string | number> {
  const metadata: Record<string, string | number> = {};
  for (const [name, wrapped] of contents) {
    if (RESERVED.has(name) || used.includes(name)) continue;
    const value = unwrap(wrapped);
    if (typeof value === "number" || typeof value === "string") metadata[name] = value;
    else if (typeof value === "bigint") {
      const number = Number(value);
      metadata[name] = Number.isSafeInteger(number) ? number : String(value);
    } else if (typeof value === "boolean") metadata[name] = String(value);
    else if (value instanceof Uint8Array && value.length <= 1000) {
      metadata[name] = latin1(value);
    }
  }
  return metadata;
}

function checkVocabulary(
  vocabulary: Vocabulary,
  { hiddenSize, vocabularySize: V }: ModelParameters,
  metadata: Record<string, unknown>,
): void {
  if (vocabulary.size !== V) {
    fail(
      `its vocabulary must have the V = ${V} characters of 'Wxh' [${hiddenSize}, ${V}]: it has ` +
        vocabulary.size,
    );
  }
  const stated = metadata.vocab_size;
  if (typeof stated === "number" && stated !== V) {
    fail(`'vocab_size' must be the V = ${V} of 'Wxh': it is ${stated}`);
  }
}

/**
 * A snapshot from the arrays of a file, its shapes and its vocabulary checked against each other.
 * @param contents arrays and values by their names
 * @param names which arrays are the parameters; recognised when left out
 * @param given makes the vocabulary of a given size; the file's own when left out
 * @returns the snapshot; it shares no memory with the contents
 * @throws {TypeError} when an array is missing or has another shape or type than the others say, or
 * when there is no vocabulary
 * @throws {RangeError} when a number is not finite, or a memory negative
 */
export async function snapshotFrom(
  contents: Contents,
  names?: ArrayNames,
  given?: (size: number) => Promise<Vocabulary>,
): Promise<Snapshot> {
  const reading = names === undefined ? recognise(contents) : readingFromNames(contents, names);
  const parameters = parametersFrom(contents, reading, -Number.MAX_VALUE);
  const memory = memoryFrom(contents, reading);
  const own = given === undefined ? findVocabulary(contents) : undefined;
  const vocabulary = await given?.(parameters.vocabularySize) ?? own?.vocabulary;
  if (vocabulary === undefined) {
    return fail(
      "its vocabulary must be in the file ('chars') or be given in the order of its numbers " +
        "(--chars FILE, option 'vocabulary'): there is none",
    );
  }
  const metadata = metadataFrom(contents, own?.names ?? []);
  checkVocabulary(vocabulary, parameters, metadata);
  return { parameters, ...(memory && { memory }), vocabulary, metadata };
}
