/** What a patch scan says: which units carry a difference, and where. */
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
 * above 0, the largest first
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
  const { units, read, effects, errors } = scan;
  const least = share * (scan.clean - scan.corrupted);
  return read.map((_, depth) => {
    const cell = (row: number): number => row * read.length + depth;
    return [...units.keys()]
      .filter((row) => effects[cell(row)] >= least && !(effects[cell(row)] < 2 * errors[cell(row)]))
      .sort((a, b) => effects[cell(b)] - effects[cell(a)])
      .map((row) => units[row]);
  });
}
