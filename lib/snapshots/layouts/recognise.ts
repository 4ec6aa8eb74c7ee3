/** Tells from names and shapes which arrays are the parameters, where only one reading fits. */
import { PARAMETER_NAMES } from "@lab/model";
import { lastStep } from "../characters/list.ts";
import type { Contents } from "../contents.ts";
import {
  fits,
  namesIn,
  namesOf,
  namesText,
  numbersAt,
  type Reading,
  readingOf,
  sizeOf,
  transposed,
  vectorLength,
} from "./reading.ts";
import { torchReading } from "./torch.ts";

/**
 * What programs call Wxh, Whh and Why, in small letters and without `_`: the equations' letters, d2l
 * (W_xh W_hh W_hq), Ng's course (Wax Waa Wya), Goodfellow, Bengio and Courville (U W V), Keras (W U).
 */
const WEIGHT_NAMES = [
  ["wxh", "whh", "why"],
  ["wxh", "whh", "whq"],
  ["wxh", "whh", "who"],
  ["wih", "whh", "who"],
  ["wax", "waa", "wya"],
  ["wx", "wh", "wy"],
  ["u", "w", "v"],
  ["w", "u", "v"],
] as const;

/** What they call bh and by. */
const BIAS_NAMES = [["bh", "by"], ["bh", "bq"], ["bh", "bo"], ["ba", "by"], ["b", "c"]] as const;

/** Names that only networks with gates have. */
const GATES: readonly [RegExp, string][] = [
  [/^w[xha]?[fiog]$|^w_?[fiog]_?[xh]$/, "an LSTM"],
  [/^w[xha]?[zr]$|^u[zr]$/, "a GRU"],
];

/** A name without the way to it, in small letters and without what separates words. */
const plainName = (name: string): string => lastStep(name).toLowerCase().replace(/[^a-z0-9]/g, "");

/** The arrays of numbers by a form of their names that only one of them has. */
function byForm(contents: Contents, form: (name: string) => string): Map<string, string> {
  const found = new Map<string, string>(), twice = new Set<string>();
  for (const name of contents.keys()) {
    if (numbersAt(contents, name) === undefined) continue;
    const key = form(name);
    if (found.has(key)) twice.add(key);
    found.set(key, name);
  }
  for (const key of twice) found.delete(key);
  return found;
}

/** The equations' own names, which say all: turned only where nothing else fits. */
function ownReading(contents: Contents): Reading | undefined {
  const steps = byForm(contents, lastStep);
  const at = (name: string): string => contents.has(name) ? name : steps.get(name) ?? name;
  const names = PARAMETER_NAMES.map(at);
  if (!names.slice(0, 3).every((name) => contents.has(name))) return undefined;
  const reading = readingOf(names, [names[3]], [names[4]]);
  const turned = transposed(reading);
  return !fits(contents, reading) && fits(contents, turned) ? turned : reading;
}

/** Both biases under one of the usual pairs of names; none of them; or undefined for half a pair. */
function biases(names: ReadonlyMap<string, string>): [string[], string[]] | undefined {
  const pair = BIAS_NAMES.find((pair) => pair.every((name) => names.has(name)));
  if (pair !== undefined) return [[names.get(pair[0])!], [names.get(pair[1])!]];
  return BIAS_NAMES.flat().some((name) => names.has(name)) ? undefined : [[], []];
}

/** Readings by the names of other programs; undefined when they are not there. */
function namedReadings(contents: Contents): Reading[] | undefined {
  const names = byForm(contents, plainName);
  const layouts = WEIGHT_NAMES.filter((weights) => weights.every((name) => names.has(name)));
  if (layouts.length === 0) return undefined;
  const pair = biases(names);
  if (pair === undefined) return [];
  return layouts.map((weights) => readingOf(weights.map((name) => names.get(name)!), ...pair));
}

/** The biases among two vectors, of H and of V numbers. */
function biasesByLength(
  contents: Contents,
  vectors: readonly string[],
  [H, V]: number[],
): [string[], string[]] {
  const isInOrder = H === V || vectorLength(numbersAt(contents, vectors[0])!) === H;
  const [bh, by] = isInOrder ? vectors : vectors.toReversed();
  return [[bh], [by]];
}

/** Readings by shapes alone: three matrices, one of them square, and two vectors or none. */
function shapedReadings(contents: Contents): Reading[] {
  const arrays = [...contents.keys()].filter((name) =>
    (numbersAt(contents, name)?.shape.length ?? 0) > 0
  );
  const vectors = arrays.filter((name) => vectorLength(numbersAt(contents, name)!) !== undefined);
  const matrices = arrays.filter((name) => !vectors.includes(name));
  if (matrices.length !== 3 || (vectors.length !== 2 && vectors.length !== 0)) return [];
  const sizes = matrices.map((name) => sizeOf(contents, { name, transposed: false }) ?? [0, 1]);
  const square = sizes.flatMap(([rows, columns], i) => rows === columns ? [i] : []);
  const others = matrices.filter((_, i) => square.length !== 1 || i !== square[0]);
  const [H] = sizes[square[0] ?? 0];
  const V = Math.max(...sizes.flat().filter((size) => size !== H), 0) || H;
  const pair = vectors.length === 0 ? [] : biasesByLength(contents, vectors, [H, V]);
  const [first, second] = others;
  const readings = square.length === 1
    ? [[first, matrices[square[0]], second], [second, matrices[square[0]], first]]
    : [matrices];
  // In a list, what is read first comes first.
  const areOrdered = matrices.every((name) => /^(arr_)?\d+$/.test(lastStep(name)));
  return readings.slice(0, areOrdered ? 1 : 2).map((weights) => readingOf(weights, ...pair));
}

function ask(readings: readonly Reading[]): never {
  throw new TypeError(
    `Cannot load the snapshot as its arrays must have one reading: more than one fits their names ` +
      `and shapes; say which, with ` +
      readings.slice(0, 2).map((reading) => `--names "${namesText(namesOf(reading))}"`).join(
        " or ",
      ),
  );
}

/** What else the arrays may be. */
function gateNames(contents: Contents): string {
  const names = [...contents.keys()].map(plainName);
  const found = GATES.find(([pattern]) => names.filter((name) => pattern.test(name)).length >= 2);
  return found === undefined ? "" : ` (the names are those of ${found[1]}, which is not read)`;
}

/**
 * Which arrays of a file are the parameters.
 * @param contents what is in the file
 * @returns the only reading that fits
 * @throws {TypeError} when none fits, or more than one, with the names to give
 */
export function recognise(contents: Contents): Reading {
  const certain = torchReading(contents) ?? ownReading(contents);
  if (certain !== undefined) return certain;
  const fitting = (namedReadings(contents) ?? shapedReadings(contents))
    .flatMap((reading) => [reading, transposed(reading)])
    .filter((reading) => fits(contents, reading));
  const [only, ...others] = fitting;
  if (others.length > 0) return ask(fitting);
  if (only !== undefined) return only;
  const missing = ["Whh", "Wxh", "Why"].find((name) => !contents.has(name));
  throw new TypeError(
    `Cannot load the snapshot as it must have the array '${missing}', or others that --names ` +
      `tells ("Wxh=…,Whh=…,Why=…"): it has ${namesIn(contents)}${gateNames(contents)}`,
  );
}
