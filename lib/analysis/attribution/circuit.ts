/**
 * A behaviour's units as a small circuit: input → units → targets, with the weights on the edges.
 * H: hidden units, V: characters.
 *
 * Claim: these are the weights and the mean activations. What it leaves out: that these units carry
 * the behaviour, which `ablation.ts` must show, and the recurrent weights one by one (their mean sum
 * is given for each unit).
 */
import { addMatVec } from "@lab/numerics";
import type { Behaviour } from "../causes/behaviour.ts";
import { checkUnits } from "../checks.ts";

/** One unit of a circuit. */
export interface CircuitUnit {
  /** The unit's number. */
  readonly unit: number;
  /** The unit's mean activation at the behaviour's occurrences. */
  readonly hAtOccurrences: number;
  /** The unit's mean activation over the whole text. */
  readonly hOverText: number;
  /** The character's weight: its part of the unit's mean pre-activation at the occurrences. */
  readonly input: number;
  /** The previous state's part of the unit's mean pre-activation at the occurrences. */
  readonly recurrent: number;
  /** The bias' part of the unit's pre-activation. */
  readonly bias: number;
}

/** One weight of a circuit. */
export interface CircuitEdge {
  /** Where the edge starts: the input character or a unit. */
  readonly from: string | number;
  /** Where the edge ends: a unit or a target character. */
  readonly to: string | number;
  /** The weight's coordinates, such as `"Wxh[12, 7]"`; rows and columns count from 0. */
  readonly coordinates: string;
  /** The weight's value. */
  readonly weight: number;
  /**
   * What it carries, in nats: the weight itself for the input; the weight times
   * (hAtOccurrences − hOverText) for a target's logit.
   */
  readonly carries: number;
}

/** Input → units → targets. */
export interface Circuit {
  /** The character that is read. */
  readonly input: string;
  /** The characters that are written. */
  readonly targets: readonly string[];
  /** The units, in the order given. */
  readonly units: readonly CircuitUnit[];
  /** The weights from the input to each unit and from each unit to each target. */
  readonly edges: readonly CircuitEdge[];
}

/**
 * The circuit that some units form for a behaviour.
 * @param behaviour the behaviour with its occurrences
 * @param units the units, each once, at least one
 * @returns units with their mean activations, and the weights between input, units and targets
 * @throws {RangeError} when there is no unit, or one is out of range or repeated
 * @example
 * ```ts
 * import { circuitOf, collectBehaviour } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 3 });
 * const model = { parameters, vocabulary: Vocabulary.of("a: ") };
 * const behaviour = collectBehaviour(model, "a: a: ", { after: ":", targets: " " });
 * assertEquals(circuitOf(behaviour, [1]).edges.map((edge) => edge.coordinates), [
 *   "Wxh[1, 1]",
 *   "Why[0, 1]",
 * ]);
 * ```
 */
export function circuitOf(behaviour: Behaviour, units: readonly number[]): Circuit {
  const { model, hs, hPrevs, mean, targets, after } = behaviour;
  const { hiddenSize: H, vocabularySize: V, Wxh, Whh, Why, bh } = model.parameters;
  const n = behaviour.positions.length;
  const meanOf = (states: Float64Array): Float64Array => {
    const sums = new Float64Array(H);
    for (let k = 0; k < states.length; k++) sums[k % H] += states[k] / n;
    return sums;
  };
  const atOccurrences = meanOf(hs);
  const recurrent = addMatVec(Whh, meanOf(hPrevs), new Float64Array(H));
  const c = model.vocabulary.indexOf(after);
  const checked = checkUnits(units, H, "draw a circuit");
  const edges: CircuitEdge[] = checked.map((unit) => {
    const weight = Wxh[unit * V + c];
    return { from: after, to: unit, coordinates: `Wxh[${unit}, ${c}]`, weight, carries: weight };
  });
  for (const unit of checked) {
    for (const target of targets) {
      const o = model.vocabulary.indexOf(target);
      const weight = Why[o * H + unit];
      const carries = weight * (atOccurrences[unit] - mean[unit]);
      edges.push({ from: unit, to: target, coordinates: `Why[${o}, ${unit}]`, weight, carries });
    }
  }
  return {
    input: after,
    targets,
    units: checked.map((unit) => ({
      unit,
      hAtOccurrences: atOccurrences[unit],
      hOverText: mean[unit],
      input: Wxh[unit * V + c],
      recurrent: recurrent[unit],
      bias: bh[unit],
    })),
    edges,
  };
}
