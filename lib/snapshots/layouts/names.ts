/** The names that are given for a file's arrays: `{ Wxh: "U", Whh: "W.T", bh: "b_ih+b_hh" }`. */
import { PARAMETER_NAMES } from "@lab/model";
import type { Contents } from "../contents.ts";
import { fits, namesIn, type Reading, transposed, type WeightReading } from "./reading.ts";

/**
 * Which arrays of a file are the parameters: for each of `Wxh Whh Why bh by` a name in the file, and
 * for an embedding in front of them `embedding`. `.T` behind a weight's name: it lies transposed;
 * names joined by `+` are added. Without `.T`, the shapes decide; a bias that is left out is zero.
 */
export type ArrayNames = Readonly<Record<string, string>>;

const ROLES: readonly string[] = [...PARAMETER_NAMES, "embedding"];

function fail(rule: string): never {
  throw new RangeError(`Cannot load the snapshot as ${rule}`);
}

/** A name that may have `.T` behind it, unless the file has it as it stands. */
function weight(contents: Contents, given: string): WeightReading {
  const isTurned = given.endsWith(".T") && !contents.has(given);
  return { name: isTurned ? given.slice(0, -2) : given, transposed: isTurned };
}

/**
 * The reading that names ask for.
 * @param contents what is in the file
 * @param names as they are given
 * @returns the reading
 * @throws {RangeError} when a name is not in the file, a weight is left out, or a key is none of the six
 */
export function readingFromNames(contents: Contents, names: ArrayNames): Reading {
  const other = Object.keys(names).find((name) => !ROLES.includes(name));
  if (other !== undefined) {
    fail(`'names' must be given for ${ROLES.join(", ")}: one is given for '${other}'`);
  }
  const named = (role: string): string =>
    names[role] ?? (contents.has(role) ? role : fail(`'names' must say which array is '${role}'`));
  const bias = (role: "bh" | "by"): string[] =>
    names[role]?.split("+") ?? (contents.has(role) ? [role] : []);
  const reading: Reading = {
    Wxh: weight(contents, named("Wxh")),
    Whh: weight(contents, named("Whh")),
    Why: weight(contents, named("Why")),
    bh: bias("bh"),
    by: bias("by"),
    ...(names.embedding !== undefined && { embedding: names.embedding }),
  };
  const { Wxh, Whh, Why, bh, by, embedding } = reading;
  const all = [Wxh.name, Whh.name, Why.name, ...bh, ...by, ...(embedding ? [embedding] : [])];
  const missing = all.find((name) => !contents.has(name));
  if (missing !== undefined) {
    fail(
      `'names' must be of arrays in the file: it has no '${missing}', but ${namesIn(contents)}`,
    );
  }
  const isSaid = Wxh.transposed || Whh.transposed || Why.transposed;
  const turned = transposed(reading);
  return !isSaid && !fits(contents, reading) && fits(contents, turned) ? turned : reading;
}
