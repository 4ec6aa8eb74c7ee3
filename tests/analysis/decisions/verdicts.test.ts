/** The verdicts on the report's claims: on both sides of each decision. */
import {
  type ContextEvidence,
  decide,
  decideContext,
  type InformationRank,
  whateverCameBefore,
} from "@lab/analysis";
import { assert, assertEquals } from "@std/assert";
import { informationOf, swinging } from "./made.ts";

/** A character of 41 compared ones, with intervals as wide as is asked for. */
function rankWith(
  values: { p?: number; pWidth?: number; whether?: number; whetherWidth?: number },
): InformationRank {
  const { p = 0.9, pWidth = 0, whether = 0, whetherWidth = 0 } = values;
  return {
    own: {
      ...{ targetProbability: p, targetOrNot: whether },
      intervals: {
        targetProbability: [p - pWidth, p + pWidth],
        targetOrNot: [whether - whetherWidth, whether + whetherWidth],
      },
    },
  } as unknown as InformationRank;
}

Deno.test("whateverCameBefore() says anywhere, within this text, no, or that it is not decided", () => {
  const whatever = (
    observed: Parameters<typeof rankWith>[0],
    fed: Parameters<typeof rankWith>[0],
  ): string => whateverCameBefore(rankWith(observed), rankWith(fed)).verdict;
  assertEquals(whatever({ whether: 0.0499 }, { p: 0.8501 }), "anywhere");
  const { fall } = whateverCameBefore(
    rankWith({ p: 0.875, pWidth: 0.25 }),
    rankWith({ p: 0.625, pWidth: 0.5 }),
  );
  assertEquals([fall.value, ...fall.interval], [0.25, -0.5, 1]);
  assertEquals(whatever({ whether: 0.0499 }, { p: 0.8499 }), "within this text");
  assertEquals(whatever({}, { p: 0.86, pWidth: 0.02 }), "not decided");
  assertEquals(whatever({ pWidth: 0.02 }, { p: 0.86 }), "not decided");
  assertEquals(whatever({ whether: 0.05 }, {}), "no");
  assertEquals(whatever({ whether: 0.05, whetherWidth: 0.01 }, {}), "not decided");
  assertEquals(whatever({ p: 0.49 }, { p: 0.49 }), "no");
  assertEquals(whatever({ p: 0.51 }, { p: 0.51 }), "anywhere");
  assertEquals(whatever({ p: 0.51, pWidth: 0.02 }, { p: 0.51 }), "not decided");
});

Deno.test("decide() says on which side all of an interval is, and the limit is above", () => {
  const verdict = (low: number, high: number): string =>
    decide(0, [low, high], 0.05, ["little", "much"]).verdict;
  assertEquals([verdict(0, 0.0499), verdict(0.05, 1)], ["little", "much"]);
  assertEquals([verdict(0, 0.05), verdict(0.0499, 1)], ["not decided", "not decided"]);
});

Deno.test("decideContext() takes each answer from its own question", () => {
  const observed = informationOf({ a: swinging(0.4), ":": swinging(0.1) });
  const fed = informationOf({ a: swinging(0.1), ":": swinging(0.4) });
  const evidence: ContextEvidence = { character: ":", observed, fed };
  const { apart, which, whatever, knows } = decideContext(evidence);
  assertEquals([apart.observed.lower, apart.fed.lower], [0, 1]);
  assertEquals([apart.observed.verdict, apart.fed.verdict], ["not decided", "not decided"]);
  assertEquals([which.observed.value, which.fed.value], [0, 0]);
  assert(whatever.bits.value < fed.characters[0].targetOrNot);
  assertEquals(knows, undefined);
});
