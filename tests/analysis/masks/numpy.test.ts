/** Masks, contexts and second feeds against NumPy in float64, on a small random network. */
import { Vocabulary } from "@lab/text";
import results from "../../reference/analysis/masks.json" with { type: "json" };
import { compareMasksWithNumPy, type StoredMasks } from "./numpy.ts";

const { characters, parameters, text, ...stored } = results.small;
const vocabulary = new Vocabulary(characters);
const model = {
  vocabulary,
  parameters: {
    hiddenSize: parameters.bh.length,
    vocabularySize: vocabulary.size,
    Wxh: Float64Array.from(parameters.Wxh.flat()),
    Whh: Float64Array.from(parameters.Whh.flat()),
    Why: Float64Array.from(parameters.Why.flat()),
    bh: Float64Array.from(parameters.bh),
    by: Float64Array.from(parameters.by),
  },
};

compareMasksWithNumPy("H = 13", model, text, stored as unknown as StoredMasks);
