/** Writes snapshots that NumPy and PyTorch open. */
import { writeFileAtomically } from "@lab/data";
import {
  checkParameters,
  type ModelParameters,
  PARAMETER_NAMES,
  type ParameterArrays,
  parameterShape,
} from "@lab/model";
import type { Vocabulary } from "@lab/text";
import type { NdArray } from "./numpy/ndarray.ts";
import { type NpzOptions, writeNpz } from "./numpy/npz.ts";
import { writeSafetensors } from "./tensors/safetensors.ts";
import { namesOfRecord, recordArrays, recordScalars } from "./record.ts";
import { RESERVED, type Snapshot } from "./snapshot.ts";
import { MOMENTS, namesOfStreams, streamArrays, streamScalars } from "./streams.ts";
import { toTorchNames } from "./layouts/torch.ts";
import { metadataToJson } from "./tensors/metadata.ts";

/** How numbers are stored. */
export type StoredType = "float16" | "float32" | "float64";

/** What to store, and how. */
export interface SaveOptions extends NpzOptions {
  /** The type of the numbers; float64, which keeps every bit, when left out. */
  readonly type?: StoredType;
  /**
   * Whether to keep Adagrad's memory, or Adam's means with the rest of a training on streams, where there
   * is one; true when left out. Without it no run can go on.
   */
  readonly memory?: boolean;
  /**
   * Which names to give the arrays in a .safetensors file: `Wxh …` (when left out), or PyTorch's
   * `rnn.weight_ih_l0 …`, which have no place for a training.
   */
  readonly names?: "numpy" | "pytorch";
}

const STORED: Readonly<Record<StoredType, (data: Float64Array) => NdArray["data"]>> = {
  float16: (data) => Float16Array.from(data),
  float32: (data) => Float32Array.from(data),
  float64: (data) => data,
};

function toArray(data: Float64Array, shape: number[], type: StoredType, name: string): NdArray {
  if (!Object.hasOwn(STORED, type)) {
    throw new RangeError(
      `Cannot save the snapshot as 'type' must be float16, float32 or float64: current value is ` +
        type,
    );
  }
  const stored = STORED[type](data) as Float64Array;
  const lost = stored.findIndex((value, i) => !Number.isFinite(value) && Number.isFinite(data[i]));
  if (lost >= 0) {
    throw new RangeError(
      `Cannot save the snapshot as the numbers of '${name}' must fit ${type}: number ${lost} is ` +
        data[lost],
    );
  }
  return { dtype: `f${stored.BYTES_PER_ELEMENT}`, shape, data: stored };
}

/** The five arrays; biases are columns, as the report has them. */
function parameterArrays(
  parameters: ModelParameters,
  type: StoredType,
  prefix: "" | "m" | typeof MOMENTS[number],
): Record<string, NdArray> {
  checkParameters(parameters);
  return Object.fromEntries(PARAMETER_NAMES.map((name) => {
    const shape = parameterShape(name, parameters);
    const column = shape.length === 1 ? [shape[0], 1] : shape;
    return [prefix + name, toArray(parameters[name], column, type, prefix + name)];
  }));
}

function snapshotArrays(snapshot: Snapshot, options: SaveOptions): Record<string, NdArray> {
  const { type = "float64", memory = true } = options;
  const { parameters, memory: adagrad, streams } = snapshot;
  const beside = (
    arrays: ParameterArrays,
    prefix: "m" | typeof MOMENTS[number],
  ): Record<string, NdArray> => parameterArrays({ ...parameters, ...arrays }, type, prefix);
  return {
    ...parameterArrays(parameters, type, ""),
    ...(memory && adagrad ? beside(adagrad, "m") : {}),
    ...(memory && streams
      ? Object.assign(
        streamArrays(streams),
        ...MOMENTS.map((moment) => beside(streams[moment], moment)),
      )
      : {}),
    ...recordArrays(snapshot),
  };
}

/** The texts and numbers of a snapshot by their names in a file. */
const scalarsOf = (snapshot: Snapshot): Record<string, string | number> => ({
  ...snapshot.metadata,
  ...recordScalars(snapshot),
  ...(snapshot.streams && streamScalars(snapshot.streams)),
});

function checkSnapshot(snapshot: Snapshot): void {
  const { parameters, vocabulary, metadata } = snapshot;
  if (vocabulary.size !== parameters.vocabularySize) {
    throw new TypeError(
      `Cannot save the snapshot as its vocabulary must have V = ${parameters.vocabularySize} ` +
        `characters: it has ${vocabulary.size}`,
    );
  }
  const taken = [...namesOfRecord(snapshot), ...namesOfStreams(snapshot.streams)];
  for (const [name, value] of Object.entries(metadata)) {
    const isPlain = typeof value === "number" || !value.endsWith("\0");
    const isOwn = name !== "" && name !== "metadata" && !RESERVED.has(name) && name.isWellFormed();
    const isTaken = taken.includes(name);
    if (!isOwn || isTaken || !isPlain) {
      throw new RangeError(
        `Cannot save the snapshot as its metadata must be texts and numbers under names of ` +
          `their own: '${name}' is ${JSON.stringify(value)}`,
      );
    }
  }
}

/** The characters as a text; as JSON where halves of a pair would join, or be no UTF-8. */
function charactersText({ characters }: Vocabulary): string {
  const text = characters.join("");
  return text.isWellFormed() && [...text].length === characters.length
    ? text
    : JSON.stringify(characters);
}

/** A text or number as an array without axes. */
function metadataArray(value: string | number): NdArray {
  if (typeof value === "string") {
    return { dtype: `U${Math.max(1, [...value].length)}`, shape: [], data: [value] };
  }
  // A whole number is an int64 in NumPy; −0 has no place there.
  return Number.isSafeInteger(value) && !Object.is(value, -0)
    ? { dtype: "i8", shape: [], data: BigInt64Array.of(BigInt(value)) }
    : { dtype: "f8", shape: [], data: Float64Array.of(value) };
}

/**
 * A snapshot as a .npz file that `numpy.load` opens without `allow_pickle`: `Wxh Whh Why bh by`,
 * `mWxh …` for Adagrad's memory, `firstMomentWxh …` for Adam's means, `hPrev`, `curve…`, `streamStates`
 * and `losses` for the training, `chars` as an array of text,
 * and the metadata and the settings as arrays without axes.
 * @param snapshot what to save
 * @param options type of the numbers, whether to keep the memory, whether to compress
 * @returns the file; the same snapshot gives the same bytes
 * @throws {TypeError} when arrays or vocabulary don't fit H and V
 * @throws {RangeError} when metadata can't be stored, or a number is too large for the type
 * @example
 * ```ts
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { loadSnapshot, snapshotToNpz } from "@lab/snapshots";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const snapshot = { parameters, vocabulary: Vocabulary.of("abc"), metadata: {} };
 * const bytes = await snapshotToNpz(snapshot, { type: "float32" });
 * assertEquals((await loadSnapshot(bytes)).parameters.Wxh, parameters.Wxh.map(Math.fround));
 * ```
 */
export async function snapshotToNpz(
  snapshot: Snapshot,
  options: SaveOptions = {},
): Promise<Uint8Array> {
  checkSnapshot(snapshot);
  const { characters } = snapshot.vocabulary;
  const arrays: Record<string, NdArray> = {
    ...snapshotArrays(snapshot, options),
    chars: { dtype: "U1", shape: [characters.length], data: characters },
  };
  for (const [name, value] of Object.entries(scalarsOf(snapshot))) {
    arrays[name] = metadataArray(value);
  }
  return await writeNpz(arrays, options);
}

/**
 * A snapshot as a .safetensors file. The vocabulary is the header's text `chars`, the metadata its
 * text `metadata`, in JSON.
 * @param snapshot what to save
 * @param options type of the numbers, whether to keep the memory, which names to use
 * @returns the file; the same snapshot gives the same bytes
 * @throws {TypeError} when arrays or vocabulary don't fit H and V
 * @throws {RangeError} when metadata can't be stored, or a number is too large for the type
 * @example
 * ```ts
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { readSafetensors, snapshotToSafetensors } from "@lab/snapshots";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const snapshot = { parameters, vocabulary: Vocabulary.of("abc"), metadata: {} };
 * const bytes = snapshotToSafetensors(snapshot, { names: "pytorch" });
 * assertEquals(readSafetensors(bytes).arrays.get("rnn.weight_ih_l0")?.shape, [5, 3]);
 * ```
 */
export function snapshotToSafetensors(snapshot: Snapshot, options: SaveOptions = {}): Uint8Array {
  checkSnapshot(snapshot);
  const { type = "float64", names = "numpy" } = options;
  const arrays = names === "pytorch"
    ? toTorchNames(snapshot.parameters, (data, shape) => toArray(data, shape, type, "the model"))
    : snapshotArrays(snapshot, options);
  return writeSafetensors(arrays, {
    ...(names === "pytorch" && { format: "pt" }),
    chars: charactersText(snapshot.vocabulary),
    metadata: metadataToJson(names === "pytorch" ? snapshot.metadata : scalarsOf(snapshot)),
  });
}

/**
 * Saves a snapshot in the format that the path's ending names: `.npz` or `.safetensors`. The file is
 * written whole or not at all.
 * @param path where to
 * @param snapshot what to save
 * @param options type of the numbers, whether to keep the memory, whether to compress, which names
 * @throws {RangeError} when the ending is another, when metadata can't be stored, or when a number is
 * too large for the type
 * @throws {TypeError} when arrays or vocabulary don't fit H and V
 * @example
 * ```ts
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { loadSnapshot, saveSnapshot } from "@lab/snapshots";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const snapshot = { parameters, vocabulary: Vocabulary.of("abc"), metadata: {} };
 * const path = `${await Deno.makeTempDir()}/small.npz`;
 * await saveSnapshot(path, snapshot);
 * assertEquals((await loadSnapshot(path)).parameters, parameters);
 * ```
 */
export async function saveSnapshot(
  path: string | URL,
  snapshot: Snapshot,
  options: SaveOptions = {},
): Promise<void> {
  const ending = /\.(npz|safetensors)$/.exec(String(path))?.[1];
  if (ending === undefined) {
    throw new RangeError(
      `Cannot save the snapshot as its path must end in .npz or .safetensors: current value is ${path}`,
    );
  }
  const bytes = ending === "npz"
    ? await snapshotToNpz(snapshot, options)
    : snapshotToSafetensors(snapshot, options);
  await writeFileAtomically(path, bytes);
}
