/**
 * The most similar hidden states of a text. H: hidden units.
 *
 * Claim of the method: what the nearest states' surroundings have in common is what the state stands
 * for. What it leaves out: units count alike, whether the output reads them or not.
 */
import { cosine } from "@lab/numerics";
import type { Activations } from "./activations.ts";
import { checkInteger } from "../checks.ts";

/** A recorded state that is similar to the one asked about. */
export interface Neighbour {
  /** The state's time step in the text. */
  readonly position: number;
  /** The cosine of the angle between the two states, −1 … 1. */
  readonly cosine: number;
  /** The distance between the two states. */
  readonly distance: number;
  /** The characters before the one that was read. */
  readonly before: string;
  /** The character that was read. */
  readonly character: string;
  /** The characters that follow the one that was read. */
  readonly after: string;
}

/** How many neighbours, and how much of their surroundings. */
export interface NeighbourOptions {
  /** How many states to give, ≥ 1; 8 when left out. */
  count?: number;
  /** How many characters to give on each side, ≥ 0; 30 when left out. */
  surroundings?: number;
  /** Order by `"cosine"` (when left out) or by `"distance"`. */
  by?: "cosine" | "distance";
  /** A time step to leave out with its near ones: that of the state itself. */
  exclude?: number;
  /** Steps within so many characters of `exclude` are left out too; 20 when left out. */
  excludeWithin?: number;
}

/**
 * The recorded states nearest to a state, with their surroundings in the text.
 * @param activations a recording with `h`
 * @param text the text that was recorded
 * @param h `[H]` the state asked about
 * @param options how many, how ordered
 * @returns the neighbours, the nearest first
 * @throws {RangeError} when `h` was not recorded or an option is out of range
 * @throws {TypeError} when `h` has the wrong length
 * @see A. Karpathy, J. Johnson and L. Fei-Fei, "Visualizing and understanding recurrent networks"
 * (2015), on reading hidden states through the text around them
 * @example
 * ```ts
 * import { activationRow, nearestStates, recordActivations } from "@lab/analysis";
 * import { initialParameters } from "@lab/model";
 * import { Random } from "@lab/numerics";
 * import { Vocabulary } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * const parameters = initialParameters({ hiddenSize: 5, vocabularySize: 3 }, new Random(1));
 * const model = { parameters, vocabulary: Vocabulary.of("abc") };
 * const text = "abcabcabb";
 * const recorded = recordActivations(model, text);
 * const h = activationRow(recorded, "h", 7);
 * const [nearest] = nearestStates(recorded, text, h, { exclude: 7, excludeWithin: 2 });
 * assertEquals([nearest.position, nearest.before], [4, "abca"]);
 * ```
 */
export function nearestStates(
  activations: Activations,
  text: string,
  h: ArrayLike<number>,
  options: NeighbourOptions = {},
): Neighbour[] {
  const { count = 8, surroundings = 30, by = "cosine", exclude, excludeWithin = 20 } = options;
  const { hiddenSize: H, positions, values } = activations;
  const action = "find nearest states";
  checkInteger(count, "count", [1, Infinity], action);
  checkInteger(surroundings, "surroundings", [0, Infinity], action);
  if (values.h === undefined) {
    throw new RangeError(
      `Cannot ${action} as 'h' must be recorded: current recording has ` +
        (Object.keys(values).join(", ") || "nothing"),
    );
  }
  if (h.length !== H) {
    throw new TypeError(
      `Cannot ${action} as 'h' must hold [${H}] numbers: current length is ${h.length}`,
    );
  }
  const hs = values.h;
  const found: { row: number; cosine: number; distance: number }[] = [];
  for (let row = 0; row < positions.length; row++) {
    if (exclude !== undefined && Math.abs(positions[row] - exclude) <= excludeWithin) continue;
    const state = hs.subarray(row * H, (row + 1) * H);
    const distance = Math.hypot(...state.map((value, i) => value - h[i]));
    found.push({ row, cosine: cosine(h, state), distance });
  }
  found.sort((a, b) => by === "cosine" ? b.cosine - a.cosine : a.distance - b.distance);
  const characters = [...text];
  return found.slice(0, count).map(({ row, cosine, distance }) => {
    const position = positions[row];
    return {
      position,
      cosine,
      distance,
      before: characters.slice(Math.max(0, position - surroundings), position).join(""),
      character: characters[position],
      after: characters.slice(position + 1, position + 1 + surroundings).join(""),
    };
  });
}

/**
 * How many of the nearest states are at one character.
 * @param neighbours the nearest states
 * @param character the character
 * @returns their number
 * @example
 * ```ts
 * import { countNeighboursAt } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals(countNeighboursAt([{ character: "a" }, { character: ":" }], ":"), 1);
 * ```
 */
export function countNeighboursAt(
  neighbours: readonly Pick<Neighbour, "character">[],
  character: string,
): number {
  return neighbours.filter((neighbour) => neighbour.character === character).length;
}
