/** Units that look as if they mattered and do not. Internal. */
import type { Random } from "@lab/numerics";
import { ASK, between, FILLERS, type Mechanism, type UnitPlan } from "./assemble.ts";

/** Units beside the mechanism, and what the output bias has to make up for. */
export interface Distractors {
  readonly plan: readonly UnitPlan[];
  readonly outputBias: Readonly<Record<string, number>>;
}

/** A unit that other characters drive, some with a memory of their own. */
function driven(place: number, answers: string, random: Random): UnitPlan {
  const input: Record<string, number> = {};
  const output: Record<string, number> = {};
  for (const character of FILLERS + answers + ASK) {
    if (random.uniform() < 0.8) input[character] = 4 * random.normal();
  }
  for (const character of FILLERS + answers) output[character] = 0.2 * random.normal();
  const from = [[place, between(random, 0, 1.6)]] as const;
  return { role: "driven", input, output, from };
}

/** A unit that never changes and adds much to every answer. */
function constant(answers: string, random: Random): UnitPlan {
  const output: Record<string, number> = {};
  for (const answer of answers) output[answer] = 3 * random.normal();
  return {
    role: "constant",
    bias: (random.integer(2) * 2 - 1) * between(random, 2.5, 3.5),
    output,
  };
}

/**
 * - twins: for each unit of the mechanism one that reads what it reads, and so is equal to it at
 *   every step, but writes nothing and is read by nobody;
 * - driven: 8 to 24 units that other characters drive, and that say a little about every character;
 * - constant: 4 to 10 units that never change and add much to the answers' logits, which the output
 *   bias takes away again.
 */
export function distractorsFor({ plan, answers }: Mechanism, random: Random): Distractors {
  const twins = plan.map((unit): UnitPlan => ({ ...unit, role: "twin", output: {} }));
  const first = plan.length + twins.length;
  const moved = Array.from(
    { length: 8 + random.integer(17) },
    (_, k) => driven(first + k, answers, random),
  );
  const still = Array.from({ length: 4 + random.integer(7) }, () => constant(answers, random));
  const outputBias: Record<string, number> = {};
  for (const answer of answers) {
    outputBias[answer] = -still.reduce(
      (sum, { bias, output }) => sum + Math.tanh(bias!) * output![answer],
      0,
    );
  }
  return { plan: [...twins, ...moved, ...still], outputBias };
}
