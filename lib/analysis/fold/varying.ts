/**
 * Which units vary over a text, and which are constants. H: hidden units.
 *
 * Claim: the variance of h over the text that was counted. A constant unit does what a bias does. What it
 * leaves out: elsewhere a unit may vary that stood still here, and a unit that varies need not matter.
 */
import { type UnitStatisticsResult, VARIES } from "../walk/statistics.ts";

/**
 * The units that vary: those from which comparable random sets are drawn, and which a smaller network
 * keeps.
 * @param statistics the units over a text
 * @param threshold a unit varies where its variance exceeds this, ≥ 0; `VARIES`, 1e-3, when left out
 * @returns the units' numbers, the largest variance first
 * @throws {RangeError} when the threshold is not ≥ 0
 * @example
 * ```ts
 * import { unitStatistics, varyingUnits } from "@lab/analysis";
 * import { zeroParameters } from "@lab/model";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = zeroParameters({ hiddenSize: 3, vocabularySize: 2 });
 * parameters.bh[0] = 9; // unit 0 is a constant, unit 2 says which character was read
 * parameters.Wxh.set([-2, 2], 2 * 2);
 * const statistics = unitStatistics({ parameters, vocabulary: Vocabulary.of("ab") }, "abba");
 * assertEquals(varyingUnits(statistics), [2]);
 * ```
 */
export function varyingUnits(
  statistics: Pick<UnitStatisticsResult, "units">,
  threshold: number = VARIES,
): number[] {
  if (!(threshold >= 0)) {
    throw new RangeError(
      `Cannot tell varying units as 'threshold' must be >= 0: current value is ${threshold}`,
    );
  }
  return mostVaryingFirst(statistics.units.filter(({ variance }) => variance > threshold));
}

/** The numbers of units, the largest variance first. */
export function mostVaryingFirst(units: UnitStatisticsResult["units"]): number[] {
  return units.toSorted((a, b) => b.variance - a.variance || a.unit - b.unit)
    .map(({ unit }) => unit);
}
