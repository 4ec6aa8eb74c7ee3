/** What is in a file, in a few words for each array. */
import { latin1 } from "./latin1.ts";
import { isNdArray, isNumeric, type NdArray, typeName } from "./numpy/ndarray.ts";
import { OpaqueValue } from "./pickle/values.ts";

/** One array, or one other value, of a file. */
export interface InspectedValue {
  /** The value's name in the file. */
  readonly name: string;
  /** The length of each axis; empty for a single value. */
  readonly shape: readonly number[];
  /** Such as `float64`, `text (1)`, `object`, or `dict` for a value that is no array. */
  readonly type: string;
  /** The smallest number of an array with axes; undefined where it has no finite one. */
  readonly min?: number;
  /** The largest number of an array with axes; undefined where it has no finite one. */
  readonly max?: number;
  /** `[bins]` how many numbers lie in each of equal steps from `min` to `max`. */
  readonly histogram?: readonly number[];
  /** The beginning of what is not an array of numbers with axes. */
  readonly preview?: string;
}

const PREVIEW_LENGTH = 40;

function shorten(text: string): string {
  return text.length <= PREVIEW_LENGTH ? text : `${text.slice(0, PREVIEW_LENGTH - 1)}…`;
}

function listText(items: readonly string[], length: number): string {
  return shorten(items.join(", ") + (length > items.length ? ", …" : ""));
}

function previewOf(value: unknown): string {
  if (value instanceof Map) {
    return listText([...value].slice(0, 9).map(([k, v]) => `${atom(k)}: ${atom(v)}`), value.size);
  }
  if (value instanceof Set || Array.isArray(value)) {
    const items = [...value];
    return listText(items.slice(0, 24).map(atom), items.length);
  }
  return shorten(atom(value));
}

/** A value without what is inside it: a file may nest its values deeply. */
function atom(value: unknown): string {
  if (value === null) return "None";
  if (value instanceof OpaqueValue) return value.className;
  if (typeof value === "string") return JSON.stringify(value.slice(0, PREVIEW_LENGTH));
  if (value instanceof Uint8Array) {
    return `b${JSON.stringify(latin1(value.subarray(0, PREVIEW_LENGTH)))}`;
  }
  return typeof value === "object" ? "…" : String(value);
}

function kindOf(value: unknown): string {
  if (value === null) return "None";
  if (value instanceof OpaqueValue) return "opaque";
  if (value instanceof Map) return "dict";
  if (value instanceof Set) return "set";
  if (value instanceof Uint8Array) return "bytes";
  if (Array.isArray(value)) return Object.isFrozen(value) ? "tuple" : "list";
  if (typeof value === "string") return "text";
  return typeof value === "boolean" ? "bool" : "number";
}

function inspectNumbers(name: string, array: NdArray, bins: number): InspectedValue {
  const { shape, data } = array;
  const inspected = { name, shape, type: typeName(array.dtype) };
  let min = Infinity, max = -Infinity;
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i]);
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) return inspected;
  const histogram: number[] = new Array(bins).fill(0);
  const step = (max - min) / bins;
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i]);
    if (!Number.isFinite(value)) continue;
    histogram[step > 0 ? Math.min(bins - 1, Math.floor((value - min) / step)) : 0]++;
  }
  return { ...inspected, min, max, histogram };
}

/**
 * What is in a file: for each array its shape, type, range and histogram.
 * @param values arrays and other values by their names, as {@linkcode readContents} gives them
 * @param bins how many steps a histogram has, ≥ 1
 * @returns an entry for each, in the file's order
 * @throws {RangeError} when `bins` is not an integer ≥ 1
 * @example
 * ```ts
 * import { inspectContents } from "@lab/snapshots";
 * import { assertEquals } from "@std/assert";
 * const bh = { dtype: "f4", shape: [4, 1], data: Float32Array.of(0, 0.5, 0.75, 1) };
 * const [found] = inspectContents(new Map([["bh", bh]]), 2);
 * assertEquals([found.min, found.max, found.histogram], [0, 1, [1, 3]]);
 * ```
 */
export function inspectContents(
  values: ReadonlyMap<string, unknown>,
  bins = 12,
): InspectedValue[] {
  if (!Number.isSafeInteger(bins) || bins < 1) {
    throw new RangeError(
      `Cannot inspect a file as 'bins' must be an integer >= 1: current value is ${bins}`,
    );
  }
  return [...values].map(([name, value]) => {
    if (!isNdArray(value)) {
      return { name, shape: [], type: kindOf(value), preview: previewOf(value) };
    }
    if (isNumeric(value) && value.shape.length > 0) return inspectNumbers(name, value, bins);
    const preview = previewOf(value.shape.length === 0 ? value.data[0] : Array.from(value.data));
    return { name, shape: value.shape, type: typeName(value.dtype), preview };
  });
}
