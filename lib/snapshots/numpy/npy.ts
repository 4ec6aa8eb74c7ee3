/**
 * The .npy format: one array with a header of text.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { Budget, type ReadOptions } from "../budget.ts";
import { SnapshotFormatError } from "../errors.ts";
import { checkExtent, decodeArray, encodeArray, type Origin } from "./array_bytes.ts";
import { elementCount, type ElementType, type NdArray, parseElementType } from "./ndarray.ts";
import { readPickleWithin } from "../pickle/reader.ts";
import { type HeaderValue, parseHeader } from "./npy_header.ts";

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY

/** What an array takes in memory beside its numbers, roughly, in bytes. */
const ARRAY_BYTES = 256;

/** NumPy's own limit for a header that it reads without being asked to trust it. */
const LONGEST_HEADER = 10_000;

/**
 * Whether bytes begin as a .npy file does.
 * @param bytes a file, or its beginning
 * @returns true when they do
 */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

interface Header {
  readonly text: string;
  readonly textStart: number;
  readonly dataStart: number;
}

function findHeader(bytes: Uint8Array): Header {
  const fail = (rule: string, offset: number): never => {
    throw new SnapshotFormatError("npy", rule, offset);
  };
  if (!isNpy(bytes)) fail("it must begin with \\x93NUMPY: it does not", 0);
  const version = bytes[6];
  if (!(version >= 1 && version <= 3)) {
    fail(`its version must be 1, 2 or 3: it is ${version ?? "missing"}`, 6);
  }
  const textStart = version === 1 ? 10 : 12;
  if (bytes.length < textStart) fail("it must have a header: it ends before", bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataStart = textStart + length;
  if (length > LONGEST_HEADER) {
    fail(`its header must have at most ${LONGEST_HEADER} bytes: it has ${length}`, 8);
  }
  if (dataStart > bytes.length) {
    fail(`its header must fit into ${bytes.length} bytes: it ends at ${dataStart}`, 8);
  }
  const encoding = version === 3 ? "utf-8" : "latin1";
  return {
    text: new TextDecoder(encoding).decode(bytes.subarray(textStart, dataStart)),
    textStart,
    dataStart,
  };
}

/** The payload of an array of objects is a pickle of NumPy's array, shape and all. */
function readObjects(
  bytes: Uint8Array,
  shape: readonly number[],
  origin: Origin,
  options: ReadOptions,
): NdArray {
  const value = readPickleWithin(bytes, origin.budget, options, origin.offset);
  const nested = value as Partial<NdArray> | null;
  const data = nested !== null && typeof nested === "object" && nested.dtype === "O"
    ? nested.data
    : undefined;
  if (data === undefined || data.length !== elementCount(shape)) {
    throw new SnapshotFormatError(
      "npy",
      `objects must be pickled as an array of shape [${shape.join(", ")}]: they are not`,
      origin.offset,
    );
  }
  return { dtype: "O", shape, data };
}

/** What a file says of its array. */
interface Description {
  readonly type: ElementType;
  readonly shape: number[];
  readonly columnMajor: boolean;
  readonly dataStart: number;
}

function readDescription(bytes: Uint8Array): Description {
  const { text, textStart, dataStart } = findHeader(bytes);
  const header = parseHeader(text, textStart);
  const need = (key: string, isValid: (value?: HeaderValue) => boolean, what: string): void => {
    if (isValid(header.get(key))) return;
    throw new SnapshotFormatError("npy", `its header's '${key}' must be ${what}`, textStart);
  };
  need("descr", (value) => typeof value === "string", "a simple type's name");
  need("fortran_order", (value) => typeof value === "boolean", "True or False");
  need("shape", Array.isArray, "a tuple of integers");
  const type = parseElementType(header.get("descr") as string);
  if (type === undefined) {
    throw new SnapshotFormatError(
      "npy",
      `its type must be of real numbers, bool, bytes, text or objects: it is '${
        header.get("descr")
      }'`,
      textStart,
    );
  }
  const shape = header.get("shape") as number[];
  return { type, shape, columnMajor: header.get("fortran_order") as boolean, dataStart };
}

/**
 * Reads a .npy file within a budget that is shared with others.
 * @param bytes the file
 * @param budget what may be allocated
 * @param options how to read Python 2 `str`
 * @returns the array
 * @throws {SnapshotFormatError} when the bytes are not such a file
 */
export function readNpyWithin(bytes: Uint8Array, budget: Budget, options: ReadOptions): NdArray {
  const { type, shape, columnMajor, dataStart } = readDescription(bytes);
  const origin = { format: "npy", offset: dataStart, budget } as const;
  const payload = bytes.subarray(dataStart);
  if (type.dtype === "O") {
    checkExtent(type, shape, payload.length, origin);
    return readObjects(payload, shape, origin, options);
  }
  return decodeArray(payload, type, shape, columnMajor, origin);
}

/**
 * Reads the arrays that `numpy.save` wrote into a file one after the other.
 * @param bytes the file
 * @param options limits, and how to read Python 2 `str`
 * @returns the arrays, at least one
 * @throws {SnapshotFormatError} when the bytes are not such a file
 */
export function readNpys(bytes: Uint8Array, options: ReadOptions): NdArray[] {
  const budget = Budget.for(bytes.length, options);
  const arrays: NdArray[] = [];
  for (let rest = bytes; arrays.length === 0 || rest.length > 0;) {
    const { type, shape, dataStart } = readDescription(rest);
    const end = dataStart + type.itemSize * elementCount(shape);
    const file = type.dtype !== "O" && isNpy(rest.subarray(end)) ? rest.subarray(0, end) : rest;
    budget.charge(ARRAY_BYTES, "npy", rest.byteOffset - bytes.byteOffset);
    arrays.push(readNpyWithin(file, budget, options));
    rest = rest.subarray(file.length);
  }
  return arrays;
}

/**
 * Reads a .npy file, versions 1 to 3: numbers, bool, bytes, text, and objects by way of
 * {@linkcode readPickle}, which runs nothing.
 * @param bytes the file; numbers stay in this memory where they are aligned
 * @param options limits, and how to read Python 2 `str`
 * @returns the array, in row-major order
 * @throws {SnapshotFormatError} when the bytes are not such a file, with the position
 * @example
 * ```ts
 * import { readNpy, writeNpy } from "@lab/snapshots";
 * import { assertEquals } from "@std/assert";
 * const array = { dtype: "f4", shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
 * assertEquals(readNpy(writeNpy(array)), array);
 * ```
 */
export function readNpy(bytes: Uint8Array, options: ReadOptions = {}): NdArray {
  return readNpyWithin(bytes, Budget.for(bytes.length, options), options);
}

/**
 * Writes an array as a .npy file (version 1) that `numpy.load` opens without `allow_pickle`.
 * @param array any array but one of objects
 * @returns the file
 * @throws {TypeError} for an array of objects, or when its data don't fit its type and shape
 * @throws {RangeError} when a string is longer than its type allows
 * @example
 * ```ts
 * import { writeNpy } from "@lab/snapshots";
 * import { assertEquals } from "@std/assert";
 * const file = writeNpy({ dtype: "U1", shape: [2], data: ["é", "π"] });
 * assertEquals(new TextDecoder().decode(file.subarray(1, 6)), "NUMPY");
 * ```
 */
export function writeNpy(array: NdArray): Uint8Array {
  const payload = encodeArray(array);
  const order = /^[biu]1$|^S/.test(array.dtype) ? "|" : "<";
  const shape = `(${array.shape.join(", ")}${array.shape.length === 1 ? "," : ""})`;
  const text = `{'descr': '${order}${array.dtype}', 'fortran_order': False, 'shape': ${shape}, }`;
  const dataStart = Math.ceil((10 + text.length + 1) / 64) * 64;
  const file = new Uint8Array(dataStart + payload.length);
  file.set(MAGIC);
  file.set([1, 0], 6);
  new DataView(file.buffer).setUint16(8, dataStart - 10, true);
  file.set(new TextEncoder().encode(text.padEnd(dataStart - 11) + "\n"), 10);
  file.set(payload, dataStart);
  return file;
}
