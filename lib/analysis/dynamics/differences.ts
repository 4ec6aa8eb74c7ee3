/**
 * How long a difference lives: two states that read the same text, and how far apart they are.
 *
 * Claim: of so many pairs drawn from the text. Each pair is followed with all its size, not only while it
 * is small, so this also sees what Lyapunov exponents leave out.
 */
import { median, quantile } from "d3-array";
import { type EngineOption, openNetwork } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { drawnInterval, type Interval, Random, shareInterval, upperQuantile } from "@lab/numerics";
import { checkInteger, checkModel, checkPrefix } from "../checks.ts";
import { distance } from "./constant_input.ts";

/** Two states nearer than this have become one. */
export const MERGED = 1e-6;

/** How the two states of a pair come to differ. */
export type DifferenceKind = "another character" | "another place";

/** Which pairs, followed how far. */
export interface DifferenceOptions extends EngineOption {
  /**
   * `"another character"` (when left out): the last character read is swapped for a random one.
   * `"another place"`: the state of another place of the text, put where this one was.
   */
  kind?: DifferenceKind;
  /** How many pairs are drawn, ≥ 1; 100 when left out. */
  pairs?: number;
  /** How many characters both read afterwards, ≥ 1; 200 when left out. */
  steps?: number;
  /** Seed of the draws; 1 when left out. */
  seed?: number;
}

/** How long differences live. */
export interface DifferenceLife {
  /** How the states came to differ. */
  readonly kind: DifferenceKind;
  /** For 0, 1, 2, … characters read: the median distance, and the lowest and highest tenth's ends. */
  readonly distances: readonly {
    readonly median: number;
    readonly low: number;
    readonly high: number;
  }[];
  /** How many pairs there are. */
  readonly pairs: number;
  /** How many pairs had become one (nearer than 1e-6) at the end. */
  readonly merged: number;
  /** The interval of 95 % for the share that merges. */
  readonly mergedShare: Interval;
  /** After how many characters the distance was half the first and stayed below, median over pairs. */
  readonly halfLife: number;
  /** The interval of 95 % of that median, by redrawing the pairs. */
  readonly halfLifeInterval: Interval;
  /** `"all vanish"`, `"most vanish"` or `"most stay"`, by the share's interval, else `"not decided"`. */
  readonly verdict: "all vanish" | "most vanish" | "most stay" | "not decided";
}

/** The first step from which on the distance stays below half the first; Infinity where it does not. */
function halved(distances: readonly number[]): number {
  const last = distances.findLastIndex((d) => d >= distances[0] / 2);
  return last === distances.length - 1 ? Infinity : last + 1;
}

/**
 * Draws pairs of states from a text and lets both of a pair read on in the same text.
 * @param model parameters and vocabulary
 * @param text the text; longer than `steps`
 * @param options which pairs, how many, how far
 * @returns the distances over the characters read, how many merge, and the half-life
 * @throws {RangeError} when the text is too short or an option is out of range
 * @example
 * ```ts
 * import { differenceLife } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assert, assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
 * parameters.Wxh.set([0.1, -0.1]);
 * parameters.Whh[0] = 0.4; // every difference is less than half of it a character later
 * const model = { parameters, vocabulary: Vocabulary.of("ab") };
 * const { halfLife, verdict } = differenceLife(model, "abba".repeat(30), { steps: 50, seed: 2 });
 * assertEquals([halfLife, verdict], [1, "all vanish"]);
 * ```
 */
export function differenceLife(
  model: CharacterModel,
  text: string,
  options: DifferenceOptions = {},
): DifferenceLife {
  checkModel(model, "follow differences");
  const { kind = "another character", pairs = 100, steps = 200, seed = 1 } = options;
  const action = "follow differences";
  checkInteger(pairs, "pairs", [1, Infinity], action);
  checkInteger(steps, "steps", [1, Infinity], action);
  const indices = checkPrefix(text, model.vocabulary, action);
  const places = indices.length - steps;
  if (places < 2) {
    throw new RangeError(
      `Cannot ${action} as 'text' must have at least ${steps + 2} characters: current length is ` +
        `${indices.length}`,
    );
  }
  const random = new Random(seed);
  const network = openNetwork(model.parameters, options);
  const stateAt = statesOf(model, indices.subarray(0, places), options);
  const all = Array.from({ length: pairs }, () => {
    const place = 1 + random.integer(places - 1);
    network.setState(stateAt(place - 1));
    if (kind === "another place") network.setState(stateAt(random.integer(places)));
    else network.step(otherIndex(indices[place], model.vocabulary.size, random));
    let h = network.state();
    const distances = [distance(h, stateAt(place))];
    let usual = stateAt(place);
    for (const index of indices.subarray(place + 1, place + 1 + steps)) {
      network.setState(h);
      network.step(index);
      h = network.state(h);
      network.setState(usual);
      network.step(index);
      usual = network.state();
      distances.push(distance(h, usual));
    }
    return distances;
  });
  return summarise(kind, all, random);
}

/** Another character's number, drawn evenly; the same where there is but one. */
function otherIndex(index: number, V: number, random: Random): number {
  return V === 1 ? index : (index + 1 + random.integer(V - 1)) % V;
}

/** The states of a text, each computed once. */
function statesOf(
  model: CharacterModel,
  indices: Int32Array,
  options: EngineOption,
): (place: number) => Float64Array {
  const network = openNetwork(model.parameters, options);
  const states = Array.from(indices, (index) => {
    network.step(index);
    return network.state();
  });
  return (place) => states[place];
}

function summarise(
  kind: DifferenceKind,
  all: readonly (readonly number[])[],
  random: Random,
): DifferenceLife {
  const pairs = all.length;
  const merged = all.filter((distances) => distances[distances.length - 1] < MERGED).length;
  const share = shareInterval(merged, pairs);
  const lives = all.map(halved);
  const draws = Array.from(
    { length: 400 },
    () => upperQuantile(lives.map(() => lives[random.integer(pairs)]), 0.5),
  );
  return {
    kind,
    distances: all[0].map((_, t) => {
      const at = all.map((distances) => distances[t]);
      return { median: median(at)!, low: quantile(at, 0.1)!, high: quantile(at, 0.9)! };
    }),
    pairs,
    merged,
    mergedShare: share,
    // One of the values: between two that are infinite, d3's median is none.
    halfLife: upperQuantile(lives, 0.5),
    halfLifeInterval: drawnInterval(draws),
    verdict: merged === pairs
      ? "all vanish"
      : share[0] > 0.5
      ? "most vanish"
      : share[1] < 0.5
      ? "most stay"
      : "not decided",
  };
}
