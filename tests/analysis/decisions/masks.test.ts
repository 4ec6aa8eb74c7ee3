/** What the masks show: beside chance, over thresholds, after other prefixes; on both sides of each decision. */
import {
  findHalving,
  maskSelectivity,
  type MaskSizes,
  overlapMasks,
  summariseMasks,
  UnitStatistics,
} from "@lab/analysis";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { randomModel } from "../models.ts";
import { maskedParts, maskTestWith } from "./made.ts";

Deno.test("summariseMasks() counts steps up to 5 % as beyond chance, and decides by the share's interval", () => {
  const { after, before, verdict } = summariseMasks(maskTestWith(20, { after: [15, 20] }));
  assertEquals([after.keep.beyond, after.keep.testable, after.keep.klBits], [15, 20, 10]);
  assertEquals(after.keep.randomKlBits, 100);
  assertEquals([after.keep.verdict, after.verdict, before.verdict], [
    "at most steps",
    "yes",
    "yes",
  ]);
  assertEquals(verdict, "yes");
  const keepVerdict = (beyond: number): string =>
    summariseMasks(maskTestWith(20, { after: [beyond, 20] })).after.keep.verdict;
  assertEquals([5, 6, 14, 15].map(keepVerdict), [
    "at fewer than half",
    "not decided",
    "not decided",
    "at most steps",
  ]);
});

Deno.test("summariseMasks() takes one no of any part, kept or removed, for a no", () => {
  const verdicts = (keep: number, remove: number): string[] => {
    const { after, verdict } = summariseMasks(maskTestWith(20, { after: [keep, remove] }));
    return [after.verdict, verdict];
  };
  assertEquals(verdicts(20, 1), ["no", "no"]);
  assertEquals(verdicts(1, 20), ["no", "no"]);
  assertEquals(verdicts(10, 20), ["not decided", "not decided"]);
  assertEquals(verdicts(10, 1), ["no", "no"]);
  const worse = maskTestWith(20, {});
  const steps = worse.steps.map((step, k) => ({
    ...step,
    before: { ...step.before, keep: maskedParts(20, 0, 7)[k] },
  }));
  assertEquals(summariseMasks({ ...worse, steps }).before.keep.worse, 7);
});

Deno.test("summariseMasks() leaves out steps with fewer than 20 masks of a size: none can be beyond", () => {
  const testable = (size: number, of: number): number => {
    const { steps, randomMasks } = maskTestWith(9, {});
    const resized = steps.map((step) => ({
      ...step,
      before: { ...step.before, keep: { ...step.before.keep, size, of } },
    }));
    return summariseMasks({ steps: resized, randomMasks }).before.keep.testable;
  };
  assertEquals([[0, 40], [40, 40], [1, 19], [18, 19], [2, 6]].map(([s, n]) => testable(s, n)), [
    ...[0, 0, 0, 0, 0],
  ]);
  assertEquals([[1, 20], [39, 40], [3, 6], [2, 7]].map(([s, n]) => testable(s, n)), [9, 9, 9, 9]);
  const none = maskTestWith(9, {}).steps.map((step) => ({ ...step, outputs: step.before }));
  const full = none.map((step) => {
    const keep = { ...step.after.keep, size: 4, of: 4 };
    return { ...step, after: { keep, remove: keep } };
  });
  const { after, verdict } = summariseMasks({ steps: full, randomMasks: 9 });
  assertEquals([after.keep.beyondShare, after.verdict, verdict], [
    [0, 1],
    ...Array(2).fill("not decided"),
  ]);
});

Deno.test("summariseMasks() lays the cost on the outputs where the units' masks surely add little", () => {
  // The outputs cost k bits at step k, 9.5 on average.
  const cost = (added: (k: number) => number): string =>
    summariseMasks(maskTestWith(20, {}, (k) => k + added(k))).cost;
  assertEquals(cost(() => 0), "the outputs");
  const { togetherBits, medianTogetherBits, outputsBits } = summariseMasks(
    maskTestWith(20, {}, (k) => k === 0 ? 200 : k),
  );
  assertEquals([togetherBits, medianTogetherBits, outputsBits], [19.5, 11, 9.5]);
  assertEquals(cost(() => -3), "the outputs");
  assertEquals(cost(() => 1.05), "the outputs");
  assertEquals(cost(() => 1.06), "the units too");
  assertEquals(cost((k) => k % 2 === 0 ? 0 : 2), "not decided");
});

Deno.test("findHalving() finds the first threshold with less than half, or gives the last", () => {
  const rows = [1, 0.5, 0.49, 0.6, 0.2].map((after, k): MaskSizes => ({
    ...{ threshold: k / 10, before: 9, after: 9, outputs: 9 },
    shares: { before: 0.1, after, outputs: 0, Wxh: 0, Whh: 0, Why: 0 },
  }));
  assertEquals(findHalving(rows), { verdict: "falls below half", threshold: 0.2, share: 0.49 });
  assertEquals(findHalving(rows.slice(0, 2)), {
    ...{ verdict: "stays at half or more", threshold: 0.1, share: 0.5 },
  });
});

Deno.test("overlapMasks() counts among the given units, and knows what chance shares", () => {
  const mask = { units: [1, 2, 3, 4, 5] };
  const others = [[5, 2], [0, 2, 3, 4], [], [1, 2, 3, 4, 5, 6, 7, 8]];
  const overlap = overlapMasks(
    mask,
    others.map((units, k) => ({ prefix: `${k}`, units })),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  );
  assertEquals(overlap.map(({ units, shared, expected }) => [units, shared, expected]), [
    [2, 2, 1],
    [3, 3, 1.5],
    [0, 0, 0],
    [8, 5, 4],
  ]);
  assertEquals(overlap.map(({ ratio }) => ratio), [2, 2, 1, 1.25]);
  const [pair] = overlapMasks({ units: [0] }, [{ prefix: "a", units: [1] }], [0, 1]);
  assertEquals([pair.expected, pair.spread], [0.5, 0.5]);
  const [alone] = overlapMasks({ units: [0] }, [{ prefix: "a", units: [0] }], [0]);
  assertEquals([alone.expected, alone.spread, alone.ratio], [1, 0, 1]);
  assertAlmostEquals(overlap[0].chanceAsMany, 10 / 45, 1e-12);
  assertEquals(overlap.map(({ verdict }) => verdict), Array(4).fill("as chance"));
});

Deno.test("overlapMasks() calls an overlap more or less than chance up to 2.5 % of the lots", () => {
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, k) => from + k);
  const verdict = (other: number[], units: number): string =>
    overlapMasks({ units: range(0, 5) }, [{ prefix: "a", units: other }], range(0, units))[0]
      .verdict;
  // Of 2 units in 40, lots share both in 1 of 78 cases; in 29, in 10 of 406, under 2.5 %.
  assertEquals([verdict([0, 1], 40), verdict([0, 1], 29), verdict([0, 1], 28)], [
    "more than chance",
    "more than chance",
    "as chance",
  ]);
  // Five others of 10 share none in 1 of 252 cases; three others of 10 in 10 of 120.
  assertEquals([verdict(range(5, 10), 10), verdict(range(5, 8), 10)], [
    "less than chance",
    "as chance",
  ]);
});

Deno.test("maskSelectivity() says that the mask holds nearly all above four fifths", () => {
  assertEquals([0.8, 0.8001].map((inMask) => maskSelectivity({ inMask }).verdict), [
    "leaves units out",
    "holds nearly all",
  ]);
});

Deno.test("UnitStatistics counts a unit as nearly always in the mask from nine steps of ten on", () => {
  const nearlyAlways = (steps: number, outside: number): number => {
    const statistics = new UnitStatistics(randomModel(1, 1));
    for (let t = 0; t < steps; t++) {
      statistics.observe({ character: "a", h: Float64Array.of(t < outside ? 0.5 : 0.51) } as never);
    }
    return statistics.result().nearlyAlways;
  };
  assertEquals([nearlyAlways(10, 1), nearlyAlways(100, 11)], [1, 0]);
});
