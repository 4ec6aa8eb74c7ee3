/**
 * Where a state goes when one character is fed for ever: to a fixed point, into a cycle, or neither.
 *
 * Claim: the starts given end so. What it leaves out: other starts; and "neither" holds for so many steps
 * and periods up to the longest that was looked for, not for ever.
 */
import type { EngineOption } from "@lab/engines";
import { type CharacterModel, checkState } from "@lab/model";
import { eigen } from "@lab/numerics";
import { checkInteger, checkModel } from "../checks.ts";
import { apart, ConstantInput, roundJacobian } from "./constant_input.ts";
import { newton, RESIDUAL } from "./fixed_points.ts";

/** A state has come back where no unit is further than this from where it was. */
const RETURNED = 1e-9;
/** Two ends whose units are nowhere further apart are one. */
const SAME = 1e-5;

/** How long a character is fed. */
export interface OrbitOptions extends EngineOption {
  /** After so many characters a state that has not settled counts as neither; 1,000 when left out. */
  steps?: number;
  /** The longest cycle that is looked for; 64 when left out. */
  maxPeriod?: number;
}

/** Where some of the starts end. */
export interface Attractor {
  /** What they come to. */
  readonly kind: "fixed point" | "cycle" | "neither";
  /** After how many characters the states repeat: 1 for a fixed point; 0 for neither. */
  readonly period: number;
  /** The states `[H]` of one round; for neither, the last one that was reached. */
  readonly states: readonly Float64Array[];
  /** By how much a unit has moved at most after one round; NaN for neither. */
  readonly residual: number;
  /** The numbers of the starts that end here. */
  readonly from: readonly number[];
}

/** Where all starts end that are fed one character. */
export interface Orbits {
  /** The character that is fed. */
  readonly character: string;
  /** The ends, the one that most starts come to first; those that settle nowhere are one, the last. */
  readonly attractors: readonly Attractor[];
  /** How many starts there are. */
  readonly starts: number;
}

/** One round of a cycle, or undefined where there is none within the steps. */
function settle(
  input: ConstantInput,
  start: Float64Array,
  { steps, maxPeriod }: Required<Omit<OrbitOptions, "engine">>,
): { states: Float64Array[]; last: Float64Array } {
  let h = input.feed(start, maxPeriod);
  for (let fed = maxPeriod; fed < steps; fed += maxPeriod) {
    const states = [h];
    for (let period = 1; period <= maxPeriod; period++) {
      const next = input.feed(states[period - 1]);
      if (apart(next, h) < RETURNED) return { states: polish(input, states), last: next };
      states.push(next);
    }
    h = states[maxPeriod];
  }
  return { states: [], last: h };
}

/** After how many states a round comes back: before its end, where it only seemed to be so long. */
function periodOf(round: readonly Float64Array[]): number {
  const back = round.findIndex((state, n) => n > 0 && apart(state, round[0]) < SAME);
  return back === -1 ? round.length : back;
}

/** Brings a round to where it repeats to the last digits; none where it only seemed to repeat. */
function polish(input: ConstantInput, states: Float64Array[]): Float64Array[] {
  // Where a state comes nearer by turns from both sides, two rounds repeat long before one does.
  const period = periodOf(states);
  const repeated = period === 1 ? undefined : repeat(input, states[0], period);
  const h = repeated ?? newton(input, states[0], period);
  // A slow place is none where the state stays.
  if (h === undefined || apart(h, states[0]) > SAME) return [];
  const round = [h, ...input.round(h, period - 1)];
  return round.slice(0, periodOf(round));
}

/** Feeds whole rounds until they repeat to the last digits; undefined where that takes too long. */
function repeat(
  input: ConstantInput,
  start: Float64Array,
  period: number,
): Float64Array | undefined {
  let h = start;
  for (let round = 0; round < 50; round++) {
    const next = input.feed(h, period);
    if (apart(next, h) < RESIDUAL / 10) return next;
    h = next;
  }
  return undefined;
}

/**
 * Follows states that are fed one character for ever.
 * @param model parameters and vocabulary
 * @param character the character
 * @param starts states `[H]` to start from
 * @param options how long, which periods, and who computes
 * @returns where they end, and which start ends where
 * @throws {RangeError} when the vocabulary lacks the character or an option is out of range
 * @throws {TypeError} when a start has the wrong length
 * @example
 * ```ts
 * import { followCharacter } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 1 });
 * parameters.Whh[0] = -2; // h → tanh(−2 h) turns the sign round at every step
 * const model = { parameters, vocabulary: Vocabulary.of("a") };
 * const { attractors: [end] } = followCharacter(model, "a", [Float64Array.of(0.1)]);
 * assertEquals([end.kind, end.period], ["cycle", 2]);
 * ```
 */
export function followCharacter(
  model: CharacterModel,
  character: string,
  starts: readonly Float64Array[],
  options: OrbitOptions = {},
): Orbits {
  checkModel(model, "follow a character");
  const { steps = 1000, maxPeriod = 64 } = options;
  const action = "follow a character";
  checkInteger(maxPeriod, "maxPeriod", [1, 10_000], action);
  checkInteger(steps, "steps", [2 * maxPeriod, Infinity], action);
  const input = new ConstantInput(model, character, action, options);
  const found: { states: Float64Array[]; from: number[] }[] = [];
  const restless: { states: Float64Array[]; from: number[] } = { states: [], from: [] };
  for (const [number, start] of starts.entries()) {
    checkState(start, model.parameters.hiddenSize, "starts");
    const { states, last } = settle(input, start, { steps, maxPeriod });
    if (states.length === 0) {
      restless.states = [last];
      restless.from.push(number);
      continue;
    }
    const same = found.find((other) =>
      other.states.length === states.length &&
      other.states.some((state) => apart(state, states[0]) < SAME)
    );
    if (same === undefined) found.push({ states, from: [number] });
    else same.from.push(number);
  }
  found.sort((a, b) => b.from.length - a.from.length);
  const attractors = found.map(({ states, from }): Attractor => ({
    kind: states.length === 1 ? "fixed point" : "cycle",
    period: states.length,
    states,
    residual: apart(states[0], input.feed(states[0], states.length)),
    from,
  }));
  if (restless.from.length > 0) {
    attractors.push({ kind: "neither", period: 0, residual: NaN, ...restless });
  }
  return { character, attractors, starts: starts.length };
}

/**
 * What one round of a cycle does to small differences: the eigenvalues of the product of its Jacobians.
 * @param model the network
 * @param states `[H]` each: the states of one round, such as an attractor's
 * @returns the eigenvalues, the largest first: below 1 in size, the cycle is stable
 * @throws {RangeError} when there is no state
 * @example
 * ```ts
 * import { cycleMultipliers } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertAlmostEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 1 });
 * parameters.Whh[0] = -2;
 * const model = { parameters, vocabulary: Vocabulary.of("a") };
 * const round = [Float64Array.of(0.5), Float64Array.of(-0.5)];
 * assertAlmostEquals(cycleMultipliers(model, round).real[0], (0.75 * -2) ** 2);
 * ```
 */
export function cycleMultipliers(
  model: CharacterModel,
  states: readonly Float64Array[],
): { real: Float64Array; imaginary: Float64Array } {
  checkModel(model, "find multipliers");
  if (states.length === 0) {
    throw new RangeError(
      "Cannot find multipliers as 'states' must hold at least one state: current number is 0",
    );
  }
  const { real, imaginary } = eigen(roundJacobian(model.parameters, states));
  return { real, imaginary };
}
