/**
 * Ablation through time: silence units at every step of a text, so that all later steps do without
 * them, too. H: hidden units.
 *
 * `ablate` changes one state, that of the decision: what a unit did before is in the other units
 * already. Here the units are held at their mean (or at zero) while the whole text is read. Claim: what
 * is lost was due to these units, at some step. What it leaves out: at which step (`patchScan` tells);
 * and the longer units are held, the further the states are from any that the network visits by itself,
 * so that a loss can also come from that; and units downstream can make a definite answer of a mean,
 * which then happens to be right: ask for the opposite answer, too.
 */
import type { EngineOption } from "@lab/engines";
import { type MeanWithError, meanWithError } from "@lab/numerics";
import { checkBehaviour, checkUnits } from "../checks.ts";
import { observe } from "../walk/steps.ts";
import { ablate } from "./ablation.ts";
import type { Behaviour } from "./behaviour.ts";
import { logitsOf, logProbabilities } from "./logits.ts";
import { measureOf } from "./measure.ts";

/** What to silence at every step, and how. */
export interface TimeAblationOptions extends EngineOption {
  /** The units, each once, at least one. */
  units: readonly number[];
  /** false (when left out): silence these units; true: keep only these and silence all others. */
  keep?: boolean;
  /** What silenced units are held at; their `"mean"` over the text when left out. */
  by?: "zero" | "mean";
}

/** A behaviour with units silenced at every step, beside the same at the decision only. */
export interface TimeAblation {
  /** The units that were kept or silenced. */
  readonly units: readonly number[];
  /** Whether only these were kept, or only these silenced. */
  readonly keep: boolean;
  /** What silenced units were held at. */
  readonly by: "zero" | "mean";
  /** The mean of the behaviour's measure (P(targets) or the lead) in the full network. */
  readonly full: number;
  /** The mean with the units silenced in the state of the decision only. */
  readonly atDecision: number;
  /** The mean with the units silenced at every step. */
  readonly throughTime: number;
  /** What silencing at every step takes from the measure, on the average over the occurrences. */
  readonly lost: MeanWithError;
}

/**
 * Silences units at every step while a text is read, and measures a behaviour in it.
 * @param behaviour the behaviour with its occurrences
 * @param text the text that it was collected in
 * @param options the units, whether they are silenced or kept, what they are held at, and who computes
 * @returns the measure in the full network, silenced at the decision, and silenced through time
 * @throws {RangeError} when there is no unit, one is out of range or repeated, no unit is left to
 * silence, or the text is another one
 * @example
 * ```ts
 * import { ablateThroughTime, collectBehaviour, plantCircuit } from "@lab/analysis";
 * import { assert } from "@std/assert";
 * // At the decision the first unit of a delay line has done its work.
 * const { model, mechanism, behaviour, write } = plantCircuit("delay line", 4);
 * const text = write(1000, 1);
 * const asked = collectBehaviour(model, text, behaviour);
 * const { full, atDecision, throughTime } = ablateThroughTime(asked, text, {
 *   units: [mechanism.line[0]],
 * });
 * assert(full > 0.95 && atDecision > 0.95 && throughTime < 0.7);
 * ```
 */
export function ablateThroughTime(
  behaviour: Behaviour,
  text: Iterable<string>,
  options: TimeAblationOptions,
): TimeAblation {
  checkBehaviour(behaviour, "ablate units through time");
  const { keep = false, by = "mean", engine } = options;
  const { model, mean, positions } = behaviour;
  const { hiddenSize: H, vocabularySize: V } = model.parameters;
  const action = "ablate units through time";
  const units = checkUnits(options.units, H, action);
  const silenced = keep ? [...Array(H).keys()].filter((unit) => !units.includes(unit)) : units;
  const values = by === "zero" ? new Float64Array(H) : mean;
  const measure = measureOf(behaviour);
  const places = new Set(positions);
  const measured = new Map<number, number>();
  const steps = observe(model, text, [{
    observe: (step) => {
      if (!places.has(step.position)) return;
      measured.set(step.position, measure(logProbabilities(step.logits)));
    },
  }], { engine, silence: { units: silenced, values } });
  if (steps !== behaviour.steps) {
    throw new RangeError(
      `Cannot ${action} as 'text' must be the behaviour's of ${behaviour.steps} characters: current ` +
        `length is ${steps}`,
    );
  }
  const logits = logitsOf(model.parameters, behaviour.hs);
  const full = Array.from(
    positions,
    (_, t) => measure(logProbabilities(logits.slice(t * V, (t + 1) * V))),
  );
  const after = Array.from(positions, (position) => measured.get(position)!);
  return {
    units,
    keep,
    by,
    full: meanWithError(full).mean,
    atDecision: ablate(behaviour, { units, keep, by }).changed,
    throughTime: meanWithError(after).mean,
    lost: meanWithError(full.map((value, t) => value - after[t])),
  };
}
