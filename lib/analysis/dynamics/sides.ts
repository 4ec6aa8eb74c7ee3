/**
 * The two sides of a network's states, and which starts are caught on the other one. H: hidden units.
 *
 * `Whh` multiplies one weighted sum of the units, `u · h`, by its largest real eigenvalue λ, exactly. Where
 * λ is far above 1, the sum's sign holds itself, as one unit's does that feeds itself: the states with the
 * sign of the text's are one side, their mirror images another.
 *
 * Claim: which of the starts have not come back after a passage; and how well the sign of `u · h` at the
 * start says so. Nothing is fitted: `u` is `Whh`'s alone, turned so that the text's states are positive.
 */
import { mean, median } from "d3-array";
import { type EngineOption, type NetworkOptions, openNetwork } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { cosine, type Interval, leadingReal, shareInterval } from "@lab/numerics";
import { checkPrefix } from "../checks.ts";
import { walk } from "../walk/steps.ts";
import { distance } from "./constant_input.ts";

/** The sum of the units that holds its sign, and where the text's states stand along it. */
export interface Sides {
  /** The largest real eigenvalue of `Whh`: by what the sum is multiplied at each step, before tanh. */
  readonly eigenvalue: number;
  /** `[H]` the weights u of the sum, of length 1, turned so that the text's states are positive. */
  readonly direction: Float64Array;
  /** The share of the text's states on the usual side, `u · h > 0`. */
  readonly usualShare: number;
  /** The median of `u · h` over the text, and the least one. */
  readonly text: { readonly median: number; readonly least: number };
  /** `[V]` what each character adds to the sum before tanh: `u · (Wxh[:, c] + bh)`. */
  readonly brought: Float64Array;
  /** For how many characters `λ u · h` at the text's median outweighs what they bring. */
  readonly outweighed: number;
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, x, i) => sum + x * b[i], 0);

/**
 * Finds the sum of the units that holds its sign longest, and where a text's states stand along it.
 * @param model parameters and vocabulary
 * @param text the characters that are read
 * @param options the state before the text, and who computes
 * @returns the direction with its eigenvalue, and what characters do along it
 * @throws {RangeError} when the text is empty or the vocabulary lacks a character
 * @example
 * ```ts
 * import { findSides } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
 * parameters.Whh[0] = 3;
 * parameters.Wxh.set([0.5, -0.25]);
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const { eigenvalue, usualShare, brought, outweighed } = findSides(model, "abab");
 * assertEquals([eigenvalue, usualShare, outweighed], [3, 1, 2]);
 * assertEquals([...brought], [0.5, -0.25]);
 * ```
 */
export function findSides(
  model: CharacterModel,
  text: string,
  options: NetworkOptions = {},
): Sides {
  checkPrefix(text, model.vocabulary, "find the sides");
  const { Wxh, Whh, bh, vocabularySize: V } = model.parameters;
  const { value, direction } = leadingReal(Whh);
  const along: number[] = [];
  for (const { h } of walk(model, text, options)) along.push(dot(direction, h));
  const sign = mean(along)! < 0 ? -1 : 1;
  const u = direction.map((x) => sign * x);
  const sums = along.map((x) => sign * x);
  const brought = Float64Array.from(
    { length: V },
    (_, c) => u.reduce((sum, x, i) => sum + x * (Wxh[i * V + c] + bh[i]), 0),
  );
  const carried = Math.abs(value * median(sums)!);
  return {
    eigenvalue: value,
    direction: u,
    usualShare: sums.filter((x) => x > 0).length / sums.length,
    text: { median: median(sums)!, least: Math.min(...sums) },
    brought,
    outweighed: brought.filter((x) => Math.abs(x) < carried).length,
  };
}

/** A state is back where it is nearer than this to the one that read the same from the usual start. */
export const BACK = 1e-3;

/** What became of a start. */
export interface Fate {
  /** `u · h` at the start. */
  readonly along: number;
  /** Whether it had not come back after the passage. */
  readonly caught: boolean;
  /** After how many characters it was back for good; undefined where it was not. */
  readonly backAfter?: number;
  /** The cosine between its state after the passage and the usual one. */
  readonly cosine: number;
}

/** What became of a group of starts. */
export interface Basin {
  /** What the starts are. */
  readonly name: string;
  /** One for each start. */
  readonly fates: readonly Fate[];
  /** How many were caught. */
  readonly caught: number;
  /** The interval of 95 % for the share that is caught. */
  readonly share: Interval;
  /** For how many the sign of `u · h` at the start says whether they are caught. */
  readonly predicted: number;
  /** The interval of 95 % for the share that is predicted. */
  readonly accuracy: Interval;
  /** How many a guess gets right that says of all what holds for most. */
  readonly guessed: number;
}

/**
 * Lets a network read the same passage from the usual state and from others, and sees which come back.
 * @param model parameters and vocabulary
 * @param usual `[H]` the state before the passage that the text itself leads to
 * @param passage what is read
 * @param groups states `[H]` to start from instead, by what they are
 * @param direction `[H]` the direction along which the sides lie, from {@link findSides}
 * @param options who computes
 * @returns for each group, what became of its starts
 * @throws {RangeError} when the passage is empty, a group has no start, or the vocabulary lacks a character
 * @example
 * ```ts
 * import { findBasins } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 1 });
 * parameters.Whh[0] = 3; // a positive state stays positive, a negative one negative
 * const model = { parameters, vocabulary: Vocabulary.of("a") };
 * const [usual, u, ...starts] = [0.9, 1, 0.2, 0.5, -0.1].map((h) => Float64Array.of(h));
 * const [{ caught, predicted, guessed }] = findBasins(model, usual, "a".repeat(99), { starts }, u);
 * assertEquals([caught, predicted, guessed], [1, 3, 2]);
 * ```
 */
export function findBasins(
  model: CharacterModel,
  usual: Float64Array,
  passage: string,
  groups: Readonly<Record<string, readonly Float64Array[]>>,
  direction: Float64Array,
  options: EngineOption = {},
): Basin[] {
  const { parameters, vocabulary } = model;
  const indices = checkPrefix(passage, vocabulary, "find basins");
  const network = openNetwork(parameters, { ...options, h: usual });
  const usualStates = Array.from(indices, (index) => {
    network.step(index);
    return network.state();
  });
  const fateOf = (start: Float64Array): Fate => {
    network.setState(start);
    let backAfter: number | undefined;
    const h = start.slice();
    for (const [t, index] of indices.entries()) {
      network.step(index);
      network.state(h);
      if (distance(h, usualStates[t]) >= BACK) backAfter = undefined;
      else backAfter ??= t + 1;
    }
    return {
      along: dot(direction, start),
      caught: backAfter === undefined,
      backAfter,
      cosine: cosine(h, usualStates[usualStates.length - 1]),
    };
  };
  return Object.entries(groups).map(([name, starts]) => countFates(name, starts.map(fateOf)));
}

function countFates(name: string, fates: readonly Fate[]): Basin {
  const n = fates.length;
  const caught = fates.filter((fate) => fate.caught).length;
  const predicted = fates.filter((fate) => fate.caught === fate.along < 0).length;
  return {
    name,
    fates,
    caught,
    share: shareInterval(caught, n),
    predicted,
    accuracy: shareInterval(predicted, n),
    guessed: Math.max(caught, n - caught),
  };
}

/** Which starts a network never comes back from. */
export interface BasinsFinding {
  /** How many starts there are. */
  readonly starts: number;
  /** How many of them were caught. */
  readonly caught: number;
  /** For how many the sign of `u · h` at the start says whether they are caught. */
  readonly predicted: number;
  /** How many a guess gets right that says of all what holds for most. */
  readonly guessed: number;
  /** After how many characters the last of those that came back was back. */
  readonly slowestBack: number;
  /**
   * `"one side"`: all came back. Else whether the sign says who is caught: `"sign tells"` where the
   * interval of its accuracy lies above the guess's share, `"sign does not tell"` otherwise.
   */
  readonly verdict: "one side" | "sign tells" | "sign does not tell";
}

/**
 * Whether a network has another side, and whether the sign of `u · h` at the start says who is caught.
 * @param basins what became of each group of starts
 * @returns the counts over all groups, and the verdict
 * @example
 * ```ts
 * import { type Basin, sumBasins } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const fates = [-1, -1, 1, 1, 1].map((along) => ({ along, caught: false, backAfter: 7, cosine: 1 }));
 * const basin = { name: "random", fates, caught: 0, predicted: 3, guessed: 5 } as unknown as Basin;
 * assertEquals(sumBasins([basin]).verdict, "one side");
 * ```
 */
export function sumBasins(basins: readonly Basin[]): BasinsFinding {
  const fates = basins.flatMap((basin) => basin.fates);
  const starts = fates.length;
  const { caught, predicted, guessed } = countFates("all", fates);
  const [low] = shareInterval(predicted, starts);
  return {
    starts,
    caught,
    predicted,
    guessed,
    slowestBack: Math.max(0, ...fates.map(({ backAfter }) => backAfter ?? 0)),
    verdict: caught === 0
      ? "one side"
      : low > guessed / starts
      ? "sign tells"
      : "sign does not tell",
  };
}
