/**
 * Backups: 3 to 5 units of which each one alone is enough for the answer. Internal.
 *
 * Which units a method finds here depends on what it asks: to keep the behaviour any one unit does,
 * to break it all have to go, and no single one is missed.
 */
import type { Random } from "@lab/numerics";
import { ASK, between, FILLERS, type Mechanism, oneOf, type UnitPlan } from "./assemble.ts";

const ANSWER = "A";
/** What each unit adds to the answer's logit when it fires, and takes away when it does not. */
const WEIGHT = 6.5;
/** The answer's logit when no unit fires. */
const SILENT = -8;

/** A set of units that each do the same. */
export function backups(random: Random): Mechanism {
  const count = 3 + random.integer(3);
  const plan = Array.from({ length: count }, (): UnitPlan => ({
    role: "backup",
    input: { [ASK]: between(random, 5, 7) },
    bias: -3,
    output: { [ANSWER]: WEIGHT },
  }));
  const filler = (random: Random): string => oneOf(random, FILLERS);
  const write = (length: number, random: Random): string => {
    let text = "";
    while (text.length < length) text += random.uniform() < 0.15 ? ASK + ANSWER : filler(random);
    return text.slice(0, length);
  };
  const pair: Mechanism["pair"] = (random) => {
    const before = write(12, random) + filler(random);
    return { clean: before + ASK, corrupted: before + filler(random) };
  };
  return {
    label: `after “${ASK}”`,
    plan,
    characters: ANSWER + ASK,
    answers: ANSWER,
    outputBias: { [ANSWER]: SILENT + count * WEIGHT },
    target: ANSWER,
    rival: FILLERS[0],
    atDecision: [...plan.keys()],
    carriers: [[...plan.keys()]],
    write,
    pair,
  };
}
