/** Compares what silencing sets of units does with what tests/reference/analysis/search.py computed. */
import { ablate, type Behaviour, collectBehaviour, type Replacement } from "@lab/analysis";
import type { CharacterModel } from "@lab/model";
import { assert, assertEquals } from "@std/assert";

/** The results of search.py on one network, as JSON holds them. */
export interface StoredSets {
  pool: number;
  ablations: {
    units: number[];
    keep: boolean;
    by: string;
    full: number;
    floor: number;
    changed: number;
    errors: number[];
    share: number;
    shareError: number;
    range: number[];
    targets: number[];
    changeErrors: number[];
    meanAbsoluteChange: number[];
    klBits: number;
  }[];
}

/** Time steps evenly spread over a text. */
const evenly = (steps: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => Math.floor((k + 0.5) * steps / count));

const halfWidth = ([low, high]: readonly [number, number]): number => (high - low) / 2;

/**
 * Declares the tests that compare with NumPy.
 * @param name what stands before each test's name
 * @param model the network
 * @param text the text
 * @param stored what NumPy computed
 * @param tolerance the largest difference allowed
 */
export function compareSets(
  name: string,
  model: CharacterModel,
  text: string,
  stored: StoredSets,
  tolerance: number,
): void {
  let behaviour: Behaviour | undefined;
  const get = (): Behaviour =>
    behaviour ??= collectBehaviour(model, text, {
      after: ":",
      targets: " \n",
      pool: evenly([...text].length, stored.pool),
    });
  const close = (found: ArrayLike<number>, expected: ArrayLike<number>, what: string): void => {
    assertEquals(found.length, expected.length, what);
    for (let k = 0; k < found.length; k++) {
      const difference = Math.abs(found[k] - expected[k]);
      assert(difference <= tolerance, `${what}, ${k}: ${found[k]} is not ${expected[k]}`);
    }
  };
  Deno.test(`${name}: ablate() agrees with NumPy for sets kept and removed, by zero, mean and resampling`, () => {
    for (const expected of stored.ablations) {
      const { units, keep } = expected;
      const found = ablate(get(), { units, keep, by: expected.by as Replacement });
      const what = `${keep ? "keep" : "remove"} ${units.join()} by ${expected.by}`;
      for (const key of ["full", "floor", "changed", "share", "klBits"] as const) {
        close([found[key]], [expected[key]], `${what}: ${key}`);
      }
      close([found.errors.occurrences, found.errors.draw], expected.errors, `${what}: errors`);
      close(found.range, expected.range, `${what}: range`);
      close([halfWidth(found.shareInterval) / 1.959963984540054], [expected.shareError], what);
      const { targets } = found;
      close(targets.map((target) => target.changed), expected.targets, what);
      close(targets.map((t) => t.meanAbsoluteChange), expected.meanAbsoluteChange, what);
      const errors = targets.map(({ change }) => halfWidth(change) / 1.959963984540054);
      close(errors, expected.changeErrors, `${what}: errors of the changes`);
      for (const { full, changed, change: [low, high] } of targets) {
        close([(low + high) / 2], [changed - full], `${what}: change`);
      }
    }
  });
}
