/** Every analysis against NumPy in float64, on a small random network. */
import stored from "../reference/analysis/small.json" with { type: "json" };
import { smallModel } from "./models.ts";
import { compareWithNumPy, type StoredAnalyses } from "./reference.ts";

const { text, ...model } = smallModel();
compareWithNumPy("H = 11", model, text, stored as unknown as StoredAnalyses, 1e-11);
