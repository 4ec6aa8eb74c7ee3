/** What a snapshot is, and how it comes from the arrays of a file. H: hidden units, V: characters. */
import {
  type Dimensions,
  type ModelParameters,
  PARAMETER_NAMES,
  type ParameterArrays,
  type ParameterName,
  parameterShape,
  zeroParameters,
} from "@lab/model";
import type { Vocabulary } from "@lab/text";
import { latin1 } from "./latin1.ts";
import { isNumeric, type NdArray } from "./numpy/ndarray.ts";
import { type Contents, fromTorchNames, hasTorchNames } from "./tensors/torch.ts";
import { findVocabulary, isNdArray, unwrap } from "./vocabulary.ts";

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

const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/** An array of numbers that must be there. */
function numbers(contents: Contents, name: string): NdArray {
  const value = contents.get(name);
  if (value === undefined) {
    const present = [...contents.keys()].slice(0, 20).join(", ");
    return fail(`it must have the array '${name}': it has ${present || "nothing"}`);
  }
  if (isNdArray(value) && isNumeric(value)) return value;
  return fail(`'${name}' must be an array of numbers: it is not`);
}

/** H and V, as the shapes of the two weights that name them say. */
function dimensionsOf(contents: Contents): Dimensions {
  const hidden = numbers(contents, "Whh").shape;
  if (hidden.length !== 2 || hidden[0] !== hidden[1] || hidden[0] < 1) {
    fail(`'Whh' must be square, [H, H] with H >= 1: its shape is ${shapeText(hidden)}`);
  }
  const input = numbers(contents, "Wxh").shape;
  if (input.length !== 2 || input[0] !== hidden[0] || input[1] < 1) {
    fail(
      `'Wxh' must have the shape [${hidden[0]}, V], as 'Whh' has H = ${hidden[0]}: its shape is ` +
        shapeText(input),
    );
  }
  return { hiddenSize: hidden[0], vocabularySize: input[1] };
}

/** Copies an array's numbers into a parameter, and checks its shape and its values. */
function fill(
  target: Float64Array,
  array: NdArray,
  name: string,
  expected: number[],
  smallest: number,
): void {
  const shapes = expected.length === 1 ? [expected, [expected[0], 1]] : [expected];
  if (!shapes.some((shape) => shapeText(shape) === shapeText(array.shape))) {
    fail(
      `'${name}' must have the shape ${shapes.map(shapeText).join(" or ")}, as 'Wxh' and 'Whh' ` +
        `say: its shape is ${shapeText(array.shape)}`,
    );
  }
  for (let i = 0; i < target.length; i++) {
    const value = Number(array.data[i]);
    if (!(value >= smallest && value < Infinity)) {
      const rule = smallest === 0 ? "finite and >= 0" : "finite";
      throw new RangeError(
        `Cannot load the snapshot as the numbers of '${name}' must be ${rule}: number ${i} is ` +
          value,
      );
    }
    target[i] = value;
  }
}

function parametersFrom(
  contents: Contents,
  dimensions: Dimensions,
  prefix: "" | "m",
): ModelParameters {
  const parameters = zeroParameters(dimensions);
  const smallest = prefix === "m" ? 0 : -Number.MAX_VALUE;
  for (const name of PARAMETER_NAMES) {
    const array = numbers(contents, prefix + name);
    fill(parameters[name], array, prefix + name, parameterShape(name, dimensions), smallest);
  }
  return parameters;
}

/** The names that are not metadata. */
export const RESERVED: ReadonlySet<string> = new Set([
  ...PARAMETER_NAMES,
  ...PARAMETER_NAMES.map((name: ParameterName) => `m${name}`),
  "chars",
  "ix_to_char",
  "char_to_ix",
]);

function metadataFrom(contents: Contents): Record<string, string | number> {
  const metadata: Record<string, string | number> = {};
  for (const [name, wrapped] of contents) {
    if (RESERVED.has(name)) continue;
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
  dimensions: Dimensions,
  metadata: Record<string, unknown>,
): void {
  const V = dimensions.vocabularySize;
  if (vocabulary.size !== V) {
    fail(
      `its vocabulary must have the V = ${V} characters of 'Wxh' ` +
        `[${dimensions.hiddenSize}, ${V}]: it has ${vocabulary.size}`,
    );
  }
  const stated = metadata.vocab_size;
  if (typeof stated === "number" && stated !== V) {
    fail(`'vocab_size' must be the V = ${V} of 'Wxh': it is ${stated}`);
  }
}

/**
 * A snapshot from the arrays of a file, its shapes and its vocabulary checked against each other.
 * @param contents arrays and values by their names, as NumPy users or PyTorch name them
 * @param vocabulary to be used when the file has none
 * @returns the snapshot; it shares no memory with the contents
 * @throws {TypeError} when an array is missing or has another shape or type than the others say
 * @throws {RangeError} when a number is not finite, or a memory negative
 */
export function snapshotFrom(contents: Contents, vocabulary?: Vocabulary): Snapshot {
  const named = hasTorchNames(contents) ? fromTorchNames(contents) : contents;
  const dimensions = dimensionsOf(named);
  const parameters = parametersFrom(named, dimensions, "");
  const hasMemory = PARAMETER_NAMES.some((name) => named.has(`m${name}`));
  const memory = hasMemory ? parametersFrom(named, dimensions, "m") : undefined;
  const characters = findVocabulary(named) ?? vocabulary;
  if (characters === undefined) {
    return fail(
      "its vocabulary must be in the file ('chars') or be given as the option " +
        "'vocabulary': there is none",
    );
  }
  const metadata = metadataFrom(named);
  checkVocabulary(characters, dimensions, metadata);
  return { parameters, ...(memory && { memory }), vocabulary: characters, metadata };
}
