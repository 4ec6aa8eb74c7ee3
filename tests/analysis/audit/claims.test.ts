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
  missesByLuck,
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
import { type CharacterModel, zeroParameters } from "@lab/model";
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

Deno.test("the report's numbers are those that it prints", () => {
  const [one, two] = REPORTED.losses.map((points) => points.map((p) => p.smoothedLossNats));
  const sum = (losses: number[]): number => losses.reduce((a, b) => a + b);
  assertAlmostEquals(sum(one), 371.227137, 1e-9);
  assertAlmostEquals(sum(two), 559.957488, 1e-9);
  assertEquals(two, two.toSorted((a, b) => b - a)); // falls throughout
  assertEquals(one.map((loss) => loss.toFixed(1)).slice(1), [
    "55.9",
    "53.5",
    "55.8",
    "52.1",
    "50.8",
  ]);
  assertEquals(REPORTED.losses.map((points) => points.at(-1)!.iteration), [50_000, 100_000]);
  assertEquals([REPORTED.characters, REPORTED.symbols, REPORTED.printedCharacters], [
    ...[268_330, 62, 1027],
  ]);
});

Deno.test("claimsOf() draws the borders that the chapter says", () => {
  const claims = claimsOf(REPORTED);
  const borders: [ClaimId, number, number][] = [
    ["first loss", 103.177369, 103.179357],
    ["loss without a minus", 103.078369, 103.278369],
    ["τ = 2 ends lower", -Infinity, 0],
    ["τ = 2 ends lower by as much", 1.5 * (48.27121 - 53.47733), 0.5 * (48.27121 - 53.47733)],
    ["update", 0.099, 0.101],
    ["0.5 crowds words", 0, Infinity],
    ["later losses", -Infinity, Infinity],
  ];
  for (const [id, low, high] of borders) {
    const [least, most] = claims[id].holds;
    assertEquals([Number.isFinite(least), Number.isFinite(most)], [low, high].map(Number.isFinite));
    if (Number.isFinite(low)) assertAlmostEquals(least, low, 1e-9);
    else assertEquals(least, low);
    if (Number.isFinite(high)) assertAlmostEquals(most, high, 1e-9);
    else assertEquals(most, high);
  }
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
  const { before, outputs } = summary;
  const after = { keep: mode(4, 10, 0.2, 0.5), remove: mode(9, 10, 0.6, 0.95) };
  const open = worstMask({ before, after, outputs } as unknown as MaskSummary);
  assertEquals(open, { value: 0.5, interval: [0.1, 0.9] }); // 0.5 itself is not surely below half
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

/** A network with these logits, whatever it reads. */
function saying(...logits: number[]): CharacterModel {
  const size = { hiddenSize: 1, vocabularySize: logits.length };
  const parameters = { ...zeroParameters(size), by: Float64Array.from(logits) };
  return { parameters, vocabulary: Vocabulary.of("abc".slice(0, logits.length)) };
}

Deno.test("softmaxRounding() gives the largest error of a probability, relative to it", () => {
  // exp(-744) is two of the smallest numbers that there are: hardly a digit is left.
  const powers = [-744, -740].map(Math.exp);
  const exact = [1 / (1 + Math.E ** 4), 1 / (1 + Math.E ** -4)];
  const errors = exact.map((p, k) => Math.abs(powers[k] / (powers[0] + powers[1]) - p) / p);
  const { largestLogit, largestError } = softmaxRounding(saying(-744, -740), "ab");
  assertEquals(largestLogit, 744);
  assert(Math.max(...errors) > 0.05);
  assertAlmostEquals(largestError, Math.max(...errors), 1e-9);
  assertEquals(softmaxRounding(saying(0, -800), "ab").largestError, 0); // both are 0 there
});

Deno.test("softmaxRounding() finds the largest logit of either sign, and overflow", () => {
  const logit = (...logits: number[]): number =>
    softmaxRounding(saying(...logits), "ab").largestLogit;
  assertEquals([logit(0.25, -0.5), logit(0.5, 0.25)], [0.5, 0.5]);
  assert(softmaxRounding(saying(-3, 40, 12), "abc").largestError < 1e-12);
  assertEquals(softmaxRounding(saying(709.9, 0), "ab").largestError, NaN);
  const parameters = saying(0, 0).parameters as unknown as CharacterModel;
  assertThrows(() => softmaxRounding(parameters, "a"), TypeError, "'model' must be");
});

Deno.test("missesByLuck() counts what leaves something to chance: not what was counted, nor the weights' spread", () => {
  const some = { value: 1, interval: [0.5, 1.5] as const };
  const measured: Measurements = { "symbols": exactly(62), "update": some };
  assertEquals(missesByLuck(auditClaims(measured)), { uncertain: 0, expected: 0 });
  for (const id of ["first loss", "read as bytes", "colon apart"] as const) measured[id] = some;
  const { uncertain, expected } = missesByLuck(auditClaims(measured));
  assertEquals(uncertain, 3);
  assertAlmostEquals(expected, 0.15);
});
