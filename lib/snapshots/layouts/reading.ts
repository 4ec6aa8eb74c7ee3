/**
 * Which of a file's arrays are the network's parameters, and how they lie there.
 * H: hidden units, V: characters, E: size of an embedding.
 */
import type { ParameterName } from "@lab/model";
import type { Contents } from "../contents.ts";
import { isNdArray, isNumeric, type NdArray, type NumericData } from "../numpy/ndarray.ts";

/** The three weights. */
export const WEIGHTS = ["Wxh", "Whh", "Why"] as const satisfies ParameterName[];

/** A weight's name in the file, and whether it lies there transposed, as for `x W` with a row `x`. */
export interface WeightReading {
  readonly name: string;
  readonly transposed: boolean;
}

/** Where the parameters are. */
export interface Reading extends Readonly<Record<typeof WEIGHTS[number], WeightReading>> {
  /** The names of the arrays that make the bias when they are added; none for a bias of zero. */
  readonly bh: readonly string[];
  /** The same for the output. */
  readonly by: readonly string[];
  /** `[V, E]` what stands for each character; `Wxh` is then `[H, E]` in the file. */
  readonly embedding?: string;
}

/** An array of numbers. */
export type Numbers = NdArray & { readonly data: NumericData };

/** The array of a name, where it is one of numbers. */
export function numbersAt(contents: Contents, name: string): Numbers | undefined {
  const value = contents.get(name);
  return isNdArray(value) && isNumeric(value) ? value : undefined;
}

/** Rows and columns of a weight as the equations have it; undefined when it is no matrix. */
export function sizeOf(contents: Contents, weight: WeightReading): number[] | undefined {
  const shape = numbersAt(contents, weight.name)?.shape;
  if (shape?.length !== 2) return undefined;
  return weight.transposed ? [shape[1], shape[0]] : [...shape];
}

/** How long a vector is, flat, as a column or as a row; undefined when an array is none. */
export function vectorLength({ shape }: NdArray): number | undefined {
  const isVector = shape.length === 1 || (shape.length === 2 && shape.includes(1));
  return isVector ? shape.reduce((a, b) => a * b, 1) : undefined;
}

/** Whether all arrays are there with shapes that fit each other. */
export function fits(contents: Contents, reading: Reading): boolean {
  const [input, hidden, output] = WEIGHTS.map((name) => sizeOf(contents, reading[name]));
  if (input === undefined || hidden === undefined || output === undefined) return false;
  const H = hidden[0], V = output[0];
  const embedding = reading.embedding === undefined
    ? [V, V]
    : numbersAt(contents, reading.embedding)?.shape ?? [];
  const areBiases = (names: readonly string[], length: number): boolean =>
    names.every((name) => {
      const array = numbersAt(contents, name);
      return array !== undefined && vectorLength(array) === length;
    });
  return H >= 1 && V >= 1 && hidden[1] === H && input[0] === H && output[1] === H &&
    embedding.length === 2 && embedding[0] === V && embedding[1] === input[1] &&
    areBiases(reading.bh, H) && areBiases(reading.by, V);
}

/** What a hidden weight of more rows than columns is of, in words for the end of an error. */
export function gatesOf([rows, columns]: readonly number[]): string {
  return { 4: ", as in an LSTM", 3: ", as in a GRU" }[rows / columns] ?? "";
}

/** The same reading with all three weights transposed. */
export function transposed(reading: Reading): Reading {
  const turn = ({ name, transposed }: WeightReading): WeightReading => ({
    name,
    transposed: !transposed,
  });
  return { ...reading, Wxh: turn(reading.Wxh), Whh: turn(reading.Whh), Why: turn(reading.Why) };
}

/** A reading from the names of its arrays. */
export function readingOf(
  [Wxh, Whh, Why]: readonly string[],
  bh: readonly string[] = [],
  by: readonly string[] = [],
): Reading {
  const weight = (name: string): WeightReading => ({ name, transposed: false });
  return { Wxh: weight(Wxh), Whh: weight(Whh), Why: weight(Why), bh, by };
}

/** What is in a file, for errors: the first names, with their shapes; nothing that steers a terminal. */
export function namesIn(contents: Contents): string {
  const names = [...contents].slice(0, 20).map(([name, value]) => {
    const shape = isNdArray(value) && value.shape.length > 0 ? ` [${value.shape.join(", ")}]` : "";
    return JSON.stringify(name).slice(1, -1) + shape;
  });
  return names.join(", ") || "nothing";
}

/** A reading as names, which `readingFromNames` takes. */
export function namesOf(reading: Reading): Record<string, string> {
  const weights = WEIGHTS.map((name) => {
    const weight = reading[name];
    return [name, weight.transposed ? `${weight.name}.T` : weight.name];
  });
  const biases = (["bh", "by"] as const).filter((name) => reading[name].length > 0)
    .map((name) => [name, reading[name].join("+")]);
  const { embedding } = reading;
  return Object.fromEntries([
    ...weights,
    ...biases,
    ...(embedding === undefined ? [] : [["embedding", embedding]]),
  ]);
}

/** Names as they are typed after `--names`. */
export function namesText(names: Readonly<Record<string, string>>): string {
  return Object.entries(names).map(([role, name]) => `${role}=${name}`).join(",");
}
