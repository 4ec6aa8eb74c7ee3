/** Places in a text: the time steps at which something is asked of the network. */
import { characterName, visibleCharacter } from "@lab/text";

/**
 * Where in a text: after a character or several in a row (`":"`, `":\n"`), at time steps that are
 * given (0 for the first character), or wherever a predicate over the text's characters says so. The
 * predicate sees the whole text, so that it can also ask what comes next.
 */
export type Where =
  | string
  | readonly number[]
  | ((text: readonly string[], position: number) => boolean);

/**
 * The places of a text at which something is asked: each is the time step of the last character that
 * has been read there.
 * @param text the text
 * @param where after which characters, at which steps, or a predicate
 * @returns the time steps, ascending, each once
 * @throws {TypeError} when `where` is none of these
 * @throws {RangeError} when `where` is an empty text, or a step is not one of the text's
 * @example
 * ```ts
 * import { placesIn } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * const text = "so, he:\nno,\n";
 * assertEquals(placesIn(text, ","), [2, 10]);
 * assertEquals(placesIn(text, ":\n"), [7]);
 * // at the end of a line, whatever closes it
 * assertEquals(placesIn(text, (characters, t) => characters[t + 1] === "\n"), [6, 10]);
 * ```
 */
export function placesIn(text: Iterable<string>, where: Where): number[] {
  const characters = [...text];
  checkWhere(where, "find places");
  if (typeof where === "function") {
    return [...characters.keys()].filter((position) => where(characters, position));
  }
  if (typeof where === "string") {
    const suffix = [...where];
    const from = suffix.length - 1;
    return [...characters.keys()].filter((position) =>
      position >= from &&
      suffix.every((character, k) => characters[position - from + k] === character)
    );
  }
  checkReached(where, characters.length, "find places");
  return [...new Set(where)].sort((a, b) => a - b);
}

/** What `where` may be. */
export function checkWhere(where: Where, action: string): void {
  const known = typeof where === "string" || typeof where === "function" || Array.isArray(where);
  if (!known) {
    throw new TypeError(
      `Cannot ${action} as 'after' must be characters, time steps or a predicate: current value is ` +
        `${where === null ? "null" : typeof where}`,
    );
  }
  if (where === "") {
    throw new RangeError(
      `Cannot ${action} as 'after' must have at least one character: current value is empty`,
    );
  }
}

/** Whether all time steps are steps of a text. */
export function checkReached(positions: Iterable<number>, steps: number, action: string): void {
  for (const position of positions) {
    if (Number.isInteger(position) && position >= 0 && position < steps) continue;
    throw new RangeError(
      `Cannot ${action} as 'after' must hold time steps of the text's ${steps}, from 0: current value ` +
        `has ${position}`,
    );
  }
}

/**
 * How a sentence says where.
 * @param where after which characters, at which steps, or a predicate
 * @returns such as "after “:”"; "at the places asked for" where there are no characters to name
 * @example
 * ```ts
 * import { whereInWords } from "@lab/analysis";
 * import { assertEquals } from "@std/assert";
 * assertEquals([":", ":\n", [3, 5]].map(whereInWords), [
 *   "after “:”",
 *   "after “:⏎”",
 *   "at the places asked for",
 * ]);
 * ```
 */
export function whereInWords(where: Where): string {
  if (typeof where !== "string") return "at the places asked for";
  const characters = [...where];
  if (characters.length === 1) return `after ${characterName(characters[0])}`;
  return `after “${characters.map(visibleCharacter).join("")}”`;
}
