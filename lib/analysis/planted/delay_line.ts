/**
 * A delay line: a chain of units that hands a character on, one unit a step, and reports it k steps
 * later when asked. Internal.
 *
 * The first unit reads the character, each later one the unit before it; the last one writes. At the
 * step of the decision only the last one counts: what the others did is in it already.
 */
import type { Random } from "@lab/numerics";
import { ASK, between, FILLERS, type Mechanism, oneOf, type UnitPlan } from "./assemble.ts";
import { gateOf } from "./latch.ts";

const [MARKERS, ANSWERS] = ["ab", "AB"];

/** What the first unit reads: every character is of one of two sorts, about equally often. */
const SORTS = Object.fromEntries([
  ...[..."amoqsuwy?"].map((character) => [character, 3]),
  ...[..."bnprtvxzAB"].map((character) => [character, -3]),
]);

/** A line that reports the character 2 to 6 steps before the question. */
export function delayLine(random: Random): Mechanism {
  const steps = 2 + random.integer(5);
  const weight = between(random, 3, 3.5);
  const line = Array.from({ length: steps + 1 }, (_, place): UnitPlan => ({
    role: "line",
    ...(place === 0 ? { input: SORTS } : { from: [[place, between(random, 3, 3.5)]] }),
    ...(place === steps ? { output: { A: weight, B: -weight } } : {}),
  }));
  const next = (random: Random): string =>
    random.uniform() < 0.4 ? oneOf(random, MARKERS) : oneOf(random, FILLERS);
  const write = (length: number, random: Random): string => {
    let text = "";
    while (text.length < length) {
      const asked = MARKERS.indexOf(text.at(-steps) ?? ASK);
      if (asked >= 0 && random.uniform() < 0.5) text += ASK + ANSWERS[asked];
      else text += next(random);
    }
    return text.slice(0, length);
  };
  const pair: Mechanism["pair"] = (random) => {
    const before = write(12, random);
    const after = Array.from({ length: steps - 1 }, () => next(random)).join("") + ASK;
    return { clean: before + "a" + after, corrupted: before + "b" + after };
  };
  return {
    label: `where “a” came ${steps} steps before`,
    rivalLabel: `where “b” came ${steps} steps before`,
    plan: [gateOf(ANSWERS, random), ...line],
    characters: MARKERS + ANSWERS + ASK,
    answers: ANSWERS,
    outputBias: {},
    target: "A",
    rival: "B",
    atDecision: [0, steps + 1],
    carriers: Array.from({ length: steps + 1 }, (_, depth) => [1 + steps - depth]),
    write,
    pair,
  };
}
