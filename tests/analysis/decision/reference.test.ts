/** Where a decision sits in the small random network, against NumPy in float64. */
import { smallModel } from "../models.ts";
import { compareDecision } from "./reference.ts";

const small = smallModel();
compareDecision("small", small, small.text);
