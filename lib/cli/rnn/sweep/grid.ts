/** The runs of a sweep: each combination of the values that options of `rnn train` were given. */
import { sha256 } from "@lab/data";
import { numberOption, type OptionTable, type OptionValues, UsageError } from "../../command.ts";
import { holdOut } from "../hold_out.ts";
import { TRAINING_OPTIONS } from "../recipe/options.ts";
import { planOf } from "../recipe/plan.ts";
import { readText, unknownOption } from "../texts.ts";

/** One run of a sweep. */
export interface SweepRun {
  /** Its name, which is that of its files: the options, and a digest of them and of the text. */
  readonly name: string;
  /** What it is called among the others: the options in which they differ, such as `hidden=64 seed=1`. */
  readonly label: string;
  /** Its options, as `rnn train` takes them. */
  readonly values: OptionValues;
}

/** The options of a training, each as often as one likes, and the seeds by the word for several. */
export const GRID_OPTIONS: OptionTable = {
  ...Object.fromEntries(
    Object.entries<OptionTable[string]>(TRAINING_OPTIONS)
      .map(([name, option]) => [name, { ...option, multiple: true }]),
  ),
  seeds: { type: "string", multiple: true },
};

/** What a sweep takes where nothing is said. */
const DEFAULTS: Readonly<Record<string, string[]>> = { seed: ["1-4"], "hold-out": ["0.1"] };

/** More runs than this are a slip of the hand. */
const MOST_RUNS = 100_000;

/** A number in one way of writing, so that 0.1 and .1 name the same run; other words as they are. */
function canonical(value: string): string {
  const number = Number(value);
  return value.trim() !== "" && Number.isFinite(number) ? String(number) : value.trim();
}

/** The values of one option: `1,2`, `1-8`, or the option given several times; a path has its commas. */
function valuesOf(name: string, given: readonly (string | boolean)[]): (string | boolean)[] {
  const values = given.flatMap((text): (string | boolean)[] => {
    if (typeof text === "boolean" || name === "text") return [text];
    return text.split(",").flatMap((part) => {
      const [, first, last] = part.match(/^\s*(\d+)-(\d+)\s*$/)?.map(Number) ?? [];
      if (first === undefined) return [canonical(part)];
      const count = last - first + 1;
      if (count >= 1 && count <= MOST_RUNS) {
        return Array.from({ length: count }, (_, k) => String(first + k));
      }
      throw new UsageError(
        `Cannot read '--${name}' as a range must go up, to at most ${MOST_RUNS} values: current ` +
          `value is ${part}`,
      );
    });
  });
  if (values.includes("")) {
    throw new UsageError(
      `Cannot read '--${name}' as each value of its list must be there: current value is ` +
        `'${given.join(",")}'`,
    );
  }
  return [...new Set(values)];
}

/** The values of each option that is given, or that has values of its own in a sweep. */
function valuesByOption(given: OptionValues): [name: string, values: (string | boolean)[]][] {
  if (given.seed !== undefined && given.seeds !== undefined) {
    throw new UsageError("Cannot read '--seed' beside '--seeds' as they are the same: give one");
  }
  return Object.keys(TRAINING_OPTIONS).flatMap((name) => {
    const list = (name === "seed" ? given.seeds : undefined) ?? given[name] ?? DEFAULTS[name];
    return list === undefined ? [] : [[name, valuesOf(name, list as (string | boolean)[])]];
  });
}

/** Every combination; the values of the last option change first. */
function combinations(
  options: readonly [name: string, values: (string | boolean)[]][],
): OptionValues[] {
  const count = options.reduce((product, [, values]) => product * values.length, 1);
  if (count > MOST_RUNS) {
    throw new UsageError(`Cannot sweep over ${count} runs as there must be at most ${MOST_RUNS}`);
  }
  return options.reduce<OptionValues[]>(
    (all, [name, values]) =>
      all.flatMap((before) => values.map((value) => ({ ...before, [name]: value }))),
    [{}],
  );
}

/** Throws before the work for a combination that no training can have, in the words of `rnn train`. */
async function check(values: OptionValues): Promise<void> {
  await planOf(values, undefined);
  unknownOption(values);
}

/** A name that any file system takes: its end tells apart what its beginning does not. */
async function nameOf(values: OptionValues, textDigest: string): Promise<string> {
  const all = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  const digest = await sha256(new TextEncoder().encode([...all, textDigest].join("\n")));
  const readable = Object.entries(values)
    .filter(([name]) => name !== "text")
    .map(([name, value]) => `${name}=${value}`).join(",");
  return `${readable.replace(/[^\w.=,+-]/g, "_").slice(0, 120)}.${digest.slice(0, 8)}`;
}

/** The digest of each text, read once; one that can't be read or parted ends the sweep before it begins. */
function textDigests(): (values: OptionValues) => Promise<string> {
  const digests = new Map<string, Promise<string>>();
  return (values) => {
    const { text: path, encoding, "line-ends": lineEnds, "hold-out": share } = values;
    const key = JSON.stringify([path, encoding, lineEnds, share]);
    const digest = digests.get(key) ?? readText(path as string | undefined, values)
      .then(({ text }) => {
        holdOut(text, numberOption(values, "hold-out", 0));
        return sha256(new TextEncoder().encode(text));
      });
    digests.set(key, digest);
    return digest;
  };
}

/**
 * The runs of a sweep, all seeds of the first before the second, so that what has ended can be compared.
 * @param given the options of `rnn train`, each with all its values, as `readArguments` gives them
 * @returns the runs, always in the same order
 * @throws {UsageError} when a list can't be read or is too long
 * @throws {Error} when a value is out of range or a text can't be read, in one line
 * @example
 * ```ts
 * import { sweepRuns } from "./grid.ts";
 * import { assertEquals } from "@std/assert";
 * const runs = await sweepRuns({ hidden: ["64,128"], seeds: ["1-2"] });
 * assertEquals(runs.map(({ label }) => label), [
 *   "hidden=64 seed=1",
 *   "hidden=128 seed=1",
 *   "hidden=64 seed=2",
 *   "hidden=128 seed=2",
 * ]);
 * ```
 */
export async function sweepRuns(given: OptionValues): Promise<SweepRun[]> {
  const options = valuesByOption(given);
  // Seeds first: they change last, so that a sweep that is cut short has a few of each setting.
  options.sort(([a], [b]) => Number(b === "seed") - Number(a === "seed"));
  const all = combinations(options);
  for (const values of all) await check(values);
  const digest = textDigests();
  const varied = options.filter(([, values]) => values.length > 1).map(([name]) => name);
  const shown = varied.length > 0
    ? [...varied.filter((name) => name !== "seed"), "seed"]
    : ["seed"];
  return await Promise.all(all.map(async (values) => ({
    name: await nameOf(values, await digest(values)),
    label: shown.map((name) => `${name}=${values[name]}`).join(" "),
    values,
  })));
}

/**
 * One of n parts of the runs: that of one machine. The parts are turned against the settings, so that no
 * machine has all the large networks.
 * @param runs all runs
 * @param shard `i/n`, 1 ≤ i ≤ n; all of them when left out
 * @returns the part; the n parts have each run once
 * @throws {UsageError} when the shard is another word
 * @example
 * ```ts
 * import { shardOf } from "./grid.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals([shardOf([1, 2, 3, 4, 5], "1/2"), shardOf([1, 2, 3, 4, 5], "2/2")], [[1, 4, 5], [2, 3]]);
 * ```
 */
export function shardOf<T>(runs: readonly T[], shard: string | undefined): T[] {
  if (shard === undefined) return [...runs];
  const [, i, n] = shard.match(/^(\d+)\/(\d+)$/)?.map(Number) ?? [];
  if (!(i >= 1 && i <= n)) {
    throw new UsageError(
      `Cannot read '--shard' as it must be i/n, such as 1/4, with i from 1 to n: current value is ` +
        shard,
    );
  }
  return runs.filter((_, k) => (k + Math.floor(k / n)) % n === i - 1);
}
