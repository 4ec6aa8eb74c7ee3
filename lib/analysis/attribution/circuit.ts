/**
 * A behaviour's units as a small circuit: input → units → targets, with the weights on the edges.
 * H: hidden units, V: characters.
 *
 * Claim: these are the weights and the mean activations. What it leaves out: that these units carry
 * the behaviour, which `ablation.ts` must show; the recurrent weights one by one (their mean sum is
 * given for each unit, `edges.ts` measures each); and the other units, of which it says how much they
 * carry.
 */
import { sum } from "d3-array";
import { addMatVec } from "@lab/numerics";
import type { Behaviour } from "../causes/behaviour.ts";
import { inputOf } from "../causes/measure.ts";
import { checkBehaviour, checkUnits } from "../checks.ts";

/** One unit of a circuit. */
export interface CircuitUnit {
  /** The unit's number. */
  readonly unit: number;
  /** The unit's mean activation at the behaviour's occurrences. */
  readonly hAtOccurrences: number;
  /** The unit's mean activation over the whole text. */
  readonly hOverText: number;
  /** The characters' part of the unit's mean pre-activation at the occurrences. */
  readonly input: number;
  /** The previous state's part of the unit's mean pre-activation at the occurrences. */
  readonly recurrent: number;
  /** The bias' part of the unit's pre-activation. */
  readonly bias: number;
}

/** One weight of a circuit. */
export interface CircuitEdge {
  /** Where the edge starts: the input or a unit. */
  readonly from: "input" | number;
  /** Where the edge ends: a unit or an output character. */
  readonly to: string | number;
  /**
   * The weight's coordinates, such as `"Wxh[12, 7]"`; rows and columns count from 0. `"Wxh[12, :]"`
   * where different characters were read: then the weight is its mean over the occurrences.
   */
  readonly coordinates: string;
  /** The weight's value. */
  readonly weight: number;
  /**
   * What it carries, in nats: the weight itself for the input; the weight times
   * (hAtOccurrences − hOverText) for an output's logit.
   */
  readonly carries: number;
}

/** What a circuit has no edges for. */
export interface LeftOut {
  /** How many units are not in the circuit. */
  readonly units: number;
  /** How many weights from these lead to the outputs. */
  readonly edges: number;
  /** The share of |carries| that these have among all weights to the outputs, 0 … 1. */
  readonly share: number;
}

/** Input → units → targets. */
export interface Circuit {
  /** Where the behaviour is measured, as sentences say it: "after “:”". */
  readonly label: string;
  /** The character that was read at all occurrences; none where they differ. */
  readonly input: string | undefined;
  /** The characters that are written, and those that they are compared with. */
  readonly outputs: readonly string[];
  /** The units, in the order given. */
  readonly units: readonly CircuitUnit[];
  /** The weights from the input to each unit and from each unit to each output. */
  readonly edges: readonly CircuitEdge[];
  /** The weights to the outputs that other units have. */
  readonly leftOut: LeftOut;
}

/**
 * The circuit that some units form for a behaviour.
 * @param behaviour the behaviour with its occurrences
 * @param units the units, each once, at least one
 * @returns units with their mean activations, and the weights between input, units and outputs
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
  checkBehaviour(behaviour, "draw a circuit");
  const { model, hs, hPrevs, mean, indices, label } = behaviour;
  const { hiddenSize: H, vocabularySize: V, Wxh, Whh, Why, bh } = model.parameters;
  const n = behaviour.positions.length;
  const meanOf = (states: Float64Array): Float64Array => {
    const sums = new Float64Array(H);
    for (let k = 0; k < states.length; k++) sums[k % H] += states[k] / n;
    return sums;
  };
  const atOccurrences = meanOf(hs);
  const recurrent = addMatVec(Whh, meanOf(hPrevs), new Float64Array(H));
  const input = inputOf(behaviour);
  const column = input === undefined ? ":" : indices[0];
  const outputs = [...behaviour.targets, ...behaviour.against];
  const counts = new Float64Array(V);
  for (const index of indices) counts[index]++;
  const received = (unit: number): number =>
    counts.reduce((sum, count, k) => sum + count / n * Wxh[unit * V + k], 0);
  const checked = checkUnits(units, H, "draw a circuit");
  const edges: CircuitEdge[] = checked.map((unit) => {
    const weight = received(unit);
    const coordinates = `Wxh[${unit}, ${column}]`;
    return { from: "input", to: unit, coordinates, weight, carries: weight };
  });
  const outward = (unit: number): CircuitEdge[] =>
    outputs.map((to) => {
      const o = model.vocabulary.indexOf(to);
      const weight = Why[o * H + unit];
      const carries = weight * (atOccurrences[unit] - mean[unit]);
      return { from: unit, to, coordinates: `Why[${o}, ${unit}]`, weight, carries };
    });
  const others = [...Array(H).keys()].filter((unit) => !checked.includes(unit));
  const [own, rest] = [checked, others].map((units) => units.flatMap(outward));
  const [drawn, left] = [own, rest].map((edges) => sum(edges, ({ carries }) => Math.abs(carries)));
  return {
    label,
    input,
    outputs,
    units: checked.map((unit) => ({
      unit,
      hAtOccurrences: atOccurrences[unit],
      hOverText: mean[unit],
      input: received(unit),
      recurrent: recurrent[unit],
      bias: bh[unit],
    })),
    edges: [...edges, ...own],
    leftOut: {
      units: others.length,
      edges: rest.length,
      share: left === 0 ? 0 : left / (drawn + left),
    },
  };
}
