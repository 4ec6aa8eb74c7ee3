/** Masks, contexts and second feeds against NumPy in float64, on a small random network. */
import results from "../../reference/analysis/masks.json" with { type: "json" };
import { storedModel } from "../models.ts";
import { compareMasksWithNumPy, type StoredMasks } from "./numpy.ts";

const { text, ...stored } = results.small;
const model = storedModel(results.small);

compareMasksWithNumPy("H = 13", model, text, stored as unknown as StoredMasks);
