/** Ranks by context information: ties, intervals, bias; and what is decided on them. */
import {
  decideApart,
  entropyBits,
  frequentCharacters,
  type InformationRank,
  type RankedInformation,
  rankInformation,
  saysAndKnows,
} from "@lab/analysis";
import { Random } from "@lab/numerics";
import { mean } from "d3-array";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { informationOf, swinging } from "./made.ts";

Deno.test("rankInformation() counts ties neither as less nor as more, and itself not as an other", () => {
  const contexts = { a: swinging(0.4), b: swinging(0.2), ":": swinging(0.2), d: swinging(0) };
  const result = informationOf(contexts);
  const rankOf = (character: string): (number | readonly number[])[] => {
    const { rank, lower, rankInterval, lowerInterval } = rankInformation(result, character);
    return [rank, lower, rankInterval, lowerInterval];
  };
  assertEquals(rankOf("a"), [1, 3, [1, 1], [3, 3]]);
  assertEquals(rankOf("b"), [2, 1, [2, 2], [1, 1]]);
  assertEquals(rankOf(":"), [2, 1, [2, 2], [1, 1]]);
  assertEquals(rankOf("d"), [4, 0, [4, 4], [0, 0]]);
  assertEquals(rankInformation(result, "d").whichTargetShare, 0);
  assertEquals(rankInformation(result, "a").whichTargetShare, 0); // there is one target only
  assertAlmostEquals(
    rankInformation(informationOf(contexts, "ab"), "a").whichTargetShare,
    1,
    1e-12,
  );
  const among = rankInformation(result, ":", { among: ["a"] });
  assertEquals(among.compared.map(({ character }) => character), ["a", ":"]);
  assertThrows(() => rankInformation(result, "z"), RangeError, 'current value is "z"');
  assertThrows(() => rankInformation(result, "a", { draws: 99 }), RangeError, "'draws'");
  assertEquals(rankInformation(result, "a", { draws: 100 }).rank, 1);
});

Deno.test("rankInformation() lets a rank move where the contexts leave it open", () => {
  const few = Array.from({ length: 60 }, (_, k) => k < 3 ? 0.999 : 0.5);
  const { lower, lowerInterval } = rankInformation(
    informationOf({ a: swinging(0.1), ":": few }),
    ":",
  );
  assertEquals([lower, lowerInterval], [1, [0, 1]]);
});

Deno.test("rankInformation() knows nothing of a character with fewer than 50 contexts", () => {
  const result = informationOf({ a: swinging(0.4, 49), ":": swinging(0.2, 49) });
  const { own, lowerInterval, rankInterval } = rankInformation(result, ":", { among: ["a"] });
  assertEquals(own.intervals.bits, [-Infinity, Infinity]);
  assertEquals([lowerInterval, rankInterval], [[0, 1], [1, 2]]);
  assertEquals(frequentCharacters(result), []);
  assertEquals(frequentCharacters(result, 49).length, 2);
  assertEquals(
    rankInformation(informationOf({ a: swinging(0.4, 50), b: swinging(0, 50) }), "a").own.intervals
      .bits.every(
        Number.isFinite,
      ),
    true,
  );
});

Deno.test("rankInformation() corrects the bias of few contexts and says by how much", () => {
  // Over all contexts of this kind the information is 1 - H(0.9, 0.1) bits: here over 50 of them each.
  const random = new Random(5);
  const truth = 1 - entropyBits([0.9, 0.1]);
  const errors = Array.from({ length: 40 }, () => {
    const drawn = Array.from({ length: 50 }, () => random.uniform() < 0.5 ? 0.9 : 0.1);
    const { own } = rankInformation(informationOf({ a: drawn, b: drawn }), "a");
    return [own.bits - truth, own.bits - own.addedBits - truth];
  });
  const [corrected, measured] = [0, 1].map((j) => mean(errors, (row) => row[j])!);
  assert(measured < -0.005, `the plain bits are too low: by ${measured}`);
  assert(Math.abs(corrected) < 0.25 * Math.abs(measured), `corrected: off by ${corrected}`);
});

Deno.test("decideApart() asks for fewer than a tenth of the others, whatever contexts are drawn", () => {
  const verdict = (low: number, high: number): string => {
    const rank = { compared: Array(41), lower: low, lowerInterval: [low, high] };
    return decideApart(rank as unknown as InformationRank).verdict;
  };
  assertEquals([verdict(0, 3), verdict(3, 4), verdict(4, 9)], [
    "apart",
    "not decided",
    "not apart",
  ]);
  const among = (others: number): string => {
    const rank = { compared: Array(1 + others), lower: 0, lowerInterval: [0, 0] };
    return decideApart(rank as unknown as InformationRank).verdict;
  };
  assertEquals([among(10), among(9), among(0)], ["apart", "not decided", "not decided"]);
});

Deno.test("saysAndKnows() compares the ends of both intervals", () => {
  const own = (low: number, high: number): RankedInformation => ({
    intervals: { bits: [low, high] },
    knows: { bits: 0.2, errors: { bits: 0.1 / 1.959963984540054 } },
  } as unknown as RankedInformation);
  const verdict = (low: number, high: number) => saysAndKnows(own(low, high))!.verdict;
  assertEquals([verdict(0.301, 0.4), verdict(0.299, 0.4)], ["says more", "not decided"]);
  assertEquals([verdict(0, 0.099), verdict(0, 0.101)], ["knows more", "not decided"]);
  assertAlmostEquals(saysAndKnows(own(0.3, 0.5))!.difference[0], 0, 1e-12);
  assertAlmostEquals(saysAndKnows(own(0.3, 0.5))!.difference[1], 0.4, 1e-12);
  const sure = (low: number, high: number) =>
    saysAndKnows({ ...own(low, high), knows: { bits: 0.2, errors: { bits: 0 } } } as never)!
      .verdict;
  assertEquals([sure(0, 0.2), sure(0.2, 1)], ["not decided", "not decided"]);
  assertEquals(saysAndKnows({ ...own(0, 1), knows: undefined }), undefined);
});
