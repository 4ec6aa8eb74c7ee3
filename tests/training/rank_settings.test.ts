/** Settings ranked by the scores of their seeds; the tests beneath are compared with NumPy in numerics/. */
import { meanOfFew, Random, rankSum, signedRank } from "@lab/numerics";
import { rankSettings, type SettingScores } from "@lab/training";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const setting = (name: string, scores: number[], firstSeed = 1): SettingScores => ({
  name,
  runs: scores.map((score, k) => ({ seed: firstSeed + k, score })),
});
const [LOW, HIGH] = [[1.5, 1.6, 1.55, 1.52, 1.58, 1.61], [1.53, 1.64, 1.57, 1.56, 1.63, 1.67]];

Deno.test("rankSettings() compares runs of the same seed where so many can decide", () => {
  const { settings: [best, other], comparisons, level } = rankSettings([
    setting("high", HIGH),
    setting("low", LOW),
  ]);
  assertEquals([best.name, other.name, comparisons, level], ["low", "high", 1, 0.95]);
  assertEquals(best.besideBest, undefined);
  const wanted = signedRank(HIGH.map((score, k) => score - LOW[k]));
  const { paired, runs, shift, interval, verdict, chance } = other.besideBest!;
  assertEquals([paired, runs, shift, chance], [true, 6, wanted.shift, 2 / 64]);
  assertEquals([...interval, verdict], [...wanted.interval, "worse"]);
  assertEquals(other.besideBest!.canDecide, true);
  assertEquals(best.interval, meanOfFew(LOW).interval);
  // Of seeds that only one of them has, none counts in pairs.
  const more = rankSettings([setting("high", [...HIGH, 9]), setting("low", LOW)]).settings[1];
  assertEquals([more.besideBest?.runs, more.besideBest?.chance], [6, 2 / 64]);
  // Each run with each, the same scores overlap.
  const others = rankSettings([setting("high", HIGH, 7), setting("low", LOW)]).settings[1];
  assertEquals(others.besideBest?.interval, rankSum(LOW, HIGH).interval);
  const { chance: each, smallestChance } = rankSum(LOW, HIGH);
  assertEquals(
    [others.besideBest?.runs, others.besideBest?.chance, others.besideBest?.smallestChance],
    [6, each, smallestChance],
  );
  assertEquals([others.besideBest?.paired, others.besideBest?.verdict], [false, "not told apart"]);
});

Deno.test("rankSettings() compares each run with each where the shared seeds are too few to decide", () => {
  const four = (scores: number[]): number[] => scores.slice(0, 4);
  const beside = (add: number): string | undefined =>
    rankSettings([setting("high", four(LOW).map((v) => v + add)), setting("low", four(LOW))])
      .settings[1].besideBest?.verdict;
  assertEquals([beside(0.05), beside(0.2)], ["not told apart", "worse"]); // 4 against 4: p = 2 / 70
  const three = rankSettings([setting("high", [9, 9.1, 9.2]), setting("low", [1, 1.1, 1.2])]);
  const { verdict, interval, smallestChance, canDecide } = three.settings[1].besideBest!;
  assertEquals([verdict, ...interval], ["not told apart", -Infinity, Infinity]);
  assertEquals(canDecide, false);
  assertAlmostEquals(smallestChance, 0.1, 1e-12);
  const one = rankSettings([setting("high", [9]), setting("low", [1])]).settings;
  assertEquals([one[1].besideBest?.verdict, one[0].interval], ["not told apart", [NaN, NaN]]);
});

Deno.test("rankSettings() holds each comparison to what all pairs of settings need", () => {
  const shifted = [0, 0.05, 0.1, 0.15].map((add) => setting(`+${add}`, LOW.map((v) => v + add)));
  const { settings, comparisons, level } = rankSettings(shifted);
  assertEquals(comparisons, 6);
  assertAlmostEquals(level, 1 - 0.05 / 6, 1e-15);
  // Six pairs, p = 2 / 64, can't decide at this level: each with each can, where they lie far enough.
  assert(settings.slice(1).every(({ besideBest }) => besideBest?.paired === false));
  assertEquals(settings.map(({ besideBest }) => besideBest?.verdict), [
    ...[undefined, "not told apart", "not told apart", "worse"],
  ]);
});

Deno.test("rankSettings() says how many runs of each setting it takes to tell two apart", () => {
  for (const count of [2, 3, 4, 5, 9]) {
    const found = rankSettings(Array.from({ length: count }, (_, k) => setting(`${k}`, [k])));
    const { runsNeeded: n, level } = found;
    const sweep = (runs: number): string => {
      const scores = Array.from({ length: runs }, (_, k) => k);
      return rankSum(scores, scores.map((score) => score + 100), level).verdict;
    };
    assertEquals([sweep(n - 1), sweep(n)], ["not decided", "first lower"], `${count} settings`);
  }
});

Deno.test("rankSettings() says of settings that are alike that they differ in at most 5 of 100 cases", () => {
  const random = new Random(5);
  let wrong = 0;
  const trials = 400;
  for (let trial = 0; trial < trials; trial++) {
    const alike = [1, 2, 3, 4].map((k) =>
      setting(String(k), Array.from({ length: 8 }, () => random.normal()))
    );
    const { settings } = rankSettings(alike);
    if (
      settings.some(({ besideBest }) =>
        (besideBest?.verdict ?? "not told apart") !== "not told apart"
      )
    ) wrong++;
  }
  assert(wrong / trials <= 0.07, `${wrong} of ${trials}`);
  assert(wrong > 0, "a test that never decides would pass, too");
});

Deno.test("rankSettings() calls a setting better that has a higher mean by one bad run", () => {
  const good = [1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8];
  const bad = good.map((score, k) => k === 0 ? 30 : score - 0.5);
  const { settings } = rankSettings([setting("one bad run", bad), setting("even", good)]);
  assertEquals(settings.map(({ name }) => name), ["even", "one bad run"]);
  assert(settings[1].besideBest!.shift < 0);
});

Deno.test("rankSettings() refuses no settings, no runs and a seed twice", () => {
  assertThrows(() => rankSettings([]), RangeError, "there is none");
  assertThrows(() => rankSettings([setting("none", [])]), RangeError, "'none'");
  const runs = [{ seed: 1, score: 1 }, { seed: 1, score: 2 }];
  assertThrows(() => rankSettings([{ name: "twice", runs }]), RangeError, "'twice'");
});
