/** Compares folding and class means with what tests/reference/analysis/fold.py computed. */
import {
  classMeans,
  foldConstantUnits,
  type FoldScore,
  type Label,
  unitStatistics,
} from "@lab/analysis";
import type { EngineChoice } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { assert, assertEquals } from "@std/assert";

/** A score as fold.py writes it. */
type StoredScore = Omit<FoldScore, "size" | "difference" | "klNats"> & {
  difference: number;
  error: number;
  klNats: number;
  klError: number;
};

/** One network's results of fold.py. */
export interface StoredFold {
  variance: number[];
  varying: number;
  units: number[];
  size: number;
  chosen: StoredScore;
  oneFewer: StoredScore;
  heldOut: StoredScore;
  nineTenths: StoredScore;
  curve: { size: number; varying: StoredScore; largest: StoredScore }[];
  classes: { names: string[]; steps: number[]; means: number[][]; share: number[] };
}

/** What the next character is. */
const kindOfNext = (characters: readonly string[], t: number): Label => {
  const next = characters[t + 1];
  if (next === undefined) return undefined;
  return " \n".includes(next) ? "space" : "aeiou".includes(next) ? "vowel" : "other";
};

function close(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  by: number,
  what: string,
): void {
  assertEquals(found.length, expected.length, what);
  for (let i = 0; i < found.length; i++) {
    const distance = Math.abs(found[i] - expected[i]);
    assert(distance <= by * Math.max(1, Math.abs(expected[i])), `${what} ${i}: ${found[i]}`);
  }
}

function compareScore(found: FoldScore, expected: StoredScore, by: number, what: string): void {
  const { difference, error, klNats, klError, ...numbers } = expected;
  for (
    const [mean, value, own] of [[found.difference, difference, error], [
      found.klNats,
      klNats,
      klError,
    ]] as const
  ) {
    close([mean.mean], [value], by, `${what} ${value}`);
    close([mean.error], [own], by, `${what} error`);
  }
  for (const [key, value] of Object.entries(numbers)) {
    close([found[key as keyof typeof numbers]], [value], by, `${what} ${key}`);
  }
}

/** Registers a test for folding. */
export function compareFoldWithNumPy(
  name: string,
  model: CharacterModel,
  text: string,
  stored: StoredFold,
  { by, engine, ...options }: { by: number; engine: EngineChoice; characters?: number },
): void {
  Deno.test(`foldConstantUnits() agrees with NumPy, which folds nothing (${name})`, () => {
    const sizes = stored.curve.map(({ size }) => size);
    const found = foldConstantUnits(model, text, { sizes, engine, randomSets: 1, ...options });
    assertEquals([found.varying, found.units], [stored.varying, stored.units]);
    compareScore(found.chosen, stored.chosen, by, "chosen");
    compareScore(found.oneFewer!, stored.oneFewer, by, "one fewer");
    compareScore(found.heldOut, stored.heldOut, by, "held out");
    compareScore(found.nineTenths, stored.nineTenths, by, "nine tenths");
    for (const [k, { size, varying, largest }] of stored.curve.entries()) {
      compareScore(found.curve[k].varying, varying, by, `${size} varying`);
      compareScore(found.curve[k].largest, largest, by, `${size} largest`);
    }
    const half = [...text].slice(0, found.chosenOn).join("");
    const { units } = unitStatistics(model, half, { engine });
    close(units.map(({ variance }) => variance), stored.variance, by, "variance");
  });
}

/** Registers a test for class means. */
export function compareClassesWithNumPy(
  name: string,
  model: CharacterModel,
  text: string,
  stored: StoredFold,
  by: number,
): void {
  Deno.test(`classMeans() agrees with NumPy (${name})`, () => {
    const { classes, units } = classMeans(model, text, kindOfNext, { shifts: 1 });
    assertEquals(classes.map((c) => c.name), stored.classes.names);
    assertEquals(classes.map((c) => c.steps), stored.classes.steps);
    for (const [k, c] of classes.entries()) close(c.mean, stored.classes.means[k], by, c.name);
    close(units.map(({ share }) => share), stored.classes.share, by, "share");
  });
}
