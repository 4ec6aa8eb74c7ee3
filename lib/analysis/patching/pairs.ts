/** Pairs of places of a text, as pairs of texts for a patch scan. H: hidden units. */
import type { EngineOption } from "@lab/engines";
import type { CharacterModel } from "@lab/model";
import { checkInteger, checkModel, checkText } from "../checks.ts";
import { placesIn, type Where } from "../walk/places.ts";
import { observe } from "../walk/steps.ts";
import type { PatchPair } from "./patch_scan.ts";

/** Which places are paired. */
export interface PairOptions extends EngineOption {
  /** Where the network is to do one thing. */
  clean: Where;
  /** Where it is to do another. */
  corrupted: Where;
  /** How many pairs, ≥ 1. */
  count: number;
  /** How many characters each text has, the place's own last, ≥ 1; 21 when left out. */
  characters?: number;
}

/** So many characters are enough for the depths of a scan when nobody says how many. */
const CHARACTERS = 21;

/** Some of the places that have enough text before them, evenly spaced. */
function spread(
  text: readonly string[],
  name: "clean" | "corrupted",
  { count, characters = CHARACTERS, ...places }: PairOptions,
): number[] {
  const found = placesIn(text, places[name]).filter((place) => place >= characters - 1);
  if (found.length < count) {
    throw new RangeError(
      `Cannot pair places as '${name}' must name at least ${count} with ${
        characters - 1
      } characters ` +
        `before them: current number is ${found.length}`,
    );
  }
  return Array.from(
    { length: count },
    (_, k) => found[Math.floor((k + 0.5) * found.length / count)],
  );
}

/**
 * Pairs places of one kind with places of another, both evenly spaced over the text: for a
 * {@link patchScan} of what sets the two kinds apart. The network reads the whole text, and each of
 * the paired texts begins with the state that it had there: a zero state in the middle of a text is one
 * that the network never has, and some networks don't get over it for a long while (`beginningTraps`).
 * @param model parameters and vocabulary
 * @param text the text
 * @param options which places, how many pairs, how much text before each place, and who computes
 * @returns texts that end at the places, with the states before them
 * @throws {RangeError} when there are not as many places, or the vocabulary lacks a character
 * @throws {TypeError} when `clean` or `corrupted` is neither characters nor time steps nor a predicate
 * @example
 * ```ts
 * import { pairPlaces } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const text = "Ann:\nso: yes.\nBen:\nno: not so.";
 * const vocabulary = Vocabulary.of(text);
 * const sizes = { hiddenSize: 5, vocabularySize: vocabulary.size };
 * const model = { parameters: initialParameters(sizes, new Random(1)), vocabulary };
 * const options = { clean: ":\n", corrupted: ": ", count: 2, characters: 5 };
 * assertEquals(pairPlaces(model, text, options).map(({ clean, corrupted }) => [clean, corrupted]), [
 *   ["Ann:\n", "\nso: "],
 *   ["Ben:\n", "\nno: "],
 * ]);
 * ```
 */
export function pairPlaces(
  model: CharacterModel,
  text: Iterable<string>,
  options: PairOptions,
): PatchPair[] {
  checkModel(model, "pair places");
  checkText(text, "pair places");
  const { count, characters = CHARACTERS, engine } = options;
  checkInteger(count, "count", [1, Infinity], "pair places");
  checkInteger(characters, "characters", [1, Infinity], "pair places");
  const read = [...text];
  const [clean, corrupted] = (["clean", "corrupted"] as const).map((name) =>
    spread(read, name, options)
  );
  const first = (place: number): number => place + 1 - characters;
  const needed = new Set([...clean, ...corrupted].map(first));
  const states = new Map<number, Float64Array>();
  observe(model, read, [{
    observe: ({ position, hPrev }) => {
      if (needed.has(position)) states.set(position, hPrev.slice());
    },
  }], { engine });
  const textTo = (place: number): string => read.slice(first(place), place + 1).join("");
  const stateAt = (place: number): Float64Array => states.get(first(place))!;
  return clean.map((place, k) => ({
    clean: textTo(place),
    corrupted: textTo(corrupted[k]),
    starts: { clean: stateAt(place), corrupted: stateAt(corrupted[k]) },
  }));
}
