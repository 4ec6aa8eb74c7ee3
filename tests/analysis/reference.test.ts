/** Every analysis against NumPy in float64, on a small random network. */
import { Vocabulary } from "@lab/text";
import stored from "../reference/analysis/small.json" with { type: "json" };
import { compareWithNumPy, type StoredAnalyses } from "./reference.ts";

const { characters, parameters, text } = stored;
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

compareWithNumPy("H = 11", model, text, stored as unknown as StoredAnalyses, 1e-11);
