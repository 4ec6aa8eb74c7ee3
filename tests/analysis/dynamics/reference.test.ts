/** The dynamics of a small random network against NumPy in float64. */
import { smallModel } from "../models.ts";
import { compareDynamics } from "./reference.ts";

const { text, ...model } = smallModel();

compareDynamics("small", model, text);
