/**
 * The parameters from where a reading says that they are, shapes and numbers checked.
 * H: hidden units, V: characters, E: size of an embedding.
 */
import { type ModelParameters, parameterShape } from "@lab/model";
import type { Contents } from "../contents.ts";
import {
  gatesOf,
  namesIn,
  type Numbers,
  numbersAt,
  type Reading,
  vectorLength,
  type WeightReading,
  WEIGHTS,
} from "./reading.ts";

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

/** The largest number that a network may hold: thousands of them add up within float32. */
const LARGEST = 1e30;

function checkRange(data: ArrayLike<number | bigint>, name: string, smallest: number): void {
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i]);
    if (!(value >= smallest && value <= LARGEST)) {
      throw new RangeError(
        `Cannot load the snapshot as the numbers of '${name}' must be from ${smallest} to ` +
          `${LARGEST}: number ${i} is ${value}`,
      );
    }
  }
}

/** The numbers of an array, each checked. */
function checked(array: Numbers, name: string, smallest: number): Float64Array {
  checkRange(array.data, name, smallest);
  return Float64Array.from(array.data as ArrayLike<number | bigint>, Number);
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
  checkRange(data, `${weight.name} with ${embedding.name}`, -LARGEST);
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

function checkShape({ name, shape }: Matrix, expected: readonly (number | string)[]): void {
  const [rows, columns] = expected;
  const isRight = shape[0] === rows && shape[1] >= 1 && (shape[1] === columns || columns === "V");
  if (!isRight) {
    fail(
      `'${name}' must have the shape ${shapeText(expected)}, as the other weights say: its shape ` +
        `is ${shapeText(shape)}`,
    );
  }
}

/**
 * The parameters, or what is kept for each of them.
 * @param contents what is in the file
 * @param reading which arrays to take
 * @param smallest what no number may be below
 * @returns the parameters, which share no memory with the contents
 * @throws {TypeError} when an array is missing or has another shape or type than the others say
 * @throws {RangeError} when a number is not finite, or too small
 */
export function parametersFrom(
  contents: Contents,
  reading: Reading,
  smallest = -LARGEST,
): ModelParameters {
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
  checkShape(Why, parameterShape("Why", { hiddenSize, vocabularySize }));
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

/**
 * Adagrad's memory, which lies beside the parameters under the equations' names with an `m`.
 * @param contents what is in the file
 * @param reading where the parameters are
 * @returns the memory, or undefined when there is none
 * @throws {TypeError} when it is there in part
 * @throws {RangeError} when a number is negative or not finite
 */
export function memoryFrom(contents: Contents, reading: Reading): ModelParameters | undefined {
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
