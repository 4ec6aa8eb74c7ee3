/** Characters in sentences. */
import { visibleCharacter } from "./html.ts";

const NAMES: Readonly<Record<string, string>> = { " ": "space", "\n": "line break", "\t": "tab" };

/**
 * A character as a sentence names it.
 * @param character one character
 * @returns `space`, `line break`, or the character in quotes
 * @example
 * ```ts
 * import { characterName } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * assertEquals([" ", "\n", ":"].map(characterName), ["space", "line break", "“:”"]);
 * ```
 */
export function characterName(character: string): string {
  return NAMES[character] ?? `“${visibleCharacter(character)}”`;
}

/**
 * Some characters as a sentence names them.
 * @param characters the characters
 * @returns such as "space or line break"
 * @example
 * ```ts
 * import { inWords } from "@lab/figures";
 * import { assertEquals } from "@std/assert";
 * assertEquals(inWords([" ", "\n", ":"]), "space or line break or “:”");
 * ```
 */
export function inWords(characters: readonly string[]): string {
  return characters.map(characterName).join(" or ");
}
