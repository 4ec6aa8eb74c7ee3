/** What a patch scan says: which units carry a difference, and where. */
import { intervalAround, type MeanWithError } from "@lab/numerics";
import type { PatchScan } from "./patch_scan.ts";

/**
 * An effect counts as found from this share of the whole on. Chosen on planted circuits of other seeds
 * than those that the methods are scored on (`scoreMethods`).
 */
export const FOUND_SHARE = 0.1;

/**
 * The units that carry the difference between the texts of a scan, at each depth.
 * @param scan effects of single units
 * @param share how much of the whole difference between the clean and the corrupted texts an effect
 * must be; {@link FOUND_SHARE} when left out
 * @returns for each depth, 0 first, the units whose effect is as large and at least two standard errors
 * above 0, the largest first; none where the clean texts' value is not above the corrupted ones'
 * @example
 * ```ts
 * import { carriersIn, patchScan, plantCircuit } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * // A delay line hands the character on: each step back it stands one unit earlier.
 * const { model, mechanism, behaviour, rival, pairs } = plantCircuit("delay line", 1);
 * const scan = patchScan(model, pairs(5, 1), { targets: behaviour.targets, against: rival });
 * const carriers = carriersIn(scan).slice(0, mechanism.line.length);
 * assertEquals(carriers, mechanism.line.map((unit) => [unit]).reverse());
 * ```
 */
export function carriersIn(scan: PatchScan, share = FOUND_SHARE): number[][] {
  return unitsWhere(scan, (effect, error) => effect >= share && !(effect < 2 * error));
}

/**
 * The units that by themselves carry most of the difference between the texts of a scan, at each depth.
 * @param scan effects of single units
 * @returns for each depth, 0 first, the units whose effect surely makes up more than half of the whole
 * difference: its interval of 95 % over pairs lies above; the largest first
 * @example
 * ```ts
 * import { mainCarriersIn, patchScan, plantCircuit } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const { model, mechanism, behaviour, rival, pairs } = plantCircuit("delay line", 1);
 * const scan = patchScan(model, pairs(5, 1), { targets: behaviour.targets, against: rival });
 * assertEquals(mainCarriersIn(scan)[0], mechanism.line.slice(-1));
 * ```
 */
export function mainCarriersIn(scan: PatchScan): number[][] {
  return unitsWhere(scan, (effect, error) => intervalAround(effect, error)[0] > 0.5);
}

/** The units at each depth whose effect and error, as shares of the whole, are such; the largest first. */
function unitsWhere(
  { units, read, effects, errors, clean, corrupted }: PatchScan,
  isSuch: (effect: number, error: number) => boolean,
): number[][] {
  const whole = clean - corrupted;
  return read.map((_, depth) => {
    if (!(whole > 0)) return [];
    const cell = (row: number): number => row * read.length + depth;
    return [...units.keys()]
      .filter((row) => isSuch(effects[cell(row)] / whole, errors[cell(row)] / whole))
      .sort((a, b) => effects[cell(b)] - effects[cell(a)])
      .map((row) => units[row]);
  });
}

/** A unit that carries a difference at one step, with what it does in other pairs. */
export interface Carrier {
  /** How many steps before the decision. */
  readonly depth: number;
  /** The unit's number. */
  readonly unit: number;
  /** Which share of the whole difference its effect makes up in the pairs that it was chosen on. */
  readonly chosenOn: number;
  /** Which share it makes up in the other pairs, with its error over these pairs. */
  readonly heldOut: MeanWithError;
  /** The share to first order in the other pairs: what one gradient would have said. */
  readonly firstOrder: number;
}

/**
 * Scores the carriers of one scan on other pairs, as of many cells some look large by chance.
 * @param chosenOn the scan that says which cells carry the difference
 * @param heldOut a scan of other pairs, of the same units or more, at least as deep
 * @param share from which share of the whole on; {@link FOUND_SHARE} when left out
 * @returns a row for each carrier, the decision first, the largest first; none where the other pairs' clean
 * texts' value is not above their corrupted ones', so that nothing is there to have a share of
 * @throws {RangeError} when the other scan lacks a unit or a depth
 * @example
 * ```ts
 * import { patchScan, plantCircuit, scoreCarriers } from "@lab/analysis";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * const { model, mechanism, behaviour, rival, pairs } = plantCircuit("delay line", 1);
 * const [chosenOn, heldOut] = [1, 2].map((seed) =>
 *   patchScan(model, pairs(5, seed), { targets: behaviour.targets, against: rival })
 * );
 * const carriers = scoreCarriers(chosenOn, heldOut);
 * assertEquals(carriers.map(({ unit }) => unit), mechanism.line.toReversed());
 * for (const carrier of carriers) assertAlmostEquals(carrier.heldOut.mean, 1, 0.1);
 * ```
 */
export function scoreCarriers(
  chosenOn: PatchScan,
  heldOut: PatchScan,
  share = FOUND_SHARE,
): Carrier[] {
  const cellOf = (scan: PatchScan, unit: number, depth: number): number => {
    const row = scan.units.indexOf(unit);
    if (row >= 0 && depth < scan.read.length) return row * scan.read.length + depth;
    throw new RangeError(
      `Cannot score carriers as the scan of other pairs must have unit ${unit} at depth ${depth}`,
    );
  };
  const [first, other] = [chosenOn, heldOut].map((scan) => scan.clean - scan.corrupted);
  if (!(other > 0)) return [];
  return carriersIn(chosenOn, share).flatMap((units, depth) =>
    units.map((unit) => {
      const cell = cellOf(heldOut, unit, depth);
      const [mean, error] = [heldOut.effects[cell] / other, heldOut.errors[cell] / Math.abs(other)];
      return {
        depth,
        unit,
        chosenOn: chosenOn.effects[cellOf(chosenOn, unit, depth)] / first,
        heldOut: { mean, error, interval: intervalAround(mean, error) },
        firstOrder: heldOut.firstOrder[cell] / other,
      };
    })
  );
}
