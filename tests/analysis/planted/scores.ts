/** Scores of methods over many planted circuits, put together. */
import {
  type FindingMethod,
  type MethodOptions,
  type MethodScore,
  plantCircuit,
  type PlantedKind,
  scoreMethods,
} from "@lab/analysis";
import { assert } from "@std/assert";

/** Seeds on which the share is chosen from which on an effect counts. */
export const CHOSEN_ON: readonly number[] = Array.from({ length: 5 }, (_, k) => 101 + k);
/** Seeds on which the methods are scored. */
export const SCORED_ON: readonly number[] = Array.from({ length: 20 }, (_, k) => 1 + k);

/** What a method found in many circuits of a kind. */
export interface Score {
  precision: number;
  recall: number;
  each: MethodScore[];
}

/** Runs a method on a circuit of each seed. */
export async function scoreKind(
  kind: PlantedKind,
  method: FindingMethod,
  seeds: readonly number[],
  options: MethodOptions = {},
): Promise<Score> {
  const each: MethodScore[] = [];
  for (const seed of seeds) {
    const asked = { ...options, methods: [method], seed: 1000 + seed };
    each.push(...await scoreMethods(plantCircuit(kind, seed), asked));
  }
  const sum = (key: "hits" | "found" | "visible"): number =>
    each.reduce((total, score) => total + score[key], 0);
  return { precision: sum("hits") / sum("found"), recall: sum("hits") / sum("visible"), each };
}

/** Throws unless nearly all that was found is right, and nearly all that can be seen was found. */
export async function assertFound(kind: PlantedKind, method: FindingMethod): Promise<void> {
  const { precision, recall } = await scoreKind(kind, method, SCORED_ON);
  const what = `${method} on ${kind}: precision ${precision.toFixed(3)}, recall ${
    recall.toFixed(3)
  }`;
  console.log(what);
  assert(precision >= 0.95 && recall >= 0.95, what);
}
