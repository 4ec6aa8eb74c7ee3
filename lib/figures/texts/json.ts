/** Plain JSON values: what may stand in a figure's specification and cross to a front-end. */

/** A value that JSON can hold. `undefined` members of objects are left out. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  /** The members by name. */
  [key: string]: Json | undefined;
}

/** Seven significant digits are more than a screen can show and half the bytes of all of them. */
const roundForScreen = (x: number, digits = 7): number =>
  x === 0 ? 0 : Number(x.toPrecision(digits));

/**
 * A value as plain JSON: typed arrays become arrays, numbers keep seven significant digits, and
 * `NaN`, `Infinity` and `undefined` become `null` (a gap in the plot); members that are `undefined`
 * are left out. Deno's kernel breaks off a display that holds a typed array, and JSON has no `NaN`.
 * @param value strings, numbers, booleans, arrays, typed arrays and plain objects of these
 * @returns a copy that `JSON.stringify` keeps as it is
 * @throws {TypeError} when the value holds something else, such as a function
 * @example
 * ```ts
 * import { toJson } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * assertEquals(toJson({ y: Float64Array.of(1, NaN, 1 / 3) }), { y: [1, null, 0.3333333] });
 * ```
 */
export function toJson(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isFinite(value) ? roundForScreen(value) : null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (ArrayBuffer.isView(value) && Symbol.iterator in value) {
    return Array.from(value as Iterable<unknown> & ArrayBufferView, toJson);
  }
  if (typeof value === "object") {
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      const entries = Object.entries(value).filter(([, member]) => member !== undefined);
      return Object.fromEntries(entries.map(([key, member]) => [key, toJson(member)]));
    }
  }
  throw new TypeError(
    `Cannot turn a value into JSON as 'value' must be plain data: current value is a ` +
      (typeof value === "object" ? value.constructor?.name ?? "object" : typeof value),
  );
}

/**
 * Numbers for a plot: an array of finite numbers and `null` for gaps.
 * @param values any array of numbers
 * @param digits how many significant digits are kept
 * @returns as many entries
 */
export function plainNumbers(values: ArrayLike<number>, digits = 7): (number | null)[] {
  return Array.from(values, (x) => Number.isFinite(x) ? roundForScreen(x, digits) : null);
}
