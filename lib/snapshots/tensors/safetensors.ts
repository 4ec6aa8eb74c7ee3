/**
 * The .safetensors format: a length, a header of JSON, and the tensors' bytes.
 * @see https://github.com/huggingface/safetensors#format
 */
import { Budget, type ReadOptions } from "../budget.ts";
import { SnapshotFormatError } from "../errors.ts";
import { checkExtent, decodeArray, encodeArray } from "../numpy/array_bytes.ts";
import { type NdArray, parseElementType } from "../numpy/ndarray.ts";

/** The names of element types. */
const TYPES: Readonly<Record<string, string>> = {
  F16: "f2",
  F32: "f4",
  F64: "f8",
  I8: "i1",
  I16: "i2",
  I32: "i4",
  I64: "i8",
  U8: "u1",
  U16: "u2",
  U32: "u4",
  U64: "u8",
  BOOL: "b1",
};

const LENGTH_BYTES = 8;

/** Far more than the names of a snapshot's arrays take. */
const LONGEST_HEADER = 2 ** 20;

/** What a value of the header takes in memory, roughly, in bytes. */
const JSON_VALUE_BYTES = 48;

/** The tensors of a file, and the texts that come with them. */
export interface Safetensors {
  /** The arrays by their names, in the file's order. */
  readonly arrays: Map<string, NdArray>;
  /** The header's `__metadata__`. */
  readonly metadata: Record<string, string>;
}

function fail(rule: string, offset: number, entry?: string): never {
  throw new SnapshotFormatError("safetensors", rule, offset, entry);
}

/**
 * Whether bytes begin as a .safetensors file does.
 * @param bytes a file
 * @returns true when they do
 */
export function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length <= LENGTH_BYTES || bytes[LENGTH_BYTES] !== 0x7b) return false;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  return length <= BigInt(bytes.length - LENGTH_BYTES);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readHeader(bytes: Uint8Array, budget: Budget): { header: object; dataStart: number } {
  if (bytes.length < LENGTH_BYTES) {
    fail("it must begin with a length of 8 bytes: it ends before", 0);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(Math.min(bytes.length - LENGTH_BYTES, LONGEST_HEADER))) {
    fail(`its header must fit into the file and into ${LONGEST_HEADER} bytes: it has ${length}`, 0);
  }
  const dataStart = LENGTH_BYTES + Number(length);
  let header: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(bytes.subarray(LENGTH_BYTES, dataStart));
    const values = text.length - text.replace(/[[{,]/g, "").length;
    budget.charge(values * JSON_VALUE_BYTES, "safetensors", LENGTH_BYTES);
    header = JSON.parse(text);
  } catch (error) {
    if (error instanceof SnapshotFormatError) throw error;
    return fail(`its header must be JSON in UTF-8: ${(error as Error).message}`, LENGTH_BYTES);
  }
  if (!isRecord(header)) return fail("its header must be a JSON object: it is not", LENGTH_BYTES);
  return { header, dataStart };
}

interface Entry {
  readonly name: string;
  readonly type: string;
  readonly shape: number[];
  readonly start: number;
  readonly end: number;
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function checkEntry(name: string, value: unknown): Entry {
  if (!isRecord(value)) return fail("an entry must be an object: it is not", LENGTH_BYTES, name);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== "string" || !(dtype === "BF16" || Object.hasOwn(TYPES, dtype))) {
    fail(
      `an entry's type must be one of ${Object.keys(TYPES).join(", ")}, BF16: it is ` +
        `${JSON.stringify(dtype)?.slice(0, 40)}`,
      LENGTH_BYTES,
      name,
    );
  }
  if (!Array.isArray(shape) || !shape.every(isSize)) {
    return fail("an entry's shape must consist of integers >= 0: it does not", LENGTH_BYTES, name);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize)) {
    return fail("an entry's data_offsets must be two integers: they are not", LENGTH_BYTES, name);
  }
  return { name, type: dtype as string, shape, start: offsets[0], end: offsets[1] };
}

/** Throws unless the entries follow each other without a gap and fill the file. */
function checkLayout(entries: readonly Entry[], available: number): void {
  let end = 0;
  for (const entry of entries.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (entry.start !== end || entry.end < entry.start || entry.end > available) {
      fail(
        `entries must follow each other within ${available} bytes: one that should start at ` +
          `${end} spans [${entry.start}, ${entry.end}]`,
        LENGTH_BYTES,
        entry.name,
      );
    }
    end = entry.end;
  }
  if (end !== available) {
    fail(`its entries must fill ${available} bytes: they fill ${end}`, LENGTH_BYTES);
  }
}

/** The upper halves of float32 numbers, widened without loss. */
function widenBfloat16(bytes: Uint8Array): Uint8Array {
  const wide = new Uint8Array(2 * bytes.length);
  for (let i = 0; i < bytes.length; i += 2) {
    wide[2 * i + 2] = bytes[i];
    wide[2 * i + 3] = bytes[i + 1];
  }
  return wide;
}

function readEntry(data: Uint8Array, entry: Entry, dataStart: number, budget: Budget): NdArray {
  const origin = { format: "safetensors", offset: dataStart + entry.start, budget } as const;
  const bytes = data.subarray(entry.start, entry.end);
  if (entry.type !== "BF16") {
    return decodeArray(bytes, parseElementType(TYPES[entry.type])!, entry.shape, false, origin);
  }
  checkExtent(parseElementType("f2")!, entry.shape, bytes.length, origin);
  budget.charge(2 * bytes.length, "safetensors", origin.offset);
  return decodeArray(widenBfloat16(bytes), parseElementType("f4")!, entry.shape, false, origin);
}

/**
 * Reads a .safetensors file: floats of 16, 32 and 64 bits, bfloat16 (widened to float32), integers
 * and bool.
 * @param bytes the file; numbers stay in this memory where they are aligned
 * @param options limits
 * @returns the arrays and the texts
 * @throws {SnapshotFormatError} when the bytes are not such a file, with the position
 * @example
 * ```ts
 * import { readSafetensors, writeSafetensors } from "@lab/snapshots";
 * import { assertEquals } from "@std/assert";
 * const by = { dtype: "f4", shape: [2], data: Float32Array.of(0.5, -0.5) };
 * const file = writeSafetensors({ by }, { text: "a play" });
 * assertEquals(readSafetensors(file).metadata, { text: "a play" });
 * ```
 */
export function readSafetensors(bytes: Uint8Array, options: ReadOptions = {}): Safetensors {
  const budget = Budget.for(bytes.length, options);
  const { header, dataStart } = readHeader(bytes, budget);
  const { __metadata__: metadata = {}, ...values } = header as Record<string, unknown>;
  if (!isRecord(metadata) || !Object.values(metadata).every((text) => typeof text === "string")) {
    fail("its __metadata__ must consist of texts: it does not", LENGTH_BYTES);
  }
  const entries = Object.entries(values).map(([name, value]) => checkEntry(name, value));
  checkLayout(entries, bytes.length - dataStart);
  const data = bytes.subarray(dataStart);
  const arrays = new Map<string, NdArray>();
  for (const entry of entries) {
    try {
      arrays.set(entry.name, readEntry(data, entry, dataStart, budget));
    } catch (error) {
      throw error instanceof SnapshotFormatError ? error.inEntry(entry.name) : error;
    }
  }
  return { arrays, metadata: metadata as Record<string, string> };
}

/**
 * Writes arrays as a .safetensors file.
 * @param arrays by their names; numbers or bool
 * @param metadata texts for the header
 * @returns the file; the same arrays give the same bytes
 * @throws {TypeError} for other arrays, or when an array's data don't fit its type and shape
 * @example
 * ```ts
 * import { type NdArray, readSafetensors, writeSafetensors } from "@lab/snapshots";
 * import { assertEquals } from "@std/assert";
 * const by: NdArray = { dtype: "f8", shape: [1], data: Float64Array.of(1) };
 * assertEquals(readSafetensors(writeSafetensors({ by })).arrays.get("by"), by);
 * ```
 */
export function writeSafetensors(
  arrays: Readonly<Record<string, NdArray>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const names = new Map(Object.entries(TYPES).map(([name, dtype]) => [dtype, name]));
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  // Wide elements first, so that every tensor is aligned: the reference library's own order.
  const width = ([, array]: [string, NdArray]): number =>
    parseElementType(array.dtype)?.itemSize ?? 0;
  const entries = Object.entries(arrays).sort((a, b) => width(b) - width(a));
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const [name, array] of entries) {
    const dtype = names.get(array.dtype);
    if (dtype === undefined) {
      throw new TypeError(
        `Cannot write '${name}' as .safetensors as its type must be of numbers or bool: current ` +
          `type is '${array.dtype}'`,
      );
    }
    const part = encodeArray(array);
    header[name] = { dtype, shape: array.shape, data_offsets: [end, end + part.length] };
    end += part.length;
    parts.push(part);
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const dataStart = LENGTH_BYTES + Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(dataStart + end).fill(0x20, LENGTH_BYTES, dataStart);
  new DataView(file.buffer).setBigUint64(0, BigInt(dataStart - LENGTH_BYTES), true);
  file.set(text, LENGTH_BYTES);
  let at = dataStart;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}
