/**
 * A latch: units that remember which of 2, 4 or 8 characters came last until they are asked. Internal.
 *
 * A cell that reads itself with a weight above 1 has two stable states; a marker's input throws it
 * into one of them, one cell for each bit of the marker's number. A reader follows each cell one step
 * later and writes; the gate fires at the question and lifts all answers. At the step of the decision
 * gate and readers count: what the cells remember is in the readers already.
 */
import type { Random } from "@lab/numerics";
import { ASK, between, FILLERS, type Mechanism, oneOf, type UnitPlan } from "./assemble.ts";

const MARKERS = "abcdefgh";
const ANSWERS = "ABCDEFGH";

/**
 * The unit that fires at the question and nowhere else. It lifts every answer there, and presses it
 * down elsewhere.
 */
export function gateOf(answers: string, random: Random): UnitPlan {
  const lift = between(random, 6, 8);
  const output = Object.fromEntries([...answers].map((answer) => [answer, lift]));
  return { role: "gate", input: { [ASK]: between(random, 5, 7) }, bias: -3, output };
}

/** +1 where the bit of the number is 0, else −1. */
const sign = (number: number, bit: number): number => (number >> bit) & 1 ? -1 : 1;

/** Markers, fillers, and questions with the answer of the marker that came last. */
function writeMarked(length: number, markers: string, answers: string, random: Random): string {
  let text = "";
  let last = -1;
  while (text.length < length) {
    const draw = random.uniform();
    if (last < 0 || draw < 0.12) {
      last = random.integer(markers.length);
      text += markers[last];
    } else if (draw < 0.27) text += ASK + answers[last];
    else text += oneOf(random, FILLERS);
  }
  return text.slice(0, length);
}

/** A latch of 1, 2 or 3 bits. */
export function latch(random: Random): Mechanism {
  const bits = 1 + random.integer(3);
  const weight = between(random, 3, 3.5);
  const gap = 3 + random.integer(6);
  const markers = MARKERS.slice(0, 2 ** bits);
  const answers = ANSWERS.slice(0, 2 ** bits);
  const cells = Array.from({ length: bits }, (_, bit): UnitPlan => ({
    role: "cell",
    input: Object.fromEntries([...markers].map((marker, k) => [marker, 6 * sign(k, bit)])),
    from: [[1 + bit, between(random, 2, 2.5)]],
  }));
  const readers = Array.from({ length: bits }, (_, bit): UnitPlan => ({
    role: "reader",
    from: [[1 + bit, between(random, 2.5, 3)]],
    output: Object.fromEntries([...answers].map((answer, k) => [answer, weight * sign(k, bit)])),
  }));
  const pair: Mechanism["pair"] = (random) => {
    const before = writeMarked(12, markers, answers, random);
    const after = Array.from({ length: gap }, () => oneOf(random, FILLERS)).join("") + ASK;
    return { clean: before + markers[0] + after, corrupted: before + markers[1] + after };
  };
  return {
    label: `where “${markers[0]}” came last`,
    rivalLabel: `where “${markers[1]}” came last`,
    plan: [gateOf(answers, random), ...cells, ...readers],
    characters: markers + answers + ASK,
    answers,
    outputBias: {},
    target: answers[0],
    rival: answers[1],
    atDecision: [0, ...readers.keys().map((bit) => 1 + bits + bit)],
    carriers: [[1 + bits], ...Array.from({ length: gap + 1 }, () => [1])],
    write: (length, random) => writeMarked(length, markers, answers, random),
    pair,
  };
}
