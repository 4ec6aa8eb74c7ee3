/** Pairs of places of a text, as pairs of texts for a patch scan. */
import { checkInteger } from "../checks.ts";
import { placesIn, type Where } from "../walk/places.ts";
import type { PatchPair } from "./patch_scan.ts";

/** Which places are paired. */
export interface PairOptions {
  /** Where the network is to do one thing. */
  clean: Where;
  /** Where it is to do another. */
  corrupted: Where;
  /** How many pairs, ≥ 1. */
  count: number;
  /** How many characters each text has, the place's own last; 100 when left out. */
  characters?: number;
}

/** Some of the places that have enough text before them, evenly spaced. */
function spread(
  text: readonly string[],
  name: "clean" | "corrupted",
  { count, characters = 100, ...places }: PairOptions,
): string[] {
  const found = placesIn(text, places[name]).filter((place) => place >= characters - 1);
  if (found.length < count) {
    throw new RangeError(
      `Cannot pair places as '${name}' must name at least ${count} with ${
        characters - 1
      } characters ` +
        `before them: current number is ${found.length}`,
    );
  }
  return Array.from({ length: count }, (_, k) => {
    const place = found[Math.floor((k + 0.5) * found.length / count)];
    return text.slice(place + 1 - characters, place + 1).join("");
  });
}

/**
 * Pairs places of one kind with places of another, both evenly spaced over the text: for a
 * {@link patchScan} of what sets the two kinds apart.
 * @param text the text
 * @param options which places, how many pairs, and how much text before each place
 * @returns texts that end at the places
 * @throws {RangeError} when there are not as many places
 * @throws {TypeError} when `clean` or `corrupted` is neither characters nor time steps nor a predicate
 * @example
 * ```ts
 * import { pairPlaces } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const text = "Ann:\nso: yes.\nBen:\nno: not so.";
 * const pairs = pairPlaces(text, { clean: ":\n", corrupted: ": ", count: 2, characters: 5 });
 * assertEquals(pairs, [
 *   { clean: "Ann:\n", corrupted: "\nso: " },
 *   { clean: "Ben:\n", corrupted: "\nno: " },
 * ]);
 * ```
 */
export function pairPlaces(text: Iterable<string>, options: PairOptions): PatchPair[] {
  const { count, characters = 100 } = options;
  checkInteger(count, "count", [1, Infinity], "pair places");
  checkInteger(characters, "characters", [1, Infinity], "pair places");
  const read = [...text];
  const corrupted = spread(read, "corrupted", options);
  return spread(read, "clean", options).map((clean, k) => ({ clean, corrupted: corrupted[k] }));
}
