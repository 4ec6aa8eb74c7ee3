/**
 * States that one character leaves as they are, the unstable ones too.
 *
 * Claim: each is one to a residual of 1e-12, and its stability is that of its Jacobian. What the search
 * leaves out: there may be more; how often each was found again says how far to trust that there are not.
 * @see D. Sussillo and O. Barak, "Opening the black box: low-dimensional dynamics in high-dimensional
 * recurrent neural networks", Neural Computation 25 (2013)
 */
import type { EngineOption } from "@lab/engines";
import { type CharacterModel, checkState } from "@lab/model";
import { eigen, Random, solveLinear } from "@lab/numerics";
import { apart, ConstantInput, distance, roundJacobian, stepJacobian } from "./constant_input.ts";
import { checkModel } from "../checks.ts";

/** A state counts as fixed where no unit moves by more than this. */
export const RESIDUAL = 1e-12;
/** Newton's method gives up after so many steps. */
const MOST_STEPS = 60;
/** Two fixed points whose units are nowhere further apart are one. */
const SAME = 1e-6;
/** How far a fixed point is pushed, and how many characters it has to come back or to leave. */
const PUSH = 1e-6, PUSHED_STEPS = 3000;
/** How near to 1 the largest eigenvalue is where that time may decide nothing: 1.01^3000 is 9e12. */
const UNDECIDED = 0.01;

/** What became of a fixed point that was pushed a little: it returned, left, or neither in the time. */
export type Pushed = "returns" | "leaves" | "undecided";

/** A state that a character leaves as it is. */
export interface FixedPoint {
  /** `[H]` the state. */
  readonly h: Float64Array;
  /** By how much a unit moves at most when the character is fed, < 1e-12. */
  readonly residual: number;
  /** From how many of the starts the search came here. */
  readonly found: number;
  /** The eigenvalues of the Jacobian, the largest first. */
  readonly eigenvalues: {
    readonly real: Float64Array;
    readonly imaginary: Float64Array;
  };
  /** The size of the largest eigenvalue: below 1 small differences shrink. */
  readonly radius: number;
  /** How many eigenvalues are larger than 1: in how many directions a state leaves; 0 where stable. */
  readonly unstable: number;
  /** What became of the state after a push of 1e-6 in a random direction. */
  readonly pushed: Pushed;
}

/** The fixed points of a character, and how hard they were looked for. */
export interface FixedPointSearch {
  /** The character that is fed. */
  readonly character: string;
  /** The points, the stable ones first, then by how often they were found. */
  readonly points: readonly FixedPoint[];
  /** How many starts the search took. */
  readonly starts: number;
  /** How many of them led to a fixed point. */
  readonly reached: number;
}

/**
 * Newton's method for `F(h) = h`, with shorter steps where a whole one makes it worse; F feeds the character
 * once, or as often as a cycle has states.
 * @returns the fixed point, or undefined where it found none
 */
export function newton(
  input: ConstantInput,
  start: Float64Array,
  period = 1,
): Float64Array | undefined {
  const H = start.length;
  let h = start.slice();
  let image = input.feed(h, period);
  for (let round = 0; round < MOST_STEPS; round++) {
    const error = distance(h, image);
    if (apart(h, image) < RESIDUAL / 100) return h;
    const A = roundJacobian(input.parameters, input.round(h, period)).map((x) => -x);
    for (let i = 0; i < H; i++) A[i * H + i] += 1;
    const step = solveLinear(A, image.map((x, i) => x - h[i]));
    if (step === undefined) return undefined;
    let [next, after, length] = [h, image, 2];
    do {
      length /= 2;
      next = h.map((x, i) => x + length * step[i]);
      after = input.feed(next, period);
    } while (!(distance(next, after) < error) && length > 1e-3);
    // Where rounding is all that is left, no step makes it better.
    if (!(distance(next, after) < error)) return apart(h, image) < RESIDUAL ? h : undefined;
    [h, image] = [next, after];
  }
  return apart(h, image) < RESIDUAL ? h : undefined;
}

/** Whether a state that was pushed a little comes back. */
function push(input: ConstantInput, h: Float64Array): Pushed {
  const random = new Random(1);
  const direction = h.map(() => random.normal());
  const length = Math.sqrt(direction.reduce((sum, x) => sum + x * x, 0));
  let pushed: Float64Array = h.map((x, i) => x + PUSH * direction[i] / length);
  for (let n = 0; n < PUSHED_STEPS; n++) {
    const far = distance(pushed, h);
    if (far < PUSH / 100) return "returns";
    if (far > PUSH * 1000) return "leaves";
    pushed = input.feed(pushed);
  }
  return "undecided";
}

function describe(input: ConstantInput, h: Float64Array, found: number): FixedPoint {
  const { real, imaginary } = eigen(stepJacobian(input.parameters, h));
  const sizes = real.map((re, k) => Math.hypot(re, imaginary[k]));
  return {
    h,
    residual: apart(h, input.feed(h)),
    found,
    eigenvalues: { real, imaginary },
    radius: sizes[0],
    unstable: sizes.filter((size) => size > 1).length,
    pushed: push(input, h),
  };
}

/**
 * Looks for the states that a character leaves as they are, by Newton's method from given starts.
 * @param model parameters and vocabulary
 * @param character the character that is fed for ever
 * @param starts states `[H]` to start from: the text's, random ones, those that iteration ends at
 * @param options who computes
 * @returns the different fixed points with their eigenvalues, and how often each was found
 * @throws {RangeError} when the vocabulary lacks the character
 * @throws {TypeError} when a start has the wrong length
 * @example
 * ```ts
 * import { findFixedPoints } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 1 });
 * parameters.Whh[0] = 2; // h → tanh(2 h): 0 and one on either side
 * const starts = [-0.9, -0.1, 0.01, 0.9].map((h) => Float64Array.of(h));
 * const { points } = findFixedPoints({ parameters, vocabulary: Vocabulary.of("a") }, "a", starts);
 * assertEquals(points.map(({ unstable, pushed }) => [unstable, pushed]), [
 *   [0, "returns"],
 *   [0, "returns"],
 *   [1, "leaves"],
 * ]);
 * ```
 */
export function findFixedPoints(
  model: CharacterModel,
  character: string,
  starts: readonly Float64Array[],
  options: EngineOption = {},
): FixedPointSearch {
  checkModel(model, "find fixed points");
  const input = new ConstantInput(model, character, "find fixed points", options);
  const found: { h: Float64Array; times: number }[] = [];
  let reached = 0;
  for (const start of starts) {
    checkState(start, model.parameters.hiddenSize, "starts");
    const h = newton(input, start);
    if (h === undefined) continue;
    reached++;
    const same = found.find((other) => apart(other.h, h) < SAME);
    if (same === undefined) found.push({ h, times: 1 });
    else same.times++;
  }
  const points = found.map(({ h, times }) => describe(input, h, times))
    .sort((a, b) => a.unstable - b.unstable || b.found - a.found);
  return { character, points, starts: starts.length, reached };
}

/**
 * Whether eigenvalues and push say the same of every fixed point. A push may decide nothing in its time where
 * the largest eigenvalue is within 0.01 of 1; elsewhere it has to.
 * @param points fixed points
 * @returns true where each stable one returns and each unstable one leaves, but for those near 1
 * @example
 * ```ts
 * import { stabilityAgrees } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(stabilityAgrees([{ unstable: 0, radius: 0.5, pushed: "returns" }]), true);
 * assertEquals(stabilityAgrees([{ unstable: 2, radius: 1.002, pushed: "undecided" }]), true);
 * assertEquals(stabilityAgrees([{ unstable: 2, radius: 1.5, pushed: "undecided" }]), false);
 * ```
 */
export function stabilityAgrees(
  points: readonly Pick<FixedPoint, "unstable" | "radius" | "pushed">[],
): boolean {
  return points.every(({ unstable, radius, pushed }) =>
    pushed === "undecided"
      ? Math.abs(radius - 1) < UNDECIDED
      : pushed === (unstable > 0 ? "leaves" : "returns")
  );
}
