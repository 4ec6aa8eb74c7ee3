/** NumPy's arrays as plain data, and the types of their elements. */

/** The typed arrays that hold numbers. */
export type NumericData =
  | Float64Array
  | Float32Array
  | Float16Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** An array as NumPy knows it, its elements in row-major order. */
export interface NdArray {
  /**
   * The element type in NumPy's short form without the byte order: `f2 f4 f8`, `i1 … i8`,
   * `u1 … u8`, `b1` (bool), `S3` (up to 3 bytes), `U3` (text of up to 3 characters), `O` (object).
   */
  readonly dtype: string;
  /** The length of each axis; empty for a single value. */
  readonly shape: readonly number[];
  /** Numbers (bool as 0 and 1); strings for `S` (one character a byte) and `U`; values for `O`. */
  readonly data: NumericData | readonly unknown[];
}

type NumericConstructor = {
  new (length: number): NumericData;
  new (buffer: ArrayBufferLike, offset: number, length: number): NumericData;
  readonly BYTES_PER_ELEMENT: number;
};

/** The typed array for each type of numbers and for bool. */
export const NUMERIC: Readonly<Record<string, NumericConstructor>> = {
  f2: Float16Array,
  f4: Float32Array,
  f8: Float64Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  i8: BigInt64Array,
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  u8: BigUint64Array,
  b1: Uint8Array,
} as Readonly<Record<string, NumericConstructor>>;

const KIND_NAMES: Readonly<Record<string, string>> = { f: "float", i: "int", u: "uint" };

/** An element type with its byte order. */
export interface ElementType {
  /** The type in NumPy's short form without the byte order, as in {@linkcode NdArray}. */
  readonly dtype: string;
  /** Whether the bytes of an element are to be swapped. */
  readonly bigEndian: boolean;
  /** In bytes; 0 for objects. */
  readonly itemSize: number;
}

/**
 * Reads an element type's name as NumPy writes it.
 * @param name such as `<f8`, `|S1`, `>U2`, `O`
 * @returns the type, or undefined when it is not one of those that are read here
 */
export function parseElementType(name: string): ElementType | undefined {
  const match = /^([<>|=]?)([a-zA-Z?])(\d{0,9})$/.exec(name);
  if (match === null) return undefined;
  const [, order, letter, digits] = match;
  const bigEndian = order === ">";
  if (letter === "O") return { dtype: "O", bigEndian: false, itemSize: 0 };
  if ((letter === "S" || letter === "U") && digits !== "") {
    const length = Number(digits);
    return { dtype: letter + length, bigEndian, itemSize: letter === "U" ? 4 * length : length };
  }
  const dtype = letter === "?" ? "b1" : letter === "b" && digits === "" ? "i1" : letter + digits;
  const numeric = Object.hasOwn(NUMERIC, dtype) ? NUMERIC[dtype] : undefined;
  return numeric && { dtype, bigEndian, itemSize: numeric.BYTES_PER_ELEMENT };
}

/**
 * An element type's name for people.
 * @param dtype as in {@linkcode NdArray}
 * @returns such as `float64`, `bytes (1)`, `text (1)`, `bool`, `object`
 */
export function typeName(dtype: string): string {
  if (dtype === "O") return "object";
  if (dtype === "b1") return "bool";
  const size = Number(dtype.slice(1));
  if (dtype[0] === "S") return `bytes (${size})`;
  if (dtype[0] === "U") return `text (${size})`;
  return `${KIND_NAMES[dtype[0]]}${8 * size}`;
}

/**
 * How many elements an array of a shape has.
 * @param shape the length of each axis
 * @returns their product
 */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * Whether an array holds real numbers (bool counts as none).
 * @param array any array
 * @returns true for floats and integers
 */
export function isNumeric(array: NdArray): array is NdArray & { readonly data: NumericData } {
  return "fiu".includes(array.dtype[0]);
}

/**
 * Whether a value is an array of NumPy's.
 * @param value any value from a file
 * @returns true when it is
 */
export function isNdArray(value: unknown): value is NdArray {
  return typeof value === "object" && value !== null && "dtype" in value && "shape" in value;
}

/**
 * The value inside an array without axes.
 * @param value any value from a file
 * @returns that value, or the value itself
 */
export function unwrap(value: unknown): unknown {
  if (!isNdArray(value) || value.shape.length > 0 || elementCount(value.shape) !== 1) return value;
  const inner = value.data[0];
  return value.dtype === "b1" ? inner !== 0 : inner;
}
