/** Compares what silencing sets of units does with what tests/reference/analysis/search.py computed. */
import {
  ablate,
  ablationCurves,
  type Behaviour,
  collectBehaviour,
  enoughAndNeeded,
  type Replacement,
  specificity,
} from "@lab/analysis";
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
  curves: {
    by: string;
    order: number[];
    sizes: number[];
    full: number;
    floor: number;
    kept: number[];
    removed: number[];
    cpr: number;
    cmd: number;
    enough: number | null;
    needed: number | null;
  }[];
  specificity: {
    units: number[];
    places: number;
    kept: number;
    left: number;
    atOccurrences: number[];
    elsewhere: number[];
    cost: number[];
    ratio: number;
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

  Deno.test(`${name}: ablationCurves(), their areas and enoughAndNeeded() agree with NumPy, by mean and resampling`, () => {
    for (const { by, ...expected } of stored.curves) {
      const found = ablationCurves(get(), { by: by as "mean" | "resample", randomSets: 1 });
      assertEquals(found.ranking, expected.order);
      assertEquals(found.points.map(({ size }) => size), expected.sizes);
      close(found.points.map(({ kept }) => kept), expected.kept, `${by}: kept`);
      close(found.points.map(({ removed }) => removed), expected.removed, `${by}: removed`);
      close([found.full, found.floor], [expected.full, expected.floor], `${by}: ends`);
      close([found.areas.cpr, found.areas.cmd], [expected.cpr, expected.cmd], `${by}: areas`);
      const { enough, needed } = enoughAndNeeded(found);
      assertEquals([enough?.size ?? null, needed?.size ?? null], [
        expected.enough,
        expected.needed,
      ]);
    }
  });

  Deno.test(`${name}: specificity() agrees with NumPy`, () => {
    for (const { units, ...expected } of stored.specificity) {
      const { own, places } = specificity(get(), text, units, { sets: 1 });
      assertEquals(places, expected.places);
      close(
        [own.kept, own.left, own.ratio],
        [expected.kept, expected.left, expected.ratio],
        "shares and ratio",
      );
      for (
        const [measured, numbers] of [
          [own.atOccurrences, expected.atOccurrences],
          [own.elsewhere, expected.elsewhere],
          [own.costNats, expected.cost],
        ] as const
      ) close([measured.mean, measured.error], numbers, `${units}`);
    }
  });
}
