/** How an answer differs from what was expected, in words. */
import { formatNumber } from "@lab/figures";

/** Differences up to this, relative to 1 or to the number itself, are rounding. */
const TOLERANCE = 1e-6;

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);

/** A value as plain lists, so that typed arrays count as lists. */
const plain = (value: unknown): unknown => isList(value) ? Array.from(value, plain) : value;

/** What kind of thing a value is, for a learner: `a number`, `4 numbers`, `2 rows of 3 numbers`. */
export function kindOf(value: unknown): string {
  if (!isList(value)) {
    if (value === undefined || value === null) return `${value}`;
    return typeof value === "number" ? "a number" : `a ${typeof value}`;
  }
  const [first] = Array.from(value);
  if (isList(first)) return `${value.length} rows of ${first.length} numbers`;
  const unit = typeof first === "string" ? "text" : "number";
  return `${value.length} ${unit}${value.length === 1 ? "" : "s"}`;
}

/** The numbers and texts of a value in order, each with its place. */
function leaves(value: unknown, place = ""): { place: string; value: unknown }[] {
  if (!isList(value)) return [{ place, value }];
  return Array.from(value).flatMap((each, i) =>
    leaves(each, place === "" ? `${i}` : `${place}, ${i}`)
  );
}

const isClose = (a: unknown, b: unknown): boolean =>
  typeof a === "number" && typeof b === "number"
    ? Object.is(a, b) || Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(b))
    : a === b;

/**
 * Whether two answers are the same up to rounding.
 * @param given an answer
 * @param expected the other
 * @returns true when they have the same shape and all entries agree
 */
export function isSame(given: unknown, expected: unknown): boolean {
  const [a, b] = [given, expected].map((value) => leaves(plain(value)));
  return kindOf(given) === kindOf(expected) && a.length === b.length &&
    a.every(({ value }, i) => isClose(value, b[i].value));
}

/** An entry for a learner: a number with four digits, or with as many as are asked for. */
export const say = (value: unknown, digits = 4): string =>
  typeof value === "number"
    ? formatNumber(Number(value.toPrecision(digits)), digits > 4 ? digits : undefined)
    : JSON.stringify(value);

/** Two entries that differ, with so many digits that one sees it. */
function sayBoth(given: unknown, expected: unknown): [string, string] {
  const digits = [4, 6, 8, 12].find((count) => say(given, count) !== say(expected, count)) ?? 12;
  return [say(given, digits), say(expected, digits)];
}

/**
 * Whether a predicted number is right as it was written: to two digits or more.
 * @param given the prediction
 * @param expected the number
 * @returns true when the number, rounded to some number of digits, is the prediction
 */
export function isRounded(given: unknown, expected: unknown): boolean {
  return typeof given === "number" && typeof expected === "number" &&
    [2, 3, 4, 5, 6, 7, 8].some((digits) => Number(expected.toPrecision(digits)) === given);
}

/** All entries are the expected ones times one factor, if they are. */
function factorBetween(
  given: readonly unknown[],
  expected: readonly unknown[],
): number | undefined {
  const pairs = given.map((value, i) => [value, expected[i]] as [number, number])
    .filter(([, b]) => typeof b === "number" && Math.abs(b) > 1e-9);
  if (pairs.length < 2) return;
  const factor = pairs[0][0] / pairs[0][1];
  return pairs.every(([a, b]) => isClose(a / b, factor)) && !isClose(factor, 1)
    ? factor
    : undefined;
}

/**
 * How an answer differs from what was expected: its shape, or its first wrong entry and what the wrong
 * ones have in common.
 * @param given the answer
 * @param expected what was expected
 * @param returns what the function should return, in words
 * @returns a sentence; undefined where they are the same
 */
export function difference(given: unknown, expected: unknown, returns: string): string | undefined {
  if (isSame(given, expected)) return;
  const kind = kindOf(expected);
  if (kindOf(given) !== kind) {
    return `It returned ${kindOf(given)}; it should return ${returns} (here ${kind}).`;
  }
  const [a, b] = [given, expected].map((value) => leaves(plain(value)));
  const wrong = a.flatMap(({ value }, i) => isClose(value, b[i]?.value) ? [] : [i]);
  const [first] = wrong;
  const place = a[first].place === "" ? "It" : `Entry [${a[first].place}]`;
  const [here, there] = sayBoth(a[first].value, b[first].value);
  const entry = `${place} is ${here}, expected ${there}.`;
  const factor = factorBetween(a.map(({ value }) => value), b.map(({ value }) => value));
  if (factor === -1) return `${entry} Every sign is the other way round.`;
  if (factor !== undefined) return `${entry} Every entry is ${say(factor)} times what is expected.`;
  const share = wrong.length === 1 ? "the others are" : "some are";
  return wrong.length < a.length
    ? `${entry} ${wrong.length} of ${a.length} are off, ${share} right.`
    : entry;
}
