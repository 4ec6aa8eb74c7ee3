/** Where states go, who is caught and what frees them: both sides of what is decided. */
import {
  BACK,
  compareFreeing,
  countOrbits,
  exploreSides,
  type Fate,
  findBasins,
  findFixedPoints,
  findSides,
  followCharacter,
  lyapunovExponents,
  stabilityAgrees,
  sumBasins,
  trapsByKind,
} from "@lab/analysis";
import { type CharacterModel, zeroParameters } from "@lab/model";
import { Vocabulary } from "@lab/text";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { randomModel, randomText } from "../models.ts";

/** A unit that feeds itself, and what "a", "b", … add to it. */
function unit(w: number, ...Wxh: number[]): CharacterModel {
  const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: Wxh.length });
  parameters.Whh[0] = w;
  parameters.Wxh.set(Wxh);
  return { parameters, vocabulary: Vocabulary.of("abcd".slice(0, Wxh.length)) };
}

const state = (...h: number[]): Float64Array => Float64Array.from(h);

Deno.test("followCharacter() calls what settles too late, and what is too long, neither", () => {
  // Near w = 1 the way to zero is long: it is shorter than 5,000 steps, but not than 200.
  const slow = (steps: number) => followCharacter(unit(0.99, 0), "a", [state(0.9)], { steps });
  assertEquals(slow(200).attractors.map(({ kind }) => kind), ["neither"]);
  assertEquals(slow(5000).attractors.map(({ kind }) => kind), ["fixed point"]);
  const turning = zeroParameters({ hiddenSize: 2, vocabularySize: 1 });
  turning.Whh.set([0, -1.7, 1.7, 0]);
  const model = { parameters: turning, vocabulary: Vocabulary.of("a") };
  const kinds = (maxPeriod: number) =>
    followCharacter(model, "a", [state(0.5, 0.1)], { maxPeriod }).attractors
      .map(({ kind, period, residual }) => [kind, period, Number.isNaN(residual)]);
  assertEquals(kinds(3), [["neither", 0, true]]);
  assertEquals(kinds(4), [["cycle", 4, false]]);
  assertThrows(() => followCharacter(model, "a", [], { steps: 127 }), RangeError, "'steps'");
  assertThrows(() => followCharacter(model, "b", []), RangeError, "'character'");
  assertThrows(() => followCharacter(model, "a", [state(1)]), TypeError, "'starts'");
});

Deno.test("followCharacter() calls a slow place near no fixed point neither", () => {
  // Just beyond where two fixed points have met: states creep, and stay nowhere.
  const w = 2, edge = Math.sqrt(w * (w - 1)) - Math.atanh(Math.sqrt(1 - 1 / w));
  const input = -edge - 1e-10;
  const start = state(Math.sqrt(1 - 1 / w));
  const { attractors: [end] } = followCharacter(unit(w, input), "a", [start], { steps: 200 });
  assertEquals(end.kind, "neither");
});

Deno.test("findFixedPoints() counts starts that lead nowhere, and its push can disagree", () => {
  const { starts, reached, points } = findFixedPoints(unit(2, 0.1), "a", [state(0.5), state(-0.4)]);
  assertEquals([starts, reached, points.length >= 1], [2, 2, true]);
  assert(!stabilityAgrees([{ unstable: 0, radius: 0.98, pushed: "undecided" }]));
  assert(!stabilityAgrees([{ unstable: 1, radius: 1.02, pushed: "undecided" }]));
  assert(!stabilityAgrees([{ unstable: 0, radius: 0.98, pushed: "leaves" }]));
  assert(!stabilityAgrees([{ unstable: 0, radius: 0.999, pushed: "leaves" }]));
  assert(!stabilityAgrees([{ unstable: 1, radius: 1.02, pushed: "returns" }]));
  assert(stabilityAgrees([]));
  // λ = 1.0005: after 3,000 characters a push is 4.5 times as large, neither gone nor away.
  const { points: [slow] } = findFixedPoints(unit(1.0005, 0), "a", [state(0)]);
  assertEquals([slow.unstable, slow.pushed, stabilityAgrees([slow])], [1, "undecided", true]);
  assertThrows(() => findFixedPoints(unit(2, 0), "a", [state(1, 2)]), TypeError, "'starts'");
});

Deno.test("lyapunovExponents() refuse a text that is too short and differences that vanish wholly", () => {
  assertThrows(() => lyapunovExponents(unit(1, 0), "a".repeat(399)), RangeError, "at least 400");
  assertThrows(() => lyapunovExponents(unit(0, 0), "a".repeat(400)), RangeError, "vanishes wholly");
  assertThrows(() => lyapunovExponents(unit(1, 0), "a", { count: 2 }), RangeError, "'count'");
});

Deno.test("findBasins() tells who comes back, when, and who predicts badly", () => {
  const model = unit(4, 0.2, -0.2);
  model.parameters.Why.set([3, -3]); // the unit up: "a" is likely
  const { weights } = findSides(model, "aaaa");
  const usual = state(0.99), starts = [state(0.5), state(-0.001), state(-0.9)];
  const [basin] = findBasins(model, usual, "a".repeat(40), { starts }, weights);
  assertEquals(basin.fates.map(({ caught }) => caught), [false, false, true]);
  assertEquals([basin.caught, basin.traps, basin.predicted, basin.guessed], [1, 1, 2, 2]);
  assertEquals(basin.byLikeness, 2);
  assert(basin.fates[0].backAfter! < basin.fates[1].backAfter!);
  assertEquals(basin.fates[2].backAfter, undefined);
  const { distances, backAfter } = basin.fates[1];
  assertEquals(distances.length, 40);
  assertEquals(distances.findIndex((d) => d < BACK) + 1, backAfter);
  assertAlmostEquals(basin.fates[2].cosine, -1, 1e-9);
  assert(basin.fates[0].natsPerChar < 0.01 && basin.fates[2].natsPerChar > 5);
  model.parameters.Why.fill(0); // caught, but it guesses no worse than by guessing
  assertEquals(findBasins(model, usual, "a".repeat(40), { starts }, weights)[0].traps, 0);
});

Deno.test("sumBasins() says that the side tells only beyond a guess's share", () => {
  const fate = (caught: boolean, side: number): Fate => ({
    ...{ caught, side, likeness: 1, cosine: 0, natsPerChar: 1, distances: [] },
    backAfter: caught ? undefined : 9,
  });
  const many = (n: number, one: Fate): Fate[] => Array.from({ length: n }, () => one);
  const verdict = (fates: Fate[]): string => sumBasins([{ fates, traps: 0 }]).verdict;
  assertEquals(verdict(many(5, fate(false, -1))), "one side");
  assertEquals(verdict([...many(30, fate(true, -1)), ...many(30, fate(false, 1))]), "side tells");
  assertEquals(
    verdict([...many(30, fate(true, 1)), ...many(30, fate(false, 1))]),
    "side does not tell",
  );
  const found = sumBasins([
    { fates: many(3, fate(true, -1)), traps: 2 },
    { fates: many(2, fate(false, -1)), traps: 1 },
  ]);
  assertEquals([found.caught, found.traps, found.predicted, found.guessed], [3, 3, 3, 3]);
  assertEquals(found.slowestBack, 9);
});

Deno.test("exploreSides() needs a text that is long enough", () => {
  const model = randomModel(1);
  const text = randomText(model, 60, 2);
  assertThrows(
    () => exploreSides(model, text, { before: 50, passage: 11 }),
    RangeError,
    "at least 61",
  );
  const { basins } = exploreSides(model, text, { before: 50, passage: 10, each: 3 });
  exploreSides(model, text, { before: 2, passage: 2, each: 1 }); // the least of each
  for (const option of [{ before: 1 }, { passage: 1 }, { each: 0 }, { most: 0 }]) {
    assertThrows(() => exploreSides(model, text, option), RangeError, Object.keys(option)[0]);
  }
  assertEquals(basins.map(({ fates }) => fates.length), [7, 3, 3]);
});

Deno.test("exploreSides() draws first characters from a large alphabet, and leaves the other starts alone", () => {
  const model = randomModel(1);
  const text = randomText(model, 60, 2);
  const sizes = { before: 50, passage: 10, each: 3 };
  const [all, some] = [7, 4].map((most) => exploreSides(model, text, { ...sizes, most }).basins);
  assertEquals(some.map(({ fates }) => fates.length), [4, 3, 3]);
  assertEquals(some.slice(1), all.slice(1));
  const among = all[0].fates.map(({ natsPerChar }) => natsPerChar);
  const drawn = some[0].fates.map(({ natsPerChar }) => among.indexOf(natsPerChar));
  assertEquals(drawn, [...new Set(drawn)].sort((a, b) => a - b)); // in the alphabet's order, each once
  assert(drawn.every((index) => index >= 0));
  assertEquals(exploreSides(model, text, sizes).basins[0], all[0]); // 128 at most: here all
});

Deno.test("compareFreeing() tells zero freed from the other side gone, and both from chance", () => {
  const networks = (traps: number[], mirrored: number) =>
    traps.map((n) => ({ basins: [{ traps: n }, { caught: mirrored }] as const }));
  const before = networks([3, 1, 4, 1, 5, 0], 9);
  const stays = compareFreeing(before, networks([0, 0, 0, 0, 2, 0], 1));
  assertEquals(stays.verdict, "zero is freed, the other side stays");
  assertEquals([stays.pairs, stays.fewer, stays.more, stays.chance], [6, 5, 0, 1 / 32]);
  assertEquals(stays.trapped, { without: 5, withResets: 1 });
  assertEquals(stays.otherSide, { without: 6, withResets: 6 });
  const goes = compareFreeing(before, networks([0, 0, 0, 0, 2, 0], 0));
  assertEquals([goes.verdict, goes.otherSide.withResets], ["zero is freed", 0]);
  const chance = compareFreeing(before, networks([0, 0, 0, 0, 5, 0], 9));
  assertEquals([chance.chance, chance.verdict], [1 / 16, "not shown"]);
  const more = compareFreeing(networks([0, 0, 0], 1), networks([1, 2, 3], 1));
  assertEquals([more.more, more.chance, more.verdict], [3, 1, "not shown"]);
  assertThrows(() => compareFreeing(before, []), RangeError, "current numbers are 0 and 6");
});

Deno.test("countOrbits() counts characters by where each start ends, and those where two part", () => {
  // "a" leaves both sides; "b" and "c" push everything to one.
  const model = unit(3, 0, 5, -5);
  const starts = [state(0.5), state(-0.5), state(0)];
  const orbits = ["a", "b", "c"].map((character) => followCharacter(model, character, starts));
  const counts = countOrbits(orbits, ["up", "down", "zero"]);
  assertEquals(counts.characters, 3);
  assertEquals(counts.starts.map(({ name, fixedPoint }) => [name, fixedPoint]), [
    ["up", 3],
    ["down", 3],
    ["zero", 3],
  ]);
  assertEquals([counts.parted, counts.oneSettles, counts.ends], [1, 0, [2, 0, 1]]);
  const turning = [-3, -2].map((w) => followCharacter(unit(w, 0), "a", [state(0.5), state(-0.5)]));
  const flips = countOrbits(turning, ["text", "mirrored"]);
  assertEquals(flips.starts.map(({ cycle, neither }) => [cycle, neither]), [[2, 0], [2, 0]]);
  assertEquals(flips.parted, 0);
  const slow = countOrbits([followCharacter(unit(0.999, 0), "a", [state(0.5), state(0.6)])], [
    "a",
    "b",
  ]);
  assertEquals([slow.starts[0].neither, slow.parted, slow.ends], [1, 0, [1, 0, 0]]);
  const one = countOrbits([followCharacter(unit(0.999, 0), "a", [state(0), state(0.6)])], [
    "a",
    "b",
  ]);
  assertEquals([one.parted, one.oneSettles, slow.oneSettles], [0, 1, 0]);
  for (const names of [["text"], ["text", "mirrored", "zero"]]) {
    assertThrows(() => countOrbits(turning, names), RangeError, "a name for each start");
  }
});

Deno.test("trapsByKind() tells where holding goes with traps beyond chance, and only there", () => {
  const some = (kind: "holds" | "flips" | "turns" | "fades", ...traps: number[]) =>
    traps.map((n) => ({ sides: { kind }, finding: { traps: n } }));
  const clear = trapsByKind([
    ...some("holds", 9, 1, 2, 0),
    ...some("flips", 0, 0, 0),
    ...some("turns", 0, 0, 0),
    ...some("fades", 0, 0),
  ]);
  assertEquals(clear.holding, { networks: 4, trapped: 3 });
  assertEquals(clear.others, { networks: 8, trapped: 0 });
  assertAlmostEquals(clear.chance, 4 / 220, 1e-12); // the three of twelve are among these four
  assertEquals(clear.verdict, "traps go with holding");
  const few = trapsByKind([...some("holds", 1, 1), ...some("turns", 0, 0, 1)]);
  assertAlmostEquals(few.chance, 3 / 10, 1e-12);
  assertEquals(few.verdict, "not shown");
  assertEquals(trapsByKind(some("turns", 1, 1)).verdict, "not shown");
});

Deno.test("followCharacter() takes no approach from both sides by turns for a cycle of two", () => {
  // h → tanh(−w h + x) near its fixed point: the multiplier is close to −1, so two steps repeat first.
  const end = (w: number) =>
    followCharacter(unit(-w, 0.09), "a", [state(0.8)], { steps: 100_000 }).attractors[0];
  const { kind, period, residual } = end(1.001); // multiplier −0.999
  assertEquals([kind, period], ["fixed point", 1]);
  assert(residual < 1e-12);
  assertEquals(end(1.00201).kind, "neither"); // −0.99999: nothing is said before it is near enough
  assertEquals(end(1.01).kind, "cycle"); // −1.008
});

Deno.test("exploreSides() counts characters, and cuts none that takes two places of a string", () => {
  const parameters = zeroParameters({ hiddenSize: 1, vocabularySize: 2 });
  parameters.Wxh.set([0.5, -0.5]);
  parameters.Whh.set([4]);
  const sizes = { before: 41, passage: 100, each: 9 };
  const [plain, faces] = ["ab", "🎭💬"].map((alphabet) => {
    const [a, b] = alphabet;
    const text = (a + a + b + b).repeat(36);
    return exploreSides({ parameters, vocabulary: Vocabulary.of(alphabet) }, text, sizes).finding;
  });
  assertEquals(faces, plain);
  const tooShort = { parameters, vocabulary: Vocabulary.of("🎭💬") };
  assertThrows(
    () => exploreSides(tooShort, "🎭💬".repeat(70), sizes),
    RangeError,
    "at least 141 characters: current length is 140",
  );
});
