/** Opens a snapshot of any format: what it is, is told from its content. */
import type { Vocabulary } from "@lab/text";
import type { ReadOptions } from "./budget.ts";
import { type InputFormat, SnapshotFormatError } from "./errors.ts";
import { readBytes } from "./file.ts";
import { isNpy, readNpy } from "./numpy/npy.ts";
import { isZip, readNpz } from "./numpy/npz.ts";
import { readPickle } from "./pickle/reader.ts";
import { isSafetensors, readSafetensors } from "./tensors/safetensors.ts";
import { type Snapshot, snapshotFrom } from "./snapshot.ts";
import type { NdArray } from "./numpy/ndarray.ts";
import { isNdArray, unwrap } from "./vocabulary.ts";

/** How to load a snapshot. */
export interface LoadOptions extends ReadOptions {
  /** The characters in their order, for a file that has none, as PyTorch's usually has. */
  readonly vocabulary?: Vocabulary;
}

/** What is in a file, before it is asked to be a snapshot. */
export interface SnapshotContents {
  /** The file's format, told from its beginning. */
  readonly format: InputFormat;
  /** The size of the file, in bytes. */
  readonly byteLength: number;
  /** Arrays and other values by their names, in the file's order. */
  readonly values: ReadonlyMap<string, unknown>;
}

/** Where a file is: its bytes, its path, or its URL (`file:`, `http:` or `https:`). */
export type SnapshotSource = Uint8Array | string | URL;

/** A snapshot with the format and the arrays of its file. */
export interface LoadedSnapshot extends Snapshot {
  /** The file's format, told from its beginning. */
  readonly format: InputFormat;
  /** The file's arrays, as they are stored. */
  readonly arrays: ReadonlyMap<string, NdArray>;
}

/** Beginnings of files that are often met in place of a snapshot. */
const OTHER_FILES: readonly [string, string][] = [
  ["\x1f\x8b", "compressed with gzip; unpack it first"],
  ["version https://git-lfs", "a pointer of Git LFS; fetch the file itself"],
  ["<!doctype", "an HTML page, perhaps an error page of a download"],
  ["<html", "an HTML page, perhaps an error page of a download"],
  ["\x89hdf", "HDF5; save the arrays with numpy.savez"],
  ["rar!", "an archive of another kind; unpack it first"],
  ["7z", "an archive of another kind; unpack it first"],
];

/** The values of PyTorch's own archives are pickles that need code to be run. */
function isTorchArchive(bytes: Uint8Array): boolean {
  return isZip(bytes) && /\/(data\.pkl|version|byteorder)/.test(beginning(bytes));
}

function beginning(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 200));
}

/**
 * The format of a file, told from its content.
 * @param bytes the file
 * @returns the format; a file that is like none of them is taken for a pickle
 * @example
 * ```ts
 * import { detectFormat, writeNpz } from "@lab/snapshots";
 * import { assertEquals } from "@std/assert";
 * assertEquals(detectFormat(await writeNpz({})), "npz");
 * ```
 */
export function detectFormat(bytes: Uint8Array): InputFormat {
  if (isZip(bytes)) return "npz";
  if (isNpy(bytes)) return "npy";
  return isSafetensors(bytes) ? "safetensors" : "pickle";
}

/** How a pickle of a dict or list begins, or how every whole one ends. */
function isLikePickle(bytes: Uint8Array): boolean {
  const isBegun = bytes[0] === 0x80 || /^(\([dl]|[}\]])/.test(beginning(bytes));
  return isBegun || bytes.at(-1) === 0x2e;
}

function checkKnown(bytes: Uint8Array): void {
  const text = beginning(bytes).trimStart().toLowerCase();
  const other = OTHER_FILES.find(([start]) => text.startsWith(start))?.[1] ??
    (isTorchArchive(bytes) ? "PyTorch's own archive; save it as .safetensors" : undefined) ??
    (detectFormat(bytes) === "pickle" && !isLikePickle(bytes) ? "like none of them" : undefined);
  if (bytes.length === 0) {
    throw new SnapshotFormatError("snapshot", "it must not be empty: it is", 0);
  }
  if (other !== undefined) {
    throw new SnapshotFormatError(
      "snapshot",
      `it must be .npz, .npy, a pickle or .safetensors: it is ${other}`,
      0,
    );
  }
}

/** The values of a dict, as a pickle or a .npy file of one object holds it. */
function named(value: unknown, format: InputFormat): ReadonlyMap<string, unknown> {
  const dict = unwrap(value);
  if (!(dict instanceof Map)) {
    throw new SnapshotFormatError(format, "it must hold a dict of arrays: it does not", 0);
  }
  return new Map([...dict].map(([name, item]) => [String(name), item]));
}

/** Our own texts and numbers travel as JSON in one entry; other entries are texts. */
function safetensorsMetadata(metadata: Readonly<Record<string, string>>): Map<string, unknown> {
  const { metadata: own, ...texts } = metadata;
  const values = new Map<string, unknown>(Object.entries(texts));
  if (own === undefined) return values;
  try {
    for (const [name, value] of Object.entries(JSON.parse(own))) {
      if (typeof value === "string" || typeof value === "number") values.set(name, value);
    }
  } catch {
    values.set("metadata", own);
  }
  return values;
}

type Values = ReadonlyMap<string, unknown>;

const READERS: Record<
  InputFormat,
  (bytes: Uint8Array, options: ReadOptions) => Values | Promise<Values>
> = {
  npz: readNpz,
  npy: (bytes, options) => named(readNpy(bytes, options), "npy"),
  pickle: (bytes, options) => named(readPickle(bytes, options), "pickle"),
  safetensors: (bytes, options) => {
    const { arrays, metadata } = readSafetensors(bytes, options);
    return new Map([...arrays, ...safetensorsMetadata(metadata)]);
  },
};

/**
 * Reads what is in a file, whether or not it is a snapshot.
 * @param source a .npz, .npy, pickle or .safetensors file: its bytes, its path, or its URL
 * @param options limits, and how to read Python 2 `str`
 * @returns the format, and arrays and values by their names
 * @throws {SnapshotFormatError} when the file is none of these, or not sound, with the position
 * @throws {Error} when there is no such file, or it can't be read or fetched
 * @example
 * ```ts
 * import { readContents, writeNpz } from "@lab/snapshots";
 * import { assertEquals } from "@std/assert";
 * const by = { dtype: "f4", shape: [1], data: Float32Array.of(0.5) };
 * const { format, values } = await readContents(await writeNpz({ by }));
 * assertEquals([format, values.get("by")], ["npz", by]);
 * ```
 */
export async function readContents(
  source: SnapshotSource,
  options: ReadOptions = {},
): Promise<SnapshotContents> {
  const bytes = source instanceof Uint8Array ? source : await readBytes(source);
  checkKnown(bytes);
  const format = detectFormat(bytes);
  return { format, byteLength: bytes.length, values: await READERS[format](bytes, options) };
}

/**
 * Loads a trained network from a file of any of the formats, told from its content: .npz, .npy (one
 * object), a pickle, .safetensors with NumPy's or PyTorch's names.
 *
 * Nothing in the file is run. Shapes and vocabulary are checked against each other.
 * @param source the file's bytes, its path, or its URL (`file:`, `http:` or `https:`)
 * @param options limits, how to read Python 2 `str`, a vocabulary for files that have none
 * @returns parameters, Adagrad's memory where it is there, vocabulary, metadata and the stored arrays
 * @throws {Error} when there is no such file, or it can't be read or fetched
 * @throws {SnapshotFormatError} when the file is not sound, with the position
 * @throws {TypeError} when an array is missing or does not fit the others, with its name
 * @throws {RangeError} when a number is not finite, or Adagrad's memory negative
 * @example
 * ```ts
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { loadSnapshot, snapshotToNpz } from "@lab/snapshots";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const vocabulary = Vocabulary.of("abc");
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const bytes = await snapshotToNpz({ parameters, vocabulary, metadata: { iterations: 7 } });
 * const snapshot = await loadSnapshot(bytes);
 * assertEquals(snapshot.parameters, parameters);
 * assertEquals(snapshot.metadata.iterations, 7);
 * ```
 */
export async function loadSnapshot(
  source: SnapshotSource,
  options: LoadOptions = {},
): Promise<LoadedSnapshot> {
  const { format, values } = await readContents(source, options);
  const arrays = new Map(
    [...values].filter((entry): entry is [string, NdArray] => isNdArray(entry[1])),
  );
  return { ...snapshotFrom(values, options.vocabulary), format, arrays };
}
