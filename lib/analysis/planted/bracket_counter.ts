/**
 * A bracket counter: a cascade of units of which as many are on as brackets are open, and which says
 * what bracket closes. Internal.
 *
 * Unit d is on while at least d brackets are open. It reads the unit below it, itself and the unit
 * above it, with equal weights, and is on after "(" where at least d − 1 were, after a closing bracket
 * where at least d + 1 were: a threshold on their sum that the input shifts. The brackets close by
 * depth, `)` the first, `]` the second …, so that at the decision the two units on either side of the
 * depth say which.
 */
import type { Random } from "@lab/numerics";
import { ASK, between, FILLERS, type Mechanism, oneOf, type UnitPlan } from "./assemble.ts";
import { gateOf } from "./latch.ts";

const CLOSERS = ")]}>/|!;";
/** What all texts begin with: it puts all units out, which the zero state does not. */
const START = "\n";
/** How many characters a pair's texts have between what differs and the question, closed ones twice. */
const MOVES = 6;

/** A way from a place to the question: the characters, `undefined` for any filler, and the depths. */
interface Route {
  readonly characters: (string | undefined)[];
  /** The depth before the first character and after each. */
  readonly depths: number[];
}

/** A way that starts at some depth, stays below the last closer's and opens a bracket. */
function routeFrom(start: number, closers: string, random: Random): Route {
  const characters: (string | undefined)[] = [];
  const depths = [start];
  for (let move = 0; move < MOVES; move++) {
    const depth = depths.at(-1)!;
    const draw = random.uniform();
    if (draw < 0.3 && depth < closers.length - 1) {
      characters.push("(");
      depths.push(depth + 1);
    } else if (draw >= 0.3 && draw < 0.6 && depth > 0) {
      characters.push(ASK, closers[depth - 1]);
      depths.push(depth, depth - 1);
    } else {
      characters.push(undefined);
      depths.push(depth);
    }
  }
  return { characters, depths };
}

/** A way to a depth, ending with the question: the first of many that does. */
function routeTo(asked: number, closers: string, random: Random): Route {
  while (true) {
    const { characters, depths } = routeFrom(random.integer(closers.length), closers, random);
    if (depths.at(-1) !== asked || !characters.includes("(")) continue;
    return { characters: [...characters, ASK], depths: [...depths, asked] };
  }
}

const filler = (random: Random): string => oneOf(random, FILLERS);

/**
 * The units: the one at place `below` is on while more than `below` brackets are open. It adds the
 * weight to the logit of the bracket that closes its depth, and takes it from the one below.
 */
function cascade(closers: string, gain: number, weight: number): UnitPlan[] {
  const most = closers.length;
  const input: Record<string, number> = { "(": 2 * gain, [START]: -4 * gain };
  for (const closer of closers) input[closer] = -2 * gain;
  return Array.from({ length: most }, (_, below): UnitPlan => {
    const neighbours = [below - 1, below, below + 1].filter((k) => k >= 0 && k < most);
    const output = { [closers[below]]: weight };
    if (below > 0) output[closers[below - 1]] = -weight;
    return {
      role: "counter",
      input,
      bias: gain * (Number(below === 0) - Number(below === most - 1)),
      from: neighbours.map((k) => [1 + k, gain] as const),
      output,
    };
  });
}

function writeBrackets(length: number, closers: string, random: Random): string {
  let [text, depth] = [START, 0];
  while (text.length < length) {
    const draw = random.uniform();
    if (draw < 0.25 && depth < closers.length) {
      text += "(";
      depth++;
    } else if (draw >= 0.25 && draw < 0.5 && depth > 0) text += ASK + closers[--depth];
    else text += filler(random);
  }
  return text.slice(0, length);
}

/** A counter up to depth 4, 6 or 8, asked where half as many brackets are open. */
export function bracketCounter(random: Random): Mechanism {
  const most = 4 + 2 * random.integer(3);
  const asked = most / 2;
  const closers = CLOSERS.slice(0, most);
  const weight = between(random, 3, 3.3);
  const { characters, depths } = routeTo(asked, closers, random);
  const pair: Mechanism["pair"] = (random) => {
    const opened = Array.from({ length: depths[0] }, () => filler(random) + "(").join("");
    const before = START + opened + filler(random);
    const after = characters.map((character) => character ?? filler(random)).join("");
    return { clean: before + filler(random) + after, corrupted: before + "(" + after };
  };
  return {
    label: `where ${asked} of at most ${most} brackets are open`,
    rivalLabel: `where ${asked + 1} of at most ${most} brackets are open`,
    plan: [gateOf(closers, random), ...cascade(closers, between(random, 2.5, 3), weight)],
    characters: START + "(" + closers + ASK,
    answers: closers,
    outputBias: { [closers[most - 1]]: weight },
    target: closers[asked - 1],
    rival: closers[asked],
    atDecision: [0, asked, asked + 1],
    carriers: depths.toReversed().map((depth) => [depth + 1]),
    write: (length, random) => writeBrackets(length, closers, random),
    pair,
  };
}
