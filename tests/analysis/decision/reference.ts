/** Compares where a decision sits with what tests/reference/analysis/decision.py computed. */
import {
  type Behaviour,
  collectBehaviour,
  decisionByDepth,
  unitStatistics,
  varyingUnits,
  whereDecisionSits,
} from "@lab/analysis";
import type { CharacterModel } from "@lab/model";
import type { MeanWithError } from "@lab/numerics";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import stored from "../../reference/analysis/decision.json" with { type: "json" };

const PAIRS = 40;
const DEPTHS = [0, 1, 2, 5];

interface StoredPart {
  share: number[];
  chosen: number;
  flips: number;
  controls?: number[];
}

function near({ mean, error }: MeanWithError, [wantedMean, wantedError]: number[]): void {
  assertAlmostEquals(mean, wantedMean, 1e-6);
  assertAlmostEquals(error, wantedError, 1e-6);
}

/** Defines the tests for one network. */
export function compareDecision(
  network: keyof typeof stored,
  model: CharacterModel,
  wholeText: string,
): void {
  const wanted = stored[network];
  const text = wholeText.slice(0, wanted.characters);
  const collect = (): Behaviour =>
    collectBehaviour(model, text, {
      after: ":",
      targets: wanted.targets,
      against: wanted.against,
    });

  Deno.test(`${network}: whereDecisionSits() gives NumPy's shares, flips, choices and controls`, () => {
    if (network !== "small") {
      assertEquals(varyingUnits(unitStatistics(model, text)), wanted.varying);
    }
    const found = whereDecisionSits(collect(), text, { varying: wanted.varying, pairs: PAIRS });
    assertEquals([[...found.counts], found.scored.length], [wanted.counts, wanted.pairs]);
    assertAlmostEquals(found.right, wanted.right, 1e-9);
    near(found.apart, wanted.apart);
    near(found.whole, wanted.whole);
    const parts = wanted.parts as Record<string, StoredPart>;
    assertEquals(found.parts.map(({ kind }) => kind).sort(), Object.keys(parts).sort());
    for (const part of found.parts) {
      const { share, chosen, flips, controls } = parts[part.kind];
      near(part.share, share);
      assertAlmostEquals(part.shareWhereChosen, chosen, 1e-6);
      assertEquals(part.flips, flips);
      assertEquals(part.controls === undefined, controls === undefined);
      if (controls === undefined || part.controls === undefined) continue;
      assertEquals(part.controls.shares.length, 199);
      assertAlmostEquals(part.controls.median, controls[0], 1e-6);
      assertAlmostEquals(part.controls.high, controls[1], 1e-6);
    }
    assertEquals(found.parts.find(({ kind }) => kind === "unit")?.units, [wanted.unit]);
  });

  Deno.test(`${network}: decisionByDepth() gives NumPy's shares`, () => {
    const { depths } = decisionByDepth(collect(), text, { depths: DEPTHS, pairs: PAIRS });
    for (const [k, row] of depths.entries()) {
      near(row.share, wanted.depths[k].share);
      near(row.along, wanted.depths[k].along);
      near(row.sameWay, wanted.depths[k].sameWay);
    }
  });
}
