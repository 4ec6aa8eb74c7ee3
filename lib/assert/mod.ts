/**
 * Not the published package `@std/assert`, but the functions of it that this project uses, over
 * `node:assert`: the package is on JSR only, which many networks cannot reach. The import map in
 * `deno.json` binds its name to this module. To use the published package, change that one line to
 * `"@std/assert": "jsr:@std/assert@1"`: names, arguments and the error class' name are the same.
 * @module
 */
import nodeAssert from "node:assert/strict";

/**
 * The error that every assertion of this module throws.
 * @example
 * ```ts
 * import { assertEquals, AssertionError, assertThrows } from "@std/assert";
 * assertThrows(() => assertEquals(1 + 1, 3), AssertionError, "not equal");
 * ```
 */
export class AssertionError extends Error {
  /** Always `"AssertionError"`. */
  override readonly name: string = "AssertionError";
}

function fail(text: string, message?: string): never {
  throw new AssertionError(message === undefined ? text : `${text}: ${message}`);
}

/**
 * Fails unless `value` is truthy.
 * @param value what must be truthy
 * @param message what to say when it is not
 * @throws {AssertionError} when `value` is falsy
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * assert(1 + 1 === 2, "arithmetic");
 * ```
 */
export function assert(value: unknown, message = ""): asserts value {
  if (!value) throw new AssertionError(message);
}

/**
 * Fails unless `actual` and `expected` are deeply and strictly equal (prototypes count).
 * @param actual the value found
 * @param expected the value wanted
 * @param message what to say when they differ
 * @throws {AssertionError} with the difference
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([1, 2].map((x) => 2 * x), [2, 4]);
 * ```
 */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  try {
    nodeAssert.deepStrictEqual(actual, expected);
  } catch (error) {
    fail(`Values are not equal\n${(error as Error).message}`, message);
  }
}

/**
 * Fails when `actual` and `expected` are deeply and strictly equal.
 * @param actual the value found
 * @param expected the value it must differ from
 * @param message what to say when they are equal
 * @throws {AssertionError} when they are equal
 * @example
 * ```ts
 * import { assertNotEquals } from "@std/assert";
 * assertNotEquals([1], [2]);
 * ```
 */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  try {
    nodeAssert.notDeepStrictEqual(actual, expected);
  } catch {
    fail(`Expected actual: ${String(actual)} not to be: ${String(expected)}`, message);
  }
}

/**
 * Fails unless `actual` and `expected` are the same value or the same reference (`Object.is`).
 * @param actual the value found
 * @param expected the value wanted
 * @param message what to say when they differ
 * @throws {AssertionError} when they are not the same
 * @example
 * ```ts
 * import { assertStrictEquals } from "@std/assert";
 * assertStrictEquals("a", "a");
 * ```
 */
export function assertStrictEquals<T>(actual: unknown, expected: T, message?: string): void {
  if (!Object.is(actual, expected)) {
    fail(`Values are not strictly equal: ${String(actual)} and ${String(expected)}`, message);
  }
}

/**
 * Fails unless two numbers lie within `tolerance` of each other.
 * @param actual the number found
 * @param expected the number wanted
 * @param tolerance largest absolute difference; 1e-7 of `expected` when left out
 * @param message what to say when they differ more
 * @throws {AssertionError} when `|actual - expected| > tolerance`
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(0.1 + 0.2, 0.3, 1e-12);
 * ```
 */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  message?: string,
): void {
  if (Object.is(actual, expected)) return;
  const limit = tolerance ?? (Number.isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7);
  const difference = Math.abs(actual - expected);
  if (difference <= limit) return;
  fail(
    `Expected actual: "${actual}" to be close to "${expected}": delta "${difference}" is greater ` +
      `than "${limit}"`,
    message,
  );
}

/**
 * Fails unless `actual` contains `expected`.
 * @param actual the text found
 * @param expected the part it must contain
 * @param message what to say when it does not
 * @throws {AssertionError} when the part is missing
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * assertStringIncludes("recurrent", "current");
 * ```
 */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  if (!actual.includes(expected)) {
    fail(`Expected actual: "${actual}" to contain: "${expected}"`, message);
  }
}

/**
 * Fails unless `actual` matches `expected`.
 * @param actual the text found
 * @param expected the pattern it must match
 * @param message what to say when it does not
 * @throws {AssertionError} when there is no match
 * @example
 * ```ts
 * import { assertMatch } from "@std/assert";
 * assertMatch("h_12", /^h_\d+$/);
 * ```
 */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  if (!expected.test(actual)) fail(`Expected actual: "${actual}" to match: ${expected}`, message);
}

/** A class of errors, as `assertThrows` takes it. */
// deno-lint-ignore no-explicit-any
export type ErrorClass<E extends Error = Error> = abstract new (...args: any[]) => E;

function checkError<E extends Error>(
  error: unknown,
  errorClass: ErrorClass<E>,
  part: string,
  message?: string,
): E {
  if (!(error instanceof errorClass)) {
    fail(
      `Expected error to be instance of "${errorClass.name}", but was ` +
        `"${(error as Error)?.constructor?.name ?? typeof error}" (${String(error)})`,
      message,
    );
  }
  if (!error.message.includes(part)) {
    fail(`Expected error message to include "${part}", but got "${error.message}"`, message);
  }
  return error;
}

/**
 * Fails unless `run` throws an error of a class whose message includes `part`.
 * @param run the function that must throw
 * @param errorClass the class that the error must be an instance of
 * @param part text that the message must include
 * @param message what to say when it does not
 * @returns the error
 * @throws {AssertionError} when nothing or something else is thrown
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * assertThrows(() => JSON.parse("{"), SyntaxError);
 * ```
 */
export function assertThrows<E extends Error = Error>(
  run: () => unknown,
  errorClass: ErrorClass<E> = Error as unknown as ErrorClass<E>,
  part = "",
  message?: string,
): E {
  try {
    run();
  } catch (error) {
    return checkError(error, errorClass, part, message);
  }
  return fail("Expected function to throw", message);
}

/**
 * Fails unless the promise that `run` returns is rejected with an error of a class whose message
 * includes `part`.
 * @param run the function whose promise must be rejected
 * @param errorClass the class that the error must be an instance of
 * @param part text that the message must include
 * @param message what to say when it does not
 * @returns the error
 * @throws {AssertionError} when it is not rejected, or with something else
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * await assertRejects(() => Promise.reject(new RangeError("too far")), RangeError, "far");
 * ```
 */
export async function assertRejects<E extends Error = Error>(
  run: () => PromiseLike<unknown>,
  errorClass: ErrorClass<E> = Error as unknown as ErrorClass<E>,
  part = "",
  message?: string,
): Promise<E> {
  try {
    await run();
  } catch (error) {
    return checkError(error, errorClass, part, message);
  }
  return fail("Expected function to reject", message);
}
