/**
 * Networks whose mechanism is known, because it was put there: what a method finds in them can be
 * scored. H: hidden units, V: characters.
 *
 * Four mechanisms are planted among distractors, with small random weights everywhere and the units in
 * random order. Which method can see which unit is known beforehand:
 * - attribution and ablation at the decision (`rankUnits`, `searchUnits`) see what counts at that step:
 *   the gate and the latch's readers, the line's last unit, the counter's two units around the depth;
 *   with values from elsewhere in place of the mean, the counter's other units count, too, as they keep
 *   other brackets from closing; a set that is only to be enough needs a single backup;
 * - `patchScan` sees the units in which two runs differ, at each step on the way; never the gate, which
 *   does the same in both; backups in the lead of logits, not in P, which the others hold up;
 * - ablation through time (`ablateThroughTime`) sees all of them, but not when they worked; nor backups,
 *   as long as one is left.
 * Claim: a method that fails here fails. What it leaves out: that a method which finds planted units
 * also finds those of a trained network, whose mechanisms are spread over more units.
 * @see D. Lindner et al., "Tracr: compiled transformers as a laboratory for interpretability", NeurIPS
 * (2023), on networks with a known mechanism; R. Gupta et al., "InterpBench", NeurIPS (2024), on scoring
 * methods with them
 */
import type { CharacterModel } from "@lab/model";
import { Random } from "@lab/numerics";
import type { PatchPair } from "../patching/patch_scan.ts";
import { checkInteger } from "../checks.ts";
import { ASK, assemble, FILLERS, type Mechanism, type UnitPlan } from "./assemble.ts";
import { backups } from "./backups.ts";
import { bracketCounter } from "./bracket_counter.ts";
import { delayLine } from "./delay_line.ts";
import { distractorsFor } from "./distractors.ts";
import { latch } from "./latch.ts";

/** What a planted network does. */
export type PlantedKind = "latch" | "delay line" | "bracket counter" | "backups";

const MECHANISMS: Readonly<Record<PlantedKind, (random: Random) => Mechanism>> = {
  "latch": latch,
  "delay line": delayLine,
  "bracket counter": bracketCounter,
  "backups": backups,
};

/** The kinds of planted networks. */
export const PLANTED_KINDS: readonly PlantedKind[] = Object.keys(MECHANISMS) as PlantedKind[];

/** A question to a planted network, as `collectBehaviour` takes it. */
export interface PlantedBehaviour {
  /** Where it is asked. */
  readonly after: (text: readonly string[], position: number) => boolean;
  /** Where it is asked, in words. */
  readonly label: string;
  /** The answer. */
  readonly targets: string;
}

/** Where a text asks and goes on with the answer. */
const asking = (targets: string, label: string): PlantedBehaviour => ({
  after: (text, position) => text[position] === ASK && text[position + 1] === targets,
  label,
  targets,
});

/** A network with a known mechanism, and the texts and questions for it. */
export interface PlantedCircuit {
  /** What it does. */
  readonly kind: PlantedKind;
  /** The network. */
  readonly model: CharacterModel;
  /** The mechanism's units by role, each role in its order: a line from its first unit to its last. */
  readonly mechanism: Readonly<Record<string, readonly number[]>>;
  /**
   * All other units: `twin` is equal to a unit of the mechanism at every step and writes nothing,
   * `driven` follows other characters, `constant` adds much to the answers' logits and never changes.
   */
  readonly distractors: Readonly<Record<"twin" | "driven" | "constant", readonly number[]>>;
  /** The units of the mechanism that count at the step of the decision. */
  readonly atDecision: readonly number[];
  /**
   * For 0, 1, 2 … steps before the decision, the units in which the runs of a pair differ and by
   * which the difference gets to the decision; further back there are none.
   */
  readonly carriers: readonly (readonly number[])[];
  /** At these questions the network writes the target. */
  readonly behaviour: PlantedBehaviour;
  /** At these it writes the rival; none for `backups`, whose answer is always the same. */
  readonly opposite?: PlantedBehaviour;
  /** What the network writes after the corrupted text of a pair. */
  readonly rival: string;
  /**
   * Writes a text that needs the mechanism; the right answer stands after every question.
   * @param length how many characters
   * @param seed of the draws
   */
  write(length: number, seed: number): string;
  /**
   * Pairs of texts up to a question that differ in one character, in which the network writes the
   * target and the rival; all with the difference at the same place.
   * @param count how many
   * @param seed of the draws
   */
  pairs(count: number, seed: number): PatchPair[];
}

/** The units of a part of a plan by role. */
function byRole<Role extends string>(
  plan: readonly UnitPlan[],
  units: readonly number[],
): Record<Role, number[]> {
  const roles = {} as Record<string, number[]>;
  plan.forEach(({ role }, place) => (roles[role] ??= []).push(units[place]));
  return roles;
}

/**
 * Plants a mechanism in a network.
 * - `latch`: remembers which of 2, 4 or 8 characters came last, in a cell and its reader for each bit
 * - `delay line`: reports the character 2 to 6 steps back, handed on from unit to unit
 * - `bracket counter`: counts open brackets up to 4, 6 or 8, in a cascade of as many units, and knows
 *   which one closes
 * - `backups`: 3 to 5 units of which any one is enough
 * @param kind which mechanism
 * @param seed of its size, its distractors, its noise and the order of its units
 * @returns the network, and what is known of it
 * @throws {RangeError} when the kind is unknown or the seed no safe integer
 * @example
 * ```ts
 * import { collectBehaviour, plantCircuit, rankUnits } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const planted = plantCircuit("delay line", 3);
 * const behaviour = collectBehaviour(planted.model, planted.write(2000, 1), planted.behaviour);
 * const [first, second] = rankUnits(behaviour).map(({ unit }) => unit);
 * const { gate, line } = planted.mechanism;
 * assertEquals(new Set([first, second]), new Set([...gate, line.at(-1)]));
 * ```
 */
export function plantCircuit(kind: PlantedKind, seed: number): PlantedCircuit {
  if (!Object.hasOwn(MECHANISMS, kind)) {
    throw new RangeError(
      `Cannot plant a circuit as 'kind' must be ${
        PLANTED_KINDS.join(", ")
      }: current value is ${kind}`,
    );
  }
  const random = new Random(seed);
  const mechanism = MECHANISMS[kind](random);
  const distractors = distractorsFor(mechanism, random);
  const plan = [...mechanism.plan, ...distractors.plan];
  const outputBias = { ...distractors.outputBias };
  for (const [character, bias] of Object.entries(mechanism.outputBias)) {
    outputBias[character] = (outputBias[character] ?? 0) + bias;
  }
  const characters = mechanism.characters + FILLERS;
  const { model, units } = assemble(plan, characters, outputBias, random);
  const named = (places: readonly number[]): number[] => places.map((place) => units[place]);
  const { label, rivalLabel, target, rival, write, pair } = mechanism;
  return {
    kind,
    model,
    mechanism: byRole(mechanism.plan, units),
    distractors: byRole(distractors.plan, units.slice(mechanism.plan.length)),
    atDecision: named(mechanism.atDecision),
    carriers: mechanism.carriers.map(named),
    behaviour: asking(target, label),
    opposite: rivalLabel === undefined ? undefined : asking(rival, rivalLabel),
    rival,
    write: (length, seed) => {
      checkInteger(length, "length", [1, Infinity], "write a text");
      return write(length, new Random(seed));
    },
    pairs: (count, seed) => {
      checkInteger(count, "count", [1, Infinity], "write pairs of texts");
      const random = new Random(seed);
      return Array.from({ length: count }, () => pair(random));
    },
  };
}
