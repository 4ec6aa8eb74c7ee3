/** Folding the same network again and again, at the means of one part of a text. */
import { max, mean, min } from "d3-array";
import { type Engine, openNetwork } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import type { Random } from "@lab/numerics";
import { foldUnits, statesOf } from "./fold.ts";
import { type FoldScore, FoldTally, listen, type Said } from "./scores.ts";

/** So many units kept, on the part of the text where they were not chosen. */
export interface FoldPoint {
  /** How many units are kept. */
  readonly size: number;
  /** Those that vary most. */
  readonly varying: FoldScore;
  /** Those whose |h| is largest on average: what the report's mask takes for deciding. */
  readonly largest: FoldScore;
  /** Random ones: nats per character, the mean over the sets, the lowest and the highest. */
  readonly random: { readonly mean: number; readonly low: number; readonly high: number };
}

/** The start of a part of the text, what the full network says over it, and the state before it. */
interface Passage {
  readonly said: Said;
  readonly h: Float64Array;
}

/** Folds one network at the means of one part of a text, and scores the results on passages. */
export class Folder {
  readonly #model: CharacterModel;
  readonly #mean: Float64Array;
  readonly #engine: Engine;

  constructor(model: CharacterModel, mean: Float64Array, engine: Engine) {
    this.#model = model;
    this.#mean = mean;
    this.#engine = engine;
  }

  fold(units: readonly number[]): CharacterModel {
    return foldUnits(this.#model, units, this.#mean);
  }

  /** The start of a part of the text, as the full network reads it. */
  passage(indices: Int32Array, h: Float64Array): Passage {
    const network = openNetwork(this.#model.parameters, { h, engine: this.#engine });
    return { said: listen(network, indices, this.#model.parameters.vocabularySize), h };
  }

  score(units: readonly number[], { said, h }: Passage): FoldScore {
    const { parameters } = this.fold(units);
    const tally = new FoldTally();
    tally.add(openNetwork(parameters, { h: statesOf(h, units), engine: this.#engine }), said);
    return tally.result(units.length);
  }
}

/** The curve with its controls. */
export function curveOf(
  folder: Folder,
  { sizes, order, largest, passage, random, randomSets }: {
    sizes: readonly number[];
    order: readonly number[];
    largest: readonly number[];
    passage: Passage;
    random: Random;
    randomSets: number;
  },
): FoldPoint[] {
  return sizes.map((size) => {
    const nats = Array.from(
      { length: randomSets },
      () => folder.score(random.choose(size, order.length), passage).natsPerChar,
    );
    return {
      size,
      varying: folder.score(order.slice(0, size), passage),
      largest: folder.score(largest.slice(0, size), passage),
      random: { mean: mean(nats) ?? NaN, low: min(nats) ?? NaN, high: max(nats) ?? NaN },
    };
  });
}
