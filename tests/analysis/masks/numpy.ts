/** Compares masks, contexts and second feeds with what tests/reference/analysis/masks.py computed. */
import {
  BehaviourRecorder,
  type CharacterInformation,
  ContextInformation,
  contextInformationAfter,
  type ContextInformationResult,
  decideContext,
  frequentCharacters,
  type InformationParts,
  type InformationRank,
  type MaskedPart,
  type MaskMode,
  type MaskPart,
  masksAt,
  maskSelectivity,
  observe,
  overlapMasks,
  rankInformation,
  secondFeeds,
  summariseMasks,
  testMasks,
  UnitStatistics,
} from "@lab/analysis";
import type { CharacterModel } from "@lab/model";
import { assert, assertEquals } from "@std/assert";

interface StoredRank {
  compared: number;
  own: Record<string, number>;
  addedBits: number;
  intervals: Record<string, number[]>;
  lower: number;
  lowerInterval: number[];
  rank: number;
  rankInterval: number[];
}

/** The results of masks.py for one network, as JSON holds them. */
export interface StoredMasks {
  length: number;
  after: string;
  targets: string;
  steps: number[];
  among: number[];
  pool: number[];
  randomMasks: number;
  seed: number;
  masks: ({ togetherBits: number } & Record<MaskPart, Record<MaskMode, MaskedPart>>)[];
  overlaps: Record<string, number>[];
  information: {
    minimum: number;
    perCharacter: Record<string, Record<string, number>>;
    perCharacterFed: Record<string, Record<string, number>>;
    knows: InformationParts & { scored: number; errors: InformationParts };
    observed: StoredRank;
    fed: StoredRank;
  };
  verdicts: {
    parts: Record<MaskPart, string>;
    mask: string;
    weights: string;
    whatever: string;
    which: string[];
    apart: string[];
    knows?: string;
  };
  secondFeeds: {
    minimum: number;
    cost: { mean: number; error: number };
    moved: { mean: number; error: number };
    characters: string[];
    costs: number[];
  };
}

/** Within 1e-9, relative to 1 or to the larger number. */
function close(actual: number, expected: number, what: string): void {
  const difference = Math.abs(actual - expected);
  assert(
    difference <= 1e-9 * Math.max(1, Math.abs(expected)),
    `${what} is ${actual}, NumPy has ${expected}`,
  );
}

/** Every number that is stored, wherever it stands. */
function closeAll(actual: unknown, expected: unknown, what: string): void {
  if (typeof expected === "number") return close(actual as number, expected, what);
  for (const [key, value] of Object.entries(expected as Record<string, unknown>)) {
    closeAll((actual as Record<string, unknown>)[key], value, `${what} ${key}`);
  }
}

function compareRank(found: InformationRank, { compared, ...stored }: StoredRank): void {
  assertEquals(found.compared.length, compared);
  closeAll(
    { ...found, addedBits: found.own.addedBits, intervals: found.own.intervals },
    stored,
    "rank",
  );
}

/**
 * Defines one test for each part.
 * @param name what the tests are about
 * @param model the network
 * @param text its text
 * @param stored NumPy's results
 */
export function compareMasksWithNumPy(
  name: string,
  model: CharacterModel,
  text: string,
  stored: StoredMasks,
): void {
  const { after, targets, pool, among } = stored;
  const collect = () => {
    const recorder = new BehaviourRecorder(model, { after, targets, pool });
    const information = new ContextInformation(model, { targets });
    const counter = new UnitStatistics(model);
    observe(model, text, [recorder, information, counter]);
    const [behaviour, observed] = [recorder.result(), information.result()];
    return { behaviour, observed, statistics: counter.result() };
  };
  let collected: ReturnType<typeof collect> | undefined;
  const get = () => collected ??= collect();
  const steps = () => {
    const all = masksAt(get().behaviour, { count: 1e9 });
    return stored.steps.map((step) => all.find(({ prefix }) => prefix === `… step ${step}`)!);
  };
  const test = (sentence: string, run: () => void): void => Deno.test(`${sentence} (${name})`, run);

  test("testMasks() agrees with NumPy's masked weight matrices", () => {
    const { randomMasks, seed } = stored;
    const found = testMasks(model, steps(), { randomMasks, seed, among });
    closeAll(found.steps, stored.masks, "masks");
  });

  test("overlapMasks() agrees with binomial coefficients", () => {
    const [first, ...others] = steps().map(({ prefix, after }) => ({ prefix, ...after }));
    closeAll(overlapMasks(first, [first, ...others], among), stored.overlaps, "overlaps");
  });

  const compareCharacters = (
    { characters }: ContextInformationResult,
    expected: Record<string, Record<string, number>>,
  ): void => {
    assertEquals(characters.length, Object.keys(expected).length);
    for (const found of characters) {
      for (const [key, value] of Object.entries(expected[found.character])) {
        const measured = found[key as keyof CharacterInformation] as number;
        close(measured, value, `${JSON.stringify(found.character)} ${key}`);
      }
    }
  };

  test("contextInformation() agrees with NumPy: what is said of each context, and what is known", () => {
    const { observed, behaviour } = get();
    compareCharacters(observed, stored.information.perCharacter);
    const fed = contextInformationAfter(model, behaviour.pool, { targets });
    compareCharacters(fed, stored.information.perCharacterFed);
    const own = observed.characters.find(({ character }) => character === after)!;
    closeAll(own.knows, stored.information.knows, "knows");
    assertEquals(fed.characters.map(({ knows }) => knows).filter((knows) => knows), []);
  });

  test("rankInformation() agrees with NumPy: ranks, bias and intervals, observed and fed", () => {
    const { observed, behaviour } = get();
    const among = frequentCharacters(observed, stored.information.minimum);
    const fed = contextInformationAfter(model, behaviour.pool, { targets });
    compareRank(rankInformation(observed, after, { among }), stored.information.observed);
    compareRank(rankInformation(fed, after, { among }), stored.information.fed);
  });

  test("the verdicts are decided as in NumPy", () => {
    const { observed, behaviour, statistics } = get();
    const { randomMasks, seed } = stored;
    const { whatever, which, apart, knows } = decideContext({
      ...{ character: after, observed },
      fed: contextInformationAfter(model, behaviour.pool, { targets }),
    });
    const mask = maskSelectivity(statistics);
    const weights = summariseMasks(testMasks(model, steps(), { randomMasks, seed, among }));
    const { before, after: afterwards, outputs } = weights;
    assertEquals({
      parts: {
        before: before.verdict,
        after: afterwards.verdict,
        outputs: outputs.verdict,
      },
      mask: mask.verdict,
      weights: weights.verdict,
      whatever: whatever.verdict,
      which: [which.observed.verdict, which.fed.verdict],
      apart: [apart.observed.verdict, apart.fed.verdict],
      knows: knows?.verdict,
    }, stored.verdicts);
  });

  test("secondFeeds() agrees with NumPy: costs, shifts and their errors", () => {
    const { minimum, cost, moved, characters, costs } = stored.secondFeeds;
    const found = secondFeeds(model, text, { minimum });
    closeAll(found, { cost, moved }, "second feeds");
    assertEquals(found.characters.map(({ character }) => character), characters);
    found.characters.forEach(({ costNats }, k) => close(costNats, costs[k], characters[k]));
    const [low, high] = found.cost.interval;
    close(high - low, 2 * 1.959963984540054 * cost.error, "interval");
  });
}
