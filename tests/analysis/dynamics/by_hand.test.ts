/** Networks of two units that are solved by hand. */
import {
  cycleMultipliers,
  findFixedPoints,
  findSides,
  followCharacter,
  lyapunovExponents,
  stabilityAgrees,
  stepJacobian,
} from "@lab/analysis";
import { type CharacterModel, zeroParameters } from "@lab/model";
import { Vocabulary } from "@lab/text";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

/** Two units that read "a", which adds nothing. */
function twoUnits(...Whh: number[]): CharacterModel {
  const parameters = zeroParameters({ hiddenSize: 2, vocabularySize: 1 });
  parameters.Whh.set(Whh);
  return { parameters, vocabulary: Vocabulary.of("a") };
}

const state = (...h: number[]): Float64Array => Float64Array.from(h);

/** The positive solution of m = tanh(w m), by halving an interval. */
function own(w: number): number {
  let [low, high] = [1e-9, 1];
  while (high - low > 1e-16) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (Math.tanh(w * middle) > middle) low = middle;
    else high = middle;
  }
  return low;
}

const w = 1.7, m = own(w), slope = w * (1 - m * m);
const corners = [state(0.9, 0.8), state(-0.7, -0.9), state(0.5, -0.6), state(-0.01, 0.02)];

Deno.test("findFixedPoints() of two units that excite each other: both up, both down, zero between", () => {
  const search = findFixedPoints(twoUnits(0, w, w, 0), "a", corners);
  const { points, starts, reached } = search;
  assertEquals([starts, reached, points.length], [4, 4, 3]);
  const at = (sign: number) => points.find(({ h }) => Math.sign(Math.round(h[0])) === sign)!;
  for (const sign of [1, -1]) {
    const { h, residual, eigenvalues, unstable, pushed, radius } = at(sign);
    assertAlmostEquals(h[0], sign * m, 1e-9);
    assertAlmostEquals(h[1], sign * m, 1e-9);
    assert(residual < 1e-12);
    assertAlmostEquals(Math.abs(eigenvalues.real[0]), slope, 1e-9);
    assertAlmostEquals(eigenvalues.real[0] + eigenvalues.real[1], 0, 1e-9); // ± w (1 − m²)
    assertAlmostEquals(radius, slope, 1e-9);
    assertEquals([unstable, pushed], [0, "returns"]);
  }
  const zero = at(0);
  assertAlmostEquals(zero.radius, w, 1e-9);
  assertEquals([zero.unstable, zero.pushed], [2, "leaves"]);
  assertEquals(points.indexOf(zero), 2);
  assert(stabilityAgrees(points));
  assertEquals(points.reduce((sum, { found }) => sum + found, 0), 4);
});

Deno.test("followCharacter() of the same two units finds the cycle of two states as well", () => {
  const model = twoUnits(0, w, w, 0);
  const { attractors } = followCharacter(model, "a", [...corners, state(0.3, -0.2)]);
  assertEquals(
    attractors.map(({ kind, period, from }) => [kind, period, from]),
    [["cycle", 2, [2, 3, 4]], ["fixed point", 1, [0]], ["fixed point", 1, [1]]],
  );
  const [{ states, residual }] = attractors;
  assert(residual < 1e-12);
  assertAlmostEquals(states[0][0], -states[0][1], 1e-9);
  assertAlmostEquals(Math.abs(states[0][0]), m, 1e-9);
  const { real } = cycleMultipliers(model, states);
  assertAlmostEquals(real[0], slope ** 2, 1e-9);
  assertAlmostEquals(real[1], slope ** 2, 1e-9);
});

Deno.test("followCharacter() of two units that turn finds the cycle of four, with its multipliers", () => {
  const model = twoUnits(0, -w, w, 0);
  const { attractors: [end] } = followCharacter(model, "a", [state(0.4, 0.3)]);
  assertEquals([end.kind, end.period, end.from], ["cycle", 4, [0]]);
  for (const h of end.states) for (const x of h) assertAlmostEquals(Math.abs(x), m, 1e-9);
  const { real, imaginary } = cycleMultipliers(model, end.states);
  for (const k of [0, 1]) {
    assertAlmostEquals(real[k], slope ** 4, 1e-9);
    assertAlmostEquals(imaginary[k], 0, 1e-9);
  }
  assertThrows(() => cycleMultipliers(model, []), RangeError, "at least one state");
});

Deno.test("lyapunovExponents() of two units alone are the logarithms of their slopes", () => {
  const [v, n] = [0.6, own(1.7)];
  const model = twoUnits(1.7, 0, 0, v);
  const h = state(n, 0);
  const { exponents, verdict, halfLife, characters } = lyapunovExponents(
    model,
    "a".repeat(300),
    { h, skip: 80, stretch: 55 },
  );
  const wanted = [Math.log(1.7 * (1 - n * n)), Math.log(v)].sort((a, b) => b - a);
  for (const k of [0, 1]) {
    assertAlmostEquals(exponents[k].mean, wanted[k], 1e-9);
    assertAlmostEquals(exponents[k].error, 0, 1e-9);
  }
  assertEquals([verdict, characters], ["vanish", 220]);
  assertAlmostEquals(halfLife, Math.LN2 / -wanted[0], 1e-8);
});

Deno.test("lyapunovExponents() say where differences grow, and where that is not decided", () => {
  const grown = lyapunovExponents(twoUnits(1.5, 0, 0, 0.5), "a".repeat(400));
  assertAlmostEquals(grown.exponents[0].mean, Math.log(1.5), 1e-9); // at zero, which stays
  assertEquals([grown.verdict, grown.halfLife], ["grow", Infinity]);
  // "a" at zero lengthens, "b" saturates: both signs occur.
  const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
  parameters.Whh[0] = 1.01;
  parameters.Wxh.set([0, 1e-3]);
  const model = { parameters, vocabulary: Vocabulary.of("ab") };
  const text = "a".repeat(200) + "b".repeat(200);
  assertEquals(lyapunovExponents(model, text, { skip: 0, stretch: 20 }).verdict, "not decided");
});

Deno.test("findSides() names what two units do to the sum that is stretched most", () => {
  const kinds = [
    twoUnits(0, w, w, 0.1),
    twoUnits(0, -w, w, 0),
    twoUnits(-w, 0, 0, 1.2),
    twoUnits(1, 0, 0, -0.5),
  ].map((model) => findSides(model, "aaa").kind);
  assertEquals(kinds, ["holds", "turns", "flips", "fades"]);
  const model = twoUnits(2, 3, 0, -1);
  const { eigenvalue, weights: [re, im] } = findSides(model, "a");
  assertAlmostEquals(eigenvalue.size, 2, 1e-12);
  assertAlmostEquals(re[0] / re[1], 1, 1e-12); // (1, 1) Whh = 2 (1, 1)
  assertEquals([...im], [0, 0]);
});

Deno.test("findSides() counts the steps that follow λ, a flip and a turn too", () => {
  const follow = (h: Float64Array, ...Whh: number[]): number =>
    findSides(twoUnits(...Whh), "aaaaa", { h }).followed;
  assertEquals(follow(state(0.5, 0.5), 0, w, w, 0.1), 1);
  assertEquals(follow(state(0.5, 0.1), -w, 0, 0, 1.2), 1);
  assertEquals(follow(state(0.5, 0.1), 0, -w, w, 0), 1);
  const model = twoUnits(2, 0, 0, 0.1);
  model.parameters.Wxh[0] = -3; // the input turns the sign once, then it holds
  assertEquals(findSides(model, "aaaaa", { h: state(1, 0) }).followed, 1);
  assertEquals(findSides(model, "aaaaa", { h: state(1, 0) }).outweighed, 0);
});

Deno.test("stepJacobian() has a row for each unit after, a column for each before", () => {
  const model = twoUnits(1, 2, 3, 4);
  assertEquals([...stepJacobian(model.parameters, state(0.5, 0))], [0.75, 1.5, 3, 4]);
  assertThrows(() => stepJacobian(model.parameters, state(1)), TypeError);
});
