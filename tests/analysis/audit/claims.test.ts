/** The report's claims: each verdict on both sides of its decision, and changed by its number. */
import {
  auditClaims,
  type ClaimId,
  claimsOf,
  type ClaimVerdict,
  exactly,
  inputsApart,
  judgeClaim,
  LOSS_SHARE,
  type MaskSummary,
  type Measurements,
  type OtherInputs,
  printedLoss,
  REPORTED,
  type Reported,
  shareBelow,
  shiftOf,
  softmaxRounding,
  summariseMasks,
  worstMask,
} from "@lab/analysis";
import { initialParameters } from "@lab/model";
import { Random } from "@lab/numerics";
import { Vocabulary } from "@lab/text";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { maskTestWith } from "../decisions/made.ts";

const verdictOn = (id: ClaimId, low: number, high: number, reported?: Reported): ClaimVerdict =>
  auditClaims({ [id]: { value: low, interval: [low, high] } }, reported)
    .find((row) => row.id === id)!.verdict;

Deno.test("judgeClaim() goes by the whole interval, whose ends count as within the claim", () => {
  const judge = (low: number, high: number): ClaimVerdict =>
    judgeClaim([1, 2], { value: 1.5, interval: [low, high] });
  assertEquals([judge(1, 2), judge(1.2, 1.3)], ["holds", "holds"]);
  assertEquals([judge(0, 0.999), judge(2.001, 3)], ["does not hold", "does not hold"]);
  assertEquals(
    [judge(0, 1), judge(0.999, 2), judge(1, 2.001), judge(2, 3), judge(0, 9)],
    Array(5).fill("not decided"),
  );
  assertEquals(judge(NaN, NaN), "not decided");
  assertEquals(judgeClaim([1, 2], undefined), "not tested");
});

Deno.test("auditClaims() judges every claim on both sides of each of its borders", () => {
  for (const { id, holds: [low, high], needs } of auditClaims({})) {
    if (needs === "a longer run") continue;
    assert(low <= high, id);
    for (const [border, outwards] of [[low, -1], [high, 1]]) {
      if (!Number.isFinite(border)) continue;
      const inside = Math.min(high, Math.max(low, border - outwards * 1e-9));
      const outside = border + outwards * 1e-7;
      assertEquals(verdictOn(id, inside, inside), "holds", id);
      assertEquals(verdictOn(id, outside, outside), "does not hold", id);
      assertEquals(
        verdictOn(id, Math.min(inside, outside), Math.max(inside, outside)),
        "not decided",
      );
    }
  }
});

Deno.test("auditClaims() gives another verdict where the report prints another number", () => {
  const changed = (change: Partial<Reported>): Reported => ({ ...REPORTED, ...change });
  const losses = (tau: 1 | 2, iteration: number, smoothedLossNats: number): Reported =>
    changed({
      losses: REPORTED.losses.map((points, k) =>
        k + 1 === tau
          ? points.map((p) => p.iteration === iteration ? { iteration, smoothedLossNats } : p)
          : points
      ) as unknown as Reported["losses"],
    });
  const cases: [ClaimId, number, Reported][] = [
    ["characters", 268_330, changed({ characters: 268_331 })],
    ["symbols", 62, changed({ symbols: 61 })],
    ["first loss", 103.17836, losses(1, 0, 103.2)],
    ["loss without a minus", -103.17836, losses(1, 0, -103.17836)],
    ["loss at τ = 1, 10,000", 55, losses(1, 10_000, 61)],
    ["loss at τ = 1, 20,000", 53, losses(1, 20_000, 44)],
    ["loss at τ = 2, 10,000", 54, losses(2, 10_000, 40)],
    ["loss at τ = 2, 20,000", 48, losses(2, 20_000, 60)],
    ["τ = 2 ends lower by as much", -5, losses(2, 20_000, 53)],
    ["update", 0.1, changed({ learningRate: 0.01 })],
  ];
  for (const [id, value, other] of cases) {
    const verdicts = [REPORTED, other].map((reported) => verdictOn(id, value, value, reported));
    assertEquals(
      verdicts.toSorted(),
      ["does not hold", "holds"],
      `${id}: ${verdicts.join(", then ")}`,
    );
  }
});

Deno.test("auditClaims() has all claims, and says of those without a number that they are not tested", () => {
  const measured: Measurements = { symbols: exactly(62) };
  const rows = auditClaims(measured);
  assertEquals(rows.map(({ id }) => id), Object.keys(claimsOf(REPORTED)) as ClaimId[]);
  assertEquals(
    rows.filter(({ verdict }) => verdict !== "not tested").map(({ id }) => id),
    ["symbols"],
  );
});

Deno.test("a printed loss is met within a tenth of the fall from the first one", () => {
  const [low, high] = claimsOf(REPORTED)["loss at τ = 1, 10,000"].holds;
  assertAlmostEquals((low + high) / 2, 55.910944, 1e-12);
  assertAlmostEquals(high - 55.910944, LOSS_SHARE * (103.178369 - 55.910944), 1e-12);
  assertThrows(() => printedLoss(REPORTED, 1, 60_000), RangeError, "current value is 60000");
});

Deno.test("worstMask() says no where any mask does, and yes where all do", () => {
  const worst = (...beyond: [number, number]): [MaskSummary["verdict"], ClaimVerdict] => {
    const summary = summariseMasks(maskTestWith(40, { after: beyond }));
    const { interval: [low, high] } = worstMask(summary);
    return [summary.after.verdict, verdictOn("masks decide", low, high)];
  };
  assertEquals(worst(40, 40), ["yes", "holds"]);
  assertEquals(worst(27, 40), ["yes", "holds"]);
  assertEquals(worst(26, 40), ["not decided", "not decided"]);
  assertEquals(worst(14, 40), ["not decided", "not decided"]);
  assertEquals(worst(40, 13), ["no", "does not hold"]);
});

Deno.test("worstMask() takes the mask that is surely low before one that may be lower", () => {
  const mode = (beyond: number, testable: number, low: number, high: number) => ({
    ...{ beyond, testable, beyondShare: [low, high] },
  });
  const summary = {
    before: { keep: mode(9, 10, 0.6, 0.95), remove: mode(1, 2, 0.1, 0.9) },
    after: { keep: mode(4, 10, 0.2, 0.45), remove: mode(9, 10, 0.6, 0.95) },
    outputs: { keep: mode(9, 10, 0.6, 0.95), remove: mode(9, 10, 0.6, 0.95) },
  } as unknown as MaskSummary;
  assertEquals(worstMask(summary), { value: 0.4, interval: [0.2, 0.45] });
});

Deno.test("inputsApart(), shareBelow() and shiftOf() take number and interval from their results", () => {
  const left = (value: number, half: number) => ({
    ...{ value, interval: [value - half, value + half] },
  });
  const inputs = { otherText: left(0.75, 0.25), otherCharacter: left(0.5, 0.125) };
  assertEquals(inputsApart(inputs as unknown as OtherInputs), {
    value: 0.25,
    interval: [-0.125, 0.625],
  });
  const rank = { compared: Array(21), lower: 3, lowerInterval: [2, 4] as const };
  assertEquals(shareBelow(rank as unknown as Parameters<typeof shareBelow>[0]), {
    value: 0.15,
    interval: [0.1, 0.2],
  });
  const alone = { compared: Array(1), lower: 0, lowerInterval: [0, 0] as const };
  assertEquals(shareBelow(alone as unknown as Parameters<typeof shareBelow>[0]).value, 0);
  assertEquals(shiftOf({ shift: -1, interval: [-2, 3] }), { value: -1, interval: [-2, 3] });
});

Deno.test("softmaxRounding() finds the largest logit of either sign, and what adding to all of them costs", () => {
  const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(3), 0.5);
  const model = { parameters, vocabulary: Vocabulary.of("abc") };
  const at = (by: number) => {
    parameters.by.fill(by);
    return softmaxRounding(model, "abcabc");
  };
  assert(at(0).largestError < 1e-14);
  assert(at(0).largestLogit < 2);
  assert(at(-50).largestLogit > 48 && at(-50).largestError < 1e-12);
  assert(at(709.9).largestError === Infinity || Number.isNaN(at(709.9).largestError));
  // So low that the powers have hardly a digit left.
  assert(at(-740).largestError > 1e-6);
});
