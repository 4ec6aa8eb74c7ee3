/** The bytes of NumPy's arrays, in both directions. */
import type { Budget } from "../budget.ts";
import { type InputFormat, SnapshotFormatError } from "../errors.ts";
import {
  elementCount,
  type ElementType,
  type NdArray,
  NUMERIC,
  type NumericData,
  parseElementType,
  typeName,
} from "./ndarray.ts";

/** What an element of an array of strings or objects costs in memory, roughly. */
const REFERENCE_BYTES = 32;

/** More axes than NumPy itself allows are a mistake. */
const MOST_AXES = 64;

/** Where the bytes of an array come from, for its errors. */
export interface Origin {
  readonly format: InputFormat;
  /** Where the array's bytes start. */
  readonly offset: number;
  readonly budget: Budget;
}

/**
 * Checks a shape, and that its elements fit into the bytes that are there.
 * @param type the elements' type
 * @param shape the length of each axis
 * @param available in bytes
 * @param origin for errors
 * @returns how many elements there are
 * @throws {SnapshotFormatError} when they don't fit
 */
export function checkExtent(
  type: ElementType,
  shape: readonly number[],
  available: number,
  origin: Origin,
): number {
  const fail = (rule: string): never => {
    throw new SnapshotFormatError(origin.format, rule, origin.offset);
  };
  if (shape.length > MOST_AXES) {
    fail(`an array must have at most ${MOST_AXES} axes: it has ${shape.length}`);
  }
  const count = elementCount(shape);
  if (!shape.every((n) => Number.isSafeInteger(n) && n >= 0) || !Number.isSafeInteger(count)) {
    fail(`a shape must consist of integers >= 0: it is [${shape.join(", ")}]`);
  }
  if (type.dtype !== "O" && count * type.itemSize !== available) {
    fail(
      `an array of shape [${shape.join(", ")}] and type ${typeName(type.dtype)} must hold ` +
        `${count * type.itemSize} bytes: there are ${available}`,
    );
  }
  return count;
}

/** For each element in row-major order, its place in column-major order. */
function* columnMajorOrder(shape: readonly number[], count: number): Generator<number> {
  const strides: number[] = [];
  let stride = 1;
  for (const length of shape) {
    strides.push(stride);
    stride *= length;
  }
  const index = new Array(shape.length).fill(0);
  for (let n = 0, place = 0; n < count; n++) {
    yield place;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += strides[axis];
      if (++index[axis] < shape[axis]) break;
      place -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
}

/**
 * The elements in row-major order, from column-major (Fortran) order.
 * @param data in column-major order
 * @param shape the length of each axis
 * @param origin for the budget
 * @returns new data, or the same where the two orders agree
 */
export function toRowMajor<T extends NumericData | readonly unknown[]>(
  data: T,
  shape: readonly number[],
  origin: Origin,
): T {
  if (shape.filter((n) => n !== 1).length < 2) return data;
  const bytes = "byteLength" in data ? data.byteLength : 8 * data.length;
  origin.budget.charge(bytes, origin.format, origin.offset);
  const result = data.slice() as unknown as { [i: number]: unknown };
  let i = 0;
  for (const place of columnMajorOrder(shape, data.length)) result[i++] = data[place];
  return result as unknown as T;
}

function decodeNumbers(
  bytes: Uint8Array,
  type: ElementType,
  count: number,
  origin: Origin,
): NumericData {
  const numeric = NUMERIC[type.dtype];
  const swap = type.bigEndian && type.itemSize > 1;
  let source = bytes;
  if (swap || source.byteOffset % type.itemSize !== 0) {
    origin.budget.charge(bytes.length, origin.format, origin.offset);
    source = bytes.slice();
  }
  if (swap) {
    for (let i = 0; i < source.length; i += type.itemSize) {
      source.subarray(i, i + type.itemSize).reverse();
    }
  }
  return new numeric(source.buffer, source.byteOffset, count);
}

function decodeStrings(
  bytes: Uint8Array,
  type: ElementType,
  count: number,
  origin: Origin,
): string[] {
  const isText = type.dtype[0] === "U";
  const width = isText ? 4 : 1;
  origin.budget.charge(
    count * REFERENCE_BYTES + bytes.length / width,
    origin.format,
    origin.offset,
  );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const strings: string[] = [];
  for (let i = 0; i < count; i++) {
    let text = "", length = 0;
    for (let j = 0; j < type.itemSize; j += width) {
      const at = i * type.itemSize + j;
      const code = isText ? view.getUint32(at, !type.bigEndian) : bytes[at];
      if (code > 0x10ffff) {
        throw new SnapshotFormatError(
          origin.format,
          `text must consist of Unicode code points: one is 0x${code.toString(16)}`,
          origin.offset + at,
        );
      }
      text += String.fromCodePoint(code);
      if (code !== 0) length = text.length;
    }
    strings.push(text.slice(0, length)); // NumPy pads with zeros, so those at the end don't count
  }
  return strings;
}

/**
 * An array from its bytes. Numbers stay in the given memory where their alignment and byte order
 * allow it.
 * @param bytes the elements, exactly as many as the shape says
 * @param type their type; not `O`
 * @param shape the length of each axis
 * @param columnMajor whether the first axis varies fastest
 * @param origin for errors and the budget
 * @returns the array in row-major order
 * @throws {SnapshotFormatError} when the number of bytes is not what type and shape say, or when
 * text holds what is no character
 */
export function decodeArray(
  bytes: Uint8Array,
  type: ElementType,
  shape: readonly number[],
  columnMajor: boolean,
  origin: Origin,
): NdArray {
  const count = checkExtent(type, shape, bytes.length, origin);
  const decode = Object.hasOwn(NUMERIC, type.dtype) ? decodeNumbers : decodeStrings;
  const data: NumericData | string[] = decode(bytes, type, count, origin);
  return { dtype: type.dtype, shape, data: columnMajor ? toRowMajor(data, shape, origin) : data };
}

function encodeStrings(strings: readonly unknown[], dtype: string): Uint8Array {
  const isText = dtype[0] === "U", length = Number(dtype.slice(1));
  const width = isText ? 4 : 1;
  const view = new DataView(new ArrayBuffer(strings.length * length * width));
  for (const [i, string] of strings.entries()) {
    const codes = [...String(string)].map((character) => character.codePointAt(0)!);
    if (codes.length > length || (!isText && codes.some((code) => code > 255))) {
      throw new RangeError(
        `Cannot write an array as each element must fit its type ${typeName(dtype)}: element ` +
          `${i} is ${JSON.stringify(string)}`,
      );
    }
    for (const [j, code] of codes.entries()) {
      const at = (i * length + j) * width;
      if (isText) view.setUint32(at, code, true);
      else view.setUint8(at, code);
    }
  }
  return new Uint8Array(view.buffer);
}

/**
 * The bytes of an array's elements, row-major and little-endian.
 * @param array any array but one of objects
 * @returns the bytes; for numbers they share the array's memory
 * @throws {TypeError} for an array of objects, or when its data don't fit its type and shape
 * @throws {RangeError} when a string is longer than its type allows
 */
export function encodeArray(array: NdArray): Uint8Array {
  const { dtype, shape, data } = array;
  const type = parseElementType(dtype);
  if (type === undefined || type.dtype === "O") {
    throw new TypeError(
      `Cannot write an array as its type must be of numbers, bool, bytes or text: current type ` +
        `is '${dtype}'`,
    );
  }
  if (data.length !== elementCount(shape)) {
    throw new TypeError(
      `Cannot write an array as its data must hold [${shape.join(", ")}] = ` +
        `${elementCount(shape)} elements: current length is ${data.length}`,
    );
  }
  if (!Object.hasOwn(NUMERIC, dtype)) return encodeStrings(data as readonly unknown[], dtype);
  if (!(data instanceof NUMERIC[dtype])) {
    throw new TypeError(
      `Cannot write an array as data of type ${typeName(dtype)} must be a ` +
        `${(NUMERIC[dtype] as unknown as { name: string }).name}: current value is of another type`,
    );
  }
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
