/** Sets of units against NumPy in float64: on a small random network, and on the one that ships. */
import { DATA_FOLDER, loadBundledText } from "@lab/data";
import { loadSnapshot } from "@lab/snapshots";
import { Vocabulary } from "@lab/text";
import small from "../../reference/analysis/small.json" with { type: "json" };
import stored from "../../reference/analysis/search.json" with { type: "json" };
import { compareSets } from "./reference.ts";

const vocabulary = new Vocabulary(small.characters);
const { parameters } = small;
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
compareSets("H = 11", model, small.text, stored.small, 1e-11);

const shipped = await loadSnapshot(new URL("snapshots/the-book-of-yesterdays.npz", DATA_FOLDER));
const play = (await loadBundledText()).text.slice(0, 40_000);
compareSets("shipped", shipped, play, stored.shipped, 1e-9);
