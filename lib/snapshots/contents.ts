/** What is in a file of any format, which is told from its content. */
import type { ReadOptions } from "./budget.ts";
import type { InputFormat } from "./errors.ts";
import { readBytes } from "./file.ts";
import { refuseForeign } from "./foreign.ts";
import { isNdArray, unwrap } from "./numpy/ndarray.ts";
import { isNpy, readNpys } from "./numpy/npy.ts";
import { isZip, readNpz } from "./numpy/npz.ts";
import { readPickles } from "./pickle/reader.ts";
import { OpaqueValue } from "./pickle/values.ts";
import { isSafetensors, readSafetensors } from "./tensors/safetensors.ts";
import { parseMetadata } from "./tensors/metadata.ts";

/** What a file's arrays and values are called. */
export type Contents = ReadonlyMap<string, unknown>;

/** What is in a file, before it is asked to be a snapshot. */
export interface SnapshotContents {
  /** The file's format, told from its beginning. */
  readonly format: InputFormat;
  /** The size of the file, in bytes. */
  readonly byteLength: number;
  /**
   * Arrays and other values by their names, in the file's order. What lies in dicts, lists and
   * objects has the names on the way to it, such as `model.Wxh` or, in a list, `0`.
   */
  readonly values: ReadonlyMap<string, unknown>;
}

/** Where a file is: its bytes, its path, or its URL (`file:`, `http:` or `https:`). */
export type SnapshotSource = Uint8Array | string | URL;

/** How deep arrays are looked for in dicts and lists. */
const DEEPEST = 32;

/**
 * The bytes of a source.
 * @param source bytes, a path, or a URL
 * @param what what it holds, for errors
 * @returns the bytes
 */
export async function bytesOf(source: SnapshotSource, what: string): Promise<Uint8Array> {
  return source instanceof Uint8Array ? source : await readBytes(source, what);
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

/** What was written into a file at once, or the list of what was written into it in turn. */
const onlyOne = (values: readonly unknown[]): unknown =>
  values.length === 1 ? unwrap(values[0]) : values;

const READERS: Record<
  InputFormat,
  (bytes: Uint8Array, options: ReadOptions) => unknown | Promise<unknown>
> = {
  npz: readNpz,
  npy: (bytes, options) => onlyOne(readNpys(bytes, options)),
  pickle: (bytes, options) => onlyOne(readPickles(bytes, options)),
  safetensors: (bytes, options) => {
    const { arrays, metadata } = readSafetensors(bytes, options);
    return new Map<string, unknown>([...arrays, ...parseMetadata(metadata)]);
  },
};

/**
 * What a file holds, as it is nested there.
 * @param bytes the file
 * @param options limits, and how to read Python 2 `str`
 * @returns the value; of several one after the other, a list
 * @throws {SnapshotFormatError} when the file is of no known format, or not sound
 */
export async function readValue(bytes: Uint8Array, options: ReadOptions): Promise<unknown> {
  const format = detectFormat(bytes);
  if (format === "npz" || format === "pickle") refuseForeign(bytes);
  return await READERS[format](bytes, options);
}

/** What a value holds, by name or number; undefined for a value without parts. */
function partsOf(value: unknown): Iterable<[unknown, unknown]> | undefined {
  const inner = unwrap(value);
  if (inner instanceof OpaqueValue) return inner.attributes;
  if (inner instanceof Map) return inner;
  if (Array.isArray(inner)) return inner.entries();
  return isNdArray(inner) && inner.dtype === "O" ? (inner.data as unknown[]).entries() : undefined;
}

function holdsArrays(value: unknown, depth: number, seen = new Set<unknown>()): boolean {
  const parts = partsOf(value);
  if (parts === undefined) return isNdArray(value);
  if (depth === 0 || seen.has(value)) return false;
  seen.add(value);
  for (const [, part] of parts) if (holdsArrays(part, depth - 1, seen)) return true;
  return false;
}

/** Takes apart what holds arrays; each value once, so that what refers to itself has an end. */
function flatten(value: unknown): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  const seen = new Set<unknown>();
  const add = (name: string, value: unknown, depth: number): void => {
    const parts = partsOf(value);
    const isTaken = name === "" || (depth > 0 && !seen.has(value) && holdsArrays(value, depth));
    const isBare = value instanceof OpaqueValue && value.attributes.size === 0;
    if (parts === undefined || !isTaken || isBare) {
      if (!flat.has(name)) flat.set(name || "value", value);
      return;
    }
    seen.add(value);
    for (const [key, part] of parts) {
      const step = key instanceof OpaqueValue ? key.className : String(key);
      add(name === "" ? step || "''" : `${name}.${step}`, part, depth - 1);
    }
  };
  add("", value, DEEPEST);
  return flat;
}

/**
 * Reads what is in a file, whether or not it is a snapshot.
 * @param source a .npz, .npy, pickle or .safetensors file: its bytes, its path, or its URL
 * @param options limits, and how to read Python 2 `str`
 * @returns the format, and arrays and values by their names
 * @throws {Error} when there is no such file, or it can't be read or fetched
 * @throws {SnapshotFormatError} when the file is none of these, or not sound, with the position
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
  const bytes = await bytesOf(source, "snapshot");
  const values = flatten(await readValue(bytes, options));
  return { format: detectFormat(bytes), byteLength: bytes.length, values };
}
