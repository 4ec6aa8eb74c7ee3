/**
 * Which starts are caught on another side than the text's. H: hidden units, V: characters.
 *
 * Claim: which of the starts have not come back after a passage, and how well the side says so on which
 * they begin. Nothing is fitted: the sum that tells the side is `Whh`'s alone.
 */
import { sum } from "d3-array";
import { type EngineOption, openNetwork } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { cosine, type Interval, logSumExp, Random, shareInterval } from "@lab/numerics";
import { checkInteger, checkModel, checkPrefix, checkText } from "../checks.ts";
import { someCharacters } from "../walk/alphabet.ts";
import { walk } from "../walk/steps.ts";
import { distance } from "./constant_input.ts";
import { findSides, type Sides, sumOf } from "./sides.ts";

/** A state is back where it is nearer than this to the one that read the same from the usual start. */
export const BACK = 1e-3;

/** What became of a start. */
export interface Fate {
  /** The cosine of the angle between the sums of the start and of the usual state: −1 is another side. */
  readonly side: number;
  /** The cosine between the start and the usual state. */
  readonly likeness: number;
  /** Whether it had not come back after the passage. */
  readonly caught: boolean;
  /** After how many characters it was back for good; undefined where it was not. */
  readonly backAfter?: number;
  /** The cosine between its state after the passage and the usual one. */
  readonly cosine: number;
  /** The mean surprisal of the passage's second half, in nats per character. */
  readonly natsPerChar: number;
  /** The distance to the usual state after 1, 2, 3, … characters. */
  readonly distances: readonly number[];
}

/** What became of a group of starts. */
export interface Basin {
  /** What the starts are. */
  readonly name: string;
  /** One for each start. */
  readonly fates: readonly Fate[];
  /** How many were caught. */
  readonly caught: number;
  /** How many are in a trap: caught, and predicting worse than by guessing, ln V. */
  readonly traps: number;
  /** The interval of 95 % for the share that is caught. */
  readonly share: Interval;
  /** For how many the side says whether they are caught: caught where `side` is negative. */
  readonly predicted: number;
  /** The interval of 95 % for the share that is predicted. */
  readonly accuracy: Interval;
  /** For how many the whole state says so: caught where `likeness` is negative. */
  readonly byLikeness: number;
  /** How many a guess gets right that says of all what holds for most. */
  readonly guessed: number;
}

/**
 * Lets a network read the same passage from the usual state and from others, and sees which come back.
 * @param model parameters and vocabulary
 * @param usual `[H]` the state before the passage that the text itself leads to
 * @param passage what is read
 * @param groups states `[H]` to start from instead, by what they are
 * @param weights the weights of the sum whose side predicts, from {@link findSides}
 * @param options who computes
 * @returns for each group, what became of its starts
 * @throws {RangeError} when the passage is empty, a group has no start, or the vocabulary lacks a character
 * @example
 * ```ts
 * import { findBasins, findSides } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 1 });
 * parameters.Whh[0] = 3; // a positive state stays positive, a negative one negative
 * const model = { parameters, vocabulary: Vocabulary.of("a") };
 * const [usual, ...starts] = [0.9, 0.2, 0.5, -0.1].map((h) => Float64Array.of(h));
 * const { weights } = findSides(model, "aa");
 * const [found] = findBasins(model, usual, "a".repeat(99), { starts }, weights);
 * const { caught, predicted, guessed } = found;
 * assertEquals([caught, predicted, guessed], [1, 3, 2]);
 * ```
 */
export function findBasins(
  model: CharacterModel,
  usual: Float64Array,
  passage: string,
  groups: Readonly<Record<string, readonly Float64Array[]>>,
  weights: Sides["weights"],
  options: EngineOption = {},
): Basin[] {
  checkModel(model, "find basins");
  const { parameters, vocabulary } = model;
  const indices = checkPrefix(passage, vocabulary, "find basins");
  const network = openNetwork(parameters, { ...options, h: usual });
  const usualStates = Array.from(indices, (index) => {
    network.step(index);
    return network.state();
  });
  const logits = new Float64Array(parameters.vocabularySize);
  const usualSum = sumOf(weights, usual);
  const fateOf = (start: Float64Array): Fate => {
    network.setState(start);
    const distances: number[] = [];
    const h = start.slice();
    const half = Math.floor(indices.length / 2);
    let nats = 0;
    for (const [t, index] of indices.entries()) {
      if (t >= half) nats += logSumExp(network.logits(logits)) - logits[index];
      network.step(index);
      network.state(h);
      distances.push(distance(h, usualStates[t]));
    }
    const away = distances.findLastIndex((d) => d >= BACK) + 1;
    const caught = away === distances.length;
    return {
      side: cosine(sumOf(weights, start), usualSum),
      likeness: cosine(start, usual),
      caught,
      backAfter: caught ? undefined : away + 1,
      cosine: cosine(h, usualStates[usualStates.length - 1]),
      natsPerChar: nats / (indices.length - half),
      distances,
    };
  };
  return Object.entries(groups).map(([name, starts]) =>
    countFates(name, starts.map(fateOf), logits.length)
  );
}

function countFates(name: string, fates: readonly Fate[], V: number): Basin {
  const n = fates.length;
  const caught = fates.filter((fate) => fate.caught).length;
  const predicted = fates.filter((fate) => fate.caught === fate.side < 0).length;
  return {
    name,
    fates,
    caught,
    traps: fates.filter((fate) => fate.caught && fate.natsPerChar > Math.log(V)).length,
    share: shareInterval(caught, n),
    predicted,
    accuracy: shareInterval(predicted, n),
    byLikeness: fates.filter((fate) => fate.caught === fate.likeness < 0).length,
    guessed: Math.max(caught, n - caught),
  };
}

/** Whether a network has another side that it does not come back from. */
export interface BasinsFinding extends Omit<Basin, "name"> {
  /** After how many characters the last of those that came back was back. */
  readonly slowestBack: number;
  /**
   * `"one side"`: all came back. Else whether the side says who is caught: `"side tells"` where the
   * interval of its accuracy lies above the guess's share, `"side does not tell"` otherwise.
   */
  readonly verdict: "one side" | "side tells" | "side does not tell";
}

/**
 * Whether a network has another side, and whether the side of a start says that it is caught.
 * @param basins what became of each group of starts, at least one
 * @returns the counts over all groups, and the verdict
 * @example
 * ```ts
 * import { sumBasins } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const fate = { likeness: 1, caught: false, backAfter: 7, cosine: 1, natsPerChar: 2, distances: [] };
 * const fates = [-1, 1].map((side) => ({ side, ...fate }));
 * const { verdict, guessed } = sumBasins([{ fates, traps: 0 }]);
 * assertEquals([verdict, guessed], ["one side", 2]);
 * ```
 */
export function sumBasins(basins: readonly Pick<Basin, "fates" | "traps">[]): BasinsFinding {
  const { name: _, ...counts } = countFates("", basins.flatMap(({ fates }) => fates), Infinity);
  const all = { ...counts, traps: sum(basins, ({ traps }) => traps) };
  const tells = all.accuracy[0] > all.guessed / all.fates.length;
  return {
    ...all,
    slowestBack: Math.max(0, ...all.fates.map(({ backAfter }) => backAfter ?? 0)),
    verdict: all.caught === 0 ? "one side" : tells ? "side tells" : "side does not tell",
  };
}

/** Which starts are tried. */
export interface SidesOptions extends EngineOption {
  /** How many characters of the text lead to the usual state; 1,000 when left out. */
  before?: number;
  /** How many characters after those all starts read; 200 when left out. */
  passage?: number;
  /** How many states of the text are mirrored, and how many random ones are drawn; 60 when left out. */
  each?: number;
  /** How many first characters are tried at most, drawn from a larger alphabet; 128 when left out. */
  most?: number;
  /** Seed of the draws; 1 when left out. */
  seed?: number;
}

/** A network's sides, and what became of starts of all kinds. */
export interface SidesResult {
  /** The sum that `Whh` stretches most. */
  readonly sides: Sides;
  /** What became of zero and each first character, of the text's states mirrored, and of random ones. */
  readonly basins: readonly [first: Basin, mirrored: Basin, random: Basin];
  /** What became of all starts together. */
  readonly finding: BasinsFinding;
  /** How many characters the network knows, V. */
  readonly vocabularySize: number;
}

/**
 * Tries starts of three kinds: each first character from zero (of a large alphabet some), states of the text with all signs changed
 * (−h), and random ones (evenly from −1 to 1); all read what the text's own state reads.
 * @param model parameters and vocabulary
 * @param text at least `before + passage` characters, of which these are read
 * @param options how many starts, how much they read, and who computes
 * @returns the network's sides, and what became of the starts
 * @throws {RangeError} when the text is too short, an option is out of range, or the vocabulary lacks a
 * character
 * @example
 * ```ts
 * import { exploreSides } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
 * parameters.Wxh.set([0.5, -0.25]); // "a" pushes up, "b" down …
 * parameters.Whh[0] = 4; // … and the unit holds where it is
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const { basins } = exploreSides(model, "aabb".repeat(50), { before: 40, passage: 100, each: 9 });
 * assertEquals(basins.map(({ caught }) => caught).slice(0, 2), [1, 9]); // begun with "b"; mirrored
 * ```
 */
export function exploreSides(
  model: CharacterModel,
  text: string,
  options: SidesOptions = {},
): SidesResult {
  checkModel(model, "explore the sides");
  checkText(text, "explore the sides");
  const { before = 1000, passage = 200, each = 60, most = 128, seed = 1 } = options;
  const { hiddenSize: H, vocabularySize: V } = model.parameters;
  const action = "explore the sides";
  checkInteger(before, "before", [2, Infinity], action);
  checkInteger(passage, "passage", [2, Infinity], action);
  checkInteger(each, "each", [1, Infinity], action);
  checkInteger(most, "most", [1, Infinity], action);
  const characters = [...text];
  if (characters.length < before + passage) {
    throw new RangeError(
      `Cannot ${action} as 'text' must have at least ${
        before + passage
      } characters: current length ` +
        `is ${characters.length}`,
    );
  }
  const opening = characters.slice(0, before).join("");
  const states: Float64Array[] = [];
  for (const { h } of walk(model, opening, options)) states.push(h.slice());
  const random = new Random(seed);
  const places = Array.from({ length: each }, () => random.integer(before));
  const network = openNetwork(model.parameters, options);
  const zero = new Float64Array(H);
  const sides = findSides(model, opening, options);
  const basins = findBasins(
    model,
    states[before - 1],
    characters.slice(before, before + passage).join(""),
    {
      "zero, then each character": someCharacters(model.vocabulary, { most, seed }).map((first) => {
        network.setState(zero);
        network.step(model.vocabulary.indexOf(first));
        return network.state();
      }),
      "states of the text, mirrored": places.map((place) => states[place].map((x) => -x)),
      "random states": places.map(() => zero.map(() => 2 * random.uniform() - 1)),
    },
    sides.weights,
    options,
  );
  return {
    sides,
    basins: basins as unknown as SidesResult["basins"],
    finding: sumBasins(basins),
    vocabularySize: V,
  };
}
