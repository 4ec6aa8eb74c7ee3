/**
 * Units ranked by what they add to a behaviour. H: hidden units, V: characters.
 *
 * Claim: these are the units' own parts of the targets' lead over the other characters. What it leaves
 * out: as `attribution.ts`; and a ranking by single units misses units that only matter together.
 */
import type { Behaviour } from "./behaviour.ts";
import { leadWeights } from "./measure.ts";
import { checkBehaviour } from "../checks.ts";

/** A unit with its part in a behaviour. */
export interface RankedUnit {
  /** The unit's number. */
  readonly unit: number;
  /** The unit's mean activation at the behaviour's occurrences. */
  readonly hAtOccurrences: number;
  /** The unit's mean activation over the whole text. */
  readonly hOverText: number;
  /** The mean of Why over the targets, less the mean over `against` (or all other characters). */
  readonly weight: number;
  /** weight · (hAtOccurrences − hOverText): what the unit adds to the targets' lead, in nats. */
  readonly contribution: number;
}

/**
 * Ranks the units by what they add to the mean logit of the targets, less the mean logit of `against`
 * (of all other characters, where there is nothing to compare with), at the behaviour's occurrences, compared with the mean state.
 * @param behaviour the behaviour with its occurrences
 * @returns all units, the largest contribution first
 * @example
 * ```ts
 * import { collectBehaviour, rankUnits } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * parameters.Wxh[1 * 3 + model.vocabulary.indexOf(":")] = 9;
 * parameters.Why[model.vocabulary.indexOf(" ") * 2 + 1] = 9;
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * assertEquals(rankUnits(behaviour)[0].unit, 1);
 * ```
 */
export function rankUnits(behaviour: Behaviour): RankedUnit[] {
  checkBehaviour(behaviour, "rank units");
  const { model, hs, mean } = behaviour;
  const { hiddenSize: H, vocabularySize: V, Why } = model.parameters;
  const n = behaviour.positions.length;
  const lead = leadWeights(behaviour);
  const ranked = Array.from(mean, (hOverText, unit) => {
    let hAtOccurrences = 0;
    for (let t = 0; t < n; t++) hAtOccurrences += hs[t * H + unit] / n;
    let weight = 0;
    for (let k = 0; k < V; k++) weight += lead[k] * Why[k * H + unit];
    const contribution = weight * (hAtOccurrences - hOverText);
    return { unit, hAtOccurrences, hOverText, weight, contribution };
  });
  return ranked.sort((a, b) => b.contribution - a.contribution);
}

/** The share of what speaks for the targets that {@link unitsForHalf} asks for. */
const HALF = 0.5;

/** The strongest units that together give half of what speaks for the targets. */
export interface UnitsForHalf {
  /** The units that give half, the strongest first; none where nothing speaks for the targets. */
  readonly units: readonly number[];
  /** H: how many units there are. */
  readonly of: number;
  /** What these units add to the targets' lead, in nats. */
  readonly givenNats: number;
  /** What all units with a positive contribution add, in nats. */
  readonly positiveNats: number;
}

/**
 * How few units give half of what speaks for the targets. Units that speak against them are no part
 * of the whole.
 * @param ranked the units, the largest contribution first
 * @returns the smallest beginning of the ranking whose contributions reach half of all positive ones
 * @example
 * ```ts
 * import { unitsForHalf } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const ranked = [3, 2, 1, -9].map((contribution, unit) => ({
 *   ...{ unit, contribution, weight: 1 },
 *   ...{ hAtOccurrences: contribution, hOverText: 0 },
 * }));
 * assertEquals(unitsForHalf(ranked).units, [0]);
 * ```
 */
export function unitsForHalf(ranked: readonly RankedUnit[]): UnitsForHalf {
  const positive = ranked.filter(({ contribution }) => contribution > 0);
  const positiveNats = positive.reduce((sum, { contribution }) => sum + contribution, 0);
  const units: number[] = [];
  let givenNats = 0;
  for (const { unit, contribution } of positive) {
    if (givenNats >= HALF * positiveNats) break;
    givenNats += contribution;
    units.push(unit);
  }
  return { units, of: ranked.length, givenNats, positiveNats };
}
