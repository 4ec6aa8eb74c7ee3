/** Characters as messages, labels and sentences show them. */

/**
 * A character as messages show it.
 * @param character one character, or none
 * @returns the character in quotes, with its code point
 * @example
 * ```ts
 * import { quoteCharacter } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals(quoteCharacter("é"), '"é" (U+00E9)');
 * ```
 */
export function quoteCharacter(character: string): string {
  const code = character.codePointAt(0);
  if (code === undefined) return '""';
  return `${JSON.stringify(character)} (U+${code.toString(16).toUpperCase().padStart(4, "0")})`;
}

/**
 * A character as it can be seen in a label: spaces, line breaks, control characters get a sign.
 * @param character one character
 * @returns a visible text
 * @example
 * ```ts
 * import { visibleCharacter } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals([" ", "\n", "a"].map(visibleCharacter), ["␣", "⏎", "a"]);
 * ```
 */
export function visibleCharacter(character: string): string {
  if (character === " ") return "␣";
  if (character === "\n") return "⏎";
  if (character === "\t") return "⇥";
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0xa0 ? "⍽" : character;
}

const NAMES: Readonly<Record<string, string>> = { " ": "space", "\n": "line break", "\t": "tab" };

/**
 * A character by its name, where it has one.
 * @param character one character
 * @returns `space`, `line break` or `tab`; any other character as it is
 * @example
 * ```ts
 * import { spokenCharacter } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals([" ", "\n", ":"].map(spokenCharacter), ["space", "line break", ":"]);
 * ```
 */
export function spokenCharacter(character: string): string {
  return NAMES[character] ?? character;
}

/** Characters that say nothing between quotation marks. */
const QUOTATION_MARKS: Readonly<Record<string, string>> = {
  "“": "opening quotation mark",
  "”": "closing quotation mark",
};

/**
 * A character as a sentence names it.
 * @param character one character
 * @returns `space`, `line break`, `tab`, a quotation mark's name, or the character in quotes
 * @example
 * ```ts
 * import { characterName } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals([" ", "\n", ":"].map(characterName), ["space", "line break", "“:”"]);
 * assertEquals(["”", "ك"].map(characterName), ["closing quotation mark", "“\u2068ك\u2069”"]);
 * ```
 */
export function characterName(character: string): string {
  const name = NAMES[character] ?? QUOTATION_MARKS[character];
  if (name !== undefined) return name;
  const shown = visibleCharacter(character);
  return inQuotationMarks(shown);
}

/** Right-to-left writing is isolated, so that a number beside it stays where it stands. */
const inQuotationMarks = (shown: string): string =>
  /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(shown) ? `“\u2068${shown}\u2069”` : `“${shown}”`;

/**
 * A passage as a sentence quotes it.
 * @param passage some characters
 * @returns the passage in quotation marks, with line breaks and what else is not seen made visible, but spaces
 * @example
 * ```ts
 * import { quoted } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals(quoted("an apple:\nno"), "“an apple:⏎no”");
 * ```
 */
export const quoted = (passage: string): string =>
  inQuotationMarks(
    [...passage].map((character) => character === " " ? character : visibleCharacter(character))
      .join(""),
  );

/**
 * Some characters as a sentence names them.
 * @param characters the characters
 * @returns such as "space or line break"
 * @example
 * ```ts
 * import { inWords } from "@lab/text";
 * import { assertEquals } from "@std/assert";
 * assertEquals(inWords([" ", "\n", ":"]), "space or line break or “:”");
 * ```
 */
export function inWords(characters: readonly string[]): string {
  return characters.map(characterName).join(" or ");
}
